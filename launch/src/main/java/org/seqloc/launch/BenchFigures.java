package org.seqloc.launch;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a sink measured. Latencies are from the stamp in the header to the listener.
 *
 * @param received how many messages
 * @param seconds from the first of them to the last
 */
record BenchFigures(
    long received, double seconds, double p50Seconds, double p99Seconds, double maxSeconds) {

  private static final Pattern REPORT =
      Pattern.compile("received (\\d+) seconds (\\S+) p50 (\\S+) p99 (\\S+) max (\\S+)");

  /**
   * @param latenciesNanos as they came
   */
  static BenchFigures of(long[] latenciesNanos, double seconds) {
    long[] sorted = latenciesNanos.clone();
    Arrays.sort(sorted);
    return new BenchFigures(
        sorted.length, seconds, quantile(sorted, 0.5), quantile(sorted, 0.99), quantile(sorted, 1));
  }

  private static double quantile(long[] sorted, double fraction) {
    return sorted.length == 0 ? 0 : 1e-9 * sorted[(int) Math.round(fraction * (sorted.length - 1))];
  }

  /** Reads the line that every sink prints. */
  static Optional<BenchFigures> parse(String text) {
    Matcher report = REPORT.matcher(text);
    if (!report.find()) {
      return Optional.empty();
    }
    return Optional.of(
        new BenchFigures(
            Long.parseLong(report.group(1)),
            Double.parseDouble(report.group(2)),
            Double.parseDouble(report.group(3)),
            Double.parseDouble(report.group(4)),
            Double.parseDouble(report.group(5))));
  }

  /** Each figure's median over several runs. */
  static BenchFigures median(List<BenchFigures> runs) {
    return new BenchFigures(
        Math.round(median(runs, BenchFigures::received)),
        median(runs, BenchFigures::seconds),
        median(runs, BenchFigures::p50Seconds),
        median(runs, BenchFigures::p99Seconds),
        median(runs, BenchFigures::maxSeconds));
  }

  private static double median(List<BenchFigures> runs, ToDoubleFunction<BenchFigures> figure) {
    return middle(runs.stream().mapToDouble(figure).boxed().toList());
  }

  /**
   * The median.
   *
   * @param values at least one
   */
  static double middle(List<Double> values) {
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    int half = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
  }

  double messagesPerSecond() {
    return seconds == 0 ? 0 : (received - 1) / seconds;
  }

  /** The line that {@link #parse} reads. */
  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "received %d seconds %.9f p50 %.9f p99 %.9f max %.9f",
        received,
        seconds,
        p50Seconds,
        p99Seconds,
        maxSeconds);
  }
}
