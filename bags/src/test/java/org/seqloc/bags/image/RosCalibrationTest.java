package org.seqloc.bags.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.seqloc.bags.image.RosCalibration.Readout;
import org.seqloc.core.SeqlocException;
import org.seqloc.core.geometry.Camera;
import org.seqloc.core.geometry.CameraModel;

class RosCalibrationTest {

  private static final double[] K = {500, 0, 320, 0, 510, 240, 0, 0, 1};
  private static final Readout WHOLE = new Readout(640, 480, 0, 0, 1, 1);

  @ParameterizedTest
  @CsvSource({
    "plumb_bob, '', PINHOLE, ''",
    "plumb_bob, 0 0 0 0 0, PINHOLE, ''",
    "'', '', PINHOLE, ''",
    "plumb_bob, .1 .2 .3 .4, OPENCV, .1 .2 .3 .4",
    "plumb_bob, .1 .2 .3 .4 0, OPENCV, .1 .2 .3 .4",
    "plumb_bob, .1 .2 .3 .4 .5, FULL_OPENCV, .1 .2 .3 .4 .5 0 0 0",
    "rational_polynomial, 0 0 0 0 0 0 0 0, PINHOLE, ''",
    "rational_polynomial, .1 .2 .3 .4 .5 .6 .7 .8, FULL_OPENCV, .1 .2 .3 .4 .5 .6 .7 .8",
    "rational_polynomial, .1 .2 .3 .4 .5 .6 .7 .8 0 0 0 0, FULL_OPENCV, .1 .2 .3 .4 .5 .6 .7 .8",
    "equidistant, .1 .2 .3 .4, OPENCV_FISHEYE, .1 .2 .3 .4",
    "equidistant, 0 0 0 0, OPENCV_FISHEYE, 0 0 0 0",
    "fisheye, .1 .2 .3 .4, OPENCV_FISHEYE, .1 .2 .3 .4",
    "fov, .9, FOV, .9",
    "fov, 0, PINHOLE, ''",
    "none, '', PINHOLE, ''",
    "radtan, .1 .2 .3 .4, OPENCV, .1 .2 .3 .4",
    "Brown Conrady, .1 .2 .3 .4 .5, FULL_OPENCV, .1 .2 .3 .4 .5 0 0 0",
    "Inverse Brown Conrady, 0 0 0 0 0, PINHOLE, ''",
    "Kannala_Brandt4, .1 .2 .3 .4 0, OPENCV_FISHEYE, .1 .2 .3 .4",
    "kannala-brandt, .1 .2 .3 .4, OPENCV_FISHEYE, .1 .2 .3 .4",
    "rational_polynomial, .1 .2 .3 .4 .5 .6 .7 .8 0 0 0 0 0 0, FULL_OPENCV, .1 .2 .3 .4 .5 .6 .7 .8"
  })
  void choosesTheModel(String model, String d, CameraModel expected, String coefficients) {
    double[] c = numbers(coefficients);
    double[] parameters = Arrays.copyOf(new double[] {500, 510, 320, 240}, 4 + c.length);
    System.arraycopy(c, 0, parameters, 4, c.length);
    assertEquals(
        new Camera(expected, 640, 480, parameters),
        RosCalibration.toCamera("/info", model, numbers(d), K, WHOLE));
  }

  @ParameterizedTest
  @EnumSource(value = CameraModel.class, names = "THIN_PRISM_FISHEYE", mode = Mode.EXCLUDE)
  void projectsAlikeAfterTheWayThroughRos(CameraModel model) {
    double[] parameters = new double[model.parameterCount()];
    for (int i = 0; i < parameters.length; i++) {
      parameters[i] = 0.01 * (i + 1) * (i % 2 == 0 ? 1 : -1);
    }
    int focals =
        RosCalibration.intrinsics(new Camera(model, 640, 480, ones(model)))[2] == 3 ? 2 : 1;
    parameters[0] = 500;
    parameters[1] = focals == 2 ? 510 : 321;
    parameters[2] = focals == 2 ? 321 : 239;
    if (focals == 2) {
      parameters[3] = 239;
    }
    if (model == CameraModel.FOV) {
      parameters[4] = 0.9;
    }
    Camera camera = new Camera(model, 640, 480, parameters);
    Camera back =
        RosCalibration.toCamera(
            "/info",
            RosCalibration.distortionModel(camera),
            RosCalibration.coefficients(camera),
            RosCalibration.intrinsics(camera),
            WHOLE);
    double[] expected = new double[2];
    double[] actual = new double[2];
    for (double x = -0.5; x <= 0.5; x += 0.25) {
      for (double y = -0.5; y <= 0.5; y += 0.25) {
        assertTrue(camera.project(x, y, 1, expected));
        assertTrue(back.project(x, y, 1, actual));
        assertArrayEquals(expected, actual, 1e-9, model + " at " + x + ", " + y);
      }
    }
  }

  /** 1, 2, 3, ...: the principal point's column is the second or third parameter. */
  private static double[] ones(CameraModel model) {
    double[] numbers = new double[model.parameterCount()];
    Arrays.setAll(numbers, i -> i + 1);
    return numbers;
  }

  @Test
  void followsRegionAndBinning() {
    // The principal point, (320, 240) on the sensor, is at (219, 189) of the region.
    Readout readout = new Readout(320, 160, 101, 51, 2, 3);
    Camera camera = RosCalibration.toCamera("/info", "plumb_bob", new double[5], K, readout);
    assertEquals(
        new Camera(
            CameraModel.PINHOLE, 320, 160, 250, 170, (219 + 0.5) / 2 - 0.5, (189 + 0.5) / 3 - 0.5),
        camera);
  }

  @Test
  void refusesWhatItCannotSay() {
    assertRefused("/info: uncalibrated camera, K is all zero", "plumb_bob", "", new double[9]);
    assertRefused("/info: no calibration: focal length", "plumb_bob", "", k(-500, 0));
    assertRefused("/info: no calibration: PINHOLE has a parameter", "", "", k(Double.NaN, 0));
    assertRefused("/info: K has a skew of 0.5", "plumb_bob", "", k(500, 0.5));
    assertRefused("/info: distortion model \"blur\" is", "blur", "1", K);
    assertRefused("/info: distortion model \"plumb_bob\" with 6", "plumb_bob", "0 0 0 0 0 1", K);
    assertRefused("/info: distortion model \"equidistant\" with 5", "equidistant", "1 1 1 1 1", K);
    assertRefused("/info: distortion model \"fov\" with 2", "fov", "1 1", K);
    String rational = "rational_polynomial";
    assertRefused(
        "/info: distortion model \"rational_polynomial\" with coefficients of a thin prism",
        rational,
        "0 0 0 0 0 0 0 0 1",
        K);
    assertRefused(
        "/info: distortion model \"rational_polynomial\" with the tilt of the sensor",
        rational,
        "0 0 0 0 0 0 0 0 0 0 0 0 0 1",
        K);
    assertRefused(
        "/info: distortion model \"rational_polynomial\" with 15",
        rational,
        "0 0 0 0 0 0 0 0 0 0 0 0 0 0 1",
        K);
    for (String model :
        new String[] {"double_sphere", "ds", "omnidirectional", "mei", "Thin Prism"}) {
      assertRefused(
          "/info: kapture has no camera for the distortion model \"" + model + "\"; calibrate with",
          model,
          "0.1",
          K);
    }
    assertRefused("/info: kapture has no camera", "inverse_brown_conrady", "0 0.1 0 0 0", K);
    Camera prism =
        new Camera(CameraModel.THIN_PRISM_FISHEYE, 640, 480, ones(CameraModel.THIN_PRISM_FISHEYE));
    assertThrows(SeqlocException.class, () -> RosCalibration.distortionModel(prism));
  }

  private static double[] k(double fx, double skew) {
    double[] k = K.clone();
    k[0] = fx;
    k[1] = skew;
    return k;
  }

  private static void assertRefused(String refusal, String model, String d, double[] k) {
    SeqlocException e =
        assertThrows(
            SeqlocException.class,
            () -> RosCalibration.toCamera("/info", model, numbers(d), k, WHOLE));
    assertTrue(e.getMessage().startsWith(refusal), e.getMessage());
  }

  private static double[] numbers(String text) {
    return text.isEmpty()
        ? new double[0]
        : Arrays.stream(text.split(" ")).mapToDouble(Double::parseDouble).toArray();
  }
}
