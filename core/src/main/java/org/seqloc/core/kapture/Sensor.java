package org.seqloc.core.kapture;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.seqloc.core.SeqlocException;
import org.seqloc.core.geometry.Camera;
import org.seqloc.core.geometry.CameraModel;

/**
 * A row of sensors.txt.
 *
 * @param name may be empty
 * @param type {@code camera}, {@code lidar}, {@code gnss}, ...; types unknown to Seqloc are kept
 * @param parameters the remaining columns as they stand in the file, so that numbers come back
 *     digit for digit; of a camera: MODEL, width, height, then the model's parameters
 */
public record Sensor(String id, String name, String type, List<String> parameters) {

  /** The type of sensors whose records are images. */
  public static final String CAMERA = "camera";

  /** The type of sensors whose records are depth maps. */
  public static final String DEPTH = "depth";

  private static final String UNKNOWN_CAMERA = "UNKNOWN_CAMERA";

  /**
   * @throws IllegalArgumentException when a value cannot stand in a kapture table, or the
   *     parameters of a camera do not make one
   */
  public Sensor {
    parameters = List.copyOf(parameters);
    KaptureText.checkId(id, "sensor id");
    KaptureText.checkValue(name, "sensor name");
    KaptureText.checkValue(type, "sensor type");
    parameters.forEach(p -> KaptureText.checkValue(p, "sensor parameter"));
    if (type.equals(CAMERA)) {
      parse(id, parameters);
    }
  }

  /** The row of a calibrated camera. */
  public static Sensor ofCamera(String id, String name, Camera camera) {
    return ofCamera(id, name, CAMERA, camera);
  }

  /**
   * The row of a calibrated camera, or of what measures depth as a camera sees.
   *
   * @param type {@link #CAMERA} or {@link #DEPTH}
   */
  public static Sensor ofCamera(String id, String name, String type, Camera camera) {
    List<String> parameters = new ArrayList<>();
    parameters.add(camera.model().name());
    parameters.add(Integer.toString(camera.width()));
    parameters.add(Integer.toString(camera.height()));
    for (double p : camera.parameters()) {
      parameters.add(Double.toString(p));
    }
    return new Sensor(id, name, type, parameters);
  }

  /**
   * The row of a camera of which no more is known than the size of its images.
   *
   * @param type {@link #CAMERA} or {@link #DEPTH}
   */
  public static Sensor ofUnknownCamera(String id, String name, String type, int width, int height) {
    return new Sensor(
        id, name, type, List.of(UNKNOWN_CAMERA, Integer.toString(width), Integer.toString(height)));
  }

  public boolean isCamera() {
    return type.equals(CAMERA);
  }

  /** The calibration; empty for other sensors and for a camera of type UNKNOWN_CAMERA. */
  public Optional<Camera> camera() {
    return isCamera() ? parse(id, parameters) : Optional.empty();
  }

  /**
   * The calibration of a camera.
   *
   * @throws SeqlocException when it has none
   */
  Camera requireCamera() {
    return camera()
        .orElseThrow(
            () ->
                new SeqlocException(
                    "camera '"
                        + id
                        + "' is an UNKNOWN_CAMERA: give it a model and parameters in sensors.txt"));
  }

  /** The calibration of a camera or of what measures depth as a camera sees; else empty. */
  public Optional<Camera> calibration() {
    return type.equals(CAMERA) || type.equals(DEPTH) ? parse(id, parameters) : Optional.empty();
  }

  private static Optional<Camera> parse(String id, List<String> parameters) {
    String model = parameters.isEmpty() ? "" : parameters.get(0);
    if (model.equals(UNKNOWN_CAMERA)) {
      requireCount(id, model, 2, parameters);
      return Optional.empty();
    }
    CameraModel known;
    try {
      known = CameraModel.valueOf(model);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "camera " + id + " has the unknown model '" + model + "'", e);
    }
    requireCount(id, model, 2 + known.parameterCount(), parameters);
    double[] values = new double[known.parameterCount()];
    for (int i = 0; i < values.length; i++) {
      values[i] = KaptureText.number(parameters.get(3 + i), "parameter of camera " + id);
    }
    int width = size(parameters.get(1), "width of camera " + id);
    int height = size(parameters.get(2), "height of camera " + id);
    try {
      return Optional.of(new Camera(known, width, height, values));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("camera " + id + ": " + e.getMessage(), e);
    }
  }

  private static void requireCount(String id, String model, int count, List<String> parameters) {
    if (parameters.size() != 1 + count) {
      throw new IllegalArgumentException(
          "camera "
              + id
              + ": "
              + model
              + " takes "
              + count
              + " parameters with width and height, found "
              + (parameters.size() - 1));
    }
  }

  private static int size(String text, String what) {
    double value = KaptureText.number(text, what);
    if (value != Math.rint(value) || Math.abs(value) > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(what + " is not a whole number: " + text);
    }
    return (int) value;
  }
}
