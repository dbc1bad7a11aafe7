package org.seqloc.launch;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.seqloc.core.evaluate.Evaluation;
import org.seqloc.core.evaluate.EvaluationSummary.Row;
import org.seqloc.core.evaluate.FrameResult;
import org.seqloc.core.evaluate.Report;
import org.seqloc.core.evaluate.StampedPose;
import org.seqloc.core.evaluate.Trajectory;
import org.seqloc.core.evaluate.TumFile;
import org.seqloc.core.geometry.Vector3;
import org.seqloc.core.map.Keyframe;
import org.seqloc.core.map.LocalizationMap;

/** The files that a localization run leaves. */
final class RunOutput {

  private RunOutput() {}

  static void write(Path folder, List<FrameResult> frames, List<Row> facts, LocalizationMap map)
      throws IOException {
    TumFile.write(
        folder.resolve("poses.tum"),
        new Trajectory(
            frames.stream()
                .filter(f -> f.mapFromBody().isPresent())
                .map(f -> new StampedPose(f.stampNanos(), f.mapFromBody().orElseThrow()))
                .toList()));
    Report report = report(frames, facts, map);
    Optional<Evaluation> evaluation = report.evaluation();
    if (evaluation.isPresent()) {
      evaluation.get().summary().write(folder.resolve("summary.json"));
    }
    report.writeHtml(folder.resolve("report.html"));
    report.writePng(folder.resolve("trajectory.png"));
  }

  static void print(
      List<FrameResult> frames, List<Row> facts, LocalizationMap map, PrintWriter out) {
    List<Row> rows = report(frames, facts, map).figures();
    int width = rows.stream().mapToInt(row -> row.name().length()).max().orElse(0);
    for (Row row : rows) {
      out.println(row.name() + " ".repeat(width - row.name().length() + 2) + row.value());
    }
  }

  private static Report report(List<FrameResult> frames, List<Row> facts, LocalizationMap map) {
    List<Vector3> keyframes = map.keyframes().stream().map(Keyframe::position).toList();
    return new Report("Localization against " + map.file().getFileName(), facts, frames, keyframes);
  }
}
