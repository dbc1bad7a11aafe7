package org.seqloc.launch;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.function.LongSupplier;
import org.seqloc.core.Progress;

/**
 * Progress with the time left: one line rewritten in place on a terminal, a plain line every few
 * seconds elsewhere, as in a log file.
 */
final class TerminalProgress implements Progress {

  private static final long NANOS_PER_SECOND = 1_000_000_000L;
  private static final int BAR = 24;

  private final PrintWriter err;
  private final boolean terminal;
  private final LongSupplier nanoTime;
  private String label = "";
  private long total;
  private long done;
  private long begun;
  private long shown;

  /** Shows on the given stream, in place if that is a terminal. */
  static TerminalProgress on(PrintWriter err) {
    // System.console() is there only when both stdin and stdout are a terminal, so the script,
    // which
    // can look at stderr, says.
    boolean terminal = "1".equals(System.getenv("SEQLOC_STDERR_IS_TERMINAL"));
    return new TerminalProgress(err, terminal, System::nanoTime);
  }

  TerminalProgress(PrintWriter err, boolean terminal, LongSupplier nanoTime) {
    this.err = err;
    this.terminal = terminal;
    this.nanoTime = nanoTime;
  }

  @Override
  public void begin(String label, long total) {
    this.label = label;
    this.total = total;
    done = 0;
    begun = nanoTime.getAsLong();
    shown = begun;
    if (terminal) {
      show();
    }
  }

  @Override
  public void advance(long steps) {
    done += steps;
    long interval = terminal ? NANOS_PER_SECOND / 10 : 5 * NANOS_PER_SECOND;
    if (nanoTime.getAsLong() - shown >= interval) {
      shown = nanoTime.getAsLong();
      show();
    }
  }

  @Override
  public void end() {
    String line =
        String.format(
            Locale.ROOT, "%s: %d in %s", label, done, duration(nanoTime.getAsLong() - begun));
    err.println(terminal ? "\r\033[K" + line : line);
    err.flush();
  }

  private void show() {
    StringBuilder line = new StringBuilder(label).append(' ');
    if (total > 0) {
      double share = Math.min(1, (double) done / total);
      if (terminal) {
        int full = (int) Math.round(share * BAR);
        line.append('[').append("#".repeat(full)).append(" ".repeat(BAR - full)).append("] ");
      }
      line.append(String.format(Locale.ROOT, "%d/%d (%.0f %%)", done, total, 100 * share));
      long elapsed = nanoTime.getAsLong() - begun;
      if (done > 0 && done < total && elapsed > NANOS_PER_SECOND) {
        line.append(", ").append(duration((long) (elapsed * (1 - share) / share))).append(" left");
      }
    } else {
      line.append(done);
    }
    if (terminal) {
      err.print("\r" + line + "\033[K");
    } else {
      err.println(line);
    }
    err.flush();
  }

  private static String duration(long nanos) {
    double seconds = nanos / 1e9;
    if (seconds < 60) {
      return String.format(Locale.ROOT, seconds < 10 ? "%.1f s" : "%.0f s", seconds);
    }
    long minutes = Math.round(seconds / 60);
    return minutes < 60
        ? minutes + " min"
        : String.format(Locale.ROOT, "%d h %02d min", minutes / 60, minutes % 60);
  }
}
