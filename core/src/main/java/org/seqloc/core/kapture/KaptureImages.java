package org.seqloc.core.kapture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.seqloc.core.SeqlocException;

/**
 * The image files of a kapture directory. A path of an untrusted dataset never leads out of its
 * sensors/records_data: not as an absolute path, not by "..", and, unless links are to be followed,
 * not through a symbolic link either. (records_data itself may be a link.)
 */
public final class KaptureImages {

  /** Larger than any camera's image; keeps a wrong path from filling the memory. */
  private static final long MAX_IMAGE_BYTES = 1L << 29;

  private static final int MAX_PATH_CHARS = 4096;

  private final Path recordsData;
  private final boolean followLinks;

  private KaptureImages(Path kaptureDir, boolean followLinks) {
    this.recordsData = recordsData(kaptureDir);
    this.followLinks = followLinks;
  }

  /** The images of a dataset; links that lead out of records_data are refused. */
  public static KaptureImages of(Path kaptureDir) {
    return new KaptureImages(kaptureDir, false);
  }

  /**
   * The images of a dataset that the user trusts: kapture's own importers fill records_data with
   * symbolic links to the originals by default.
   */
  public static KaptureImages followingLinks(Path kaptureDir) {
    return new KaptureImages(kaptureDir, true);
  }

  static Path recordsData(Path kaptureDir) {
    return kaptureDir.resolve("sensors").resolve("records_data");
  }

  /**
   * @return the path
   * @throws IllegalArgumentException when it is not a plain relative path that stays below its
   *     folder
   */
  static String checkPath(String imagePath) {
    KaptureText.checkId(imagePath, "image path");
    boolean safe =
        imagePath.length() <= MAX_PATH_CHARS
            && !imagePath.startsWith("/")
            && !imagePath.endsWith("/")
            && imagePath.indexOf('\\') < 0
            && !imagePath.matches("[A-Za-z]:.*");
    for (String segment : imagePath.split("/", -1)) {
      safe &= !segment.equals("..");
    }
    if (!safe) {
      throw new IllegalArgumentException(
          "the image path '"
              + (imagePath.length() > 200 ? imagePath.substring(0, 200) + "..." : imagePath)
              + "' is not a plain path below records_data");
    }
    return imagePath;
  }

  /**
   * The file of an image.
   *
   * @throws SeqlocException when there is none or it lies outside records_data
   */
  public Path file(CameraRecord record) {
    Path file = recordsData.resolve(record.imagePath());
    Path real;
    Path root;
    try {
      real = file.toRealPath();
      root = recordsData.toRealPath();
    } catch (IOException e) {
      throw new SeqlocException(
          "image " + file + " of records_camera.txt is missing or not readable", e);
    }
    if (!followLinks && !real.startsWith(root)) {
      throw new SeqlocException(
          "image " + file + " links out of records_data to " + real + ": copy it into the dataset");
    }
    if (!Files.isRegularFile(real)) {
      throw new SeqlocException("image " + file + " is not a file");
    }
    return real;
  }

  /** The encoded bytes of an image (JPEG, PNG, ...). */
  public byte[] read(CameraRecord record) {
    Path file = file(record);
    try {
      long size = Files.size(file);
      if (size > MAX_IMAGE_BYTES) {
        throw new SeqlocException("image " + file + " has " + size + " bytes: not an image");
      }
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new SeqlocException("cannot read image " + file + ": " + e, e);
    }
  }
}
