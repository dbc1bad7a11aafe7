package org.seqloc.bags.sensor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.Unpooled;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.seqloc.bags.BagMessage;
import org.seqloc.bags.Connection;
import org.seqloc.bags.pose.PoseMessages;
import sensor_msgs.FluidPressure;
import sensor_msgs.Imu;
import sensor_msgs.MagneticField;
import sensor_msgs.NavSatFix;

class SensorTopicTest {

  private static final long T = 1_500_000_000_000_000_000L;

  private final Recorded.Sink sink = new Recorded.Sink();

  @Test
  void positionsAreLongitudeThenLatitude() {
    SensorTopic topic = topic("/gps/fix", new NavSatFix(), SensorStamps.HEADER);
    topic.accept(fix(T, 48.5, -122.25, 31.5), sink);
    topic.accept(fix(T + 1, 48.5, -122.25, Double.NaN), sink);
    assertEquals(List.of("gps_fix|/gps/fix|gnss|gps|[EPSG:4326]"), sink.sensors);
    assertEquals(
        List.of(
            "gps_fix " + T + " -122.25 48.5 31.5 0 0",
            "gps_fix " + (T + 1) + " -122.25 48.5 NaN 0 0"),
        sink.records);
    assertEquals(List.of(), topic.remarks());
    assertEquals(2, topic.taken());
  }

  @Test
  void positionsWithoutFixOrPlaceAreLeftOutAndCounted() {
    SensorTopic topic = topic("/fix", new NavSatFix(), SensorStamps.HEADER);
    for (byte status : new byte[] {-1, -2, -1}) {
      NavSatFix none = position(T, 1, 2, 3);
      none.getStatus().setStatus(status);
      topic.accept(Recorded.of("/fix", T, none), sink);
    }
    topic.accept(fix(T, 90.5, 0, 0), sink);
    topic.accept(fix(T, 0, 181, 0), sink);
    topic.accept(fix(T, Double.NaN, 0, 0), sink);
    topic.accept(fix(T, 0, Double.POSITIVE_INFINITY, 0), sink);
    topic.accept(fix(T, 0, 0, Double.NEGATIVE_INFINITY), sink);
    assertEquals(List.of(), sink.records);
    assertEquals(List.of(), sink.sensors);
    assertEquals(0, topic.taken());
    assertEquals(
        Map.of(GnssConverter.NO_FIX, 3L, GnssConverter.NO_PLACE, 2L, SensorReading.NOT_FINITE, 3L),
        topic.left());
  }

  @Test
  void anInertialUnitIsTwoSensors() {
    SensorTopic topic = topic("/imu/data", new Imu(), SensorStamps.HEADER);
    topic.accept(Recorded.of("/imu/data", T, imu(T, 0.1, -9.81)), sink);
    assertEquals(
        List.of(
            "imu_data_accelerometer|/imu/data|accelerometer|imu_link",
            "imu_data_gyroscope|/imu/data|gyroscope|imu_link"),
        sink.sensors);
    assertEquals(
        List.of(
            "imu_data_accelerometer " + T + " 0.5 -9.81 1.0E-9",
            "imu_data_gyroscope " + T + " 0.1 0.0 -0.0"),
        sink.records);
  }

  @Test
  void measurementsThatAnInertialUnitLacksAreLeftOut() {
    SensorTopic topic = topic("/gyro", new Imu(), SensorStamps.HEADER);
    Imu noAcceleration = imu(T, 1, 2);
    noAcceleration.getLinearAccelerationCovariance()[0] = -1;
    topic.accept(Recorded.of("/gyro", T, noAcceleration), sink);
    Imu nothing = imu(T + 1, Double.NaN, 2);
    nothing.getLinearAccelerationCovariance()[0] = -1;
    topic.accept(Recorded.of("/gyro", T, nothing), sink);
    assertEquals(List.of("gyro_gyroscope " + T + " 1.0 0.0 -0.0"), sink.records);
    assertEquals(List.of("gyro_gyroscope|/gyro|gyroscope|imu_link"), sink.sensors);
    assertEquals(
        Map.of(ImuConverter.NO_ACCELERATION, 2L, SensorReading.NOT_FINITE, 1L), topic.left());
    assertEquals(1, topic.taken());
  }

  /**
   * RealSense's accelerometer and gyroscope publish on their own, each with zeros for the other.
   */
  @Test
  void zerosOfTheOtherPartAreNoMeasurements() {
    SensorTopic accelerometer = topic("/accel", new Imu(), SensorStamps.HEADER);
    Imu imu = imu(T, 0, 9.8);
    imu.getHeader().setFrameId("camera_accel_optical_frame");
    accelerometer.accept(Recorded.of("/accel", T, imu), sink);
    SensorTopic gyroscope = topic("/gyro", new Imu(), SensorStamps.HEADER);
    imu = imu(T, 0.1, 0);
    imu.getLinearAcceleration().setX(0);
    imu.getLinearAcceleration().setZ(0);
    gyroscope.accept(Recorded.of("/gyro", T, imu), sink);
    assertEquals(
        List.of(
            "accel_accelerometer " + T + " 0.5 9.8 1.0E-9",
            "gyro_gyroscope " + T + " 0.1 0.0 -0.0"),
        sink.records);
  }

  /** As units do that send both parts on one topic, a message each, of one moment. */
  @Test
  void partsOfOneStampThatComeApartAreBothTaken() {
    SensorTopic topic = topic("/imu", new Imu(), SensorStamps.HEADER);
    for (int part : new int[] {0, 1, 1}) {
      Imu imu = imu(T, 0.1, 9.8);
      if (part == 0) {
        imu.getAngularVelocityCovariance()[0] = -1;
      } else {
        imu.getLinearAccelerationCovariance()[0] = -1;
      }
      topic.accept(Recorded.of("/imu", T, imu), sink);
    }
    assertEquals(
        List.of(
            "imu_accelerometer " + T + " 0.5 9.8 1.0E-9", "imu_gyroscope " + T + " 0.1 0.0 -0.0"),
        sink.records);
    assertEquals(1, topic.left().get(SensorReading.REPEATED));
  }

  @Test
  void magneticFieldsStayInTesla() {
    MagneticField field = new MagneticField();
    field.setHeader(PoseMessages.header(T, "mag"));
    field.getMagneticField().setX(2.5e-5);
    field.getMagneticField().setZ(Double.NaN);
    SensorTopic topic = topic("/imu/mag", field, SensorStamps.HEADER);
    topic.accept(Recorded.of("/imu/mag", T, field), sink);
    assertEquals(List.of("imu_mag " + T + " 2.5E-5 0.0 NaN"), sink.records);
    assertEquals(List.of("imu_mag|/imu/mag|magnetic|mag"), sink.sensors);
    field.getMagneticField().setX(Double.NaN);
    field.getMagneticField().setY(Double.POSITIVE_INFINITY);
    topic.accept(Recorded.of("/imu/mag", T, field), sink);
    assertEquals(Map.of(SensorReading.NOT_FINITE, 1L), topic.left());
  }

  @Test
  void pressuresStayInPascal() {
    FluidPressure pressure = new FluidPressure();
    pressure.setHeader(PoseMessages.header(T, "baro"));
    pressure.setFluidPressure(101325.5);
    SensorTopic topic = topic("/pressure", pressure, SensorStamps.HEADER);
    topic.accept(Recorded.of("/pressure", T, pressure), sink);
    assertEquals(List.of("pressure " + T + " 101325.5"), sink.records);
    assertEquals(List.of("pressure|/pressure|pressure|baro"), sink.sensors);
  }

  @Test
  void messagesWithoutStampAreLeftOutOrTakenByReceipt() {
    SensorTopic byHeader = topic("/fix", new NavSatFix(), SensorStamps.HEADER);
    byHeader.accept(Recorded.of("/fix", T, position(0, 1, 2, 3)), sink);
    assertEquals(List.of(), sink.records);
    assertEquals(Map.of(SensorReading.NO_STAMP, 1L), byHeader.left());
    assertEquals(
        "--stamps receipt takes the time of receipt", byHeader.hint(SensorReading.NO_STAMP));
    SensorTopic byReceipt = topic("/fix", new NavSatFix(), SensorStamps.RECEIPT);
    byReceipt.accept(Recorded.of("/fix", T + 7, position(0, 1, 2, 3)), sink);
    assertEquals(List.of("fix " + (T + 7) + " 2.0 1.0 3.0 0 0"), sink.records);
    assertEquals(Map.of(), byReceipt.left());
  }

  @Test
  void timeMayBeginAtZero() {
    SensorTopic topic = topic("/fix", new NavSatFix(), SensorStamps.HEADER);
    topic.accept(Recorded.of("/fix", 1_000_000, position(0, 1, 2, 3)), sink);
    assertEquals(List.of("fix 0 2.0 1.0 3.0 0 0"), sink.records);
  }

  @Test
  void repeatedStampsAreLeftOutAndLateOnesTold() {
    SensorTopic topic = topic("/fix", new NavSatFix(), SensorStamps.HEADER);
    for (int second : new int[] {10, 12, 11, 12, 11, 9}) {
      topic.accept(fix(T + second, second, 0, 0), sink);
    }
    assertEquals(
        List.of(10, 12, 11, 9).stream()
            .map(s -> "fix " + (T + s) + " 0.0 " + (double) s + " 0.0 0 0")
            .toList(),
        sink.records);
    assertEquals(Map.of(SensorReading.REPEATED, 2L), topic.left());
    assertEquals(
        List.of("/fix: records that came after a later one, now sorted: 2"), topic.remarks());
  }

  @Test
  void aStampThatOnlyAnUnusableMessageHadIsFree() {
    SensorTopic topic = topic("/fix", new NavSatFix(), SensorStamps.HEADER);
    topic.accept(fix(T, Double.NaN, 0, 0), sink);
    topic.accept(fix(T, 1, 2, 3), sink);
    assertEquals(List.of("fix " + T + " 2.0 1.0 3.0 0 0"), sink.records);
  }

  @Test
  void anotherFrameIsTold() {
    SensorTopic topic = topic("/fix", new NavSatFix(), SensorStamps.HEADER);
    topic.accept(fix(T, 1, 2, 3), sink);
    NavSatFix other = position(T + 1, 1, 2, 3);
    other.getHeader().setFrameId("gps2");
    topic.accept(Recorded.of("/fix", T, other), sink);
    assertEquals(
        List.of(
            "/fix: messages in another frame than the first, gps, by which the sensor is mounted: 1"),
        topic.remarks());
  }

  @Test
  void damagedMessagesAreCountedAndTheFirstIsTold() {
    SensorTopic topic = topic("/fix", new NavSatFix(), SensorStamps.HEADER);
    BagMessage whole = fix(T, 1, 2, 3);
    for (int length = 0; length < whole.payload().readableBytes(); length++) {
      topic.accept(new BagMessage(whole.connection(), T, whole.payload().slice(0, length)), sink);
    }
    Connection otherType = new Connection(1, "/fix", "sensor_msgs/NavSatFix", "00", "", false, "");
    topic.accept(new BagMessage(otherType, T, Unpooled.EMPTY_BUFFER), sink);
    assertEquals(List.of(), sink.records);
    int count = whole.payload().readableBytes() + 1;
    assertEquals(Map.of(SensorReading.NOT_READABLE, (long) count), topic.left());
    String first = topic.hint(SensorReading.NOT_READABLE);
    assertTrue(
        first.startsWith(
            "topic /fix: the message received at 1500000000.000000000 is not a"
                + " sensor_msgs/NavSatFix: "),
        first);
  }

  private static SensorTopic topic(
      String topic, org.seqloc.msgs.Message example, SensorStamps stamps) {
    return Recorded.topic(topic, example, stamps);
  }

  private static BagMessage fix(long stamp, double latitude, double longitude, double altitude) {
    return Recorded.of("/fix", T, position(stamp, latitude, longitude, altitude));
  }

  private static NavSatFix position(
      long stamp, double latitude, double longitude, double altitude) {
    NavSatFix fix = new NavSatFix();
    fix.setHeader(PoseMessages.header(stamp, "gps"));
    fix.setLatitude(latitude);
    fix.setLongitude(longitude);
    fix.setAltitude(altitude);
    return fix;
  }

  private static Imu imu(long stamp, double angularX, double accelerationY) {
    Imu imu = new Imu();
    imu.setHeader(PoseMessages.header(stamp, "imu_link"));
    imu.getAngularVelocity().setX(angularX);
    imu.getAngularVelocity().setZ(-0.0);
    imu.getLinearAcceleration().setX(0.5);
    imu.getLinearAcceleration().setY(accelerationY);
    imu.getLinearAcceleration().setZ(1e-9);
    return imu;
  }
}
