package org.seqloc.bags.mcap;

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

/** The reference implementation, @mcap/core, where {@code .ci/run} installed it. */
final class McapPeer {

  private static final Path PACKAGES = Path.of("target", "mcap-peer", "node_modules");

  private McapPeer() {}

  /** Runs the script; its output. Skips the test where the peer is absent. */
  static List<String> run(String... arguments) {
    require();
    try (InputStream in = McapPeer.class.getResourceAsStream("mcap_peer.js")) {
      Path script = Files.createTempFile("mcap_peer", ".js");
      try {
        Files.write(script, in.readAllBytes());
        List<String> command = new ArrayList<>(List.of("node", script.toString()));
        command.addAll(List.of(arguments));
        return run(command);
      } finally {
        Files.delete(script);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static void require() {
    assumeTrue(
        Files.isDirectory(PACKAGES.resolve("@mcap/core")),
        "skipped: needs node and the npm package @mcap/core in bags/target/mcap-peer, .ci/run"
            + " installs them");
  }

  private static List<String> run(List<String> command) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("NODE_PATH", PACKAGES.toAbsolutePath().toString());
    builder.redirectErrorStream(true);
    Process process = builder.start();
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
