package org.seqloc.core.evaluate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.seqloc.core.evaluate.EvaluationSummary.Row;
import org.seqloc.core.geometry.Pose;
import org.seqloc.core.geometry.Quaternion;
import org.seqloc.core.geometry.Vector3;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

class ReportTest {

  @TempDir Path folder;

  @Test
  void drawsEveryPictureAsWellFormedSvg() throws Exception {
    String html = html(report(drive(200, true)));
    Matcher svg = Pattern.compile("<svg.*?</svg>", Pattern.DOTALL).matcher(html);
    int pictures = 0;
    while (svg.find()) {
      parse(svg.group());
      pictures++;
    }
    // Trajectory, errors, cumulative errors, inliers, latency.
    assertEquals(5, pictures);
  }

  @Test
  void needsNothingButItself() throws IOException {
    String html = html(report(drive(50, true)));
    for (String reference : List.of("<script", "src=", "href=", "url(http", "@import")) {
      assertFalse(html.contains(reference), reference);
    }
  }

  @Test
  void escapesWhatComesFromOutside() throws IOException {
    List<FrameResult> frames = new ArrayList<>(drive(3, true));
    frames.add(
        new FrameResult(
            10_000_000_000L,
            Optional.empty(),
            Optional.empty(),
            false,
            "LOST",
            "<script>alert(1)</script>",
            OptionalInt.empty(),
            OptionalInt.empty(),
            OptionalDouble.empty()));
    String html =
        html(new Report("a & b", List.of(new Row("map", "<i>\"x\"</i>")), frames, List.of()));
    assertTrue(html.contains("&lt;script&gt;alert(1)&lt;/script&gt;"));
    assertTrue(html.contains("&lt;i&gt;&quot;x&quot;&lt;/i&gt;"));
    assertTrue(html.contains("<title>a &amp; b</title>"));
    assertFalse(html.contains("<script"));
  }

  @Test
  void placesEstimateWhereItsMetresAreWithOneScaleBothWays() throws Exception {
    // A path 20 m along x and 10 m along y in two straight parts: a known length in pixels.
    List<FrameResult> frames = new ArrayList<>();
    for (int i = 0; i <= 30; i++) {
      Vector3 at = i <= 20 ? new Vector3(i, 0, 0) : new Vector3(20, i - 20, 0);
      frames.add(frame(i, Optional.of(pose(at)), Optional.empty()));
    }
    SvgCanvas canvas = new SvgCanvas("t", 880, 600);
    new TrajectoryPlot(frames, List.of(), 880).draw(canvas);
    NodeList lines = parse(canvas.toSvg("t")).getElementsByTagName("polyline");
    List<double[]> path = new ArrayList<>();
    for (int i = 0; i < lines.getLength(); i++) {
      Element line = (Element) lines.item(i);
      String[] points = line.getAttribute("points").split(" ");
      if (line.getAttribute("style").contains(Ink.ESTIMATE.variable()) && points.length > 2) {
        for (String point : points) {
          String[] xy = point.split(",");
          path.add(new double[] {Double.parseDouble(xy[0]), Double.parseDouble(xy[1])});
        }
      }
    }
    double[] start = path.get(0);
    double[] corner = path.get(20);
    double[] end = path.get(30);
    assertEquals(0, corner[1] - start[1], 0.11);
    assertEquals(0, end[0] - corner[0], 0.11);
    assertTrue(end[1] < corner[1], "y points up the page");
    assertEquals((corner[0] - start[0]) / 20, (corner[1] - end[1]) / 10, 0.02);
  }

  @Test
  void aCameraFrameDriveIsSeenFromAbove() {
    // KITTI's axes: z ahead, y down, x to the right; the road falls more than it bends.
    TopView view =
        TopView.of(List.of(Vector3.ZERO, new Vector3(0.5, 1.2, 60), new Vector3(0, 0.1, 30)));
    assertEquals("z", view.acrossName());
    assertEquals("x", view.upName());
    // Ahead lies to the right on the page, so what is right of the vehicle lies below.
    assertEquals(-1, view.up(new Vector3(1, 0, 0)));
  }

  @Test
  void aMapWithZUpIsSeenFromAbove() {
    TopView view =
        TopView.of(List.of(Vector3.ZERO, new Vector3(60, 1, 1.5), new Vector3(30, 0, 0.7)));
    assertEquals("x", view.acrossName());
    assertEquals("y", view.upName());
    assertEquals(1, view.up(new Vector3(0, 1, 0)));
  }

  @Test
  void reportsARunWithoutReferenceOrPoses() throws Exception {
    String noReference = html(report(drive(40, false)));
    assertFalse(noReference.contains("Error over time"));
    assertTrue(noReference.contains("localized"));
    List<FrameResult> lost = List.of(frame(0, Optional.empty(), Optional.of(pose(Vector3.ZERO))));
    assertTrue(html(report(lost)).contains("No frame was localized."));
    report(lost).writePng(folder.resolve("lost.png"));
    String empty = html(new Report("t", List.of(), List.of(), List.of()));
    assertTrue(empty.contains("0 of 0"));
    report(List.of()).writePng(folder.resolve("empty.png"));
  }

  @Test
  void aPerfectRunHasAReportToo() throws IOException {
    Pose truth = pose(new Vector3(1, 2, 3));
    List<FrameResult> frames =
        List.of(
            frame(0, Optional.of(truth), Optional.of(truth)),
            frame(1, Optional.of(truth), Optional.of(truth)));
    assertTrue(html(report(frames)).contains("0.0 cm, 0.00°"));
    report(frames).writePng(folder.resolve("perfect.png"));
  }

  @Test
  void countsWhatTheRunDid() {
    Report report = report(drive(200, true));
    assertTrue(report.summary().rows().contains(new Row("frames", "200")));
    assertTrue(
        report.summary().rows().stream().anyMatch(r -> r.name().equals("of these predicted")),
        () -> report.summary().rows().toString());
  }

  @Test
  void sameRunGivesTheSameBytes() throws IOException {
    Report report = report(drive(300, true));
    assertEquals(html(report), html(report(drive(300, true))));
    report.writePng(folder.resolve("a.png"));
    report.writePng(folder.resolve("b.png"));
    assertArrayEquals(
        Files.readAllBytes(folder.resolve("a.png")), Files.readAllBytes(folder.resolve("b.png")));
  }

  @Test
  void pictureShowsReferenceEstimateAndFailures() throws IOException {
    Path file = folder.resolve("trajectory.png");
    report(drive(200, true)).writePng(file);
    BufferedImage image = ImageIO.read(new ByteArrayInputStream(Files.readAllBytes(file)));
    assertEquals(1760, image.getWidth());
    for (Ink ink : List.of(Ink.REFERENCE, Ink.ESTIMATE, Ink.FAILURE, Ink.KEYFRAME)) {
      assertTrue(pixels(image, ink) > 50, ink + ": " + pixels(image, ink));
    }
  }

  @Test
  void longRunsStayASmallPage() throws IOException {
    String html = html(report(drive(50_000, true)));
    assertTrue(html.length() < 2_000_000, "page of " + html.length() + " characters");
  }

  private static int pixels(BufferedImage image, Ink ink) {
    int count = 0;
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        if ((image.getRGB(x, y) & 0xffffff) == ink.rgb()) {
          count++;
        }
      }
    }
    return count;
  }

  private String html(Report report) throws IOException {
    Path file = folder.resolve("report.html");
    report.writeHtml(file);
    return Files.readString(file);
  }

  private static Report report(List<FrameResult> frames) {
    List<Vector3> keyframes = new ArrayList<>();
    for (int i = 0; i < 120; i++) {
      double a = 2 * Math.PI * i / 120;
      keyframes.add(new Vector3(40 * Math.cos(a) + 0.4, 22 * Math.sin(2 * a), 0));
    }
    return new Report(
        "Run of the test drive",
        List.of(
            new Row("map", "/data/drive.map (120 keyframes, 24 391 points)"),
            new Row("input", "/data/query.bag"),
            new Row("command", "seqloc localize --map drive.map query.bag --out run1"),
            new Row("seqloc", "0.1.0-SNAPSHOT, OpenCV 4.9.0"),
            new Row("machine", "2 cores, Linux amd64, Java 17.0.15")),
        frames,
        frames.isEmpty() ? List.of() : keyframes);
  }

  /** A figure of eight with noise, a stretch of prediction and lost frames. */
  private static List<FrameResult> drive(int count, boolean withReference) {
    Random random = new Random(5);
    List<FrameResult> frames = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      double a = 2 * Math.PI * i / count;
      Pose truth =
          new Pose(
              Quaternion.ofRollPitchYaw(0, 0, a),
              new Vector3(40 * Math.cos(a), 22 * Math.sin(2 * a), 0.2 * Math.sin(a)));
      boolean lost = i % 97 == 60 || (i > 0.7 * count && i < 0.73 * count);
      boolean predicted = i > 0.3 * count && i < 0.36 * count;
      double noise = predicted ? 0.5 : i % 150 == 101 ? 3 : 0.06;
      Pose estimate =
          new Pose(
              truth.rotation().times(Quaternion.exp(gaussian(random, noise / 20))),
              truth.translation().plus(gaussian(random, noise)));
      int inliers = lost ? 4 : predicted ? 0 : 120 + random.nextInt(80);
      frames.add(
          new FrameResult(
              1_500_000_000_000_000_000L + i * 100_000_000L,
              lost ? Optional.empty() : Optional.of(estimate),
              withReference ? Optional.of(truth) : Optional.empty(),
              !lost && !predicted,
              lost ? "LOST" : "TRACKING",
              lost ? "no consensus: 4 of 31 correspondences agree" : "",
              OptionalInt.of(inliers + 60),
              OptionalInt.of(inliers),
              OptionalDouble.of(80 + 15 * random.nextGaussian())));
    }
    return frames;
  }

  private static FrameResult frame(int second, Optional<Pose> estimate, Optional<Pose> reference) {
    return new FrameResult(
        second * 1_000_000_000L,
        estimate,
        reference,
        estimate.isPresent(),
        "",
        "",
        OptionalInt.empty(),
        OptionalInt.empty(),
        OptionalDouble.empty());
  }

  private static Pose pose(Vector3 position) {
    return new Pose(Quaternion.IDENTITY, position);
  }

  private static Vector3 gaussian(Random random, double deviation) {
    return new Vector3(random.nextGaussian(), random.nextGaussian(), random.nextGaussian())
        .times(deviation);
  }

  private static Element parse(String svg) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)))
        .getDocumentElement();
  }
}
