package org.seqloc.bags.sensor;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.seqloc.bags.BagMessage;
import org.seqloc.core.kapture.RecordKind;
import org.seqloc.msgs.MalformedMessageException;
import org.seqloc.msgs.MessageType;
import sensor_msgs.LaserScan;

/**
 * Scans in a plane, as point clouds: x and y in metres, z = 0, in the scanner's frame; intensity
 * where the scanner has it; time in seconds since the stamp, which is the first ray's, where it
 * tells how far the rays are apart. Rays outside of range_min to range_max measured nothing and
 * give no point.
 */
final class LaserScanConverter implements SensorConverter {

  static final String NO_RANGE = "without a range within range_min to range_max";

  @Override
  public MessageType<LaserScan> type() {
    return LaserScan.TYPE;
  }

  @Override
  public List<SensorPart> parts() {
    return List.of(SensorPart.of(RecordKind.LIDAR));
  }

  @Override
  public SensorReading read(BagMessage message) {
    LaserScan scan = message.decode(type());
    SensorReading reading = SensorReading.of(scan.getHeader());
    int points = 0;
    for (float range : scan.getRanges()) {
      points += isMeasured(scan, range) ? 1 : 0;
    }
    return points == 0 ? reading.without(NO_RANGE) : reading.withFile(file(scan, points));
  }

  private static byte[] file(LaserScan scan, int points) {
    float[] ranges = scan.getRanges();
    float[] intensities = scan.getIntensities();
    if (!Float.isFinite(scan.getAngleMin()) || !Float.isFinite(scan.getAngleIncrement())) {
      throw new MalformedMessageException("angles that are not finite");
    }
    if (intensities.length != 0 && intensities.length != ranges.length) {
      throw new MalformedMessageException(
          intensities.length + " intensities of " + ranges.length + " ranges");
    }
    boolean timed = scan.getTimeIncrement() != 0 && Float.isFinite(scan.getTimeIncrement());
    List<PcdFile.Field> fields = new ArrayList<>();
    List.of("x", "y", "z").forEach(name -> fields.add(PcdFile.Field.ofFloat(name)));
    if (intensities.length != 0) {
      fields.add(PcdFile.Field.ofFloat("intensity"));
    }
    if (timed) {
      fields.add(PcdFile.Field.ofFloat("time"));
    }
    PcdFile file = new PcdFile(fields, points, 1);
    ByteBuffer out = file.points();
    for (int i = 0; i < ranges.length; i++) {
      if (isMeasured(scan, ranges[i])) {
        double angle = scan.getAngleMin() + i * (double) scan.getAngleIncrement();
        out.putFloat((float) (ranges[i] * Math.cos(angle)));
        out.putFloat((float) (ranges[i] * Math.sin(angle)));
        out.putFloat(0);
        if (intensities.length != 0) {
          out.putFloat(intensities[i]);
        }
        if (timed) {
          out.putFloat((float) (i * (double) scan.getTimeIncrement()));
        }
      }
    }
    return file.content();
  }

  /** Not of NaN; nor of an infinite range, which stands for no return (REP-117). */
  private static boolean isMeasured(LaserScan scan, float range) {
    return range >= scan.getRangeMin() && range <= scan.getRangeMax() && Float.isFinite(range);
  }
}
