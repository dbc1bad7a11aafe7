package org.seqloc.launch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.seqloc.core.SeqlocException;
import org.seqloc.core.evaluate.Evaluation;
import org.seqloc.core.evaluate.EvaluationSummary;
import org.seqloc.core.evaluate.EvaluationSummary.Row;
import org.seqloc.core.evaluate.FrameResult;
import org.seqloc.core.evaluate.Report;
import org.seqloc.core.evaluate.Trajectory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Compares poses with the truth: recall, errors, a report. */
@Command(
    name = "evaluate",
    mixinStandardHelpOptions = true,
    description = "Compare estimated poses with a reference: recall, ATE, RPE, a report page.")
final class EvaluateCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Option(
      names = "--reference",
      required = true,
      paramLabel = "TRUTH",
      description = "True poses: a kapture, whose exposures are the frames, or a TUM file.")
  private Path referencePath;

  @Option(
      names = "--estimate",
      required = true,
      paramLabel = "POSES",
      description =
          "Estimated poses in the same map: a TUM file, a folder with poses.tum, or a kapture.")
  private Path estimatePath;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "Folder for summary.json, report.html and trajectory.png.")
  private Path out;

  @Option(names = "--each", description = "Print each frame: stamp, error.")
  private boolean each;

  @Option(
      names = "--tolerance",
      paramLabel = "MS",
      defaultValue = "1",
      description = "How far stamps of the same frame may differ, ms (default: ${DEFAULT-VALUE}).")
  private double toleranceMs;

  @Override
  public Integer call() throws IOException {
    if (!(toleranceMs >= 0 && toleranceMs <= 1e6)) {
      throw new SeqlocException("--tolerance " + toleranceMs + ": must be 0 to 1000000 ms");
    }
    Trajectory reference = PoseSource.read(referencePath);
    Trajectory estimate = PoseSource.read(estimatePath);
    Evaluation evaluation;
    try {
      evaluation = Evaluation.of(reference, estimate, Math.round(toleranceMs * 1e6));
    } catch (SeqlocException e) {
      throw new SeqlocException(
          estimatePath + " against " + referencePath + ": " + e.getMessage(), e);
    }
    EvaluationSummary summary = evaluation.summary();
    Files.createDirectories(out);
    summary.write(out.resolve("summary.json"));
    Report report = report(evaluation);
    report.writeHtml(out.resolve("report.html"));
    if (each) {
      FrameTable.print(report.frames(), spec.commandLine().getOut());
    }
    spec.commandLine().getOut().print(summary.toTable());
    if (evaluation.unmatchedEstimates() > 0) {
      spec.commandLine()
          .getErr()
          .println(
              evaluation.unmatchedEstimates()
                  + " of "
                  + estimate.size()
                  + " estimated poses belong to no frame of the reference");
    }
    report.writePng(out.resolve("trajectory.png"));
    spec.commandLine().getErr().println("report: " + out.resolve("report.html"));
    return 0;
  }

  private Report report(Evaluation evaluation) {
    List<Row> facts = new ArrayList<>();
    facts.add(new Row("reference", referencePath.toString()));
    facts.add(new Row("estimate", estimatePath.toString()));
    facts.add(new Row("same frame within", toleranceMs + " ms"));
    facts.add(new Row("seqloc", Version.number()));
    facts.add(new Row("machine", Version.machine()));
    return new Report(
        "Evaluation of " + estimatePath.getFileName(),
        facts,
        evaluation.frames().stream().map(FrameResult::of).toList(),
        List.of());
  }
}
