package org.seqloc.launch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.seqloc.core.Progress;

/** A bag that is much larger than Java's heap: read, and made a kapture. */
final class BenchHeap {

  private static final String HEAP = "-Xmx512m";

  private final BenchWorkplace workplace;

  BenchHeap(BenchWorkplace workplace) {
    this.workplace = workplace;
  }

  /**
   * @return a line for each; that they end says that the heap was enough
   */
  List<String> measure(Path bag, Progress progress) throws IOException, InterruptedException {
    Path out = workplace.fresh("large");
    Map<String, List<String>> programs = new LinkedHashMap<>();
    programs.put(
        "all messages, pixels too, twice",
        BenchPrograms.ours(List.of(HEAP), "bench", "read", bag.toString(), "0", "pixels"));
    programs.put(
        "kapture from-bag, PNG",
        BenchPrograms.ours(
            List.of(HEAP),
            "kapture",
            "from-bag",
            bag.toString(),
            "--uncalibrated",
            "--out",
            out.toString()));
    double gigabytes = 1e-9 * Files.size(bag);
    List<String> lines = new ArrayList<>();
    progress.begin("reading a large bag", programs.size());
    for (Map.Entry<String, List<String>> program : programs.entrySet()) {
      BenchWorkplace.Ended ended = workplace.run(program.getKey(), program.getValue());
      lines.add(
          String.format(
              Locale.ROOT,
              "%.1f GB with %s: %s: %.1f s%s",
              gigabytes,
              HEAP,
              program.getKey(),
              ended.seconds(),
              ended.ownBytes() == 0
                  ? ""
                  : String.format(
                      Locale.ROOT,
                      ", %.0f MB of memory at most, the heap and all else but files",
                      1e-6 * ended.ownBytes())));
      progress.advance(1);
    }
    progress.end();
    workplace.fresh("large");
    return lines;
  }
}
