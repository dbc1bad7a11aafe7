package org.seqloc.launch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.seqloc.core.Progress;
import org.seqloc.core.SeqlocException;
import org.seqloc.nodes.simulator.SimOptions;
import org.seqloc.nodes.simulator.SimulatedBag;
import org.seqloc.nodes.simulator.SimulatedDrive;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** A drive for those who have no recording at hand. */
@Command(
    name = "sim",
    mixinStandardHelpOptions = true,
    description = "Simulate two drives along a street with a 4-camera rig: map.bag, query.bag.")
final class SimCommand implements Callable<Integer> {

  static final String MAP_BAG = "map.bag";
  static final String QUERY_BAG = "query.bag";

  @Spec private CommandSpec spec;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "Folder for map.bag and query.bag.")
  private Path out;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Another street, other traffic, other noise (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--frames",
      paramLabel = "N",
      defaultValue = "200",
      description = "Exposures of each drive, 5 a second (default: ${DEFAULT-VALUE}).")
  private int frames;

  @Option(
      names = "--size",
      paramLabel = "WxH",
      defaultValue = "640x400",
      description = "Of the images, pixels (default: ${DEFAULT-VALUE}).")
  private String size;

  @Option(names = "--replace", description = "Replace bags that are there already.")
  private boolean replace;

  @Override
  public Integer call() throws IOException {
    SimOptions options = options();
    for (String name : new String[] {MAP_BAG, QUERY_BAG}) {
      if (Files.exists(out.resolve(name)) && !replace) {
        throw new SeqlocException(
            out.resolve(name) + " exists: choose another folder, or --replace it");
      }
    }
    Progress progress = TerminalProgress.on(spec.commandLine().getErr());
    write(options, out, progress);
    spec.commandLine()
        .getOut()
        .printf(
            "%s, %s: %d exposures of 4 cameras each%n",
            out.resolve(MAP_BAG), out.resolve(QUERY_BAG), frames);
    return 0;
  }

  private SimOptions options() {
    String[] sides = size.split("x", -1);
    try {
      return SimOptions.DEFAULT
          .withSeed(seed)
          .withFrames(frames)
          .withSize(Integer.parseInt(sides[0]), Integer.parseInt(sides[sides.length - 1]));
    } catch (NumberFormatException e) {
      throw new SeqlocException("--size " + size + ": must be WIDTHxHEIGHT, as 640x400", e);
    } catch (IllegalArgumentException e) {
      throw new SeqlocException(e.getMessage(), e);
    }
  }

  static void write(SimOptions options, Path folder, Progress progress) throws IOException {
    Files.createDirectories(folder);
    SimulatedDrive drive = new SimulatedDrive(options);
    SimulatedBag.write(drive.map(), folder.resolve(MAP_BAG), "simulating the map drive", progress);
    SimulatedBag.write(
        drive.query(), folder.resolve(QUERY_BAG), "simulating the query drive", progress);
  }
}
