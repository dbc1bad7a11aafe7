package org.seqloc.launch;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import org.seqloc.core.evaluate.FrameResult;
import org.seqloc.core.evaluate.TumFile;

/** One line a frame: what became of it, its error where the truth is known. */
final class FrameTable {

  private FrameTable() {}

  static void print(List<FrameResult> frames, PrintWriter out) {
    out.printf(
        "%-20s %10s %10s %8s  %s%n", "stamp[s]", "error[m]", "error[deg]", "inliers", "state");
    for (FrameResult frame : frames) {
      out.printf(
          Locale.ROOT,
          "%-20s %10s %10s %8s  %s%n",
          TumFile.seconds(frame.stampNanos()),
          frame.error().map(e -> number(e.translationErrorM())).orElse("-"),
          frame.error().map(e -> number(e.rotationErrorDeg())).orElse("-"),
          number(frame.inliers()),
          (frame.state() + " " + frame.reason()).strip());
    }
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.4f", value);
  }

  private static String number(OptionalInt value) {
    return value.isPresent() ? Integer.toString(value.getAsInt()) : "-";
  }
}
