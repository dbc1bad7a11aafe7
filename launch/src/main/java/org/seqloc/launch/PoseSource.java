package org.seqloc.launch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.seqloc.core.SeqlocException;
import org.seqloc.core.evaluate.Trajectory;
import org.seqloc.core.evaluate.TumFile;

/** Poses of the body from whatever a user names. */
final class PoseSource {

  private PoseSource() {}

  static Trajectory read(Path path) throws IOException {
    if (Files.isDirectory(path)) {
      throw new SeqlocException(path + ": is a folder; name a TUM file of poses");
    }
    return TumFile.read(path);
  }
}
