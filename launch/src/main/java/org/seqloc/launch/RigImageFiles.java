package org.seqloc.launch;

import java.nio.file.Path;
import org.seqloc.core.SeqlocException;
import org.seqloc.core.geometry.Camera;
import org.seqloc.core.image.Image;
import org.seqloc.core.image.ImageDecoder;

/** Image files of calibrated cameras. */
final class RigImageFiles {

  private RigImageFiles() {}

  /**
   * Decodes an image file.
   *
   * @throws SeqlocException when it does not decode, or is not of the size that its camera is
   *     calibrated for
   */
  static Image decode(Path file, Camera camera) {
    Image image = ImageDecoder.decode(file);
    if (image.width() != camera.width() || image.height() != camera.height()) {
      throw new SeqlocException(
          file
              + ": is "
              + image.width()
              + " x "
              + image.height()
              + " pixels, its camera is calibrated for "
              + camera.width()
              + " x "
              + camera.height()
              + ": give the calibration of these images");
    }
    return image;
  }
}
