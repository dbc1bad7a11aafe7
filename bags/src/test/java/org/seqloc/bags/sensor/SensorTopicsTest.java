package org.seqloc.bags.sensor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.seqloc.core.kapture.Sensor;

class SensorTopicsTest {

  @Test
  void sensorsAreFoundByTheirTypesInTheOrderOfTheTopics() {
    List<SensorTopic> found =
        SensorTopics.find(
            Map.of(
                "/velodyne_points", "sensor_msgs/PointCloud2",
                "/scan", "sensor_msgs/msg/LaserScan",
                "/imu", "sensor_msgs/msg/Imu",
                "/mag", "sensor_msgs/MagneticField",
                "/air", "sensor_msgs/FluidPressure",
                "/fix", "sensor_msgs/NavSatFix",
                "/image", "sensor_msgs/Image",
                "/chatter", "std_msgs/String"),
            Set.of(),
            SensorStamps.HEADER);
    assertEquals(
        List.of("/air", "/fix", "/imu", "/mag", "/scan", "/velodyne_points"),
        found.stream().map(SensorTopic::topic).toList());
    assertEquals(
        List.of("pressure", "gnss", "accelerometer", "gyroscope", "magnetic", "lidar", "lidar"),
        found.stream().flatMap(t -> t.sensors().stream()).map(Sensor::type).toList());
    assertEquals("sensor_msgs/LaserScan", found.get(4).type());
  }

  @Test
  void idsNameFilesAndAreUnique() {
    String fix = "sensor_msgs/NavSatFix";
    assertEquals(
        List.of(
            "_.._.._etc_passwd", // /../../etc/passwd
            "_.hidden_3", // /.hidden: its id and the next are a camera's and a rig's
            "a_b", // /a/b
            "a_b_2", // /a_b
            "imu_accelerometer", // /imu_accelerometer
            "n_me__with_sp_ce", // /näme, with späce
            "sensor", // /
            "sensor_2"), // //
        ids(
            Map.of(
                "/", fix,
                "//", fix,
                "/../../etc/passwd", fix,
                "/.hidden", fix,
                "/a/b", fix,
                "/a_b", fix,
                "/imu_accelerometer", fix,
                "/n\u00e4me, with sp\u00e4ce", fix),
            Set.of("_.hidden", "_.hidden_2")));
  }

  @Test
  void bothSensorsOfAnInertialUnitHaveTheSameName() {
    assertEquals(
        List.of("imu_2_accelerometer", "imu_2_gyroscope"),
        ids(Map.of("/imu", "sensor_msgs/Imu"), Set.of("imu_gyroscope")));
  }

  @Test
  void longNamesAreCut() {
    String topic = "/" + "x".repeat(300);
    assertEquals(
        List.of("x".repeat(100), "x".repeat(100) + "_2"),
        ids(
            Map.of(topic, "sensor_msgs/NavSatFix", topic + "y", "sensor_msgs/NavSatFix"),
            Set.of()));
  }

  private static List<String> ids(Map<String, String> types, Set<String> taken) {
    return SensorTopics.find(types, taken, SensorStamps.HEADER).stream()
        .flatMap(topic -> topic.sensors().stream())
        .map(Sensor::id)
        .sorted()
        .toList();
  }
}
