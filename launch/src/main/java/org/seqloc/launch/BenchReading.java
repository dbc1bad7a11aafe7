package org.seqloc.launch;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.seqloc.core.Progress;
import org.seqloc.core.SeqlocException;

/** Several readers, each in processes of its own, on one bag that is in the system's cache. */
final class BenchReading {

  private final List<BenchReader> readers;
  private final int rounds;
  private final double seconds;
  private final BenchWorkplace workplace;

  /**
   * @param rounds how often all readers take their turns
   * @param seconds that a process reads the bag again and again; the first time is told apart
   */
  BenchReading(List<BenchReader> readers, int rounds, double seconds, BenchWorkplace workplace) {
    this.readers = readers;
    this.rounds = rounds;
    this.seconds = seconds;
    this.workplace = workplace;
  }

  /** How many processes {@link #measure} starts. */
  int steps() {
    return rounds * readers.size() * BenchReader.Depth.values().length;
  }

  /**
   * @return MB of pixels each second, medians over the rounds
   * @throws SeqlocException when the readers do not read the same
   */
  BenchReport.Table measure(String title, Path bag, Progress progress)
      throws IOException, InterruptedException {
    Map<BenchReader, Map<String, List<Double>>> all = new LinkedHashMap<>();
    readers.forEach(reader -> all.put(reader, new LinkedHashMap<>()));
    readIntoCache(bag);
    for (int round = 0; round < rounds; round++) {
      for (BenchReader.Depth depth : BenchReader.Depth.values()) {
        List<BenchReader.Pass> same = new ArrayList<>();
        for (BenchReader reader : readers) {
          List<BenchReader.Pass> read = reader.read(bag, seconds, depth, workplace);
          same.addAll(read);
          BenchReader.Pass odd =
              same.stream().filter(pass -> !pass.readTheSameAs(same.get(0))).findAny().orElse(null);
          if (odd != null) {
            throw new SeqlocException(
                String.format(
                    "%s: %s read %s, %s read %s",
                    bag, readers.get(0).name(), same.get(0), reader.name(), odd));
          }
          add(all.get(reader), depth, read);
          progress.advance(1);
        }
      }
    }
    BenchReport.Table table = new BenchReport.Table(title, "MB/s", BenchReader.CPP);
    all.forEach(
        (reader, columns) ->
            columns.forEach(
                (column, speeds) -> table.add(reader.name(), column, BenchFigures.middle(speeds))));
    return table;
  }

  private static void add(
      Map<String, List<Double>> columns, BenchReader.Depth depth, List<BenchReader.Pass> read) {
    String what = depth == BenchReader.Depth.LIST ? "messages" : "pixels too";
    for (int i = 0; i < read.size(); i++) {
      BenchReader.Pass pass = read.get(i);
      columns
          .computeIfAbsent(i == 0 ? what + ", 1st pass" : what, key -> new ArrayList<>())
          .add(1e-6 * pass.bytes() / pass.seconds());
    }
  }

  private static void readIntoCache(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] buffer = new byte[1 << 20];
      while (in.read(buffer) >= 0) {
        // Nothing is done with it.
      }
    }
  }
}
