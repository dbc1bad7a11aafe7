package org.seqloc.launch;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.seqloc.core.kapture.KaptureValidator;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What does not fit in a dataset. */
@Command(
    name = "validate",
    mixinStandardHelpOptions = true,
    description = {
      "List everything in a kapture that does not fit, with file and line.",
      "Exit code: 0 nothing found, 1 something found, 2 not a kapture."
    })
final class KaptureValidateCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "KAPTURE", description = "The dataset.")
  private Path source;

  @Mixin private KaptureCommand.Links links;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    long[] count = new long[1];
    KaptureValidator.validate(
        source,
        links.areFollowed(),
        finding -> {
          count[0]++;
          out.println(finding);
        });
    out.println(count[0] == 0 ? source + ": nothing found" : source + ": " + count[0] + " found");
    return count[0] == 0 ? 0 : 1;
  }
}
