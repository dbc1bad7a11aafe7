package org.seqloc.launch;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.seqloc.bags.Compression;
import org.seqloc.core.SeqlocException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Our reading and conversion of bags beside rosbag's and kapture's. */
@Command(
    name = "bags",
    mixinStandardHelpOptions = true,
    description = {
      "Measure reading and conversion of bags beside rosbag and kapture.",
      "All read the same bag in turn, each in a process of its own, from the system's cache, and"
          + " must come to the same sum. \"messages\": each message in order, its times and topic,"
          + " and the image as an object of the library, whose pixels are copied by rosbag and"
          + " stay in the file's memory in seqloc (lz4: both decompress). \"pixels too\": also a"
          + " byte of each page of the pixels. The clock runs from opening the bag to closing it."
          + " A process reads it again and again; its 1st pass, in which Java still loads and"
          + " compiles code, is told apart."
    })
final class BenchBagsCommand implements Callable<Integer> {

  @Option(
      names = "--size",
      paramLabel = "SIZE",
      defaultValue = "1GB",
      description = "Read bags of this size (default: ${DEFAULT-VALUE}).")
  private String size;

  @Option(
      names = "--convert",
      paramLabel = "SIZE",
      defaultValue = "1GB",
      description = "Convert a bag of this size; 0: not (default: ${DEFAULT-VALUE}).")
  private String convert;

  @Option(
      names = "--large",
      paramLabel = "SIZE",
      defaultValue = "4GB",
      description =
          "Read and convert a bag of this size with -Xmx512m; 0: not (default: ${DEFAULT-VALUE}).")
  private String large;

  @Option(
      names = "--seconds",
      paramLabel = "SEC",
      defaultValue = "4",
      description =
          "Read the bag so long in each process, at least twice (default: ${DEFAULT-VALUE}).")
  private double seconds;

  @Option(
      names = "--kapture-python",
      paramLabel = "PYTHON",
      description = "A python that has kapture and rosbag (default: python3, /usr/bin/python3).")
  private String kapturePython;

  @Option(
      names = "--temp",
      paramLabel = "DIR",
      defaultValue = "${sys:java.io.tmpdir}",
      description = "Put the bags here, and delete them at the end (default: the system's).")
  private Path temp;

  @Mixin private final BenchOutput output = new BenchOutput("bags");

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (output.rounds() < 1 || seconds < 0) {
      throw new SeqlocException("--rounds, --seconds: must be positive");
    }
    long readBytes = ByteSize.parse("--size", size);
    long convertBytes = convert.equals("0") ? 0 : ByteSize.parse("--convert", convert);
    long largeBytes = large.equals("0") ? 0 : ByteSize.parse("--large", large);
    try (BenchWorkplace workplace = new BenchWorkplace(temp)) {
      measureReading(workplace, readBytes);
      if (convertBytes > 0) {
        measureConversion(workplace, convertBytes);
      }
      if (largeBytes > 0) {
        measureHeap(workplace, largeBytes);
      }
    }
    output.write();
    return 0;
  }

  private void measureReading(BenchWorkplace workplace, long bytes)
      throws IOException, InterruptedException {
    Path folder = workplace.folder();
    List<BenchReader> readers = new ArrayList<>(List.of(BenchReader.ours()));
    output.addIfThere(() -> readers.add(BenchReader.cpp(folder)));
    output.addIfThere(() -> readers.add(BenchReader.python(folder)));
    BenchReading reading = new BenchReading(readers, output.rounds(), seconds, workplace);
    for (Compression compression : List.of(Compression.NONE, Compression.LZ4)) {
      Path bag = bag(workplace, compression, bytes, false);
      TerminalProgress progress = output.progress();
      progress.begin("reading", reading.steps());
      BenchReport.Table table =
          reading.measure(
              String.format(
                  Locale.ROOT,
                  "%d images %dx%d rgb8, %s",
                  BenchBag.images(bytes),
                  BenchBag.WIDTH,
                  BenchBag.HEIGHT,
                  compression == Compression.NONE ? "uncompressed" : compression.rosName()),
              bag,
              progress);
      progress.end();
      output.show(table);
      if (readers.stream().anyMatch(reader -> reader.name().equals(BenchReader.PYTHON))) {
        table.columns().forEach(column -> showBesidePython(table, column));
      }
      workplace.fresh(bag.getFileName().toString());
    }
  }

  private void showBesidePython(BenchReport.Table table, String column) {
    output.note(
        "%s: %s: seqloc %.1f times as fast as Python",
        table.title(),
        column,
        table.rows().get(BenchReader.OURS).get(column)
            / table.rows().get(BenchReader.PYTHON).get(column));
  }

  private void measureConversion(BenchWorkplace workplace, long bytes)
      throws IOException, InterruptedException {
    Path bag = bag(workplace, Compression.NONE, bytes, true);
    for (BenchConversion.Format format : BenchConversion.Format.values()) {
      BenchConversion conversion = new BenchConversion(workplace, format);
      output.addIfThere(
          () ->
              conversion.addKapture(
                  kapturePython == null ? BenchPrograms.PYTHONS : List.of(kapturePython)));
      TerminalProgress progress = output.progress();
      progress.begin("converting", conversion.steps(output.rounds()));
      BenchReport.Table table =
          conversion.measure(bag, BenchBag.images(bytes), output.rounds(), progress);
      progress.end();
      output.show(table);
    }
    output.note(
        "from start to end of each process; seqloc uses all %d processors, or one where it says so;"
            + " kapture's converter uses one; both wrote the same records, poses and pixels",
        Runtime.getRuntime().availableProcessors());
    workplace.fresh(bag.getFileName().toString());
  }

  private void measureHeap(BenchWorkplace workplace, long bytes)
      throws IOException, InterruptedException {
    Path bag = bag(workplace, Compression.NONE, bytes, false);
    new BenchHeap(workplace)
        .measure(bag, output.progress())
        .forEach(line -> output.note("%s", line));
    workplace.fresh(bag.getFileName().toString());
  }

  private Path bag(BenchWorkplace workplace, Compression compression, long bytes, boolean odometry)
      throws IOException {
    Path bag = workplace.fresh("images-" + compression.rosName() + ".bag");
    BenchBag.write(bag, compression, BenchBag.images(bytes), odometry, output.progress());
    return bag;
  }
}
