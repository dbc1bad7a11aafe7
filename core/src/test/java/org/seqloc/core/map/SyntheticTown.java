package org.seqloc.core.map;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import org.seqloc.core.feature.FeatureSpec;
import org.seqloc.core.feature.LocalFeatureExtractor;
import org.seqloc.core.feature.LocalFeatures;
import org.seqloc.core.geometry.Camera;
import org.seqloc.core.geometry.CameraModel;
import org.seqloc.core.geometry.Pose;
import org.seqloc.core.geometry.Quaternion;
import org.seqloc.core.geometry.Rig;
import org.seqloc.core.geometry.Vector3;
import org.seqloc.core.image.CameraImage;
import org.seqloc.core.image.Image;
import org.seqloc.core.image.RigImages;

/**
 * A street of known points, and an extractor that sees them: what a perfect network would find in
 * photographs of it, with noise in pixels and descriptors. The pixels of an image are but the
 * number under which its features are kept.
 *
 * <p>The street runs along the map's x axis, the facades stand seven metres to either side.
 */
public final class SyntheticTown {

  private static final int DIMENSION = 32;
  private static final double PIXEL_NOISE = 0.5;
  private static final double DESCRIPTOR_NOISE = 0.05;
  private static final double SIGHT_M = 30;
  private static final int CLUTTER = 20;

  private static final FeatureSpec SPEC =
      new FeatureSpec("synthetic", DIMENSION, 1000, 640, 640, new byte[0]);

  private record Point(Vector3 position, LocalFeatures appearance) {

    Point(Vector3 position, float[] descriptor) {
      this(
          position,
          new LocalFeatures(DIMENSION, new float[2], new float[1], new float[1], descriptor));
    }

    float[] descriptor() {
      return appearance.descriptors();
    }
  }

  private final List<Point> points = new ArrayList<>();
  private final List<LocalFeatures> photographs;
  private final long seed;

  /** A street with seven points a metre on each side. */
  public SyntheticTown(double lengthM, long seed) {
    this(lengthM, seed, new ArrayList<>());
  }

  private SyntheticTown(double lengthM, long seed, List<LocalFeatures> photographs) {
    this.photographs = photographs;
    this.seed = seed;
    Random random = new Random(seed);
    for (int i = 0; i < 14 * lengthM; i++) {
      Vector3 position =
          new Vector3(
              random.nextDouble() * lengthM,
              (i % 2 == 0 ? 1 : -1) * (7 + random.nextDouble()),
              random.nextDouble() * 6);
      points.add(new Point(position, descriptor(new float[DIMENSION], 1, random)));
    }
  }

  /** Another town, for the same extractor. */
  public SyntheticTown other(double lengthM, long otherSeed) {
    return new SyntheticTown(lengthM, otherSeed, photographs);
  }

  /** Builds the points between {@code fromX} and {@code toX} once more, so much further along. */
  public void repeat(double fromX, double toX, double shiftX) {
    List<Point> copies =
        points.stream()
            .filter(p -> p.position().x() >= fromX && p.position().x() < toX)
            .map(p -> new Point(p.position().plus(new Vector3(shiftX, 0, 0)), p.appearance()))
            .toList();
    points.removeIf(p -> p.position().x() >= fromX + shiftX && p.position().x() < toX + shiftX);
    points.addAll(copies);
  }

  /** Cameras that look forward, back, left and right, the first so many of them. */
  public static Rig rig(int cameras) {
    return rigOf(IntStream.range(0, cameras).toArray());
  }

  /** Of these four cameras, some. */
  public static Rig rigOf(int... cameras) {
    double[] yaws = {0, Math.PI, Math.PI / 2, -Math.PI / 2};
    return new Rig(
        Arrays.stream(cameras)
            .mapToObj(
                i -> {
                  // Optical axes (right, down, forward) from body axes (forward, left, up).
                  Quaternion bodyFromCamera =
                      Quaternion.ofAxisAngle(new Vector3(0, 0, 1), yaws[i])
                          .times(new Quaternion(0.5, -0.5, 0.5, -0.5));
                  Vector3 centre =
                      new Vector3(0.8 * Math.cos(yaws[i]), 0.8 * Math.sin(yaws[i]), 1.5);
                  return new Rig.RigCamera(
                      "cam" + i,
                      new Camera(
                          CameraModel.OPENCV, 640, 480, 330, 331, 319, 241, -0.05, 0.01, 1e-3, 0),
                      new Pose(bodyFromCamera, centre).inverse());
                })
            .toList());
  }

  /** Where a vehicle stands that drives along the street, swerving and swaying a little. */
  public static Pose onStreet(double x, double aside) {
    return new Pose(
        Quaternion.ofRollPitchYaw(
            0.01 * Math.sin(x), 0.01 * Math.cos(1.3 * x), 0.05 * Math.sin(0.2 * x)),
        new Vector3(x, aside + 0.3 * Math.sin(0.2 * x), 0.02 * Math.sin(0.7 * x)));
  }

  /** What the rig sees from a pose. */
  public RigImages photograph(Rig rig, Pose mapFromBody, long stampNanos) {
    return new RigImages(
        stampNanos,
        IntStream.range(0, rig.size())
            .mapToObj(c -> new CameraImage(c, photograph(rig.camera(c), mapFromBody)))
            .toList());
  }

  /** A frame in which nothing is seen. */
  public RigImages darkness(Rig rig, long stampNanos) {
    Image dark =
        keep(new LocalFeatures(DIMENSION, new float[0], new float[0], new float[0], new float[0]));
    return new RigImages(
        stampNanos,
        IntStream.range(0, rig.size()).mapToObj(c -> new CameraImage(c, dark)).toList());
  }

  /** The images of a drive, one exposure at each of the poses. */
  public List<MapImage> drive(Rig rig, List<Pose> mapFromBody) {
    List<MapImage> images = new ArrayList<>();
    for (int e = 0; e < mapFromBody.size(); e++) {
      for (int c = 0; c < rig.size(); c++) {
        Rig.RigCamera camera = rig.camera(c);
        Image image = photograph(camera, mapFromBody.get(e));
        images.add(
            new MapImage(
                camera.name() + "/" + e,
                e * 100_000_000L,
                e,
                camera.camera(),
                mapFromBody.get(e).times(camera.cameraFromBody().inverse()),
                () -> image));
      }
    }
    return images;
  }

  public int pointCount() {
    return points.size();
  }

  /** The point of the town that lies nearest to a position. */
  public Vector3 nearestPoint(Vector3 position) {
    return points.stream()
        .map(Point::position)
        .min(Comparator.comparingDouble(position::distanceTo))
        .orElseThrow();
  }

  private Image photograph(Rig.RigCamera camera, Pose mapFromBody) {
    Pose cameraFromMap = camera.cameraFromBody().times(mapFromBody.inverse());
    // The same noise whenever this picture is taken again.
    Random random = new Random(Objects.hash(seed, camera.name(), mapFromBody));
    List<float[]> descriptors = new ArrayList<>();
    List<double[]> pixels = new ArrayList<>();
    for (Point point : points) {
      Vector3 p = cameraFromMap.transform(point.position());
      double[] pixel = new double[2];
      if (p.norm() < SIGHT_M
          // Outside the field of view the distortion folds back into the image.
          && p.z() > 0.4 * p.norm()
          && camera.camera().project(p.x(), p.y(), p.z(), pixel)
          && camera.camera().contains(pixel[0], pixel[1])
          && random.nextDouble() < 0.8) {
        pixel[0] += PIXEL_NOISE * random.nextGaussian();
        pixel[1] += PIXEL_NOISE * random.nextGaussian();
        pixels.add(pixel);
        descriptors.add(descriptor(point.descriptor(), DESCRIPTOR_NOISE, random));
      }
    }
    for (int i = 0; i < CLUTTER; i++) {
      pixels.add(new double[] {640 * random.nextDouble(), 480 * random.nextDouble()});
      descriptors.add(descriptor(new float[DIMENSION], 1, random));
    }
    int count = pixels.size();
    float[] xy = new float[2 * count];
    float[] rows = new float[count * DIMENSION];
    for (int i = 0; i < count; i++) {
      xy[2 * i] = (float) pixels.get(i)[0];
      xy[2 * i + 1] = (float) pixels.get(i)[1];
      System.arraycopy(descriptors.get(i), 0, rows, i * DIMENSION, DIMENSION);
    }
    return keep(new LocalFeatures(DIMENSION, xy, new float[count], new float[count], rows));
  }

  private Image keep(LocalFeatures features) {
    photographs.add(features);
    byte[] number = new byte[Integer.BYTES];
    ByteBuffer.wrap(number).putInt(photographs.size() - 1);
    return new Image(number.length, 1, 1, number);
  }

  private static float[] descriptor(float[] around, double noise, Random random) {
    float[] descriptor = around.clone();
    double squares = 0;
    for (int d = 0; d < DIMENSION; d++) {
      descriptor[d] += (float) (noise * random.nextGaussian());
      squares += descriptor[d] * descriptor[d];
    }
    for (int d = 0; d < DIMENSION; d++) {
      descriptor[d] /= (float) Math.sqrt(squares);
    }
    return descriptor;
  }

  /** Looks up what each photograph shows. */
  public LocalFeatureExtractor extractor() {
    return new LocalFeatureExtractor() {
      @Override
      public FeatureSpec spec() {
        return SPEC;
      }

      @Override
      public List<LocalFeatures> extract(List<Image> images) {
        return images.stream()
            .map(image -> photographs.get(ByteBuffer.wrap(image.pixels()).getInt()))
            .toList();
      }

      @Override
      public void close() {}
    };
  }
}
