package org.seqloc.core.evaluate;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.seqloc.core.evaluate.Canvas.Anchor;
import org.seqloc.core.evaluate.Canvas.Area;
import org.seqloc.core.geometry.Pose;
import org.seqloc.core.geometry.Vector3;

/**
 * The run seen from above: map, reference, estimate and failures, a metre equally long each way.
 */
final class TrajectoryPlot {

  private static final double LEFT = 52;
  private static final double RIGHT = 12;
  private static final double TOP = 30;
  private static final double BOTTOM = 40;
  private static final double TICK_SPACING = 55;

  private final List<FrameResult> frames;
  private final List<Vector3> keyframes;
  private final TopView view;
  private final Axis across;
  private final Axis up;
  private final Area area;

  TrajectoryPlot(List<FrameResult> frames, List<Vector3> keyframes, double width) {
    this.frames = frames;
    this.keyframes = keyframes;
    List<Vector3> truth = positions(frames, true);
    List<Vector3> estimates = positions(frames, false);
    List<Vector3> path = !truth.isEmpty() ? truth : !estimates.isEmpty() ? estimates : keyframes;
    view = TopView.of(path);
    Bounds bounds = Bounds.of(path, view).reach(estimates, view).reach(keyframes, view).padded();

    double plotWidth = width - LEFT - RIGHT;
    double wanted = plotWidth * bounds.height() / bounds.width();
    double plotHeight = Math.min(520, Math.max(200, wanted));
    double metresPerPixel = Math.max(bounds.width() / plotWidth, bounds.height() / plotHeight);
    area = new Area(LEFT, TOP, plotWidth, plotHeight);
    double halfWidth = plotWidth * metresPerPixel / 2;
    double halfHeight = plotHeight * metresPerPixel / 2;
    across =
        new Axis(
            bounds.centerAcross() - halfWidth,
            bounds.centerAcross() + halfWidth,
            area.left(),
            area.right(),
            false);
    up =
        new Axis(
            bounds.centerUp() - halfHeight,
            bounds.centerUp() + halfHeight,
            area.bottom(),
            area.top(),
            false);
  }

  double height() {
    return area.bottom() + BOTTOM;
  }

  void draw(Canvas canvas) {
    drawGrid(canvas);
    canvas.clipped(area, () -> drawPaths(canvas));
    drawLegend(canvas);
    long outside = positions(frames, false).stream().filter(p -> !shows(p)).count();
    if (outside > 0) {
      canvas.text(
          area.right(),
          area.bottom() + 32,
          outside + (outside == 1 ? " estimate lies" : " estimates lie") + " outside the picture",
          Anchor.END,
          Ink.FAILURE,
          12);
    }
  }

  private void drawGrid(Canvas canvas) {
    // The scale is the same both ways, and so is the step of the grid.
    for (double tick : across.ticks(TICK_SPACING)) {
      double x = across.pixel(tick);
      canvas.line(new double[] {x, area.top(), x, area.bottom()}, Ink.GRID, 1);
      canvas.text(
          x, area.bottom() + 16, across.label(tick, TICK_SPACING), Anchor.MIDDLE, Ink.MUTED, 11);
    }
    for (double tick : up.ticks(TICK_SPACING)) {
      double y = up.pixel(tick);
      canvas.line(new double[] {area.left(), y, area.right(), y}, Ink.GRID, 1);
      double value = view.turned() && tick != 0 ? -tick : tick;
      canvas.text(area.left() - 7, y + 4, up.label(value, TICK_SPACING), Anchor.END, Ink.MUTED, 11);
    }
    canvas.text(
        area.left(),
        area.bottom() + 32,
        view.acrossName()
            + " to the right, "
            + view.upName()
            + (view.turned() ? " down" : " up")
            + " the page, metres in the map",
        Anchor.START,
        Ink.MUTED,
        12);
  }

  private void drawPaths(Canvas canvas) {
    for (double[] p : PlotPoints.apart(pixels(keyframes), 2)) {
      canvas.dot(p[0], p[1], 2.2, Ink.KEYFRAME);
    }
    List<double[]> reference = new ArrayList<>();
    double[] lastResidual = null;
    for (FrameResult frame : frames) {
      if (frame.reference().isPresent() && frame.mapFromBody().isPresent()) {
        double[] a = pixel(frame.reference().get().translation());
        double[] b = pixel(frame.mapFromBody().get().translation());
        if (distance(a, b) > 2 && (lastResidual == null || distance(a, lastResidual) > 1)) {
          canvas.line(new double[] {a[0], a[1], b[0], b[1]}, Ink.RESIDUAL, 1);
          lastResidual = a;
        }
      }
      frame.reference().ifPresent(r -> reference.add(pixel(r.translation())));
    }
    PlotPoints.line(canvas, PlotPoints.apart(reference, 0.5), Ink.REFERENCE, 5);
    List<double[]> run = new ArrayList<>();
    List<double[]> predicted = new ArrayList<>();
    List<double[]> lost = new ArrayList<>();
    Optional<Pose> lastSeen = Optional.empty();
    for (FrameResult frame : frames) {
      if (frame.mapFromBody().isPresent()) {
        double[] p = pixel(frame.mapFromBody().get().translation());
        run.add(p);
        lastSeen = frame.mapFromBody();
        if (!frame.measured()) {
          predicted.add(p);
        }
      } else {
        drawRun(canvas, run);
        // Without a reference, where it was last seen is the best that can be marked.
        Optional<Pose> mark = frame.reference().isPresent() ? frame.reference() : lastSeen;
        mark.ifPresent(m -> lost.add(pixel(m.translation())));
      }
    }
    drawRun(canvas, run);
    for (double[] p : PlotPoints.apart(predicted, 2)) {
      canvas.dot(p[0], p[1], 2.4, Ink.PREDICTED);
    }
    for (double[] p : PlotPoints.apart(lost, 3)) {
      canvas.cross(p[0], p[1], 3.6, Ink.FAILURE);
    }
  }

  private void drawRun(Canvas canvas, List<double[]> run) {
    boolean many = frames.size() > 5000;
    PlotPoints.line(canvas, PlotPoints.apart(run, many ? 1 : 0.4), Ink.ESTIMATE, 1.6);
    // Frames far apart, or alone between two gaps, are seen one by one.
    if (run.size() == 1 || frames.size() <= 150) {
      run.forEach(p -> canvas.dot(p[0], p[1], 2.2, Ink.ESTIMATE));
    }
    run.clear();
  }

  private static double distance(double[] a, double[] b) {
    return Math.hypot(a[0] - b[0], a[1] - b[1]);
  }

  private void drawLegend(Canvas canvas) {
    Legend legend = new Legend(canvas, area.left(), area.top() - 13);
    if (frames.stream().anyMatch(f -> f.reference().isPresent())) {
      legend.line("reference", Ink.REFERENCE, 5);
    }
    legend.line("estimate", Ink.ESTIMATE, 1.5);
    if (frames.stream().anyMatch(f -> f.mapFromBody().isPresent() && !f.measured())) {
      legend.dot("predicted", Ink.PREDICTED);
    }
    if (frames.stream().anyMatch(f -> f.mapFromBody().isEmpty())) {
      legend.cross("not localized", Ink.FAILURE);
    }
    if (!keyframes.isEmpty()) {
      legend.dot("map keyframe", Ink.KEYFRAME);
    }
  }

  private boolean shows(Vector3 p) {
    double[] xy = pixel(p);
    return xy[0] >= area.left()
        && xy[0] <= area.right()
        && xy[1] >= area.top()
        && xy[1] <= area.bottom();
  }

  private double[] pixel(Vector3 p) {
    return new double[] {across.pixel(view.across(p)), up.pixel(view.up(p))};
  }

  private List<double[]> pixels(List<Vector3> points) {
    return points.stream().map(this::pixel).toList();
  }

  private static List<Vector3> positions(List<FrameResult> frames, boolean reference) {
    return frames.stream()
        .flatMap(f -> (reference ? f.reference() : f.mapFromBody()).stream())
        .map(Pose::translation)
        .toList();
  }

  /** A rectangle of the map as seen. */
  private record Bounds(double left, double right, double low, double high) {

    static Bounds of(List<Vector3> points, TopView view) {
      double left = points.stream().mapToDouble(view::across).min().orElse(-1);
      double right = points.stream().mapToDouble(view::across).max().orElse(1);
      double low = points.stream().mapToDouble(view::up).min().orElse(-1);
      double high = points.stream().mapToDouble(view::up).max().orElse(1);
      return new Bounds(left, right, low, high);
    }

    /** Takes in further points, but only those near: one stray must not shrink all the rest. */
    Bounds reach(List<Vector3> points, TopView view) {
      double margin = 0.3 * Math.max(1, Math.max(width(), height()));
      List<Vector3> near =
          points.stream()
              .filter(p -> view.across(p) > left - margin && view.across(p) < right + margin)
              .filter(p -> view.up(p) > low - margin && view.up(p) < high + margin)
              .toList();
      if (near.isEmpty()) {
        return this;
      }
      Bounds other = of(near, view);
      return new Bounds(
          Math.min(left, other.left),
          Math.max(right, other.right),
          Math.min(low, other.low),
          Math.max(high, other.high));
    }

    Bounds padded() {
      double pad = Math.max(0.25, 0.04 * Math.max(width(), height()));
      return new Bounds(left - pad, right + pad, low - pad, high + pad);
    }

    double width() {
      return right - left;
    }

    double height() {
      return high - low;
    }

    double centerAcross() {
      return (left + right) / 2;
    }

    double centerUp() {
      return (low + high) / 2;
    }
  }
}
