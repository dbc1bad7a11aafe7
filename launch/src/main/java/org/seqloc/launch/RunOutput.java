package org.seqloc.launch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.seqloc.core.evaluate.EvaluationSummary.Row;
import org.seqloc.core.evaluate.FrameResult;
import org.seqloc.core.evaluate.Report;
import org.seqloc.core.evaluate.RunSummary;
import org.seqloc.core.evaluate.StampedPose;
import org.seqloc.core.evaluate.Trajectory;
import org.seqloc.core.evaluate.TumFile;
import org.seqloc.core.geometry.Vector3;
import org.seqloc.core.map.Keyframe;
import org.seqloc.core.map.LocalizationMap;

/** The files that a localization run leaves. */
final class RunOutput {

  private RunOutput() {}

  static RunSummary write(
      Path folder,
      List<FrameResult> frames,
      EstimatedKapture poses,
      List<Row> facts,
      LocalizationMap map)
      throws IOException {
    Files.createDirectories(folder);
    TumFile.write(
        folder.resolve("poses.tum"),
        new Trajectory(
            frames.stream()
                .filter(f -> f.mapFromBody().isPresent())
                .map(f -> new StampedPose(f.stampNanos(), f.mapFromBody().orElseThrow()))
                .toList()));
    poses.write(folder.resolve("kapture"));
    Report report = report(frames, facts, map);
    RunSummary summary = report.summary();
    summary.write(folder.resolve("summary.json"));
    report.writeHtml(folder.resolve("report.html"));
    report.writePng(folder.resolve("trajectory.png"));
    return summary;
  }

  private static Report report(List<FrameResult> frames, List<Row> facts, LocalizationMap map) {
    List<Vector3> keyframes = map.keyframes().stream().map(Keyframe::position).toList();
    return new Report("Localization against " + map.file().getFileName(), facts, frames, keyframes);
  }
}
