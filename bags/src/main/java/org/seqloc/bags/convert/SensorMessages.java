package org.seqloc.bags.convert;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.seqloc.bags.pose.PoseMessages;
import org.seqloc.core.geometry.Pose;
import org.seqloc.core.kapture.Kapture;
import org.seqloc.core.kapture.RecordKind;
import org.seqloc.core.kapture.RecordTable;
import org.seqloc.core.kapture.Sensor;
import sensor_msgs.Imu;
import sensor_msgs.NavSatFix;
import sensor_msgs.NavSatStatus;

/**
 * Inertial and satellite measurements of a vehicle's kapture as the messages of their drivers: an
 * accelerometer and a gyroscope whose ids only differ by that are one inertial unit, positions of
 * longitude and latitude are fixes. Topics are called as the sensors, so that {@link BagToKapture}
 * calls these the same again.
 */
final class SensorMessages {

  private static final String GLOBE = "EPSG:4326";

  /** A sensor's topic is its name, its frame that with this behind it. */
  private static final String FRAME = "_frame";

  private final Kapture kapture;
  private final String device;
  private final UnaryOperator<String> graphName;
  private final Map<String, String> names = new HashMap<>();
  private final RecordTable fixes;
  private final RecordTable accelerations;
  private final RecordTable velocities;
  private final Map<RecordKind, Long> written = new HashMap<>();
  private int fix;
  private int acceleration;
  private int velocity;

  /**
   * @param device of whose sensors, and of those that are mounted nowhere
   * @param graphName gives a name of ROS's alphabet that is not used yet
   */
  SensorMessages(Kapture kapture, String device, UnaryOperator<String> graphName) {
    this.kapture = kapture;
    this.device = device;
    this.graphName = graphName;
    fixes = kapture.records(RecordKind.GNSS);
    accelerations = kapture.records(RecordKind.ACCELEROMETER);
    velocities = kapture.records(RecordKind.GYROSCOPE);
  }

  /** Where the sensors are mounted: bodyFromSensor, by frame. */
  SortedMap<String, Pose> mounting() {
    SortedMap<String, Pose> mounting = new TreeMap<>();
    for (RecordTable table : new RecordTable[] {velocities, fixes, accelerations}) {
      for (String sensor : table.devices()) {
        if (isTaken(sensor)) {
          sensorFromBody(sensor).ifPresent(p -> mounting.put(name(sensor) + FRAME, p.inverse()));
        }
      }
    }
    return mounting;
  }

  /** How many records of a kind became messages. */
  long written(RecordKind kind) {
    return written.getOrDefault(kind, 0L);
  }

  /** Writes what was measured up to a moment, and was not written before. */
  void writeUntil(long stampNanos, RigBagWriter out) {
    for (; isDue(fixes, fix, stampNanos); fix++) {
      writeFix(out);
    }
    while (isDue(accelerations, acceleration, stampNanos)
        || isDue(velocities, velocity, stampNanos)) {
      writeImus(out);
    }
  }

  private static boolean isDue(RecordTable table, int row, long stampNanos) {
    return row < table.size() && table.stampNanos(row) <= stampNanos;
  }

  private void writeFix(RigBagWriter out) {
    String sensor = fixes.device(fix);
    long stamp = fixes.stampNanos(fix);
    if (!isTaken(sensor)) {
      return;
    }
    KaptureToBag.checkStamp(stamp);
    NavSatFix message = new NavSatFix();
    message.setHeader(PoseMessages.header(stamp, name(sensor) + FRAME));
    message.getStatus().setService(NavSatStatus.SERVICE_GPS);
    message.setLongitude(fixes.number(fix, 0));
    message.setLatitude(fixes.number(fix, 1));
    message.setAltitude(fixes.number(fix, 2));
    out.write("/" + name(sensor), false, stamp, message);
    written.merge(RecordKind.GNSS, 1L, Long::sum);
  }

  /** The messages of the next moment. */
  private void writeImus(RigBagWriter out) {
    long stamp =
        Math.min(
            acceleration < accelerations.size()
                ? accelerations.stampNanos(acceleration)
                : Long.MAX_VALUE,
            velocity < velocities.size() ? velocities.stampNanos(velocity) : Long.MAX_VALUE);
    KaptureToBag.checkStamp(stamp);
    SortedMap<String, Imu> byTopic = new TreeMap<>();
    for (; isDue(accelerations, acceleration, stamp); acceleration++) {
      imu(accelerations, acceleration, byTopic)
          .ifPresent(
              imu -> {
                imu.getLinearAccelerationCovariance()[0] = 0;
                set(imu.getLinearAcceleration(), accelerations, acceleration);
              });
    }
    for (; isDue(velocities, velocity, stamp); velocity++) {
      imu(velocities, velocity, byTopic)
          .ifPresent(
              imu -> {
                imu.getAngularVelocityCovariance()[0] = 0;
                set(imu.getAngularVelocity(), velocities, velocity);
              });
    }
    byTopic.forEach((topic, imu) -> out.write(topic, false, stamp, imu));
  }

  /** The unit's message, at first with nothing measured. */
  private Optional<Imu> imu(RecordTable table, int row, SortedMap<String, Imu> byTopic) {
    String sensor = table.device(row);
    if (!isTaken(sensor)) {
      return Optional.empty();
    }
    written.merge(table.kind(), 1L, Long::sum);
    return Optional.of(
        byTopic.computeIfAbsent(
            "/" + name(sensor),
            topic -> {
              Imu imu = new Imu();
              imu.setHeader(PoseMessages.header(table.stampNanos(row), name(sensor) + FRAME));
              imu.getOrientationCovariance()[0] = -1;
              imu.getLinearAccelerationCovariance()[0] = -1;
              imu.getAngularVelocityCovariance()[0] = -1;
              return imu;
            }));
  }

  private static void set(geometry_msgs.Vector3 vector, RecordTable table, int row) {
    vector.setX(table.number(row, 0));
    vector.setY(table.number(row, 1));
    vector.setZ(table.number(row, 2));
  }

  /** Of the device or mounted nowhere; positions only where the globe's. */
  private boolean isTaken(String sensor) {
    String top = kapture.deviceOf(sensor);
    Sensor described = kapture.sensors().get(sensor);
    return (top.equals(device) || top.equals(sensor))
        && (!RecordKind.GNSS.accepts(described) || described.parameters().contains(GLOBE));
  }

  /** Both parts of a unit have one name, unless they are mounted apart. */
  private String name(String sensor) {
    String unit = sensor.replaceFirst("_(accelerometer|gyroscope)$", "");
    String other = unit + (sensor.endsWith("_gyroscope") ? "_accelerometer" : "_gyroscope");
    boolean alike =
        !kapture.sensors().containsKey(other)
            || sensorFromBody(sensor).equals(sensorFromBody(other));
    return names.computeIfAbsent(alike ? unit : sensor, graphName);
  }

  private Optional<Pose> sensorFromBody(String sensor) {
    return kapture.deviceOf(sensor).equals(device)
        ? Optional.of(kapture.deviceFromDevice(sensor, device))
        : Optional.empty();
  }
}
