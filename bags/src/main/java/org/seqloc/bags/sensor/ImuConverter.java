package org.seqloc.bags.sensor;

import geometry_msgs.Vector3;
import java.util.List;
import org.seqloc.bags.BagMessage;
import org.seqloc.core.kapture.RecordKind;
import org.seqloc.msgs.MessageType;
import sensor_msgs.Imu;

/**
 * Inertial units: accelerations in m/s^2, gravity included, and angular velocities in rad/s, as
 * kapture has them. The orientation that some units compute has no place in the format.
 *
 * <p>Drivers of units whose two parts measure apart, such as Intel's RealSense, send messages of
 * one part each, with zeros for the other. No unit on a vehicle is without weight, and none called
 * an accelerometer is a gyroscope.
 */
final class ImuConverter implements SensorConverter {

  static final String NO_ACCELERATION = "without an acceleration";
  static final String NO_ANGULAR_VELOCITY = "without an angular velocity";

  private static final int ACCELEROMETER = 0;
  private static final int GYROSCOPE = 1;

  @Override
  public MessageType<Imu> type() {
    return Imu.TYPE;
  }

  @Override
  public List<SensorPart> parts() {
    return List.of(
        SensorPart.oneOf(RecordKind.ACCELEROMETER), SensorPart.oneOf(RecordKind.GYROSCOPE));
  }

  @Override
  public SensorReading read(BagMessage message) {
    Imu imu = message.decode(type());
    SensorReading reading = SensorReading.of(imu.getHeader());
    if (isMeasured(imu.getLinearAccelerationCovariance()) && !isZero(imu.getLinearAcceleration())) {
      add(reading, ACCELEROMETER, imu.getLinearAcceleration());
    } else {
      reading.without(NO_ACCELERATION);
    }
    boolean otherPart =
        isZero(imu.getAngularVelocity()) && imu.getHeader().getFrameId().contains("_accel_");
    if (isMeasured(imu.getAngularVelocityCovariance()) && !otherPart) {
      add(reading, GYROSCOPE, imu.getAngularVelocity());
    } else {
      reading.without(NO_ANGULAR_VELOCITY);
    }
    return reading;
  }

  /** By the message's definition a first element of -1 says that there is no such measurement. */
  private static boolean isMeasured(double[] covariance) {
    return covariance[0] != -1;
  }

  private static boolean isZero(Vector3 v) {
    return v.getX() == 0 && v.getY() == 0 && v.getZ() == 0;
  }

  private static void add(SensorReading reading, int part, Vector3 v) {
    reading.withFinite(part, v.getX(), v.getY(), v.getZ());
  }
}
