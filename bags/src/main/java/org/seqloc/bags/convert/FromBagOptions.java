package org.seqloc.bags.convert;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import org.seqloc.bags.pose.UrdfRig;
import org.seqloc.bags.sensor.SensorStamps;
import org.seqloc.core.image.ImageFormat;
import org.seqloc.core.kapture.Kapture;

/**
 * How a bag becomes a kapture. Most bags need none of it.
 *
 * @param cameras names, namespaces or image topics of the cameras to take; empty for all
 * @param images which of their images are taken, and how they are written
 * @param poses where poses come from
 * @param baseFrame the vehicle's frame; empty for base_link, or what holds all cameras
 * @param calibration sensors and rigs made by hand, used instead of those of the bag; its cameras
 *     are matched with the topics by name, else in the order of their names
 * @param urdf the vehicle's description, whose fixed joints mount what no transform does
 * @param uncalibrated whether a bag is taken in which no camera has a calibration
 * @param kaptureAxes whether world and rig are turned, and the nearest poses taken, as kapture's
 *     own converter does
 * @param stamps which times of messages count
 */
public record FromBagOptions(
    List<String> cameras,
    Images images,
    Poses poses,
    Optional<String> baseFrame,
    Optional<Kapture> calibration,
    Optional<Path> urdf,
    boolean uncalibrated,
    boolean kaptureAxes,
    SensorStamps stamps) {

  /** Everything as the bag has it. */
  public static final FromBagOptions DEFAULT =
      new FromBagOptions(
          List.of(),
          Images.ALL,
          Poses.BEST,
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          false,
          false,
          SensorStamps.HEADER);

  public FromBagOptions {
    cameras = List.copyOf(cameras);
    Objects.requireNonNull(images, "images");
    Objects.requireNonNull(poses, "poses");
    Objects.requireNonNull(baseFrame, "baseFrame");
    Objects.requireNonNull(calibration, "calibration");
    Objects.requireNonNull(urdf, "urdf");
    Objects.requireNonNull(stamps, "stamps");
  }

  /**
   * Which images are taken.
   *
   * @param step each so-many-th frame
   * @param minDistanceMeters frames nearer than this to the last one are left out; 0 for none
   * @param jpegQuality of images that are not compressed yet, 1 to 100; empty for PNG
   */
  public record Images(int step, double minDistanceMeters, OptionalInt jpegQuality) {

    public static final Images ALL = new Images(1, 0, OptionalInt.empty());

    public Images {
      if (step < 1) {
        throw new IllegalArgumentException("--video-step must be at least 1, got " + step);
      }
      if (!(minDistanceMeters >= 0)) {
        throw new IllegalArgumentException(
            "--min-distance must not be negative, got " + minDistanceMeters + " m");
      }
      if (jpegQuality.isPresent() && (jpegQuality.getAsInt() < 1 || jpegQuality.getAsInt() > 100)) {
        throw new IllegalArgumentException(
            "--jpeg must be 1 to 100, got " + jpegQuality.getAsInt());
      }
    }

    ImageFormat format() {
      return jpegQuality.isPresent() ? ImageFormat.jpeg(jpegQuality.getAsInt()) : ImageFormat.png();
    }
  }

  /**
   * Where poses come from.
   *
   * @param topic /tf among the choices; empty for the best source there is
   * @param worldFrame the frame of the poses where they come from /tf; empty for map, odom or world
   * @param maxGapSeconds between poses further apart nothing is made up
   */
  public record Poses(Optional<String> topic, Optional<String> worldFrame, double maxGapSeconds) {

    public static final double DEFAULT_GAP_SECONDS = 0.5;
    public static final Poses BEST =
        new Poses(Optional.empty(), Optional.empty(), DEFAULT_GAP_SECONDS);

    public Poses {
      Objects.requireNonNull(topic, "topic");
      Objects.requireNonNull(worldFrame, "worldFrame");
      if (!(maxGapSeconds > 0)) {
        throw new IllegalArgumentException(
            "--max-pose-gap must be above 0, got " + maxGapSeconds + " s");
      }
    }

    long maxGapNanos() {
      return Math.round(1e9 * maxGapSeconds);
    }
  }

  /** What the files of a dataset depend on beside the bags. */
  String fingerprint() {
    return String.join(
        " ",
        cameras.toString(),
        poses.topic().toString(),
        poses.worldFrame().toString(),
        baseFrame.toString(),
        Double.toString(poses.maxGapSeconds()),
        calibration.map(k -> k.sensors().values() + " " + k.rigs()).orElse(""),
        urdf.map(UrdfRig::read).map(u -> u.fixedJoints().toString()).orElse(""),
        Boolean.toString(kaptureAxes),
        Integer.toString(images.step()),
        Double.toString(images.minDistanceMeters()),
        images.jpegQuality().toString(),
        stamps.toString());
  }
}
