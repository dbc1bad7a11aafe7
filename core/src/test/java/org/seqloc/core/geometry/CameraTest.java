package org.seqloc.core.geometry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.opencv.calib3d.Calib3d;
import org.opencv.core.CvType;
import org.opencv.core.Mat;
import org.opencv.core.MatOfDouble;
import org.opencv.core.MatOfPoint2f;
import org.opencv.core.MatOfPoint3f;
import org.opencv.core.Point3;
import org.seqloc.core.image.OpenCv;

class CameraTest {

  private static final int WIDTH = 1280;
  private static final int HEIGHT = 800;

  static Camera camera(CameraModel model) {
    double[] parameters =
        switch (model) {
          case SIMPLE_PINHOLE -> new double[] {700, 640.5, 399};
          case PINHOLE -> new double[] {700, 690, 640.5, 399};
          case SIMPLE_RADIAL -> new double[] {700, 640.5, 399, -0.08};
          case RADIAL -> new double[] {700, 640.5, 399, -0.2, 0.05};
          case OPENCV -> new double[] {700, 690, 640.5, 399, -0.2, 0.05, 1e-3, -2e-3};
          case OPENCV_FISHEYE -> new double[] {400, 405, 640.5, 399, -0.01, 0.02, -0.006, 0.001};
          case FULL_OPENCV ->
              new double[] {700, 690, 640.5, 399, 0.2, -0.1, 1e-3, -2e-3, 0.03, 0.4, -0.06, 0.01};
          case FOV -> new double[] {600, 590, 640.5, 399, 0.8};
          case SIMPLE_RADIAL_FISHEYE -> new double[] {400, 640.5, 399, 0.01};
          case RADIAL_FISHEYE -> new double[] {400, 640.5, 399, 0.01, -0.002};
          case THIN_PRISM_FISHEYE ->
              new double[] {
                400, 405, 640.5, 399, 0.01, -0.002, 1e-4, -2e-4, 1e-4, -1e-5, 3e-4, -2e-4
              };
        };
    return new Camera(model, WIDTH, HEIGHT, parameters);
  }

  @ParameterizedTest
  @EnumSource(CameraModel.class)
  void aPixelsRayProjectsToThePixel(CameraModel model) {
    Camera camera = camera(model);
    double[] pixel = new double[2];
    for (int x = 0; x < WIDTH; x += 71) {
      for (int y = 0; y < HEIGHT; y += 53) {
        Vector3 ray = camera.ray(x, y);
        assertEquals(1, ray.norm(), 1e-12);
        assertTrue(camera.project(5 * ray.x(), 5 * ray.y(), 5 * ray.z(), pixel));
        assertEquals(x, pixel[0], 1e-6, model + " at " + x + ", " + y);
        assertEquals(y, pixel[1], 1e-6, model + " at " + x + ", " + y);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(CameraModel.class)
  void theJacobianIsTheDerivative(CameraModel model) {
    Camera camera = camera(model);
    Random random = new Random(3);
    double[] pixel = new double[2];
    double[] jacobian = new double[6];
    double step = 1e-6;
    for (int n = 0; n < 50; n++) {
      double z = 1 + 4 * random.nextDouble();
      double[] p = {z * (random.nextDouble() - 0.5), z * (random.nextDouble() - 0.5), z};
      assertTrue(camera.projectWithJacobian(p[0], p[1], p[2], pixel, jacobian));
      for (int k = 0; k < 3; k++) {
        double[] before = new double[2];
        double[] after = new double[2];
        p[k] -= step;
        camera.project(p[0], p[1], p[2], before);
        p[k] += 2 * step;
        camera.project(p[0], p[1], p[2], after);
        p[k] -= step;
        for (int i = 0; i < 2; i++) {
          assertEquals(
              (after[i] - before[i]) / (2 * step), jacobian[3 * i + k], 1e-3, model.toString());
        }
      }
    }
  }

  /** Models that OpenCV has too, with its order of coefficients. */
  static List<CameraModel> openCvModels() {
    return List.of(
        CameraModel.PINHOLE,
        CameraModel.OPENCV,
        CameraModel.FULL_OPENCV,
        CameraModel.OPENCV_FISHEYE);
  }

  @ParameterizedTest
  @MethodSource("openCvModels")
  void projectsAsOpenCvDoes(CameraModel model) {
    OpenCv.load();
    Camera camera = camera(model);
    double[] p = camera.parameters();
    Mat k = Mat.eye(3, 3, CvType.CV_64F);
    k.put(0, 0, p[0], 0, p[2], 0, p[1], p[3], 0, 0, 1);
    double[] coefficients = new double[Math.max(4, p.length - 4)];
    System.arraycopy(p, 4, coefficients, 0, p.length - 4);
    MatOfDouble d = new MatOfDouble(coefficients);
    Random random = new Random(5);
    Point3[] points = new Point3[60];
    for (int i = 0; i < points.length; i++) {
      // Float32 in OpenCV: values it holds exactly.
      points[i] =
          new Point3(
              (float) (random.nextDouble() * 2 - 1),
              (float) (random.nextDouble() * 2 - 1),
              (float) (1.5 + random.nextDouble()));
    }
    MatOfPoint3f in = new MatOfPoint3f(points);
    MatOfPoint2f out = new MatOfPoint2f();
    Mat zero = Mat.zeros(3, 1, CvType.CV_64F);
    if (model == CameraModel.OPENCV_FISHEYE) {
      Calib3d.fisheye_projectPoints(in, out, zero, zero, k, d);
    } else {
      Calib3d.projectPoints(in, zero, zero, k, d, out);
    }
    double[] pixel = new double[2];
    for (int i = 0; i < points.length; i++) {
      assertTrue(camera.project(points[i].x, points[i].y, points[i].z, pixel));
      assertEquals(out.toArray()[i].x, pixel[0], 2e-4, model + " x of " + points[i]);
      assertEquals(out.toArray()[i].y, pixel[1], 2e-4, model + " y of " + points[i]);
    }
  }

  @Test
  void smallerModelsAreTheLargerWithZeros() {
    double[] a = new double[2];
    double[] b = new double[2];
    Camera[][] pairs = {
      {
        camera(CameraModel.RADIAL),
        new Camera(CameraModel.OPENCV, WIDTH, HEIGHT, 700, 700, 640.5, 399, -0.2, 0.05, 0, 0)
      },
      {
        camera(CameraModel.SIMPLE_RADIAL),
        new Camera(CameraModel.RADIAL, WIDTH, HEIGHT, 700, 640.5, 399, -0.08, 0)
      },
      {
        camera(CameraModel.RADIAL_FISHEYE),
        new Camera(
            CameraModel.OPENCV_FISHEYE, WIDTH, HEIGHT, 400, 400, 640.5, 399, 0.01, -0.002, 0, 0)
      },
      {
        camera(CameraModel.SIMPLE_PINHOLE),
        new Camera(CameraModel.FOV, WIDTH, HEIGHT, 700, 700, 640.5, 399, 1e-9)
      }
    };
    for (Camera[] pair : pairs) {
      pair[0].project(0.4, -0.3, 1.1, a);
      pair[1].project(0.4, -0.3, 1.1, b);
      assertEquals(b[0], a[0], 1e-6, pair[0].toString());
      assertEquals(b[1], a[1], 1e-6, pair[0].toString());
    }
  }

  /** Devernay and Faugeras 2001: r_d = atan(2 r tan(w/2)) / w. */
  @Test
  void fieldOfViewModelFollowsItsPaper() {
    double omega = 0.8;
    double r = Math.hypot(0.3, 0.4);
    double scale = Math.atan(2 * r * Math.tan(omega / 2)) / omega / r;
    double[] pixel = new double[2];
    camera(CameraModel.FOV).project(0.3, 0.4, 1, pixel);
    assertEquals(600 * 0.3 * scale + 640.5, pixel[0], 1e-9);
    assertEquals(590 * 0.4 * scale + 399, pixel[1], 1e-9);
  }

  @Test
  void whatHasNoImageIsToldSo() {
    double[] pixel = {7, 8};
    assertFalse(camera(CameraModel.PINHOLE).project(1, 1, -1, pixel));
    assertFalse(camera(CameraModel.OPENCV).project(1, 1, 0, pixel));
    assertEquals(7, pixel[0]);
    // A fisheye sees what is beside and a little behind it.
    assertTrue(camera(CameraModel.OPENCV_FISHEYE).project(1, 0, -0.05, pixel));
  }

  /** A polynomial that falls again would show in the image what lies far outside its field. */
  @Test
  void pointsBeyondTheFoldOfTheDistortionHaveNoImage() {
    List<Camera> cameras = new ArrayList<>();
    for (CameraModel model : CameraModel.values()) {
      cameras.add(camera(model));
    }
    // KITTI's left colour camera before rectification: it folds 56 degrees off its axis.
    cameras.add(
        new Camera(
            CameraModel.FULL_OPENCV,
            1392,
            512,
            959.791,
            956.9251,
            696.0217,
            224.1806,
            -0.3691481,
            0.1968681,
            0.001353473,
            0.0005677587,
            -0.06770705,
            0,
            0,
            0));
    for (Camera camera : cameras) {
      double[] pixel = new double[2];
      int visible = 0;
      for (double angle = 0.01; angle < 1.56; angle += 0.01) {
        for (double around = 0; around < 6.28; around += 0.1) {
          Vector3 ray =
              new Vector3(
                  Math.sin(angle) * Math.cos(around),
                  Math.sin(angle) * Math.sin(around),
                  Math.cos(angle));
          if (camera.project(ray.x(), ray.y(), ray.z(), pixel)
              && camera.contains(pixel[0], pixel[1])) {
            visible++;
            assertEquals(
                0,
                camera.ray(pixel[0], pixel[1]).distanceTo(ray),
                1e-6,
                camera + ": " + Math.toDegrees(angle) + " degrees off the axis");
          }
        }
      }
      assertTrue(visible > 1000, camera + ": " + visible);
    }
  }

  @Test
  void nonsenseIsRefused() {
    assertThrows(
        IllegalArgumentException.class, () -> new Camera(CameraModel.PINHOLE, 10, 10, 1, 1, 5));
    assertThrows(
        IllegalArgumentException.class, () -> new Camera(CameraModel.PINHOLE, 0, 10, 1, 1, 5, 5));
    assertThrows(
        IllegalArgumentException.class, () -> new Camera(CameraModel.PINHOLE, 10, 10, 1, -1, 5, 5));
    assertThrows(
        IllegalArgumentException.class,
        () -> new Camera(CameraModel.PINHOLE, 10, 10, 1, 1, Double.NaN, 5));
  }
}
