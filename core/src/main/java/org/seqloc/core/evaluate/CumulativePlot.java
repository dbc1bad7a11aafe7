package org.seqloc.core.evaluate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.seqloc.core.evaluate.Canvas.Anchor;
import org.seqloc.core.evaluate.Canvas.Area;

/**
 * The share of all frames whose error is at most a value, over that value, which is logarithmic:
 * the curve ends below 100 % by the frames that were not localized.
 */
final class CumulativePlot {

  private static final double TICK_SPACING = 42;

  private final String title;
  private final String unit;
  private final double[] errors;
  private final int frames;
  private final double[] thresholds;

  /**
   * @param errors of the localized frames
   * @param frames of the whole run
   * @param thresholds values to mark
   */
  CumulativePlot(String title, String unit, double[] errors, int frames, double... thresholds) {
    this.title = title;
    this.unit = unit;
    this.errors = errors.clone();
    Arrays.sort(this.errors);
    this.frames = frames;
    this.thresholds = thresholds.clone();
  }

  void draw(Canvas canvas, Area outer) {
    Area area =
        new Area(outer.left() + 52, outer.top() + 26, outer.width() - 64, outer.height() - 60);
    double most = Math.max(thresholds[thresholds.length - 1], errors[errors.length - 1]);
    double median = errors[errors.length / 2];
    // Zero errors, as of perfect estimates, lie on the left border.
    double least = Math.max(Math.min(thresholds[0], median) / 20, thresholds[0] * 1e-4);
    Axis error = new Axis(least, most * 1.5, area.left(), area.right(), true);
    Axis share = new Axis(0, 100, area.bottom(), area.top(), false);
    canvas.text(area.left(), area.top() - 10, title, Anchor.START, Ink.TEXT, 12);
    for (double tick : share.ticks(30)) {
      double y = share.pixel(tick);
      canvas.line(new double[] {area.left(), y, area.right(), y}, Ink.GRID, 1);
      canvas.text(area.left() - 7, y + 4, share.label(tick, 30) + " %", Anchor.END, Ink.MUTED, 11);
    }
    for (double tick : error.ticks(TICK_SPACING)) {
      double x = error.pixel(tick);
      canvas.line(new double[] {x, area.bottom(), x, area.bottom() + 4}, Ink.AXIS, 1);
      canvas.text(
          x,
          area.bottom() + 17,
          error.label(tick, TICK_SPACING) + unit,
          Anchor.MIDDLE,
          Ink.MUTED,
          11);
    }
    for (double threshold : thresholds) {
      double x = error.pixel(threshold);
      canvas.line(new double[] {x, area.top(), x, area.bottom()}, Ink.RESIDUAL, 1);
    }
    canvas.line(
        new double[] {area.left(), area.bottom(), area.right(), area.bottom()}, Ink.AXIS, 1);
    List<double[]> steps = new ArrayList<>();
    steps.add(new double[] {area.left(), share.pixel(0)});
    for (int i = 0; i < errors.length; i++) {
      double x = error.pixel(errors[i]);
      steps.add(new double[] {x, share.pixel(100.0 * i / frames)});
      steps.add(new double[] {x, share.pixel(100.0 * (i + 1) / frames)});
    }
    steps.add(new double[] {area.right(), share.pixel(100.0 * errors.length / frames)});
    PlotPoints.line(canvas, PlotPoints.columns(steps), Ink.ESTIMATE, 1.8);
  }
}
