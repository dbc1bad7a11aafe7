package org.seqloc.core.kapture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Feature files as files of a folder. */
final class FolderSink implements MemberSink {

  private final Path folder;

  FolderSink(Path folder) throws IOException {
    this.folder = Files.createDirectories(folder);
  }

  @Override
  public void add(String name, byte[] bytes) throws IOException {
    Path file = folder.resolve(KaptureImages.checkPath(name));
    Files.createDirectories(file.getParent());
    Files.write(file, bytes);
  }

  @Override
  public void close() {}
}
