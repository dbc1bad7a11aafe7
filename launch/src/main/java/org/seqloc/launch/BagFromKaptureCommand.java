package org.seqloc.launch;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.seqloc.bags.convert.KaptureToBag;
import org.seqloc.bags.tool.BagFormat;
import org.seqloc.bags.tool.OutputBag;
import org.seqloc.core.SeqlocException;
import org.seqloc.core.kapture.Kapture;
import org.seqloc.core.kapture.KaptureImages;
import org.seqloc.core.kapture.KaptureReader;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** A kapture as a recording. */
@Command(
    name = "from-kapture",
    mixinStandardHelpOptions = true,
    description = "Write a kapture as a bag: images, calibration, poses, Imu, NavSatFix.",
    footer = "Records of other kinds, such as depth maps and lidar, are left out and counted.")
final class BagFromKaptureCommand implements Runnable {

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "KAPTURE", description = "The dataset.")
  private Path source;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "FILE",
      description = "The new file; its ending says the format, .bag or .mcap.")
  private Path out;

  @Mixin private BagOutputOptions output;

  @Option(
      names = "--rig",
      paramLabel = "NAME",
      description = "The rig or lone camera to write (default: the only one).")
  private String rig;

  @Option(
      names = "--compressed",
      description =
          "Take JPEG and PNG files as they are, as image_raw/compressed, instead of decoding them"
              + " to image_raw.")
  private boolean compressed;

  @Option(
      names = "--base-frame",
      paramLabel = "FRAME",
      defaultValue = "base_link",
      description = "What the rig's frame is called (default: ${DEFAULT-VALUE}).")
  private String baseFrame;

  @Override
  public void run() {
    OutputBag.checkTarget(out, output.replace(), List.of());
    // Told before a large dataset is read.
    BagFormat.require(out).compression(output.compression());
    Kapture kapture = KaptureReader.read(source);
    KaptureToBag.Summary summary;
    try {
      summary =
          new KaptureToBag(
                  kapture,
                  KaptureImages.followingLinks(source),
                  new KaptureToBag.Options(
                      Optional.ofNullable(rig), !compressed, baseFrame, output.compression()))
              .write(out, TerminalProgress.on(spec.commandLine().getErr()));
    } catch (SeqlocException e) {
      boolean named =
          e.getMessage().contains(source.toString()) || e.getMessage().contains(out.toString());
      throw named ? e : new SeqlocException(source + ": " + e.getMessage(), e);
    }
    summary.remarks().forEach(spec.commandLine().getErr()::println);
    spec.commandLine()
        .getOut()
        .println(
            out
                + ": "
                + summary.images()
                + " images in "
                + summary.exposures()
                + " exposures, "
                + summary.poses()
                + " poses");
  }
}
