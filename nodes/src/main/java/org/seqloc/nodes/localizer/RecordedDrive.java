package org.seqloc.nodes.localizer;

import geometry_msgs.PoseStamped;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import nav_msgs.Odometry;
import org.seqloc.bags.Bag;
import org.seqloc.bags.BagCursor;
import org.seqloc.bags.BagMessage;
import org.seqloc.bags.image.CameraTopics;
import org.seqloc.bags.image.CameraTopics.CameraTopic;
import org.seqloc.bags.pose.PoseMessages;
import org.seqloc.core.SeqlocException;
import org.seqloc.core.geometry.Pose;
import org.seqloc.core.geometry.PoseTrack;
import org.seqloc.core.geometry.Rig;
import org.seqloc.core.sequence.OdometryBuffer;
import org.seqloc.msgs.MalformedMessageException;
import sensor_msgs.CameraInfo;
import tf2_msgs.TFMessage;

/**
 * A bag as a localizer sees it: its rig, and frame after frame. The frames are put together as on a
 * live graph, with the receipt times as the clock, so that they are the same on every machine.
 */
public final class RecordedDrive {

  private static final String TF = "tf2_msgs/TFMessage";
  private static final String POSE = "geometry_msgs/PoseStamped";
  private static final String INFO = "sensor_msgs/CameraInfo";

  /** True poses further apart than this are not interpolated. */
  private static final long MAX_REFERENCE_GAP_NANOS = 200_000_000L;

  private final Bag bag;
  private final LocalizerSettings settings;
  private final Map<String, String> types = new TreeMap<>();
  private final List<CameraTopic> cameras;
  private final Optional<String> odometryTopic;
  private final RigCalibration calibration;
  private final PoseTrack reference = new PoseTrack();
  private final Rig rig;

  /**
   * Reads the calibration and the true poses.
   *
   * @param bag stays the caller's
   * @param referenceTopic of PoseStamped, true poses of the vehicle in the map; one that is not
   *     recorded, or is in another frame, gives none
   * @throws SeqlocException when there is no camera, or its calibration or its place on the vehicle
   *     is not in the bag
   */
  public RecordedDrive(Bag bag, LocalizerSettings settings, String referenceTopic) {
    this.bag = bag;
    this.settings = settings;
    bag.connections().forEach(c -> types.put(c.topic(), c.type()));
    cameras = findCameras();
    odometryTopic = OdometryInput.find(types, settings, bag.path().toString());
    calibration = new RigCalibration(cameras, settings.baseFrame());
    readCalibration(referenceTopic);
    rig =
        calibration
            .rig()
            .or(calibration::loneCamera)
            .orElseThrow(
                () ->
                    new SeqlocException(
                        bag.path()
                            + ": the rig's calibration is not in the bag: missing "
                            + calibration.missing()
                            + "; record it, or name the vehicle's frame by --base-frame"
                            + " (frames there are: "
                            + calibration.knownFrames()
                            + ")"));
  }

  public Rig rig() {
    return rig;
  }

  /** The bag's file. */
  public Path path() {
    return bag.path();
  }

  /** The topics of the images, one a camera. */
  public List<String> imageTopics() {
    return cameras.stream().map(CameraTopic::imageTopic).toList();
  }

  /** What a user should know of how the bag is read, in one line. */
  public String remark() {
    String body =
        calibration.rig().isPresent()
            ? "body frame " + settings.baseFrame()
            : "no transforms: the camera is the body";
    return "images from "
        + imageTopics()
        + ", "
        + body
        + ", "
        + odometryTopic.map(t -> "odometry from " + t).orElse("no odometry");
  }

  /** About how many frames there are. */
  public long count() {
    return cameras.stream().mapToLong(c -> bag.messageCount(c.imageTopic())).max().orElse(0);
  }

  /** The true pose at a stamp, where known. */
  public Optional<Pose> mapFromBody(long stampNanos) {
    return reference.at(stampNanos, MAX_REFERENCE_GAP_NANOS);
  }

  /**
   * Gives all frames to the consumer, in order.
   *
   * @throws SeqlocException when a message is not what its topic's type says; images fail when they
   *     are decoded
   */
  public void forEachFrame(Consumer<RigFrame> consumer) {
    Map<String, Integer> cameraOfTopic = new HashMap<>();
    for (int i = 0; i < cameras.size(); i++) {
      cameraOfTopic.put(cameras.get(i).imageTopic(), i);
    }
    Set<String> topics = new HashSet<>(cameraOfTopic.keySet());
    odometryTopic.ifPresent(topics::add);
    FrameAssembler assembler =
        new FrameAssembler(
            cameras.size(), settings.assembly(odometryTopic.isPresent()), new OdometryBuffer());
    OdometryInput odometry = new OdometryInput(calibration);
    try (BagCursor messages = bag.messages(topics)) {
      while (messages.hasNext()) {
        BagMessage message = messages.next();
        Integer camera = cameraOfTopic.get(message.connection().topic());
        if (camera == null) {
          odometry.convert(message.decode(Odometry.TYPE)).ifPresent(assembler::addOdometry);
        } else {
          addImage(assembler, camera, message);
        }
        assembler.ready(message.receiptNanos()).forEach(consumer);
      }
    }
    assembler.drain().forEach(consumer);
  }

  private void addImage(FrameAssembler assembler, int camera, BagMessage message) {
    CameraTopic topic = cameras.get(camera);
    ImageInput image =
        ImageInput.of(
            topic, () -> rig.camera(camera).camera(), message.decode(ImageInput.type(topic)));
    assembler.addImage(camera, image.stampNanos(), image, message.receiptNanos());
  }

  private List<CameraTopic> findCameras() {
    List<CameraTopic> found;
    try {
      found = CameraTopics.find(types, settings.cameras(), true);
    } catch (SeqlocException e) {
      throw new SeqlocException(bag.path() + ": " + e.getMessage(), e);
    }
    if (found.isEmpty()) {
      throw new SeqlocException(
          bag.path()
              + ": no image topic has a camera_info beside it; record the calibration, or convert"
              + " the bag with kapture from-bag --rig and localize the kapture");
    }
    return found;
  }

  private void readCalibration(String referenceTopic) {
    Map<String, Integer> cameraOfTopic = new HashMap<>();
    for (int i = 0; i < cameras.size(); i++) {
      cameraOfTopic.put(cameras.get(i).infoTopic(), i);
    }
    boolean[] known = new boolean[cameras.size()];
    try (BagCursor messages =
        bag.messages(
            c ->
                (cameraOfTopic.containsKey(c.topic()) && c.type().equals(INFO))
                    || (c.topic().equals("/tf_static") && c.type().equals(TF))
                    || (c.topic().equals(referenceTopic) && c.type().equals(POSE)))) {
      while (messages.hasNext()) {
        BagMessage message = messages.next();
        Integer camera = cameraOfTopic.get(message.connection().topic());
        if (camera == null) {
          readPoses(message);
        } else if (!known[camera]) {
          calibration.addInfo(camera, message.decode(CameraInfo.TYPE));
          known[camera] = true;
        }
      }
    }
    if (calibration.rig().isEmpty() && TF.equals(types.get("/tf"))) {
      // Some vehicles send the mounting of their cameras over and over on /tf.
      try (BagCursor messages = bag.messages(Set.of("/tf"))) {
        while (messages.hasNext() && calibration.rig().isEmpty()) {
          readPoses(messages.next());
        }
      }
    }
  }

  private void readPoses(BagMessage message) {
    try {
      if (message.connection().type().equals(TF)) {
        calibration.addTransforms(message.decode(TFMessage.TYPE));
      } else {
        PoseStamped pose = message.decode(PoseStamped.TYPE);
        if (pose.getHeader().getFrameId().equals(settings.mapFrame())) {
          reference.put(
              pose.getHeader().getStamp().totalNsecs(), PoseMessages.fromPose(pose.getPose()));
        }
      }
    } catch (MalformedMessageException e) {
      throw new SeqlocException(
          bag.path() + ": " + message.connection().topic() + ": " + e.getMessage(), e);
    }
  }
}
