package org.seqloc.core.evaluate;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Function;
import org.seqloc.core.evaluate.Canvas.Anchor;
import org.seqloc.core.evaluate.Canvas.Area;

/** One quantity of each frame over the time since the first one; frames without a pose marked. */
final class SeriesPlot {

  private static final double TICK_SPACING_X = 90;
  private static final double TICK_SPACING_Y = 32;

  private final String title;
  private final List<FrameResult> frames;
  private final Function<FrameResult, OptionalDouble> quantity;

  SeriesPlot(
      String title, List<FrameResult> frames, Function<FrameResult, OptionalDouble> quantity) {
    this.title = title;
    this.frames = frames;
    this.quantity = quantity;
  }

  /** Draws into an area that has room for labels: 52 left, 26 above, 34 below. */
  void draw(Canvas canvas, Area outer) {
    Area area =
        new Area(outer.left() + 52, outer.top() + 26, outer.width() - 64, outer.height() - 60);
    double seconds = Math.max(seconds(frames.size() - 1), 1e-3);
    Axis time = new Axis(0, seconds, area.left() + 2, area.right() - 2, false);
    double[] values =
        frames.stream()
            .map(quantity)
            .filter(OptionalDouble::isPresent)
            .mapToDouble(OptionalDouble::getAsDouble)
            .toArray();
    Axis value = Axis.ofErrors(values, area.bottom(), area.top());
    canvas.text(
        area.left(),
        area.top() - 10,
        title + (value.logarithmic() ? ", logarithmic" : ""),
        Anchor.START,
        Ink.TEXT,
        12);
    for (double tick : value.ticks(TICK_SPACING_Y)) {
      double y = value.pixel(tick);
      canvas.line(new double[] {area.left(), y, area.right(), y}, Ink.GRID, 1);
      canvas.text(
          area.left() - 7, y + 4, value.label(tick, TICK_SPACING_Y), Anchor.END, Ink.MUTED, 11);
    }
    List<Double> ticks = time.ticks(TICK_SPACING_X);
    for (double tick : ticks) {
      double x = time.pixel(tick);
      canvas.line(new double[] {x, area.bottom(), x, area.bottom() + 4}, Ink.AXIS, 1);
      String unit = tick == ticks.get(ticks.size() - 1) ? " s" : "";
      canvas.text(
          x,
          area.bottom() + 17,
          time.label(tick, TICK_SPACING_X) + unit,
          Anchor.MIDDLE,
          Ink.MUTED,
          11);
    }
    canvas.line(
        new double[] {area.left(), area.bottom(), area.right(), area.bottom()}, Ink.AXIS, 1);
    canvas.clipped(
        new Area(area.left(), area.top() - 4, area.width(), area.height() + 8),
        () -> drawCurve(canvas, area, time, value));
  }

  private void drawCurve(Canvas canvas, Area area, Axis time, Axis value) {
    List<double[]> lost = new ArrayList<>();
    List<double[]> run = new ArrayList<>();
    List<double[]> predicted = new ArrayList<>();
    for (int i = 0; i < frames.size(); i++) {
      double x = time.pixel(seconds(i));
      OptionalDouble y = quantity.apply(frames.get(i));
      if (frames.get(i).mapFromBody().isEmpty()) {
        lost.add(new double[] {x, area.bottom()});
      }
      if (y.isPresent()) {
        double[] point = {x, value.pixel(y.getAsDouble())};
        run.add(point);
        if (frames.get(i).mapFromBody().isPresent() && !frames.get(i).measured()) {
          predicted.add(point);
        }
      } else {
        drawRun(canvas, run);
      }
    }
    drawRun(canvas, run);
    for (double[] p : PlotPoints.apart(predicted, 2)) {
      canvas.dot(p[0], p[1], 2.2, Ink.PREDICTED);
    }
    for (double[] p : PlotPoints.apart(lost, 1)) {
      canvas.box(p[0] - 1, area.bottom() - 7, 2, 7, Ink.FAILURE);
    }
  }

  private void drawRun(Canvas canvas, List<double[]> run) {
    PlotPoints.line(canvas, PlotPoints.columns(run), Ink.ESTIMATE, 1.4);
    // A single frame between two gaps has no line: a dot keeps it visible.
    if (run.size() == 1 || frames.size() <= 150) {
      run.forEach(p -> canvas.dot(p[0], p[1], 1.8, Ink.ESTIMATE));
    }
    run.clear();
  }

  private double seconds(int frame) {
    return frames.isEmpty()
        ? 0
        : (frames.get(frame).stampNanos() - frames.get(0).stampNanos()) / 1e9;
  }
}
