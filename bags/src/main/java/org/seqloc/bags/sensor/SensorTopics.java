package org.seqloc.bags.sensor;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.seqloc.bags.Connection;

/**
 * Finds the sensors other than cameras among topics, by the types of their messages.
 *
 * <p>A sensor's id is its topic without the leading slash, with an underscore for each slash and
 * for all that is no letter, digit, dot, dash or underscore of ASCII, and one in front of a dot or
 * dash at the start: {@code /gps/fix} is {@code gps_fix}. An inertial unit gives two sensors:
 * {@code /imu/data} is {@code imu_data_accelerometer} and {@code imu_data_gyroscope}. An id that is
 * taken, by the sensor of a topic earlier in the alphabet or by a camera, becomes the next free one
 * of {@code id_2}, {@code id_3} and so on. So an id names a folder, too.
 */
public final class SensorTopics {

  private static final int MAX_NAME_CHARS = 100;

  private static final List<SensorConverter> CONVERTERS =
      List.of(
          new GnssConverter(),
          new ImuConverter(),
          new MagneticConverter(),
          new PressureConverter(),
          new PointCloudConverter(),
          new LaserScanConverter());

  private SensorTopics() {}

  /**
   * The sensors among the topics, by topic.
   *
   * @param typeOfTopic by topic the name of its type, ROS 1's or ROS 2's
   * @param takenIds ids of cameras and rigs, which no sensor gets
   */
  public static List<SensorTopic> find(
      Map<String, String> typeOfTopic, Collection<String> takenIds, SensorStamps stamps) {
    Set<String> ids = new HashSet<>(takenIds);
    List<SensorTopic> found = new ArrayList<>();
    new TreeMap<>(typeOfTopic)
        .forEach(
            (topic, type) ->
                converter(type)
                    .ifPresent(
                        c -> found.add(new SensorTopic(topic, name(topic, c, ids), c, stamps))));
    return found;
  }

  /** Whether messages of a type are a sensor's. */
  public static boolean isSensor(String type) {
    return converter(type).isPresent();
  }

  private static Optional<SensorConverter> converter(String type) {
    String ros1 = Connection.ros1Type(type);
    return CONVERTERS.stream().filter(c -> c.type().name().equals(ros1)).findFirst();
  }

  /** The first free name, whose ids are then taken. */
  private static String name(String topic, SensorConverter converter, Set<String> takenIds) {
    String plain =
        topic
            .replaceFirst("^/+", "")
            .replaceAll("[^A-Za-z0-9_.-]", "_")
            .replaceFirst("^(?=[.-])", "_");
    String base = plain.isEmpty() ? "sensor" : plain;
    base = base.substring(0, Math.min(base.length(), MAX_NAME_CHARS));
    String name = base;
    for (int i = 2; !isFree(name, converter, takenIds); i++) {
      name = base + "_" + i;
    }
    for (SensorPart part : converter.parts()) {
      takenIds.add(part.id(name));
    }
    return name;
  }

  private static boolean isFree(String name, SensorConverter converter, Set<String> takenIds) {
    return converter.parts().stream().noneMatch(part -> takenIds.contains(part.id(name)));
  }
}
