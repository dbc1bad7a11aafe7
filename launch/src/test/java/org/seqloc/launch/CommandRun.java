package org.seqloc.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Arrays;

/**
 * One command line that was run, and what it said.
 *
 * @param code exit code
 * @param out what it printed
 * @param err errors, remarks and progress
 */
record CommandRun(int code, String out, String err) {

  static CommandRun of(Object... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    String[] texts = Arrays.stream(args).map(Object::toString).toArray(String[]::new);
    int code = Main.run(new PrintWriter(out), new PrintWriter(err), texts);
    return new CommandRun(code, out.toString(), err.toString());
  }

  /** Runs what must succeed. */
  static CommandRun succeeding(Object... args) {
    CommandRun run = of(args);
    assertEquals(0, run.code, () -> Arrays.toString(args) + ": " + run.out + run.err);
    return run;
  }

  /** Runs what must fail by the user's fault, and gives its one line. */
  static String complaint(Object... args) {
    CommandRun run = of(args);
    assertEquals(2, run.code, () -> Arrays.toString(args) + ": " + run.out + run.err);
    String[] lines =
        run.err.lines().filter(line -> !line.matches(".*: \\d+ in .* s")).toArray(String[]::new);
    assertEquals(1, lines.length, run.err);
    assertEquals("seqloc: ", lines[0].substring(0, 8));
    assertEquals("", run.out);
    return lines[0].substring(8);
  }
}
