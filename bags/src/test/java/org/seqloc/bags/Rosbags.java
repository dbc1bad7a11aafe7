package org.seqloc.bags;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Ternaris' rosbags, the Python library that writes and reads rosbag2: the peer that the tests
 * compare with, where it is installed. The continuous integration installs it into {@code
 * target/rosbags}; elsewhere {@code SEQLOC_ROSBAGS_PYTHON} names a Python that has it.
 */
public final class Rosbags {

  private Rosbags() {}

  /** Runs {@code rosbags_peer.py}; its output. Skips the test where the library is absent. */
  public static List<String> run(Object... arguments) {
    Path python = python();
    assumeTrue(
        Files.exists(python) && has(python),
        () ->
            "skipped: needs "
                + python
                + " or SEQLOC_ROSBAGS_PYTHON with rosbags (python3 -m venv bags/target/rosbags &&"
                + " bags/target/rosbags/bin/pip install rosbags)");
    try (InputStream in = Rosbags.class.getResourceAsStream("rosbag2/rosbags_peer.py")) {
      Path script = Files.createTempFile("rosbags_peer", ".py");
      try {
        Files.write(script, in.readAllBytes());
        return run(python, script, arguments);
      } finally {
        Files.delete(script);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path python() {
    String named = System.getenv("SEQLOC_ROSBAGS_PYTHON");
    return Path.of(named != null ? named : "target/rosbags/bin/python").toAbsolutePath();
  }

  private static boolean has(Path python) {
    try {
      return new ProcessBuilder(python.toString(), "-c", "import rosbags")
              .redirectErrorStream(true)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static List<String> run(Path python, Path script, Object... arguments)
      throws IOException {
    List<String> command = new ArrayList<>(List.of(python.toString(), script.toString()));
    for (Object argument : arguments) {
      command.add(argument.toString());
    }
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      assertEquals(0, process.waitFor(), () -> command + ":\n" + output);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
    return output.lines().toList();
  }
}
