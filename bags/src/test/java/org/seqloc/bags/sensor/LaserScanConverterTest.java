package org.seqloc.bags.sensor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.seqloc.bags.pose.PoseMessages;
import sensor_msgs.LaserScan;

class LaserScanConverterTest {

  private static final long T = 1_500_000_000_000_000_000L;

  private final Recorded.Sink sink = new Recorded.Sink();

  @Test
  void raysWithinTheRangeBecomePoints() {
    LaserScan scan = scan(1, 2, 0.05f, Float.NaN, 31, Float.POSITIVE_INFINITY, 0.1f, 30);
    scan.setAngleMin((float) -Math.PI);
    scan.setAngleIncrement((float) (Math.PI / 4));
    scan.setIntensities(new float[] {10, 11, 12, 13, 14, 15, 16, 17});
    scan.setTimeIncrement(0.25f);
    List<float[]> points = convert(scan, "x y z intensity time");
    double d = Math.sqrt(0.5);
    double[][] expected = {
      {-1, 0, 0, 10, 0},
      {-2 * d, -2 * d, 0, 11, 0.25},
      {0, 0.1, 0, 16, 1.5},
      {-30 * d, 30 * d, 0, 17, 1.75}
    };
    assertEquals(expected.length, points.size());
    for (int i = 0; i < expected.length; i++) {
      for (int j = 0; j < expected[i].length; j++) {
        // The angles are rounded to float.
        assertEquals(expected[i][j], points.get(i)[j], 30 * 3e-7);
      }
    }
  }

  @Test
  void whatTheScannerDoesNotGiveIsNotInTheFile() {
    List<float[]> points = convert(scan(5, 6), "x y z");
    assertEquals(2, points.size());
    assertEquals(6, points.get(1)[0]);
    assertEquals(0, points.get(1)[1]);
  }

  @Test
  void scansThatHitNothingOrDoNotFitAreLeftOut() {
    SensorTopic topic = Recorded.topic("/scan", new LaserScan(), SensorStamps.HEADER);
    topic.accept(Recorded.of("/scan", T, scan()), sink);
    topic.accept(Recorded.of("/scan", T, scan(0, 100, Float.NaN)), sink);
    LaserScan intensities = scan(1, 2);
    intensities.setIntensities(new float[3]);
    topic.accept(Recorded.of("/scan", T, intensities), sink);
    LaserScan angles = scan(1, 2);
    angles.setAngleIncrement(Float.NaN);
    topic.accept(Recorded.of("/scan", T, angles), sink);
    LaserScan limits = scan(1, 2);
    limits.setRangeMin(Float.NaN);
    topic.accept(Recorded.of("/scan", T, limits), sink);
    assertEquals(
        Map.of(LaserScanConverter.NO_RANGE, 3L, SensorReading.NOT_READABLE, 2L), topic.left());
    assertTrue(
        topic.hint(SensorReading.NOT_READABLE).endsWith("3 intensities of 2 ranges"),
        topic.left()::toString);
    assertEquals(List.of(), sink.records);
  }

  private List<float[]> convert(LaserScan scan, String fields) {
    SensorTopic topic = Recorded.topic("/scan", scan, SensorStamps.HEADER);
    topic.accept(Recorded.of("/scan", T, scan), sink);
    assertEquals(List.of(), topic.remarks());
    assertEquals(List.of("scan|/scan|lidar|laser"), sink.sensors);
    byte[] file = sink.files.get("scan/" + T + ".pcd");
    String text = new String(file, StandardCharsets.ISO_8859_1);
    assertTrue(text.contains("\nFIELDS " + fields + "\n"), text);
    int start = text.indexOf("DATA binary\n") + "DATA binary\n".length();
    ByteBuffer data =
        ByteBuffer.wrap(file, start, file.length - start).order(ByteOrder.LITTLE_ENDIAN);
    List<float[]> points = new ArrayList<>();
    while (data.hasRemaining()) {
      float[] point = new float[fields.split(" ", -1).length];
      for (int i = 0; i < point.length; i++) {
        point[i] = data.getFloat();
      }
      points.add(point);
    }
    return points;
  }

  private static LaserScan scan(float... ranges) {
    LaserScan scan = new LaserScan();
    scan.setHeader(PoseMessages.header(T, "laser"));
    scan.setRangeMin(0.1f);
    scan.setRangeMax(30);
    scan.setRanges(ranges);
    return scan;
  }
}
