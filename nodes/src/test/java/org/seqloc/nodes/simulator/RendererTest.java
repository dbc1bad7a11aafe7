package org.seqloc.nodes.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.seqloc.core.geometry.Camera;
import org.seqloc.core.geometry.CameraModel;
import org.seqloc.core.geometry.Pose;
import org.seqloc.core.geometry.Quaternion;
import org.seqloc.core.geometry.Rig;
import org.seqloc.core.geometry.Vector2;
import org.seqloc.core.geometry.Vector3;
import org.seqloc.nodes.simulator.Lighting.Light;

class RendererTest {

  private static final Camera CAMERA =
      new Camera(CameraModel.PINHOLE, 320, 200, 150, 152, 161.3, 97.9);

  /** No sun, no haze: what is seen is the texture, squared. */
  private static final Lighting FLAT =
      new Lighting(
          new Vector3(0, 0, 1),
          new Light(0, 0, 0),
          new Light(1, 1, 1),
          new Light(0, 0, 0),
          1e12,
          new Light(0, 0, 0),
          0,
          1,
          1);

  private static final Sky BLACK = new Sky(FLAT);

  @Test
  void cornersOfSurfacesLieWhereTheCameraProjectsThem() {
    SplittableRandom random = new SplittableRandom(3);
    List<double[]> errors = new ArrayList<>();
    for (int trial = 0; trial < 40; trial++) {
      Pose mapFromCamera = pose(random);
      // Four squares that meet in the origin, two of them white; looking at it from 1.5 to 4 m.
      double tilt = Colours.uniform(random, -0.7, 0.7);
      List<Surface> board = board(mapFromCamera, tilt, random);
      errors.add(error(CAMERA, mapFromCamera, board, board.get(0).origin()));
    }
    check(errors);
  }

  @Test
  void cornersWithinTexturesLieWhereTheCameraProjectsThem() {
    SplittableRandom random = new SplittableRandom(4);
    List<double[]> errors = new ArrayList<>();
    for (int trial = 0; trial < 40; trial++) {
      Pose mapFromCamera = pose(random);
      Surface textured = checker(mapFromCamera, random);
      errors.add(error(CAMERA, mapFromCamera, List.of(textured), textured.at(1, 1)));
    }
    check(errors);
  }

  @Test
  void cornersLieRightInTheCamerasOfTheRig() {
    Pose mapFromBody =
        new Pose(Quaternion.ofRollPitchYaw(0.02, -0.01, 2.1), new Vector3(70, -30, 0));
    SplittableRandom random = new SplittableRandom(5);
    List<double[]> errors = new ArrayList<>();
    for (Rig.RigCamera mounted : SurroundRig.of(640, 400).cameras()) {
      Pose mapFromCamera = mapFromBody.times(mounted.cameraFromBody().inverse());
      for (int trial = 0; trial < 10; trial++) {
        Surface textured = checker(mapFromCamera, random);
        errors.add(error(mounted.camera(), mapFromCamera, List.of(textured), textured.at(1, 1)));
      }
    }
    check(errors);
  }

  private static Pose pose(SplittableRandom random) {
    return new Pose(
        Quaternion.exp(
            new Vector3(
                Colours.uniform(random, -2, 2),
                Colours.uniform(random, -2, 2),
                Colours.uniform(random, -2, 2))),
        new Vector3(Colours.uniform(random, -50, 50), Colours.uniform(random, -50, 50), 1.6));
  }

  /** A place in view, 1.5 to 4 m ahead, and level axes of the camera tilted by up to 40 degrees. */
  private static Vector3[] frame(Pose mapFromCamera, double tilt, SplittableRandom random) {
    double depth = Colours.uniform(random, 1.5, 4);
    Vector3 place =
        new Vector3(
            depth * Colours.uniform(random, -0.6, 0.6),
            depth * Colours.uniform(random, -0.35, 0.35),
            depth);
    Quaternion turn =
        Quaternion.ofAxisAngle(new Vector3(0, 1, 0), tilt)
            .times(
                Quaternion.ofAxisAngle(new Vector3(0, 0, 1), Colours.uniform(random, -0.5, 0.5)));
    // s to the right, t up in the picture: the normal looks at the camera.
    return new Vector3[] {
      mapFromCamera.transform(place),
      mapFromCamera.rotation().rotate(turn.rotate(new Vector3(1, 0, 0))),
      mapFromCamera.rotation().rotate(turn.rotate(new Vector3(0, -1, 0)))
    };
  }

  private static List<Surface> board(Pose mapFromCamera, double tilt, SplittableRandom random) {
    Vector3[] frame = frame(mapFromCamera, tilt, random);
    Texture white = Texture.plain(0xffffff);
    List<Surface> board = new ArrayList<>();
    for (double sign : new double[] {1, -1}) {
      board.add(
          Surface.of(
              frame[0],
              frame[1],
              frame[2],
              List.of(CORNER, new Vector2(sign, 0), new Vector2(sign, sign), new Vector2(0, sign)),
              white,
              1,
              1,
              0xffffff));
    }
    return board;
  }

  private static final Vector2 CORNER = new Vector2(0, 0);

  /** Two metres square with a chequer of one metre, its middle at (1, 1). */
  private static Surface checker(Pose mapFromCamera, SplittableRandom random) {
    Vector3[] frame = frame(mapFromCamera, Colours.uniform(random, -0.7, 0.7), random);
    Canvas canvas = new Canvas(2, 2, 2 / 256.0);
    canvas.paintAll((x, y) -> x < 1 == y < 1 ? 0xffffff : 0x000000);
    Vector3 corner = frame[0].minus(frame[1]).minus(frame[2]);
    return Surface.rectangle(corner, frame[1], 2, frame[2], 2, canvas.toTexture(false));
  }

  private static double[] error(
      Camera camera, Pose mapFromCamera, List<Surface> surfaces, Vector3 point) {
    Renderer renderer = new Renderer(camera, mapFromCamera, FLAT, BLACK);
    renderer.draw(surfaces.stream().map(s -> LitSurface.even(s, 0)).toList());
    float[] picture = renderer.shade();
    double[] pixel = new double[2];
    Vector3 inCamera = mapFromCamera.inverse().transform(point);
    assertTrue(camera.project(inCamera.x(), inCamera.y(), inCamera.z(), pixel));
    double[] found = corner(picture, camera.width(), pixel);
    return new double[] {found[0] - pixel[0], found[1] - pixel[1]};
  }

  /**
   * Each corner within 0.3 px, which is what sharp edges and four samples a pixel allow, and no
   * shift in common: half a pixel of misunderstanding would show.
   */
  private static void check(List<double[]> errors) {
    double meanX = 0;
    double meanY = 0;
    double squares = 0;
    for (double[] error : errors) {
      assertEquals(0, Math.hypot(error[0], error[1]), 0.3);
      meanX += error[0] / errors.size();
      meanY += error[1] / errors.size();
      squares += (error[0] * error[0] + error[1] * error[1]) / errors.size();
    }
    assertEquals(0, meanX, 0.04, "x");
    assertEquals(0, meanY, 0.04, "y");
    assertTrue(Math.sqrt(squares) < 0.13, "root mean square " + Math.sqrt(squares));
  }

  /**
   * The corner near a pixel: the point that the gradients around it are square to the way to
   * (Foerstner), iterated. Independent of the renderer, which knows no corners.
   */
  static double[] corner(float[] picture, int width, double[] near) {
    // Starts off the truth, so that it is found and not just kept.
    double x = near[0] + 0.8;
    double y = near[1] - 0.7;
    for (int round = 0; round < 30; round++) {
      double xx = 0;
      double xy = 0;
      double yy = 0;
      double bx = 0;
      double by = 0;
      int half = 7;
      for (int j = (int) Math.round(y) - half; j <= Math.round(y) + half; j++) {
        for (int i = (int) Math.round(x) - half; i <= Math.round(x) + half; i++) {
          double gx = picture[3 * (j * width + i + 1)] - picture[3 * (j * width + i - 1)];
          double gy = picture[3 * ((j + 1) * width + i)] - picture[3 * ((j - 1) * width + i)];
          double d2 = (i - x) * (i - x) + (j - y) * (j - y);
          double weight = Math.exp(-d2 / 12);
          xx += weight * gx * gx;
          xy += weight * gx * gy;
          yy += weight * gy * gy;
          bx += weight * (gx * gx * i + gx * gy * j);
          by += weight * (gx * gy * i + gy * gy * j);
        }
      }
      double determinant = xx * yy - xy * xy;
      x = (yy * bx - xy * by) / determinant;
      y = (xx * by - xy * bx) / determinant;
    }
    return new double[] {x, y};
  }

  @Test
  void theNearerSurfaceIsSeenInAnyOrder() {
    LitSurface far = upright(10, 0xff0000);
    LitSurface near = upright(5, 0x00ff00);
    for (List<LitSurface> order : List.of(List.of(far, near), List.of(near, far))) {
      Renderer renderer = new Renderer(CAMERA, Pose.IDENTITY, FLAT, BLACK);
      renderer.draw(order);
      float[] picture = renderer.shade();
      int middle = 3 * (100 * 320 + 160);
      assertEquals(0, picture[middle], 1e-6);
      assertEquals(1, picture[middle + 1], 1e-6);
    }
  }

  @Test
  void surfacesAreSeenFromTheirFrontOnlyAndThroughTheNearPlane() {
    Surface front = upright(5, 0xffffff).surface();
    Surface back =
        Surface.rectangle(
            front.origin(), front.axisT(), 20, front.axisS(), 20, Texture.plain(0xffffff));
    Renderer renderer = new Renderer(CAMERA, Pose.IDENTITY, FLAT, BLACK);
    renderer.draw(List.of(LitSurface.even(back, 0)));
    assertEquals(0, renderer.shade()[3 * (100 * 320 + 160)], 0.1, "the sky");
    // A floor that reaches from behind the camera to far ahead fills the picture to its lower edge.
    Surface floor =
        Surface.rectangle(
            new Vector3(-500, 1.5, -500),
            new Vector3(1, 0, 0),
            1000,
            new Vector3(0, 0, 1),
            1000,
            Texture.plain(0xffffff));
    renderer = new Renderer(CAMERA, Pose.IDENTITY, FLAT, BLACK);
    renderer.draw(List.of(LitSurface.even(floor, 0)));
    float[] picture = renderer.shade();
    for (int x = 0; x < 320; x += 40) {
      assertEquals(1, picture[3 * (199 * 320 + x)], 1e-6);
      assertEquals(0, picture[3 * (90 * 320 + x)], 0.1, "the sky");
    }
  }

  /** A white-lit square of 20 m across the view, facing the camera. */
  private static LitSurface upright(double depth, int colour) {
    return LitSurface.even(
        Surface.rectangle(
            new Vector3(-10, 10, depth),
            new Vector3(1, 0, 0),
            20,
            new Vector3(0, -1, 0),
            20,
            Texture.plain(colour)),
        0);
  }

  @Test
  void finePatternsFarAwayFadeToGreyInsteadOfMoire() {
    Canvas canvas = new Canvas(8, 8, 8 / 256.0);
    canvas.paintAll((x, y) -> (int) (x * 32) % 2 == (int) (y * 32) % 2 ? 0xffffff : 0x000000);
    Texture chequer = canvas.toTexture(true);
    // A chequer of 3 cm at 40 m: a pixel spans 27 cm.
    Surface wall =
        Surface.of(
            new Vector3(-40, 40, 40),
            new Vector3(1, 0, 0),
            new Vector3(0, -1, 0),
            List.of(CORNER, new Vector2(80, 0), new Vector2(80, 80), new Vector2(0, 80)),
            chequer,
            32,
            32,
            0xffffff);
    Renderer renderer = new Renderer(CAMERA, Pose.IDENTITY, FLAT, BLACK);
    renderer.draw(List.of(LitSurface.even(wall, 0)));
    float[] picture = renderer.shade();
    for (int i = 0; i < 1000; i++) {
      int pixel = (60 + i / 20) * 320 + 100 + i % 20;
      assertEquals(0.25, picture[3 * pixel], 0.01, "gamma 2 makes half of 255 a quarter");
    }
  }

  @Test
  void refusesLensesItCannotDraw() {
    Camera bent = new Camera(CameraModel.SIMPLE_RADIAL, 320, 200, 150, 160, 100, -0.1);
    assertThrows(
        IllegalArgumentException.class, () -> new Renderer(bent, Pose.IDENTITY, FLAT, BLACK));
  }
}
