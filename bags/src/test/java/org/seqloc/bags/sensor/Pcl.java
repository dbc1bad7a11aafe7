package org.seqloc.bags.sensor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The Point Cloud Library, where it is installed (Debian's pcl-tools): the format's origin. */
final class Pcl {

  private static final Path TOOL = Path.of("/usr/bin/pcl_convert_pcd_ascii_binary");

  private Pcl() {}

  /** A file as PCL reads it, in lines of text. Skips the test where PCL is absent. */
  static List<String> ascii(Path folder, byte[] pcd) throws IOException {
    assumeTrue(Files.exists(TOOL), "skipped: needs " + TOOL + " (Debian package pcl-tools)");
    Path binary = Files.write(folder.resolve("binary.pcd"), pcd);
    Path ascii = folder.resolve("ascii.pcd");
    Process process =
        new ProcessBuilder(TOOL.toString(), binary.toString(), ascii.toString(), "0")
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      assertEquals(0, process.waitFor(), output);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
    return Files.readAllLines(ascii, StandardCharsets.US_ASCII);
  }
}
