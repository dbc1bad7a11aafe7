package org.seqloc.launch;

import java.io.PrintWriter;
import java.nio.file.Path;
import org.seqloc.core.SeqlocException;
import org.seqloc.core.kapture.ImageTransfer;
import org.seqloc.core.kapture.Kapture;
import org.seqloc.core.kapture.KaptureImages;
import org.seqloc.core.kapture.KaptureReader;
import org.seqloc.core.kapture.KaptureSubset;
import org.seqloc.core.kapture.KaptureWriter;
import org.seqloc.core.kapture.exchange.ImportedDataset;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Image datasets in the kapture format. */
@Command(
    name = "kapture",
    description = "Image datasets in the kapture format.",
    subcommands = {
      KaptureImportCommand.class,
      KaptureFromBagCommand.class,
      KaptureCommand.Subset.class
    })
final class KaptureCommand extends GroupCommand {

  /** Where a dataset is written to. */
  static final class Output {
    @Option(names = "--out", required = true, paramLabel = "K", description = "The new kapture.")
    private Path out;

    @Option(names = "--replace", description = "Replace the kapture that is there already.")
    private boolean replace;

    Path out() {
      return out;
    }

    boolean replace() {
      return replace;
    }

    void write(ImportedDataset dataset, ImageTransfer transfer, PrintWriter err) {
      dataset.write(out, replace, transfer, TerminalProgress.on(err));
    }
  }

  /** Every so-many-th exposure, or a range of them. */
  @Command(
      name = "subset",
      mixinStandardHelpOptions = true,
      description = "Take every n-th exposure or a range of them into a kapture of its own.")
  static final class Subset implements Runnable {

    @Spec private CommandSpec spec;

    @Parameters(paramLabel = "KAPTURE", description = "The dataset to choose from.")
    private Path source;

    @ArgGroup(exclusive = false, multiplicity = "1")
    private Output output;

    @Option(
        names = "--every",
        paramLabel = "N",
        defaultValue = "1",
        description = "Take each N-th exposure.")
    private int every;

    @Option(
        names = "--offset",
        paramLabel = "I",
        defaultValue = "0",
        description = "Begin with the I-th of these, from 0; less than N.")
    private int offset;

    @Option(
        names = "--from",
        paramLabel = "I",
        defaultValue = "0",
        description = "The first exposure to look at, from 0.")
    private int from;

    @Option(names = "--to", paramLabel = "I", description = "Stop before this exposure.")
    private int to = Integer.MAX_VALUE;

    @Option(
        names = "--link",
        description = "Share the image files with the source by hard links instead of copying.")
    private boolean link;

    @Option(
        names = "--follow-links",
        description = "Read images through symbolic links, wherever these point.")
    private boolean followLinks;

    @Override
    public void run() {
      KaptureSubset subset;
      try {
        subset = new KaptureSubset(from, to, every, offset);
      } catch (IllegalArgumentException e) {
        throw new SeqlocException(e.getMessage(), e);
      }
      Kapture all = KaptureReader.read(source);
      Kapture chosen = subset.of(all);
      int exposures = chosen.exposures().size();
      if (exposures == 0) {
        throw new SeqlocException(
            source + ": none of its " + all.exposures().size() + " exposures is chosen");
      }
      KaptureImages images =
          followLinks ? KaptureImages.followingLinks(source) : KaptureImages.of(source);
      KaptureWriter.write(
          chosen,
          output.out,
          output.replace,
          images,
          link ? ImageTransfer.HARD_LINK : ImageTransfer.COPY,
          TerminalProgress.on(spec.commandLine().getErr()));
      spec.commandLine()
          .getOut()
          .println(output.out + ": " + exposures + " of " + all.exposures().size() + " exposures");
    }
  }
}
