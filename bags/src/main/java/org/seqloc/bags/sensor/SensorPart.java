package org.seqloc.bags.sensor;

import java.util.List;
import org.seqloc.core.kapture.RecordKind;
import org.seqloc.core.kapture.Sensor;

/**
 * A sensor of kapture's that a message of ROS is from; an inertial unit is two of them.
 *
 * @param suffix what is put behind the topic's name for the sensor's id
 * @param type kapture's type of sensor
 * @param parameters those of the sensor's row
 */
record SensorPart(String suffix, String type, List<String> parameters) {

  SensorPart {
    parameters = List.copyOf(parameters);
  }

  /** The only sensor of a message. */
  static SensorPart of(RecordKind kind, String... parameters) {
    return new SensorPart("", kind.label(), List.of(parameters));
  }

  /** One of several sensors of a message, told apart by their types. */
  static SensorPart oneOf(RecordKind kind) {
    return new SensorPart("_" + kind.label(), kind.label(), List.of());
  }

  String id(String name) {
    return name + suffix;
  }

  Sensor sensor(String name, String topic) {
    return new Sensor(id(name), topic, type, parameters);
  }
}
