package org.seqloc.bags.sensor;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.netty.buffer.Unpooled;
import java.util.List;
import org.seqloc.bags.BagMessage;
import org.seqloc.bags.Connection;
import org.seqloc.core.kapture.Kapture;
import org.seqloc.core.kapture.RecordKind;
import org.seqloc.core.kapture.Sensor;
import org.seqloc.msgs.Message;
import org.seqloc.msgs.MessageType;
import sensor_msgs.FluidPressure;
import sensor_msgs.Imu;
import sensor_msgs.LaserScan;
import sensor_msgs.MagneticField;
import sensor_msgs.NavSatFix;
import sensor_msgs.PointCloud2;

/** Any bytes as a sensor's message: converted, or counted as left out. */
class SensorFuzzTest {

  private static final List<MessageType<? extends Message>> TYPES =
      List.of(
          PointCloud2.TYPE,
          LaserScan.TYPE,
          NavSatFix.TYPE,
          Imu.TYPE,
          MagneticField.TYPE,
          FluidPressure.TYPE);

  /**
   * @param input which type, then the message
   */
  @FuzzTest(maxDuration = "5m")
  void messagesBecomeRecordsOrAreLeftOut(byte[] input) {
    if (input.length == 0) {
      return;
    }
    MessageType<? extends Message> type = TYPES.get((input[0] & 0xff) % TYPES.size());
    Connection connection =
        new Connection(0, "/s", type.name(), type.md5(), type.definition(), false, "");
    BagMessage message =
        new BagMessage(connection, 7, Unpooled.wrappedBuffer(input, 1, input.length - 1));
    SensorTopic topic = Recorded.topic("/s", type.create(), SensorStamps.HEADER);
    Kapture.Builder kapture = Kapture.builder();
    KaptureSink sink = new MemorySink(kapture);
    topic.accept(message, sink);
    topic.accept(message, sink);
    kapture.build();
    assertTrue(topic.taken() <= 1);
    assertTrue(topic.taken() == 1 || !topic.left().isEmpty());
  }

  /** Lets the kapture check what it is given. */
  private record MemorySink(Kapture.Builder kapture) implements KaptureSink {

    @Override
    public void sensor(Sensor sensor, String frame) {
      kapture.sensor(sensor);
    }

    @Override
    public void record(Sensor sensor, long stampNanos, List<String> values) {
      RecordKind.ofLabel(sensor.type())
          .ifPresentOrElse(
              kind -> kapture.record(kind, stampNanos, sensor.id(), values),
              () -> values.forEach(value -> assertFalse(value.contains(","))));
    }

    @Override
    public void file(String path, byte[] content) {
      assertTrue(content.length > 0);
    }
  }
}
