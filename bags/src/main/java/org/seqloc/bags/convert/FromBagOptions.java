package org.seqloc.bags.convert;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import org.seqloc.bags.pose.UrdfRig;
import org.seqloc.core.image.ImageFormat;
import org.seqloc.core.kapture.Kapture;

/**
 * How a bag becomes a kapture. Most bags need none of it.
 *
 * @param cameras names, namespaces or image topics of the cameras to take; empty for all
 * @param poseTopic where poses come from, /tf among the choices; empty for the best source there is
 * @param worldFrame the frame of the poses where they come from /tf; empty for map, odom or world
 * @param baseFrame the vehicle's frame; empty for base_link, or what holds all cameras
 * @param maxPoseGapSeconds between poses further apart nothing is made up
 * @param calibration sensors and rigs made by hand, used instead of those of the bag; its cameras
 *     are matched with the topics by name, else in the order of their names
 * @param urdf the vehicle's description, whose fixed joints mount what no transform does
 * @param uncalibrated whether a bag is taken in which no camera has a calibration
 * @param kaptureAxes whether world and rig are turned, and the nearest poses taken, as kapture's
 *     own converter does
 * @param videoStep each so-many-th frame is taken
 * @param minDistanceMeters frames nearer than this to the last one are left out; 0 for none
 * @param jpegQuality of images that are not compressed yet, 1 to 100; empty for PNG
 * @param receiptTime whether everything is stamped with the time of receipt
 */
public record FromBagOptions(
    List<String> cameras,
    Optional<String> poseTopic,
    Optional<String> worldFrame,
    Optional<String> baseFrame,
    double maxPoseGapSeconds,
    Optional<Kapture> calibration,
    Optional<Path> urdf,
    boolean uncalibrated,
    boolean kaptureAxes,
    int videoStep,
    double minDistanceMeters,
    OptionalInt jpegQuality,
    boolean receiptTime) {

  public static final double DEFAULT_POSE_GAP_SECONDS = 0.5;

  public FromBagOptions {
    cameras = List.copyOf(cameras);
    Objects.requireNonNull(poseTopic, "poseTopic");
    Objects.requireNonNull(worldFrame, "worldFrame");
    Objects.requireNonNull(baseFrame, "baseFrame");
    Objects.requireNonNull(calibration, "calibration");
    Objects.requireNonNull(urdf, "urdf");
    if (videoStep < 1) {
      throw new IllegalArgumentException("--video-step must be at least 1, got " + videoStep);
    }
    if (!(minDistanceMeters >= 0) || !(maxPoseGapSeconds > 0)) {
      throw new IllegalArgumentException(
          "distances and gaps must be positive, got "
              + minDistanceMeters
              + " m and "
              + maxPoseGapSeconds
              + " s");
    }
    if (jpegQuality.isPresent() && (jpegQuality.getAsInt() < 1 || jpegQuality.getAsInt() > 100)) {
      throw new IllegalArgumentException("--jpeg must be 1 to 100, got " + jpegQuality.getAsInt());
    }
  }

  /** Everything as the bag has it. */
  public static FromBagOptions defaults() {
    return new FromBagOptions(
        List.of(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        DEFAULT_POSE_GAP_SECONDS,
        Optional.empty(),
        Optional.empty(),
        false,
        false,
        1,
        0,
        OptionalInt.empty(),
        false);
  }

  public FromBagOptions withCameras(List<String> chosen) {
    return new FromBagOptions(
        chosen,
        poseTopic,
        worldFrame,
        baseFrame,
        maxPoseGapSeconds,
        calibration,
        urdf,
        uncalibrated,
        kaptureAxes,
        videoStep,
        minDistanceMeters,
        jpegQuality,
        receiptTime);
  }

  public FromBagOptions withCalibration(Kapture byHand) {
    return new FromBagOptions(
        cameras,
        poseTopic,
        worldFrame,
        baseFrame,
        maxPoseGapSeconds,
        Optional.of(byHand),
        urdf,
        uncalibrated,
        kaptureAxes,
        videoStep,
        minDistanceMeters,
        jpegQuality,
        receiptTime);
  }

  public FromBagOptions withKaptureAxes(boolean turned) {
    return new FromBagOptions(
        cameras,
        poseTopic,
        worldFrame,
        baseFrame,
        maxPoseGapSeconds,
        calibration,
        urdf,
        uncalibrated,
        turned,
        videoStep,
        minDistanceMeters,
        jpegQuality,
        receiptTime);
  }

  public FromBagOptions withUrdf(Path description) {
    return new FromBagOptions(
        cameras,
        poseTopic,
        worldFrame,
        baseFrame,
        maxPoseGapSeconds,
        calibration,
        Optional.of(description),
        uncalibrated,
        kaptureAxes,
        videoStep,
        minDistanceMeters,
        jpegQuality,
        receiptTime);
  }

  ImageFormat imageFormat() {
    return jpegQuality.isPresent() ? ImageFormat.jpeg(jpegQuality.getAsInt()) : ImageFormat.png();
  }

  /** What the files of a dataset depend on beside the bags. */
  String fingerprint() {
    return String.join(
        " ",
        cameras.toString(),
        poseTopic.toString(),
        worldFrame.toString(),
        baseFrame.toString(),
        Double.toString(maxPoseGapSeconds),
        calibration.map(k -> k.sensors().values() + " " + k.rigs()).orElse(""),
        urdf.map(UrdfRig::read).map(u -> u.fixedJoints().toString()).orElse(""),
        Boolean.toString(kaptureAxes),
        Integer.toString(videoStep),
        Double.toString(minDistanceMeters),
        jpegQuality.toString(),
        Boolean.toString(receiptTime));
  }
}
