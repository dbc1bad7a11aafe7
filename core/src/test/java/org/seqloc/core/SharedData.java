package org.seqloc.core;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Finds the recordings and models that lie beside the checkout in {@code shared/}. They are not
 * part of the repository: a test that needs one is skipped where they are absent.
 */
public final class SharedData {

  private SharedData() {}

  /**
   * The file or folder {@code relative} within {@code shared/}; skips the test when it is not
   * there.
   *
   * @param relative for example {@code data/kitti_seq1}
   */
  public static Path require(String relative) {
    Path path = root().resolve(relative);
    assumeTrue(
        Files.exists(path),
        () -> "skipped: needs " + path + " (shared test data, not part of the repository)");
    return path;
  }

  private static Path root() {
    String named = System.getenv("SEQLOC_SHARED");
    if (named != null) {
      return Path.of(named);
    }
    // Surefire runs in the module's folder: the checkout is one up, shared/ lies beside the
    // checkout.
    return Path.of("").toAbsolutePath().getParent().resolveSibling("shared");
  }
}
