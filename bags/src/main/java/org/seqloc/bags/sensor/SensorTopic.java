package org.seqloc.bags.sensor;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.seqloc.bags.BagMessage;
import org.seqloc.bags.Printed;
import org.seqloc.core.SeqlocException;
import org.seqloc.core.kapture.Sensor;
import org.seqloc.msgs.MalformedMessageException;

/**
 * Turns the messages of a topic into records, and counts what it leaves out: no message is an
 * error. The messages may come out of order, and from several bags.
 *
 * <p>{@link #read} may be called by any thread, {@link #take} by one, in the order of the
 * recording.
 */
public final class SensorTopic {

  private final String topic;
  private final SensorConverter converter;
  private final SensorStamps stamps;
  private final List<Sensor> sensors;
  private final BitSet announced = new BitSet();

  /** By part: units whose parts measure apart may send both with one stamp. */
  private final List<StampSet> seen;

  private final Map<String, Long> left = new TreeMap<>();
  private long taken;
  private String firstNotReadable = "";
  private String frame = "";
  private long otherFrames;

  /**
   * @param name what the sensors' ids begin with
   */
  SensorTopic(String topic, String name, SensorConverter converter, SensorStamps stamps) {
    this.topic = topic;
    this.converter = converter;
    this.stamps = stamps;
    String shown = topic.replaceAll("[,\\p{Cntrl}]", "_").strip();
    sensors = converter.parts().stream().map(part -> part.sensor(name, shown)).toList();
    seen = sensors.stream().map(sensor -> new StampSet()).toList();
  }

  public String topic() {
    return topic;
  }

  /** The ROS 1 name of its messages' type. */
  public String type() {
    return converter.type().name();
  }

  /** The sensors whose records it gives, whether or not there are messages of each. */
  public List<Sensor> sensors() {
    return sensors;
  }

  /** Reads and takes a message. */
  public void accept(BagMessage message, KaptureSink sink) {
    take(read(message), sink);
  }

  /** What a message of the topic holds. */
  public SensorReading read(BagMessage message) {
    SensorReading reading;
    try {
      reading = converter.read(message);
    } catch (SeqlocException e) {
      return SensorReading.notReadable(e.getMessage());
    } catch (MalformedMessageException e) {
      return SensorReading.notReadable(
          String.format(
              "topic %s: the message received at %s: %s",
              topic, Printed.seconds(message.receiptNanos()), e.getMessage()));
    }
    SensorReading read = reading;
    return stamps
        .of(reading.stampNanos(), message.receiptNanos())
        .map(read::stamped)
        .orElseGet(() -> read.withoutAll(SensorReading.NO_STAMP));
  }

  /** Gives a message's records to the sink. */
  public void take(SensorReading reading, KaptureSink sink) {
    if (reading.values().removeIf(v -> !seen.get(v.part()).add(reading.stampNanos()))) {
      reading.without(SensorReading.REPEATED);
    }
    for (String reason : reading.left()) {
      left.merge(reason, 1L, Long::sum);
    }
    if (firstNotReadable.isEmpty()) {
      firstNotReadable = reading.detail();
    }
    if (reading.values().isEmpty()) {
      return;
    }
    if (taken == 0) {
      frame = reading.frame();
    } else if (!frame.equals(reading.frame())) {
      otherFrames++;
    }
    taken++;
    for (SensorReading.Values values : reading.values()) {
      Sensor sensor = sensors.get(values.part());
      if (!announced.get(values.part())) {
        announced.set(values.part());
        sink.sensor(sensor, reading.frame());
      }
      if (reading.hasFile()) {
        String path = sensor.id() + "/" + reading.stampNanos() + ".pcd";
        sink.file(path, reading.file());
        sink.record(sensor, reading.stampNanos(), List.of(path));
      } else {
        sink.record(sensor, reading.stampNanos(), values.columns());
      }
    }
  }

  /** The number of messages that gave at least one record. */
  public long taken() {
    return taken;
  }

  /** How many messages were left out, whole or in part, by reason. */
  public Map<String, Long> left() {
    return Map.copyOf(left);
  }

  /** What helps where messages were left out for a reason; may be empty. */
  public String hint(String reason) {
    return switch (reason) {
      case SensorReading.NOT_READABLE -> firstNotReadable;
      case SensorReading.NO_STAMP -> "--stamps receipt takes the time of receipt";
      default -> "";
    };
  }

  /** What else the user should know, one line each. */
  public List<String> remarks() {
    List<String> remarks = new ArrayList<>();
    int late = seen.stream().mapToInt(StampSet::lateCount).sum();
    if (late > 0) {
      remarks.add(topic + ": records that came after a later one, now sorted: " + late);
    }
    if (otherFrames > 0) {
      remarks.add(
          topic
              + ": messages in another frame than the first, "
              + frame
              + ", by which the sensor is mounted: "
              + otherFrames);
    }
    return remarks;
  }
}
