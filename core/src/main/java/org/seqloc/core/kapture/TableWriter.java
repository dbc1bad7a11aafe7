package org.seqloc.core.kapture;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes a table row by row: UTF-8, line feeds, the version and the columns as comments first. */
final class TableWriter implements AutoCloseable {

  private final BufferedWriter writer;

  TableWriter(Path file, String columns) throws IOException {
    Files.createDirectories(file.getParent());
    writer = Files.newBufferedWriter(file);
    row("# kapture format: 1.1");
    row("# " + columns);
  }

  void row(String row) throws IOException {
    writer.write(row);
    writer.write('\n');
  }

  @Override
  public void close() throws IOException {
    writer.close();
  }
}
