package org.seqloc.bags.image;

import java.util.Arrays;
import org.seqloc.core.SeqlocException;
import org.seqloc.core.geometry.Camera;
import org.seqloc.core.geometry.CameraModel;

/**
 * ROS's way to write a calibration down, {@code sensor_msgs/CameraInfo}, and core's cameras.
 *
 * <p>ROS's coefficients are k1, k2, p1, p2, k3 for {@code plumb_bob}, then k4, k5, k6 for {@code
 * rational_polynomial}; k1 to k4 for {@code equidistant}; omega for {@code fov}. Other names for
 * these: see {@link DistortionKind}.
 */
final class RosCalibration {

  private RosCalibration() {}

  /**
   * How the pixels of the sensor, which the calibration holds for, became the image's: a region was
   * cut out and blocks of pixels were averaged.
   *
   * @param width of the image in pixels
   * @param height of the image in pixels
   * @param offsetX column of the sensor at which the image starts
   * @param offsetY row of the sensor at which it starts
   * @param binX columns of the sensor to one of the image; 0 means 1
   * @param binY rows of the sensor to one of the image; 0 means 1
   */
  record Readout(int width, int height, long offsetX, long offsetY, long binX, long binY) {

    /** A column of the sensor as one of the image; the centre of the first pixel is 0. */
    double x(double sensorX) {
      return binned(sensorX - offsetX, binX);
    }

    double y(double sensorY) {
      return binned(sensorY - offsetY, binY);
    }

    private static double binned(double pixel, long bin) {
      return (pixel + 0.5) / Math.max(1, bin) - 0.5;
    }
  }

  /**
   * The camera of the raw image.
   *
   * @param name what errors call the calibration: its topic
   * @param k the row-major 3 x 3 matrix of focal lengths and principal point
   * @throws SeqlocException when the camera is not calibrated or its model is none of core's
   */
  static Camera toCamera(String name, String model, double[] d, double[] k, Readout readout) {
    if (k.length != 9 || Arrays.stream(k).allMatch(v -> v == 0)) {
      throw new SeqlocException(
          name + ": uncalibrated camera, K is all zero; calibrate it and publish the result");
    }
    if (k[1] != 0) {
      throw new SeqlocException(
          name
              + ": K has a skew of "
              + k[1]
              + ", which no camera model here has; calibrate without");
    }
    double[] pinhole = {
      k[0] / Math.max(1, readout.binX()),
      k[4] / Math.max(1, readout.binY()),
      readout.x(k[2]),
      readout.y(k[5])
    };
    DistortionKind kind = DistortionKind.of(model).orElseThrow(() -> unknown(name, quoted(model)));
    if (kind == DistortionKind.FOREIGN) {
      throw foreign(name, quoted(model));
    }
    CameraModel coreModel =
        switch (kind) {
          // All zero is the ideal fisheye, not a pinhole.
          case EQUIDISTANT -> CameraModel.OPENCV_FISHEYE;
          case FIELD_OF_VIEW -> anyFrom(0, d) ? CameraModel.FOV : CameraModel.PINHOLE;
          default ->
              !anyFrom(0, d)
                  ? CameraModel.PINHOLE
                  : anyFrom(4, d) ? CameraModel.FULL_OPENCV : CameraModel.OPENCV;
        };
    if (kind == DistortionKind.INVERSE_PLUMB_BOB && anyFrom(0, d)) {
      throw foreign(name, quoted(model));
    }
    if (kind == DistortionKind.RATIONAL && d.length <= 14 && anyFrom(8, d)) {
      throw new SeqlocException(
          String.format(
              "%s: distortion model %s with %s, which no kapture camera has; calibrate without"
                  + " them, with 8 coefficients",
              name,
              quoted(model),
              anyFrom(12, d) ? "the tilt of the sensor" : "coefficients of a thin prism"));
    }
    // ROS's coefficients come in core's order; there may be zeros behind them.
    int count =
        coreModel == CameraModel.FULL_OPENCV && kind != DistortionKind.RATIONAL
            ? 5
            : coreModel.parameterCount() - 4;
    if (anyFrom(count, d)) {
      throw unknown(name, quoted(model) + " with " + d.length + " coefficients");
    }
    double[] parameters = Arrays.copyOf(pinhole, coreModel.parameterCount());
    System.arraycopy(d, 0, parameters, 4, Math.min(d.length, count));
    try {
      return new Camera(coreModel, readout.width(), readout.height(), parameters);
    } catch (IllegalArgumentException e) {
      throw new SeqlocException(name + ": no calibration: " + e.getMessage() + "; mend it", e);
    }
  }

  /**
   * ROS's name of the camera's distortion model.
   *
   * @throws SeqlocException when ROS has none for it
   */
  static String distortionModel(Camera camera) {
    return switch (camera.model()) {
      case SIMPLE_PINHOLE, PINHOLE, SIMPLE_RADIAL, RADIAL, OPENCV -> "plumb_bob";
      case FULL_OPENCV -> anyFrom(9, camera.parameters()) ? "rational_polynomial" : "plumb_bob";
      case SIMPLE_RADIAL_FISHEYE, RADIAL_FISHEYE, OPENCV_FISHEYE -> "equidistant";
      case FOV -> "fov";
      case THIN_PRISM_FISHEYE ->
          throw new SeqlocException(
              "ROS has no distortion model for " + camera.model() + "; calibrate OPENCV_FISHEYE");
    };
  }

  /** The camera's coefficients in the order of its {@link #distortionModel}. */
  static double[] coefficients(Camera camera) {
    double[] p = camera.parameters();
    return switch (camera.model()) {
      case SIMPLE_PINHOLE, PINHOLE -> new double[5];
      case SIMPLE_RADIAL -> new double[] {p[3], 0, 0, 0, 0};
      case RADIAL -> new double[] {p[3], p[4], 0, 0, 0};
      case OPENCV -> new double[] {p[4], p[5], p[6], p[7], 0};
      case FULL_OPENCV -> Arrays.copyOfRange(p, 4, anyFrom(9, p) ? 12 : 9);
      case SIMPLE_RADIAL_FISHEYE -> new double[] {p[3], 0, 0, 0};
      case RADIAL_FISHEYE -> new double[] {p[3], p[4], 0, 0};
      case OPENCV_FISHEYE -> Arrays.copyOfRange(p, 4, 8);
      case FOV -> new double[] {p[4]};
      case THIN_PRISM_FISHEYE -> throw new IllegalArgumentException("see distortionModel");
    };
  }

  /** The row-major 3 x 3 matrix of focal lengths and principal point. */
  static double[] intrinsics(Camera camera) {
    double[] p = camera.parameters();
    return switch (camera.model()) {
      case SIMPLE_PINHOLE, SIMPLE_RADIAL, RADIAL, SIMPLE_RADIAL_FISHEYE, RADIAL_FISHEYE ->
          new double[] {p[0], 0, p[1], 0, p[0], p[2], 0, 0, 1};
      default -> new double[] {p[0], 0, p[2], 0, p[1], p[3], 0, 0, 1};
    };
  }

  private static boolean anyFrom(int index, double[] values) {
    for (int i = index; i < values.length; i++) {
      if (values[i] != 0) {
        return true;
      }
    }
    return false;
  }

  private static String quoted(String model) {
    return '"' + RawPixels.printable(model) + '"';
  }

  private static SeqlocException unknown(String name, String model) {
    return new SeqlocException(
        String.format(
            "%s: distortion model %s is not supported; calibrate with plumb_bob,"
                + " rational_polynomial, equidistant or fov",
            name, model));
  }

  private static SeqlocException foreign(String name, String model) {
    return new SeqlocException(
        String.format(
            "%s: kapture has no camera for the distortion model %s; calibrate with plumb_bob, or with"
                + " equidistant for a fisheye (Kalibr's pinhole-equi, OpenCV's fisheye)",
            name, model));
  }
}
