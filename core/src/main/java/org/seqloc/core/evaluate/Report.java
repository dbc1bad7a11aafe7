package org.seqloc.core.evaluate;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import org.seqloc.core.SeqlocException;
import org.seqloc.core.WholeFile;
import org.seqloc.core.evaluate.Canvas.Area;
import org.seqloc.core.evaluate.EvaluationSummary.Row;
import org.seqloc.core.geometry.Vector3;

/**
 * What a run was and how it went, on one page that needs nothing but itself, and as a picture.
 *
 * @param title of the page
 * @param facts what was run, in the order to show: map, input, options, versions, machine
 * @param frames in the order of time
 * @param keyframes body positions of the map's keyframes, metres in the map; may be empty
 */
public record Report(
    String title, List<Row> facts, List<FrameResult> frames, List<Vector3> keyframes) {

  private static final double WIDTH = 880;
  private static final double SERIES_HEIGHT = 190;

  public Report {
    facts = List.copyOf(facts);
    frames = List.copyOf(frames);
    keyframes = List.copyOf(keyframes);
  }

  /** Writes {@code report.html}: no script, nothing loaded from elsewhere. */
  public void writeHtml(Path file) throws IOException {
    ReportPage page = new ReportPage(title);
    page.headline(title, facts);
    page.keyFigures(keyFigures());
    page.section("Trajectory", trajectorySvg());
    evaluation()
        .ifPresent(
            e -> {
              page.section("Error over time", errorSvg());
              page.section("Share of frames within an error", cumulativeSvg(e));
            });
    if (frames.stream().anyMatch(f -> f.inliers().isPresent())) {
      page.section(
          "Inliers per frame",
          seriesSvg(
              "inliers",
              new SeriesPlot("2D-3D matches that the pose explains", frames, Report::inliers)));
    }
    if (frames.stream().anyMatch(f -> f.latencyMs().isPresent())) {
      page.section(
          "Latency per frame",
          seriesSvg(
              "latency",
              new SeriesPlot("from images to pose [ms]", frames, FrameResult::latencyMs)));
    }
    page.table("All figures", summary().rows());
    page.failures(frames);
    WholeFile.write(file, page.toHtml());
  }

  /**
   * Writes the trajectory, and the errors where a reference is known, as a PNG.
   *
   * @throws SeqlocException when this machine has no fonts to write with
   */
  public void writePng(Path file) throws IOException {
    TrajectoryPlot trajectory = new TrajectoryPlot(frames, keyframes, WIDTH);
    boolean errors = evaluation().isPresent();
    double height = trajectory.height() + (errors ? 2 * SERIES_HEIGHT : 0) + 8;
    try (ImageCanvas canvas = new ImageCanvas(WIDTH, height)) {
      trajectory.draw(canvas);
      if (errors) {
        drawErrors(canvas, trajectory.height() + 8);
      }
      WholeFile.write(file, canvas.toPng());
    } catch (NoClassDefFoundError | InternalError | UnsatisfiedLinkError e) {
      // So the JDK reports a system without fontconfig or freetype, as slim containers are.
      throw new SeqlocException(
          "cannot draw " + file + ": no fonts here; install fontconfig and a font (fonts-dejavu)",
          e);
    }
  }

  /** The frames whose truth is known, evaluated; empty when there is none. */
  public Optional<Evaluation> evaluation() {
    List<FrameError> known =
        frames.stream()
            .filter(f -> f.reference().isPresent())
            .map(f -> new FrameError(f.stampNanos(), f.reference().orElseThrow(), f.error()))
            .toList();
    return known.isEmpty() ? Optional.empty() : Optional.of(new Evaluation(known, 0));
  }

  /** Every figure of the run, for a table. */
  public RunSummary summary() {
    return RunSummary.of(frames);
  }

  private List<Row> keyFigures() {
    List<Row> key = new ArrayList<>();
    RunSummary summary = summary();
    key.add(new Row("localized", summary.localized() + " of " + summary.frames()));
    summary
        .evaluation()
        .ifPresent(
            s -> {
              RecallThreshold finest = RecallThreshold.STANDARD.get(0);
              key.add(
                  new Row(
                      "within " + finest.label(),
                      String.format(Locale.ROOT, "%.1f %%", 100 * s.recall().get(finest))));
              s.medianTranslationErrorM()
                  .ifPresent(
                      m ->
                          key.add(
                              new Row(
                                  "median error",
                                  length(m)
                                      + String.format(
                                          Locale.ROOT,
                                          ", %.2f°",
                                          s.medianRotationErrorDeg().orElseThrow()))));
            });
    summary
        .latency()
        .ifPresent(
            l ->
                key.add(
                    new Row(
                        "median latency", String.format(Locale.ROOT, "%.0f ms", l.medianMs()))));
    return key;
  }

  private static String length(double metres) {
    return metres < 1
        ? String.format(Locale.ROOT, "%.1f cm", 100 * metres)
        : String.format(Locale.ROOT, "%.2f m", metres);
  }

  private String trajectorySvg() {
    TrajectoryPlot plot = new TrajectoryPlot(frames, keyframes, WIDTH);
    SvgCanvas canvas = new SvgCanvas("trajectory", WIDTH, plot.height());
    plot.draw(canvas);
    return canvas.toSvg("The trajectory seen from above");
  }

  private String errorSvg() {
    SvgCanvas canvas = new SvgCanvas("errors", WIDTH, 2 * SERIES_HEIGHT);
    drawErrors(canvas, 0);
    return canvas.toSvg("Translation and rotation error of each frame over time");
  }

  private void drawErrors(Canvas canvas, double top) {
    new SeriesPlot("translation error [m]", frames, f -> error(f, true))
        .draw(canvas, new Area(0, top, WIDTH, SERIES_HEIGHT));
    new SeriesPlot("rotation error [°]", frames, f -> error(f, false))
        .draw(canvas, new Area(0, top + SERIES_HEIGHT, WIDTH, SERIES_HEIGHT));
  }

  private static String seriesSvg(String name, SeriesPlot plot) {
    SvgCanvas canvas = new SvgCanvas(name, WIDTH, SERIES_HEIGHT);
    plot.draw(canvas, new Area(0, 0, WIDTH, SERIES_HEIGHT));
    return canvas.toSvg(name + " of each frame over time");
  }

  private String cumulativeSvg(Evaluation evaluation) {
    double height = 230;
    SvgCanvas canvas = new SvgCanvas("cumulative", WIDTH, height);
    double[] translations = RunSummary.sorted(frames.stream().map(f -> error(f, true)));
    double[] rotations = RunSummary.sorted(frames.stream().map(f -> error(f, false)));
    if (translations.length == 0) {
      return "<p>No frame was localized.</p>\n";
    }
    int all = evaluation.frames().size();
    new CumulativePlot(
            "translation error, marks at 0.25, 0.5 and 5 m", " m", translations, all, 0.25, 0.5, 5)
        .draw(canvas, new Area(0, 0, WIDTH / 2, height));
    new CumulativePlot("rotation error, marks at 2, 5 and 10°", "°", rotations, all, 2, 5, 10)
        .draw(canvas, new Area(WIDTH / 2, 0, WIDTH / 2, height));
    return canvas.toSvg("Share of all frames whose error is at most a value");
  }

  private static OptionalDouble error(FrameResult frame, boolean translation) {
    return frame
        .error()
        .map(e -> OptionalDouble.of(translation ? e.translationErrorM() : e.rotationErrorDeg()))
        .orElse(OptionalDouble.empty());
  }

  private static OptionalDouble inliers(FrameResult frame) {
    return frame.inliers().isPresent()
        ? OptionalDouble.of(frame.inliers().getAsInt())
        : OptionalDouble.empty();
  }
}
