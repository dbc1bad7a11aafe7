package org.seqloc.core.evaluate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Values along one side of a plot: {@code min} falls on pixel {@code from}, {@code max} on {@code
 * to}.
 */
record Axis(double min, double max, double from, double to, boolean logarithmic) {

  Axis {
    if (!(max > min) || (logarithmic && !(min > 0))) {
      throw new IllegalArgumentException("an axis from " + min + " to " + max);
    }
  }

  /** From zero, or logarithmic where single values tower above the rest. */
  static Axis ofErrors(double[] values, double from, double to) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    // Errors of a tenth of a millimetre and less are as good as none.
    double max = sorted.length == 0 ? 1 : Math.max(sorted[sorted.length - 1], 1e-3);
    double median = sorted.length == 0 ? max : Math.max(sorted[sorted.length / 2], 1e-4);
    if (max > 30 * median) {
      double low = Math.max(sorted[0], median / 30) / 1.3;
      return new Axis(low, max * 1.3, from, to, true);
    }
    return new Axis(0, max * 1.08, from, to, false);
  }

  double pixel(double value) {
    double share =
        logarithmic
            ? Math.log(Math.max(value, min) / min) / Math.log(max / min)
            : (value - min) / (max - min);
    return from + share * (to - from);
  }

  /** Round values for grid lines, at least about {@code spacing} pixels apart. */
  List<Double> ticks(double spacing) {
    List<Double> ticks = new ArrayList<>();
    if (logarithmic) {
      boolean fine = Math.abs(to - from) / Math.log10(max / min) > 4 * spacing;
      for (int e = (int) Math.floor(Math.log10(min)); Math.pow(10, e) <= max; e++) {
        for (int digit : fine ? new int[] {1, 2, 5} : new int[] {1}) {
          double tick = digit * Math.pow(10, e);
          if (tick >= min * (1 - 1e-9) && tick <= max) {
            ticks.add(tick);
          }
        }
      }
      return ticks;
    }
    double step = step(spacing);
    for (long i = (long) Math.ceil(min / step - 1e-9); i * step <= max + 1e-9 * step; i++) {
      ticks.add(i * step);
    }
    return ticks;
  }

  /** A tick's value with as many decimals as the ticks need. */
  String label(double tick, double spacing) {
    double unit = logarithmic ? tick : step(spacing);
    int decimals = (int) Math.max(0, -Math.floor(Math.log10(unit) + 1e-9));
    String label = String.format(Locale.ROOT, "%." + decimals + "f", tick);
    return label.startsWith("-") ? "\u2212" + label.substring(1) : label;
  }

  /** 1, 2 or 5 times a power of ten. */
  double step(double spacing) {
    double raw = Math.abs((max - min) * spacing / (to - from));
    double power = Math.pow(10, Math.floor(Math.log10(raw)));
    for (double digit : new double[] {1, 2, 5}) {
      if (digit * power >= raw * (1 - 1e-9)) {
        return digit * power;
      }
    }
    return 10 * power;
  }
}
