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
        String name = in.word("the image's name");
        if (cameras.put(name, camera(in)) != null) {
          throw in.fault("image '" + name + "' is there twice");
        }
      }
    }
    return cameras;
  }

  /** A camera as COLMAP's text has it: model, width, height and parameters; the line ends there. */
  static Camera camera(TextLines in) {
    String name = in.word("the camera's model");
    CameraModel model =
        ColmapModel.CAMERA_MODELS.stream()
            .filter(m -> m.name().equals(name))
            .findFirst()
            .orElseThrow(
                () ->
                    in.fault(
                        "kapture has no camera model "
                            + name
                            + ": undistort the images in COLMAP first"));
    int width = in.index("the width", Integer.MAX_VALUE);
    int height = in.index("the height", Integer.MAX_VALUE);
    double[] parameters = in.numbers(model.parameterCount(), "a parameter of " + name);
    if (in.hasMore()) {
      throw in.fault(name + " takes " + parameters.length + " parameters, there are more");
    }
    try {
      return new Camera(model, width, height, parameters);
    } catch (IllegalArgumentException e) {
      throw in.fault(e);
    }
  }
}
