package org.seqloc.core.kapture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.seqloc.core.SeqlocException;

/**
 * The images, depth maps and point clouds of a kapture directory. A path of an untrusted dataset
 * never leads out of its sensors/records_data: not as an absolute path, not by "..", and, unless
 * links are to be followed, not through a symbolic link either. (records_data itself may be a
 * link.)
 */
public final class KaptureImages {

  /** Larger than any camera's image; keeps a wrong path from filling the memory. */
  private static final long MAX_IMAGE_BYTES = 1L << 29;

  private static final int MAX_PATH_CHARS = 4096;

  /** A part between slashes that is empty, "." or "..". */
  private static final Pattern UNSAFE_PART = Pattern.compile("(^|/)\\.{0,2}(/|$)");

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
   * Checks the name of a file before anything is written.
   *
   * @return the path
   * @throws IllegalArgumentException when it is not a plain relative path that stays below its
   *     folder, the only one that leads to its file
   */
  public static String checkPath(String imagePath) {
    KaptureText.checkId(imagePath, "image path");
    boolean safe =
        imagePath.length() <= MAX_PATH_CHARS
            && imagePath.indexOf('\\') < 0
            && !(imagePath.length() > 1
                && imagePath.charAt(1) == ':'
                && Character.isLetter(imagePath.charAt(0)))
            && !UNSAFE_PART.matcher(imagePath).find();
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
    return file(RecordKind.CAMERA, record.imagePath());
  }

  /**
   * The file of an image, depth map or point cloud.
   *
   * @param path the value of the record, relative to records_data
   * @throws SeqlocException when there is none or it lies outside records_data
   */
  public Path file(RecordKind kind, String path) {
    Path file = recordsData.resolve(checkPath(path));
    Path real;
    Path root;
    try {
      real = file.toRealPath();
      root = recordsData.toRealPath();
    } catch (IOException e) {
      throw new SeqlocException(
          noun(kind) + " " + file + " of " + kind.fileName() + " is missing or not readable", e);
    }
    if (!followLinks && !real.startsWith(root)) {
      throw new SeqlocException(
          noun(kind)
              + " "
              + file
              + " links out of records_data to "
              + real
              + ": copy it into the dataset");
    }
    if (!Files.isRegularFile(real)) {
      throw new SeqlocException(noun(kind) + " " + file + " is not a file");
    }
    return real;
  }

  static String noun(RecordKind kind) {
    return switch (kind) {
      case CAMERA -> "image";
      case DEPTH -> "depth map";
      case LIDAR -> "point cloud";
      default -> "record";
    };
  }

  /** The encoded bytes of an image (JPEG, PNG, ...). */
  public byte[] read(CameraRecord record) {
    return read(file(record));
  }

  /** The bytes of an image, whose {@link #file} it is. */
  static byte[] read(Path file) {
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
