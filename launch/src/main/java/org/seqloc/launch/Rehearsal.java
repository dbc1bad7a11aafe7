package org.seqloc.launch;

import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Path;
import java.util.List;

/**
 * Small runs of what most commands do, of which the {@code seqloc} script keeps the JVM's classes
 * as they are once loaded (class data sharing): commands start in about half the time then.
 */
final class Rehearsal {

  private Rehearsal() {}

  /**
   * @param args a folder that is there, for the recordings and the kapture
   */
  public static void main(String[] args) {
    System.exit(run(Path.of(args[0])));
  }

  /** Returns the first exit code that is not 0, or 0. */
  static int run(Path folder) {
    String bag = folder.resolve("map.bag").toString();
    String raw = folder.resolve("raw.bag").toString();
    String kapture = folder.resolve("kapture").toString();
    String again = folder.resolve("again").toString();
    PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
    for (List<String> command :
        List.of(
            List.of("--help"),
            List.of("sim", "--frames", "5", "--size", "160x100", "--out", folder.toString()),
            List.of("bag", "info", bag),
            List.of("kapture", "from-bag", bag, "--out", kapture),
            List.of("bag", "from-kapture", kapture, "--out", raw),
            List.of("kapture", "from-bag", raw, "--jpeg", "75", "--out", again),
            List.of("kapture", "validate", again))) {
      int status = Main.run(nowhere, nowhere, command.toArray(String[]::new));
      if (status != 0) {
        return status;
      }
    }
    return 0;
  }
}
