package org.seqloc.core.kapture.exchange;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.seqloc.core.geometry.Camera;
import org.seqloc.core.geometry.CameraModel;

/** Lists of images with their calibration: name, model, width, height, parameters. */
final class ImageIntrinsics {

  private ImageIntrinsics() {}

  /** By image, in the order of the file. */
  static Map<String, Camera> read(Path file) {
    Map<String, Camera> cameras = new LinkedHashMap<>();
    try (TextLines in = new TextLines(file, "images with their calibration")) {
      while (in.nextRow()) {
        cameras.put(in.word("the image's name"), camera(in));
      }
    }
    return cameras;
  }

  /** Model, width, height and parameters; the rest of a line. */
  static Camera camera(TextLines in) {
    String name = in.word("the camera's model");
    CameraModel model;
    try {
      model = CameraModel.valueOf(name);
    } catch (IllegalArgumentException e) {
      throw in.fault(new IllegalArgumentException("no camera model '" + name + "'", e));
    }
    int width = in.index("the width", Integer.MAX_VALUE);
    int height = in.index("the height", Integer.MAX_VALUE);
    double[] parameters = in.numbers(model.parameterCount(), "a parameter of " + name);
    try {
      return new Camera(model, width, height, parameters);
    } catch (IllegalArgumentException e) {
      throw in.fault(e);
    }
  }
}
