package org.seqloc.core.evaluate;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.seqloc.core.evaluate.EvaluationSummary.Row;

/**
 * The figures of a localization run, with or without a reference.
 *
 * @param frames all of them
 * @param localized those that have a pose
 * @param predicted those of them whose pose is predicted, not measured
 * @param evaluation over the frames whose true pose is known; empty when there is none
 * @param medianInliers over the frames that tell them
 */
public record RunSummary(
    int frames,
    int localized,
    int predicted,
    Optional<EvaluationSummary> evaluation,
    OptionalDouble medianInliers,
    Optional<Latency> latency) {

  /** From images to pose, milliseconds: the values that half and 95 % of the frames keep within. */
  public record Latency(double medianMs, double p95Ms, double maxMs) {}

  public static RunSummary of(List<FrameResult> frames) {
    List<FrameError> known =
        frames.stream()
            .filter(f -> f.reference().isPresent())
            .map(f -> new FrameError(f.stampNanos(), f.reference().orElseThrow(), f.error()))
            .toList();
    double[] inliers =
        sorted(frames.stream().map(f -> f.inliers().stream().mapToDouble(n -> n).findFirst()));
    double[] latencies = sorted(frames.stream().map(FrameResult::latencyMs));
    return new RunSummary(
        frames.size(),
        count(frames.stream().filter(f -> f.mapFromBody().isPresent())),
        count(frames.stream().filter(f -> f.mapFromBody().isPresent() && !f.measured())),
        known.isEmpty() ? Optional.empty() : Optional.of(EvaluationSummary.of(known)),
        inliers.length == 0 ? OptionalDouble.empty() : OptionalDouble.of(quantile(inliers, 0.5)),
        latencies.length == 0
            ? Optional.empty()
            : Optional.of(
                new Latency(
                    quantile(latencies, 0.5), quantile(latencies, 0.95), quantile(latencies, 1))));
  }

  /** Writes {@code summary.json}. */
  public void write(Path file) throws IOException {
    JsonFile.write(file, this::putInto);
  }

  private void putInto(ObjectNode node) {
    node.put("frames", frames);
    node.put("localized", localized);
    // The errors' own counts, over the frames with a reference, go before: they may be fewer.
    evaluation.ifPresent(e -> e.putInto(node));
    node.put("predicted", predicted);
    JsonFile.put(node, "median_inliers", medianInliers);
    latency.ifPresent(
        l -> {
          node.put("median_latency_ms", l.medianMs());
          node.put("p95_latency_ms", l.p95Ms());
          node.put("max_latency_ms", l.maxMs());
        });
  }

  /** The figures as rows of name and value, for a person to read. */
  public List<Row> rows() {
    List<Row> rows = new ArrayList<>();
    if (evaluation.isPresent()) {
      rows.addAll(evaluation.get().rows());
    } else {
      rows.add(new Row("frames", Integer.toString(frames)));
      rows.add(
          new Row(
              "localized",
              localized + " (" + EvaluationSummary.percent((double) localized / frames) + ")"));
    }
    if (predicted > 0) {
      rows.add(2, new Row("of these predicted", Integer.toString(predicted)));
    }
    medianInliers.ifPresent(
        median -> rows.add(new Row("median inliers", String.format(Locale.ROOT, "%.0f", median))));
    latency.ifPresent(
        l ->
            rows.add(
                new Row(
                    "latency, median / 95 % / max",
                    String.format(
                        Locale.ROOT,
                        "%.0f / %.0f / %.0f ms",
                        l.medianMs(),
                        l.p95Ms(),
                        l.maxMs()))));
    return rows;
  }

  static double[] sorted(Stream<OptionalDouble> values) {
    return values.flatMapToDouble(OptionalDouble::stream).sorted().toArray();
  }

  /** The value of which at least this share are not above; of a sorted, non-empty array. */
  private static double quantile(double[] sorted, double share) {
    return sorted[Math.max(0, (int) Math.ceil(share * sorted.length) - 1)];
  }

  private static int count(Stream<FrameResult> frames) {
    return Math.toIntExact(frames.count());
  }
}
