package org.seqloc.launch;

import java.nio.file.Path;
import java.util.List;
import org.seqloc.core.kapture.KaptureMerge;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Several datasets as one. */
@Command(
    name = "merge",
    mixinStandardHelpOptions = true,
    description = {
      "Merge kaptures into one.",
      "A sensor or rig whose id a kapture before it has already is renamed: ID_2, ID_3, ...",
      "(--ids keep: the same id is the same sensor, as kapture_merge --keep-sensor-ids has it;",
      "--ids renumber: sensor0, sensor1, ..., rig0, ..., as kapture_merge has it otherwise.)"
    })
final class KaptureMergeCommand implements Runnable {

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "KAPTURE", arity = "2..*", description = "The datasets to merge.")
  private List<Path> sources;

  @ArgGroup(exclusive = false, multiplicity = "1")
  private KaptureCommand.Output output;

  @Option(
      names = "--ids",
      paramLabel = "HOW",
      defaultValue = "rename",
      description = "What becomes of ids of sensors and rigs: ${COMPLETION-CANDIDATES}.")
  private KaptureMerge.Ids ids;

  @Option(
      names = "--folders",
      description =
          "Put the files of each kapture into a folder 1, 2, ... of its own, for kaptures whose"
              + " images have the same names.")
  private boolean folders;

  @Mixin private KaptureCommand.Files files;

  @Override
  public void run() {
    KaptureMerge.write(
            sources.stream().map(files::open).toList(),
            new KaptureMerge.Options(ids, folders),
            output.out(),
            output.replace(),
            files.transfer(),
            TerminalProgress.on(spec.commandLine().getErr()))
        .forEach(spec.commandLine().getOut()::println);
    spec.commandLine().getOut().println(output.out() + ": " + sources.size() + " kaptures");
  }
}
