package org.seqloc.core.kapture.exchange;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.seqloc.core.Progress;
import org.seqloc.core.SeqlocException;
import org.seqloc.core.geometry.Camera;
import org.seqloc.core.image.DepthMap;
import org.seqloc.core.image.ImageDecoder;
import org.seqloc.core.image.Raster;
import org.seqloc.core.kapture.KaptureWriter;

/** Depth maps in image files, for kapture's: rows of float32 in metres, 0 where there is none. */
final class DepthMaps implements ImportedDataset.Reconstructed {

  private final Camera camera;
  private final float perMetre;
  private final int none;
  private final Map<String, Path> files = new LinkedHashMap<>();

  /**
   * @param camera whose size they have
   * @param perMetre values of a metre
   * @param none the value of a pixel without depth
   */
  DepthMaps(Camera camera, float perMetre, int none) {
    this.camera = camera;
    this.perMetre = perMetre;
    this.none = none;
  }

  /**
   * @param path in the kapture
   */
  void add(String path, Path file) {
    files.put(path, file);
  }

  @Override
  public void write(KaptureWriter writer, Progress progress) {
    progress.begin("converting depth maps", files.size());
    files.forEach(
        (path, file) -> {
          writer.image(path, metres(file));
          progress.advance(1);
        });
    progress.end();
  }

  private byte[] metres(Path file) {
    ImportFiles.Size size = ImportFiles.imageSize(file);
    if (size.width() != camera.width() || size.height() != camera.height()) {
      throw new SeqlocException(
          String.format(
              Locale.ROOT,
              "depth map %s is %d x %d, but the images are %d x %d",
              file,
              size.width(),
              size.height(),
              camera.width(),
              camera.height()));
    }
    if ((long) size.width() * size.height() > 1 << 26) {
      throw new SeqlocException("depth map " + file + " is too large");
    }
    Raster raster;
    try {
      raster = ImageDecoder.decodeRaster(Files.readAllBytes(file), file.toString());
    } catch (IOException e) {
      throw new SeqlocException("cannot read depth map " + file + ": " + e.getMessage(), e);
    }
    if (raster.channels() != 1) {
      throw new SeqlocException("depth map " + file + " has colours");
    }
    return DepthMap.of(raster, perMetre, none).toBytes();
  }
}
