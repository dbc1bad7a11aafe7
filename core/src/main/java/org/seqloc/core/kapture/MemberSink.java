package org.seqloc.core.kapture;

import java.io.IOException;

/** Takes the feature files of a type: into a folder, or a tar archive. */
sealed interface MemberSink extends AutoCloseable permits FolderSink, TarSink {

  /**
   * @param name a plain relative path
   */
  void add(String name, byte[] bytes) throws IOException;

  @Override
  void close() throws IOException;
}
