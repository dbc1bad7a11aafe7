package org.seqloc.launch;

import java.util.Optional;
import picocli.CommandLine.Option;

/** How commands write bags. */
final class BagOutputOptions {

  @Option(
      names = "--compression",
      paramLabel = "none|bz2|lz4|zstd",
      description =
          "Of the chunks: .bag files have none, bz2, lz4; .mcap files none, lz4, zstd (default:"
              + " none for .bag, zstd for .mcap).")
  private String compression;

  @Option(names = "--replace", description = "Replace files that are there already.")
  private boolean replace;

  Optional<String> compression() {
    return Optional.ofNullable(compression);
  }

  boolean replace() {
    return replace;
  }
}
