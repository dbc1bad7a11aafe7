package org.seqloc.launch;

import java.io.PrintWriter;
import java.nio.file.Path;
import org.seqloc.core.kapture.ImageTransfer;
import org.seqloc.core.kapture.KaptureDataset;
import org.seqloc.core.kapture.exchange.ImportedDataset;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Image datasets in the kapture format. */
@Command(
    name = "kapture",
    description = "Image datasets in the kapture format.",
    subcommands = {
      KaptureImportCommand.class,
      KaptureExportCommand.class,
      KaptureFromBagCommand.class,
      KaptureInfoCommand.class,
      KaptureValidateCommand.class,
      KaptureSubsetCommand.class,
      KaptureMergeCommand.class,
      KaptureCompareCommand.class
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

  /** How datasets are read. */
  static final class Links {
    @Option(
        names = "--follow-links",
        description = "Read images and features through symbolic links, wherever these point.")
    private boolean followed;

    boolean areFollowed() {
      return followed;
    }

    KaptureDataset open(Path source) {
      return KaptureDataset.open(source, followed);
    }
  }

  /** How files of datasets that are there come into a new one. */
  static final class Files {
    @ArgGroup private Transfer transfer = new Transfer();

    @Mixin private Links links;

    /** The choices, of which one excludes the other. */
    static final class Transfer {
      @Option(
          names = "--link",
          description = "Share the image files with the source by hard links instead of copying.")
      private boolean link;

      @Option(
          names = "--no-files",
          description = "Leave out images, depth maps and point clouds: only tables and features.")
      private boolean noFiles;

      ImageTransfer how() {
        if (noFiles) {
          return ImageTransfer.NONE;
        }
        return link ? ImageTransfer.HARD_LINK : ImageTransfer.COPY;
      }
    }

    ImageTransfer transfer() {
      return transfer.how();
    }

    KaptureDataset open(Path source) {
      return links.open(source);
    }
  }
}
