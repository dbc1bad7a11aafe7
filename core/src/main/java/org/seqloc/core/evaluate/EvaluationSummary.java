package org.seqloc.core.evaluate;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;

/**
 * The figures of one run. What cannot be computed (no frame localized, or too few) is empty, and
 * null in the file.
 *
 * @param frames exposures of the reference
 * @param localized those with an estimate, however good
 * @param recall per threshold the fraction of all frames within it, in [0, 1]
 * @param medianTranslationErrorM over localized frames, as are the errors below
 * @param ateRmseM absolute trajectory error: RMSE of translation in the map frame, nothing aligned
 *     (evo_ape without --align)
 * @param ateAlignedRmseM the same after the rigid motion that fits the estimate best to the
 *     reference (evo_ape --align); needs three localized frames
 * @param rpeTranslationRmseM relative pose error from each localized frame to the next localized
 *     one, RMSE of translation (evo_rpe with a delta of one frame, which also steps over gaps)
 * @param rpeRotationRmseDeg the same of the rotation angle, degrees
 */
public record EvaluationSummary(
    int frames,
    int localized,
    Map<RecallThreshold, Double> recall,
    OptionalDouble medianTranslationErrorM,
    OptionalDouble medianRotationErrorDeg,
    OptionalDouble maxTranslationErrorM,
    OptionalDouble maxRotationErrorDeg,
    OptionalDouble ateRmseM,
    OptionalDouble ateAlignedRmseM,
    OptionalDouble rpeTranslationRmseM,
    OptionalDouble rpeRotationRmseDeg) {

  public EvaluationSummary {
    recall = Collections.unmodifiableMap(new LinkedHashMap<>(recall));
  }

  static EvaluationSummary of(List<FrameError> frames) {
    List<FrameError> localized = frames.stream().filter(f -> f.estimate().isPresent()).toList();
    Map<RecallThreshold, Double> recall = new LinkedHashMap<>();
    for (RecallThreshold threshold : RecallThreshold.STANDARD) {
      long within = frames.stream().filter(f -> f.within(threshold)).count();
      recall.put(threshold, frames.isEmpty() ? 0 : (double) within / frames.size());
    }
    double[] translations = errors(localized, FrameError.Estimate::translationErrorM);
    double[] rotations = errors(localized, FrameError.Estimate::rotationErrorDeg);
    TrajectoryErrors errors = TrajectoryErrors.of(localized);
    return new EvaluationSummary(
        frames.size(),
        localized.size(),
        recall,
        median(translations),
        median(rotations),
        Arrays.stream(translations).max(),
        Arrays.stream(rotations).max(),
        errors.ateRmseM(),
        errors.ateAlignedRmseM(),
        errors.rpeTranslationRmseM(),
        errors.rpeRotationRmseDeg());
  }

  /** Writes {@code summary.json}. */
  public void write(Path file) throws IOException {
    JsonFile.write(file, this::putInto);
  }

  void putInto(ObjectNode node) {
    node.put("frames", frames);
    node.put("localized", localized);
    ObjectNode recallNode = node.putObject("recall");
    recall.forEach((threshold, fraction) -> recallNode.put(threshold.key(), fraction));
    JsonFile.put(node, "median_translation_error_m", medianTranslationErrorM);
    JsonFile.put(node, "median_rotation_error_deg", medianRotationErrorDeg);
    JsonFile.put(node, "max_translation_error_m", maxTranslationErrorM);
    JsonFile.put(node, "max_rotation_error_deg", maxRotationErrorDeg);
    JsonFile.put(node, "ate_rmse_m", ateRmseM);
    JsonFile.put(node, "ate_aligned_rmse_m", ateAlignedRmseM);
    JsonFile.put(node, "rpe_translation_rmse_m", rpeTranslationRmseM);
    JsonFile.put(node, "rpe_rotation_rmse_deg", rpeRotationRmseDeg);
  }

  /** The figures as rows of name and value, for a person to read. */
  public List<Row> rows() {
    List<Row> rows = new ArrayList<>();
    rows.add(new Row("frames", Integer.toString(frames)));
    rows.add(new Row("localized", localized + " (" + percent((double) localized / frames) + ")"));
    recall.forEach((t, fraction) -> rows.add(new Row("recall " + t.label(), percent(fraction))));
    rows.add(new Row("median error", errors(medianTranslationErrorM, medianRotationErrorDeg)));
    rows.add(new Row("maximum error", errors(maxTranslationErrorM, maxRotationErrorDeg)));
    rows.add(new Row("ATE (RMSE)", value(ateRmseM, "m")));
    rows.add(new Row("ATE, aligned SE(3)", value(ateAlignedRmseM, "m")));
    rows.add(new Row("RPE, frame to frame", errors(rpeTranslationRmseM, rpeRotationRmseDeg)));
    return rows;
  }

  /** The rows as lines of text with aligned columns. */
  public String toTable() {
    return Row.table(rows());
  }

  /** One figure with its unit. */
  public record Row(String name, String value) {

    /** Lines of text with aligned columns. */
    public static String table(List<Row> rows) {
      int width = rows.stream().mapToInt(row -> row.name().length()).max().orElse(0);
      StringBuilder table = new StringBuilder();
      for (Row row : rows) {
        table.append(row.name()).append(" ".repeat(width - row.name().length() + 2));
        table.append(row.value()).append('\n');
      }
      return table.toString();
    }
  }

  private static String errors(OptionalDouble metres, OptionalDouble degrees) {
    return metres.isEmpty() ? "-" : value(metres, "m") + ", " + value(degrees, "°");
  }

  private static String value(OptionalDouble value, String unit) {
    if (value.isEmpty()) {
      return "-";
    }
    String number = String.format(Locale.ROOT, "%.3f", value.getAsDouble());
    return unit.equals("°") ? number + unit : number + " " + unit;
  }

  static String percent(double fraction) {
    return Double.isNaN(fraction) ? "-" : String.format(Locale.ROOT, "%.1f %%", 100 * fraction);
  }

  private static double[] errors(
      List<FrameError> localized, ToDoubleFunction<FrameError.Estimate> error) {
    return localized.stream()
        .mapToDouble(f -> error.applyAsDouble(f.estimate().orElseThrow()))
        .toArray();
  }

  /** The mean of the middle two where their number is even. */
  private static OptionalDouble median(double[] values) {
    if (values.length == 0) {
      return OptionalDouble.empty();
    }
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return OptionalDouble.of(
        sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2);
  }
}
