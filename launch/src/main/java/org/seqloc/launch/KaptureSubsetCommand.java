package org.seqloc.launch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.seqloc.core.SeqlocException;
import org.seqloc.core.kapture.Kapture;
import org.seqloc.core.kapture.KaptureDataset;
import org.seqloc.core.kapture.KaptureSelection;
import org.seqloc.core.kapture.KaptureSubset;
import org.seqloc.core.kapture.RecordKind;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** A part of a dataset, with the features of its images. */
@Command(
    name = "subset",
    mixinStandardHelpOptions = true,
    description = {
      "Take every n-th exposure or a range of them into a kapture of its own.",
      "Other sensors' records and poses go with the exposures, or lie between the first and last;",
      "features, matches and observations are those of the chosen images; all points stay."
    })
final class KaptureSubsetCommand implements Runnable {

  private static final double NANOS_PER_SECOND = 1e9;

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "KAPTURE", description = "The dataset to choose from.")
  private Path source;

  @ArgGroup(exclusive = false, multiplicity = "1")
  private KaptureCommand.Output output;

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
      names = "--start",
      paramLabel = "T",
      description = "From this timestamp on, as in the tables; or +SECONDS after the first record.")
  private Optional<String> start = Optional.empty();

  @Option(
      names = "--end",
      paramLabel = "T",
      description = "Up to this timestamp, as in the tables; or +SECONDS after the first record.")
  private Optional<String> end = Optional.empty();

  @Option(
      names = "--sensors",
      paramLabel = "ID",
      split = ",",
      description = "These sensors only; a rig stands for all that are on it.")
  private List<String> sensors = List.of();

  @Option(
      names = "--images",
      paramLabel = "FILE",
      description = "These images only: a text file with one image path a line.")
  private Optional<Path> images = Optional.empty();

  @Mixin private KaptureCommand.Files files;

  @Override
  public void run() {
    KaptureSubset exposures;
    try {
      exposures = new KaptureSubset(from, to, every, offset);
    } catch (IllegalArgumentException e) {
      throw new SeqlocException(e.getMessage(), e);
    }
    KaptureDataset dataset = files.open(source);
    Kapture all = dataset.kapture();
    Kapture chosen;
    KaptureSelection selection;
    try {
      selection =
          new KaptureSelection(
              exposures,
              start.map(text -> time(text, all)).orElse(Long.MIN_VALUE),
              end.map(text -> time(text, all)).orElse(Long.MAX_VALUE),
              Set.copyOf(sensors),
              images.map(KaptureSubsetCommand::lines).orElse(Set.of()));
      chosen = selection.of(all);
    } catch (IllegalArgumentException e) {
      throw new SeqlocException(source + ": " + e.getMessage(), e);
    }
    int count = chosen.exposures().size();
    if (isEmpty(chosen) && !isEmpty(all)) {
      throw new SeqlocException(
          source + ": none of its " + all.exposures().size() + " exposures is chosen");
    }
    selection.write(
        dataset,
        output.out(),
        output.replace(),
        files.transfer(),
        TerminalProgress.on(spec.commandLine().getErr()));
    dataset.reconstruction().remarks().forEach(spec.commandLine().getErr()::println);
    dataset.unknownFiles().ifPresent(spec.commandLine().getErr()::println);
    spec.commandLine()
        .getOut()
        .println(output.out() + ": " + count + " of " + all.exposures().size() + " exposures");
  }

  /** A timestamp, or seconds after the first record. */
  private static long time(String text, Kapture kapture) {
    try {
      return text.startsWith("+")
          ? Math.addExact(
              firstStamp(kapture),
              Math.round(Double.parseDouble(text.substring(1)) * NANOS_PER_SECOND))
          : Long.parseLong(text);
    } catch (NumberFormatException | ArithmeticException e) {
      throw new IllegalArgumentException(
          "the time '" + text + "' is no timestamp as in the tables, and no +SECONDS", e);
    }
  }

  private static long firstStamp(Kapture kapture) {
    return Stream.of(RecordKind.values())
        .map(kapture::records)
        .filter(records -> records.size() > 0)
        .mapToLong(records -> records.stampNanos(0))
        .min()
        .orElse(0);
  }

  private static Set<String> lines(Path file) {
    Set<String> lines = new HashSet<>();
    try (Stream<String> all = Files.lines(file)) {
      all.map(String::strip).filter(l -> !l.isEmpty() && !l.startsWith("#")).forEach(lines::add);
    } catch (IOException | UncheckedIOException e) {
      throw new SeqlocException("cannot read the list of images " + file + ": " + e, e);
    }
    if (lines.isEmpty()) {
      throw new SeqlocException(file + " names no image");
    }
    return lines;
  }

  /** Whether there are neither poses nor records. */
  private static boolean isEmpty(Kapture kapture) {
    return kapture.poses().size() == 0
        && Stream.of(RecordKind.values()).allMatch(kind -> kapture.records(kind).size() == 0);
  }
}
