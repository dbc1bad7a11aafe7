package org.seqloc.bags.sensor;

import java.util.List;
import org.seqloc.bags.BagMessage;
import org.seqloc.core.kapture.RecordKind;
import org.seqloc.msgs.MessageType;
import sensor_msgs.NavSatFix;
import sensor_msgs.NavSatStatus;

/**
 * Satellite positions: longitude and latitude in degrees, altitude in metres above the ellipsoid,
 * NaN where the receiver has none. The format's utc is the satellites' own and its dop the
 * receiver's; the message has neither: both are 0, not available.
 */
final class GnssConverter implements SensorConverter {

  static final String NO_FIX = "without a fix";
  static final String NO_PLACE = "with a latitude or longitude beyond the globe";

  @Override
  public MessageType<NavSatFix> type() {
    return NavSatFix.TYPE;
  }

  @Override
  public List<SensorPart> parts() {
    return List.of(SensorPart.of(RecordKind.GNSS, "EPSG:4326"));
  }

  @Override
  public SensorReading read(BagMessage message) {
    NavSatFix fix = message.decode(type());
    SensorReading reading = SensorReading.of(fix.getHeader());
    // ROS 2 has -2, unknown, beside ROS 1's -1.
    if (fix.getStatus().getStatus() < NavSatStatus.STATUS_FIX) {
      return reading.without(NO_FIX);
    }
    double longitude = fix.getLongitude();
    double latitude = fix.getLatitude();
    double altitude = fix.getAltitude();
    if (!Double.isFinite(longitude) || !Double.isFinite(latitude) || Double.isInfinite(altitude)) {
      return reading.without(SensorReading.NOT_FINITE);
    }
    if (Math.abs(longitude) > 180 || Math.abs(latitude) > 90) {
      return reading.without(NO_PLACE);
    }
    return reading.with(
        0,
        Double.toString(longitude),
        Double.toString(latitude),
        Double.toString(altitude),
        "0",
        "0");
  }
}
