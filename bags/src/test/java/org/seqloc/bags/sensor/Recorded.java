package org.seqloc.bags.sensor;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.seqloc.bags.BagMessage;
import org.seqloc.bags.Connection;
import org.seqloc.core.kapture.Sensor;
import org.seqloc.msgs.Message;

/** Messages as a bag has them, and what becomes of them. */
final class Recorded {

  /** Takes everything down in the order in which it comes. */
  static final class Sink implements KaptureSink {
    final List<String> sensors = new ArrayList<>();
    final List<String> records = new ArrayList<>();
    final Map<String, byte[]> files = new TreeMap<>();

    @Override
    public void sensor(Sensor sensor, String frame) {
      sensors.add(
          String.join("|", sensor.id(), sensor.name(), sensor.type(), frame)
              + (sensor.parameters().isEmpty() ? "" : "|" + sensor.parameters()));
    }

    @Override
    public void record(Sensor sensor, long stampNanos, List<String> values) {
      records.add(sensor.id() + " " + stampNanos + " " + String.join(" ", values));
    }

    @Override
    public void file(String path, byte[] content) {
      files.put(path, content);
    }
  }

  private Recorded() {}

  static BagMessage of(String topic, long receiptNanos, Message message) {
    ByteBuf payload = Unpooled.buffer();
    message.writeTo(payload);
    return new BagMessage(
        new Connection(
            0,
            topic,
            message.type().name(),
            message.type().md5(),
            message.type().definition(),
            false,
            ""),
        receiptNanos,
        payload);
  }

  /** The only sensor topic of messages of a type. */
  static SensorTopic topic(String topic, Message example, SensorStamps stamps) {
    return SensorTopics.find(Map.of(topic, example.type().name()), Set.of(), stamps).get(0);
  }
}
