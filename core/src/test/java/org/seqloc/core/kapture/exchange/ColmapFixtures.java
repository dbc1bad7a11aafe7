package org.seqloc.core.kapture.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.seqloc.core.SeqlocException;

/** What tests of COLMAP's layouts share. */
final class ColmapFixtures {

  private static final Path PROGRAM = Path.of("/usr/bin/colmap");

  private ColmapFixtures() {}

  static ColmapExporter.Options options(boolean text, boolean corner) {
    return new ColmapExporter.Options(
        text, true, true, Optional.empty(), Optional.empty(), true, corner);
  }

  static boolean isColmapInstalled() {
    return Files.isExecutable(PROGRAM);
  }

  /** Runs COLMAP, and gives what it prints. */
  static String colmap(String... command) throws IOException, InterruptedException {
    List<String> all = new ArrayList<>(List.of(PROGRAM.toString()));
    all.addAll(Arrays.asList(command));
    ProcessBuilder builder = new ProcessBuilder(all).redirectErrorStream(true);
    builder.environment().put("QT_QPA_PLATFORM", "offscreen");
    Process process = builder.start();
    process.getOutputStream().close();
    String told = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(process.waitFor(60, TimeUnit.SECONDS), told);
    assertEquals(0, process.exitValue(), told);
    return told;
  }

  static void assertFails(String message, Runnable action) {
    assertEquals(message, assertThrows(SeqlocException.class, action::run).getMessage());
  }
}
