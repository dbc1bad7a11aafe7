package org.seqloc.nodes.simulator;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.seqloc.core.geometry.Pose;
import org.seqloc.core.geometry.Rig;
import org.seqloc.core.image.CameraImage;
import org.seqloc.core.image.Image;
import org.seqloc.core.image.RigImages;

/**
 * One drive along the street: where the rig is at each exposure, what its cameras see, what the
 * wheels say. Any exposure can be had in any order, by any number of threads.
 */
public final class SimulatedPass {

  /** Wheel readings a second. */
  public static final int ODOMETRY_HZ = 50;

  private static final long NANOS = 1_000_000_000L;

  /** The wheels report from this long before the first exposure until as long after the last. */
  private static final double MARGIN_SECONDS = 0.4;

  private final SimOptions options;
  private final Rig rig;
  private final DrivePath path;
  private final Lighting lighting;
  private final Sky sky;
  private final Sensor sensor;
  private final Traffic traffic;
  private final List<LitSurface> scene;
  private final List<Occluder> occluders;
  private final long startNanos;
  private final long seed;

  SimulatedPass(
      SimOptions options,
      Rig rig,
      DrivePath path,
      Lighting lighting,
      Traffic traffic,
      List<Surface> surfaces,
      List<Occluder> occluders,
      long startNanos,
      long seed) {
    this.options = options;
    this.rig = rig;
    this.path = path;
    this.lighting = lighting;
    this.sky = new Sky(lighting);
    this.sensor = new Sensor(lighting.contrast(), 2.0);
    this.traffic = traffic;
    this.scene = Sunlight.shine(surfaces, occluders, lighting);
    this.occluders = occluders;
    this.startNanos = startNanos;
    this.seed = seed;
  }

  /** Number of exposures. */
  public int frames() {
    return options.frames();
  }

  public Rig rig() {
    return rig;
  }

  /** When an exposure was taken, nanoseconds since 1970. */
  public long stampNanos(int frame) {
    checkFrame(frame);
    return startNanos + Math.round(frame * (NANOS / options.rateHz()));
  }

  /** The true pose of base_link at an exposure. */
  public Pose mapFromBody(int frame) {
    return path.mapFromBody(seconds(frame));
  }

  /** One picture of each camera. */
  public RigImages render(int frame) {
    checkFrame(frame);
    Pose mapFromBody = mapFromBody(frame);
    List<LitSurface> moving = Sunlight.shine(traffic.surfaces(seconds(frame)), occluders, lighting);
    List<CameraImage> images =
        IntStream.range(0, rig.size())
            .parallel()
            .mapToObj(camera -> new CameraImage(camera, render(frame, camera, mapFromBody, moving)))
            .toList();
    return new RigImages(stampNanos(frame), images);
  }

  private Image render(int frame, int camera, Pose mapFromBody, List<LitSurface> moving) {
    Rig.RigCamera mounted = rig.camera(camera);
    Pose mapFromCamera = mapFromBody.times(mounted.cameraFromBody().inverse());
    Renderer renderer = new Renderer(mounted.camera(), mapFromCamera, lighting, sky);
    renderer.draw(scene);
    renderer.draw(moving);
    return sensor.expose(
        renderer.shade(),
        options.width(),
        options.height(),
        exposure(frame, camera),
        Colours.seed(seed, 4L * frame + camera));
  }

  /** Gain control that is never quite settled, and cameras that are not quite alike. */
  private double exposure(int frame, int camera) {
    double t = seconds(frame);
    double phase = (seed & 0xff) / 40.0;
    double drift = 0.13 * Math.sin(0.31 * t + phase + 1.3 * camera) + 0.06 * Math.sin(1.7 * t);
    double unit = new SplittableRandom(seed + camera).nextDouble(-0.06, 0.06);
    return Math.exp(drift + unit);
  }

  /** The wheels' readings in order of time. */
  public List<OdometryReading> odometry() {
    int count = (int) Math.ceil((seconds(frames() - 1) + 2 * MARGIN_SECONDS) * ODOMETRY_HZ) + 1;
    return WheelOdometry.of(
        path, startNanos, -MARGIN_SECONDS, count, 1.0 / ODOMETRY_HZ, Colours.seed(seed, -1));
  }

  private double seconds(int frame) {
    return frame / options.rateHz();
  }

  private void checkFrame(int frame) {
    if (frame < 0 || frame >= options.frames()) {
      throw new IndexOutOfBoundsException("frame " + frame + " of " + options.frames());
    }
  }
}
