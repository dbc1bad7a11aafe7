package org.seqloc.bags.convert;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.seqloc.bags.Bag;
import org.seqloc.bags.BagCursor;
import org.seqloc.bags.BagMessage;
import org.seqloc.bags.image.CameraInfos;
import org.seqloc.bags.image.CameraTopics;
import org.seqloc.bags.image.CameraTopics.CameraTopic;
import org.seqloc.bags.pose.FrameTree;
import org.seqloc.core.Progress;
import org.seqloc.core.SeqlocException;
import org.seqloc.core.geometry.Camera;
import org.seqloc.core.geometry.Pose;
import org.seqloc.core.geometry.Quaternion;
import org.seqloc.core.geometry.Vector3;
import org.seqloc.core.kapture.CameraRecord;
import org.seqloc.core.kapture.Kapture;
import org.seqloc.core.kapture.KapturePose;
import org.seqloc.core.kapture.KaptureWriter;
import org.seqloc.core.kapture.Sensor;
import org.seqloc.msgs.MalformedMessageException;
import sensor_msgs.CameraInfo;
import tf2_msgs.TFMessage;

/**
 * Makes a kapture of a bag: image topics and their calibrations become cameras, the transforms that
 * mount them a rig, a topic of poses the rig's trajectory, at the images' stamps.
 *
 * <p>By default the world is that of the poses, with its z axis up, and the rig's frame is the
 * vehicle's base frame (REP-103: x forward). kapture's own converter turns both to a camera's axes
 * (x right, y down, z forward): with K that fixed turn and worldFromBody a recorded pose, its
 * trajectory has {@code K * inverse(worldFromBody) * inverse(K)}, and it takes the nearest pose
 * where this class interpolates; both can be asked for. (It looks among the 20 poses received last,
 * this class among all: the same, unless poses arrive after the images.)
 *
 * <p>Each image keeps its own stamp: cameras that are not triggered together give exposures of one
 * image each. Poses at other moments than the images' are not taken over.
 */
public final class BagToKapture {

  private static final String TF = "tf2_msgs/TFMessage";
  private static final String INFO = "sensor_msgs/CameraInfo";
  private static final String RIG = "rig";

  /** From a vehicle's axes (x forward, y left, z up) to a camera's (x right, y down, z forward). */
  private static final Pose CAMERA_AXES_FROM_ROS =
      new Pose(new Quaternion(0.5, 0.5, -0.5, 0.5), Vector3.ZERO);

  /**
   * @param cameras names, namespaces or image topics of the cameras to take; empty for all
   * @param poseTopic where poses come from, /tf among the choices; empty for the only source there
   *     is
   * @param worldFrame the frame of the poses where they come from /tf
   * @param baseFrame the vehicle's frame
   * @param calibration sensors and rigs made by hand, used instead of those of the bag; its cameras
   *     are matched with the topics by name, else in the order of their names
   * @param kaptureAxes whether world and rig are turned, and the nearest poses taken, as kapture's
   *     own converter does
   */
  public record Options(
      List<String> cameras,
      Optional<String> poseTopic,
      String worldFrame,
      String baseFrame,
      Optional<Kapture> calibration,
      boolean kaptureAxes) {
    public Options {
      cameras = List.copyOf(cameras);
    }
  }

  /**
   * What became of the bag.
   *
   * @param poses exposures with a pose
   * @param remarks what the user should know, one line each
   */
  public record Summary(int exposures, long images, long poses, List<String> remarks) {
    public Summary {
      remarks = List.copyOf(remarks);
    }
  }

  private final Bag bag;
  private final Options options;
  private final Map<String, String> types = new TreeMap<>();
  private final List<String> remarks = new ArrayList<>();
  private final FrameTree frames = new FrameTree();
  private final List<CameraTopic> topics;
  private final List<ImageCopier.Source> sources = new ArrayList<>();
  private final Kapture.Builder kapture = Kapture.builder();
  private final String device;

  /**
   * Reads calibration and mounting.
   *
   * @param bag stays the caller's
   * @throws SeqlocException when there are no images, or no calibration of a camera, or not where
   *     it is mounted
   */
  public BagToKapture(Bag bag, Options options) {
    this.bag = bag;
    this.options = options;
    bag.connections().forEach(c -> types.put(c.topic(), c.type()));
    topics = findCameras();
    readTransforms();
    try {
      device =
          options.calibration().isPresent()
              ? describe(options.calibration().get())
              : describeFromBag();
    } catch (IllegalArgumentException e) {
      // Names of cameras that no kapture may have, or the same one twice.
      throw new SeqlocException(
          bag.path() + ": " + e.getMessage() + "; choose other topics by --cameras", e);
    }
  }

  private List<CameraTopic> findCameras() {
    List<CameraTopic> found;
    try {
      found = CameraTopics.find(types, options.cameras(), false);
    } catch (SeqlocException e) {
      throw new SeqlocException(bag.path() + ": " + e.getMessage(), e);
    }
    if (found.isEmpty()) {
      throw new SeqlocException(bag.path() + ": no topic of images; there are " + types.keySet());
    }
    for (CameraTopic topic : found) {
      if (bag.messageCount(topic.imageTopic()) == 0) {
        throw new SeqlocException(bag.path() + ": no images on " + topic.imageTopic());
      }
    }
    return found;
  }

  private void readTransforms() {
    try (BagCursor messages =
        bag.messages(c -> c.topic().equals("/tf_static") && c.type().equals(TF))) {
      messages.forEachRemaining(message -> frames.add(message.decode(TFMessage.TYPE)));
    } catch (MalformedMessageException e) {
      throw new SeqlocException(
          bag.path() + ": /tf_static: " + e.getMessage() + "; mend it, or give --rig KAPTURE", e);
    }
  }

  // Sensors made by hand.

  private List<String> matchSensors(Kapture calibration) {
    List<String> sensors =
        calibration.sensors().values().stream()
            .filter(Sensor::isCamera)
            .map(Sensor::id)
            .sorted()
            .toList();
    List<String> names = topics.stream().map(CameraTopic::name).toList();
    if (sensors.containsAll(names)) {
      return names;
    }
    if (sensors.size() != topics.size()) {
      throw new SeqlocException(
          bag.path()
              + ": the bag has the cameras "
              + names
              + ", the calibration "
              + sensors
              + ": give them the same names, or choose as many by --cameras");
    }
    for (int i = 0; i < sensors.size(); i++) {
      remarks.add(topics.get(i).imageTopic() + " is taken as camera " + sensors.get(i));
    }
    return sensors;
  }

  private String describe(Kapture calibration) {
    Set<String> devices = new TreeSet<>();
    List<String> sensors = matchSensors(calibration);
    for (int i = 0; i < sensors.size(); i++) {
      Sensor sensor = calibration.sensors().get(sensors.get(i));
      kapture.sensor(sensor);
      sources.add(new ImageCopier.Source(topics.get(i), sensor.id(), sensor.camera()));
      devices.add(calibration.deviceOf(sensor.id()));
    }
    if (devices.size() > 1) {
      throw new SeqlocException(
          bag.path()
              + ": the cameras of the calibration are on several rigs, "
              + devices
              + "; put them on one");
    }
    String found = devices.iterator().next();
    mount(calibration, sensors);
    return found;
  }

  /** The devices on the rigs that hold them, and these rigs on theirs; other sensors stay out. */
  private void mount(Kapture calibration, Collection<String> devices) {
    Set<String> holders = new TreeSet<>();
    calibration
        .rigs()
        .forEach(
            (rig, members) ->
                members.forEach(
                    (member, memberFromRig) -> {
                      if (devices.contains(member)) {
                        kapture.mount(rig, member, memberFromRig);
                        holders.add(rig);
                      }
                    }));
    if (!holders.isEmpty()) {
      mount(calibration, holders);
    }
  }

  // Sensors of the bag.

  private String describeFromBag() {
    Map<String, CameraInfo> infos = readInfos();
    Map<String, Pose> cameraFromBase = new LinkedHashMap<>();
    for (CameraTopic topic : topics) {
      CameraInfo info = infos.get(topic.infoTopic());
      if (info == null) {
        throw new SeqlocException(
            bag.path()
                + ": no calibration of "
                + topic.imageTopic()
                + " on "
                + topic.infoTopic()
                + "; record it, or give one by --rig KAPTURE");
      }
      if (CameraTopics.rectified(topic.imageTopic())) {
        throw new SeqlocException(
            bag.path()
                + ": "
                + topic.imageTopic()
                + " is rectified, the calibration is of the images before; take their topic by"
                + " --cameras, or give a calibration by --rig KAPTURE");
      }
      Camera camera = CameraInfos.toCamera(bag.path() + ": " + topic.infoTopic(), info);
      sources.add(new ImageCopier.Source(topic, topic.name(), Optional.of(camera)));
      kapture.sensor(Sensor.ofCamera(topic.name(), topic.name(), camera));
      String frame = info.getHeader().getFrameId();
      frames.find(frame, options.baseFrame()).ifPresent(p -> cameraFromBase.put(topic.name(), p));
      if (!cameraFromBase.containsKey(topic.name()) && topics.size() > 1) {
        throw new SeqlocException(
            bag.path()
                + ": no transform from "
                + options.baseFrame()
                + " to "
                + frame
                + " on /tf_static; record it, name the vehicle's frame by --base-frame (frames"
                + " there are: "
                + frames.names()
                + "), or give a rig by --rig KAPTURE");
      }
    }
    if (cameraFromBase.isEmpty()) {
      remarks.add(
          "no transform from "
              + options.baseFrame()
              + " to the only camera: poses are taken as the camera's own");
      return topics.get(0).name();
    }
    if (topics.size() == 1
        && !options.kaptureAxes()
        && cameraFromBase.containsValue(Pose.IDENTITY)) {
      // The vehicle is the camera: no rig is needed.
      return topics.get(0).name();
    }
    Pose turn = options.kaptureAxes() ? CAMERA_AXES_FROM_ROS : Pose.IDENTITY;
    cameraFromBase.forEach(
        (camera, pose) -> kapture.mount(RIG, camera, pose.times(turn.inverse())));
    return RIG;
  }

  private Map<String, CameraInfo> readInfos() {
    Map<String, CameraInfo> infos = new HashMap<>();
    Set<String> wanted = new HashSet<>();
    topics.forEach(topic -> wanted.add(topic.infoTopic()));
    try (BagCursor messages =
        bag.messages(c -> wanted.contains(c.topic()) && c.type().equals(INFO))) {
      while (messages.hasNext() && infos.size() < wanted.size()) {
        BagMessage message = messages.next();
        infos.computeIfAbsent(
            message.connection().topic(), topic -> message.decode(CameraInfo.TYPE));
      }
    }
    return infos;
  }

  /**
   * Writes the dataset; it is there when it is whole.
   *
   * @param replace whether a kapture that is there is replaced
   * @throws SeqlocException when an image does not decode, a pose source that is asked for is not
   *     in the bag, or the target may not be written
   */
  public Summary write(Path target, boolean replace, Progress progress) {
    Optional<RecordedPoses> poses = RecordedPoses.read(bag, types, frames, options, remarks::add);
    try (KaptureWriter writer = KaptureWriter.create(target, replace)) {
      ImageCopier copier = new ImageCopier(bag, sources, writer);
      List<CameraRecord> records = copier.copy(progress, remarks::add);
      Set<Long> stamps = new TreeSet<>();
      for (CameraRecord record : records) {
        kapture.record(record);
        stamps.add(record.stampNanos());
      }
      long posed = 0;
      for (long stamp : stamps) {
        Optional<Pose> worldFromBody =
            poses.flatMap(p -> options.kaptureAxes() ? p.nearest(stamp) : p.at(stamp));
        if (worldFromBody.isPresent()) {
          kapture.pose(stamp, device, KapturePose.ofDeviceFromWorld(turned(worldFromBody.get())));
          posed++;
        }
      }
      if (poses.isPresent() && posed < stamps.size()) {
        remarks.add(
            (stamps.size() - posed) + " exposures lie outside of the recorded poses: without pose");
      }
      writer.finish(kapture.build());
      return new Summary(stamps.size(), records.size(), posed, remarks);
    }
  }

  /** deviceFromWorld in the axes that are asked for. */
  private Pose turned(Pose worldFromBody) {
    Pose bodyFromWorld = worldFromBody.inverse();
    return options.kaptureAxes()
        ? CAMERA_AXES_FROM_ROS.times(bodyFromWorld).times(CAMERA_AXES_FROM_ROS.inverse())
        : bodyFromWorld;
  }
}
