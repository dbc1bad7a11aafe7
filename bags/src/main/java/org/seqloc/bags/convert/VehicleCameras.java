package org.seqloc.bags.convert;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.seqloc.bags.Bag;
import org.seqloc.bags.BagCursor;
import org.seqloc.bags.image.CameraInfos;
import org.seqloc.bags.image.CameraTopics;
import org.seqloc.bags.image.CameraTopics.CameraTopic;
import org.seqloc.bags.pose.FrameTree;
import org.seqloc.core.SeqlocException;
import org.seqloc.core.geometry.Camera;
import org.seqloc.core.geometry.Pose;
import org.seqloc.core.kapture.Kapture;
import org.seqloc.core.kapture.Sensor;
import sensor_msgs.CameraInfo;

/** The cameras of a bag: their topics, calibrations, and how they are mounted. */
final class VehicleCameras {

  private static final String RIG = "rig";
  private static final String INFO = "sensor_msgs/CameraInfo";
  private static final int TRIES = 100;

  /** Each is looked into before images are copied. */
  private static final int MAX_TOPICS = 1000;

  private static final String BASE_LINK = "base_link";

  private final Bag bag;
  private final FromBagOptions options;
  private final FrameTree frames;
  private final Consumer<String> remark;
  private final List<CameraTopic> topics;
  private final Set<String> depthTopics;
  private final List<ImageCopier.Source> sources = new ArrayList<>();
  private final Kapture.Builder kapture;
  private String device = "";
  private String baseFrame;

  /**
   * Adds sensors and rigs to the kapture.
   *
   * @param frames the transforms that do not change
   * @param remark told what the user should know
   * @throws SeqlocException when a camera's calibration makes no sense, no camera has one, or a
   *     calibration by hand does not suit
   */
  VehicleCameras(
      Bag bag,
      Map<String, String> types,
      FrameTree frames,
      FromBagOptions options,
      Kapture.Builder kapture,
      Consumer<String> remark) {
    this.bag = bag;
    this.options = options;
    this.frames = frames;
    this.kapture = kapture;
    this.remark = remark;
    this.baseFrame = options.baseFrame().orElse(BASE_LINK);
    checkCount(types);
    this.depthTopics = DepthTopics.find(bag, types);
    this.topics = find(types);
    if (options.calibration().isPresent()) {
      describe(options.calibration().get());
    } else {
      describeFromBag(types);
    }
  }

  private void checkCount(Map<String, String> types) {
    long count = types.values().stream().filter(CameraTopics::isImages).count();
    if (count > MAX_TOPICS) {
      throw new SeqlocException(
          String.format(
              "%s: %d topics of images, no vehicle has so many cameras; take some of them out by"
                  + " `seqloc bag filter`",
              bag.path(), count));
    }
  }

  /** Those that are asked for, else all: first the cameras, then what measures depth. */
  private List<CameraTopic> find(Map<String, String> types) {
    Map<String, Long> counts = bag.messageCounts();
    Predicate<String> recorded = topic -> counts.getOrDefault(topic, 0L) > 0;
    Predicate<String> images = recorded.and(topic -> !depthTopics.contains(topic));
    List<CameraTopic> cameras = find(types, List.of(), images);
    List<CameraTopic> depth = new ArrayList<>();
    for (CameraTopic map : find(types, List.of(), recorded.and(depthTopics::contains))) {
      boolean taken = cameras.stream().anyMatch(camera -> camera.name().equals(map.name()));
      depth.add(taken ? renamed(map) : map);
    }
    if (options.cameras().isEmpty()) {
      return Stream.concat(cameras.stream(), depth.stream()).toList();
    }
    List<CameraTopic> chosen = new ArrayList<>();
    for (String wanted : options.cameras()) {
      Optional<CameraTopic> map =
          cameras.stream().anyMatch(camera -> camera.isCalled(wanted))
              ? Optional.empty()
              : depth.stream().filter(d -> d.isCalled(wanted)).findFirst();
      chosen.add(map.orElseGet(() -> find(types, List.of(wanted), images).get(0)));
    }
    return chosen;
  }

  private List<CameraTopic> find(
      Map<String, String> types, List<String> wanted, Predicate<String> among) {
    try {
      return CameraTopics.find(types, wanted, false, among);
    } catch (SeqlocException e) {
      throw new SeqlocException(bag.path() + ": " + e.getMessage(), e);
    }
  }

  private static CameraTopic renamed(CameraTopic depth) {
    return new CameraTopic(
        depth.name() + "_depth", depth.imageTopic(), depth.compressed(), depth.infoTopic());
  }

  private boolean isDepth(CameraTopic topic) {
    return depthTopics.contains(topic.imageTopic());
  }

  List<ImageCopier.Source> sources() {
    return sources;
  }

  /** The rig or lone camera whose trajectory is written; empty when poses have nothing to be of. */
  Optional<String> device() {
    return Optional.of(device).filter(d -> !d.isEmpty());
  }

  /** The ids that the cameras and their rig have. */
  Set<String> names() {
    Set<String> names = new TreeSet<>(Set.of(RIG));
    sources.forEach(source -> names.add(source.sensor()));
    return names;
  }

  /**
   * Mounts other sensors on the vehicle's rig, where transforms join their frames to it.
   *
   * @param frameOf by sensor
   */
  void mount(Map<String, String> frameOf) {
    if (!device.equals(RIG) || options.calibration().isPresent()) {
      return;
    }
    Pose turn = options.kaptureAxes() ? BagToKapture.CAMERA_AXES_FROM_ROS : Pose.IDENTITY;
    frameOf.forEach(
        (sensor, frame) ->
            frames
                .find(frame, baseFrame)
                .ifPresent(pose -> kapture.mount(RIG, sensor, pose.times(turn.inverse()))));
  }

  /** The frame that the device is. */
  String baseFrame() {
    return baseFrame;
  }

  // Sensors made by hand.

  private List<String> matchSensors(Kapture calibration, List<CameraTopic> images) {
    List<String> sensors =
        calibration.sensors().values().stream()
            .filter(Sensor::isCamera)
            .map(Sensor::id)
            .sorted()
            .toList();
    List<String> names = images.stream().map(CameraTopic::name).toList();
    if (sensors.containsAll(names)) {
      return names;
    }
    if (sensors.size() != images.size()) {
      throw new SeqlocException(
          bag.path()
              + ": the bag has the cameras "
              + names
              + ", the calibration "
              + sensors
              + ": give them the same names, or choose as many by --cameras");
    }
    for (int i = 0; i < sensors.size(); i++) {
      remark.accept(images.get(i).imageTopic() + " is taken as camera " + sensors.get(i));
    }
    return sensors;
  }

  private void describe(Kapture calibration) {
    Set<String> devices = new TreeSet<>();
    // Depth maps are of the sensors of their names only.
    List<CameraTopic> images = topics.stream().filter(topic -> !isDepth(topic)).toList();
    List<String> ids = new ArrayList<>(matchSensors(calibration, images));
    List<CameraTopic> described = new ArrayList<>(images);
    for (CameraTopic topic : topics) {
      if (isDepth(topic) && calibration.sensors().containsKey(topic.name())) {
        described.add(topic);
        ids.add(topic.name());
      }
    }
    for (int i = 0; i < ids.size(); i++) {
      Sensor sensor = calibration.sensors().get(ids.get(i));
      CameraTopic topic = described.get(i);
      kapture.sensor(sensor);
      sources.add(new ImageCopier.Source(topic, isDepth(topic), sensor.id(), sensor.calibration()));
      devices.add(calibration.deviceOf(sensor.id()));
    }
    if (devices.size() > 1) {
      throw new SeqlocException(
          bag.path()
              + ": the cameras of the calibration are on several rigs, "
              + devices
              + "; put them on one");
    }
    device = devices.stream().findFirst().orElse("");
    mount(calibration, ids);
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

  private void describeFromBag(Map<String, String> types) {
    Map<String, CameraInfo> infos = readInfos(types);
    checkCalibrated(infos.keySet());
    Map<String, String> frameOf = new LinkedHashMap<>();
    for (CameraTopic topic : topics) {
      Optional<CameraInfo> info = Optional.ofNullable(infos.get(topic.infoTopic()));
      Sensor sensor;
      String frame;
      if (info.isPresent()) {
        sensor = calibrated(topic, info.get());
        frame = info.get().getHeader().getFrameId();
      } else {
        FirstImage image = FirstImage.read(bag, topic, isDepth(topic));
        sensor =
            Sensor.ofUnknownCamera(
                topic.name(), topic.name(), type(topic), image.width(), image.height());
        frame = image.frame();
        remark.accept(
            topic.imageTopic()
                + " has no calibration on "
                + topic.infoTopic()
                + ": an UNKNOWN_CAMERA; --rig KAPTURE gives one");
      }
      kapture.sensor(sensor);
      sources.add(new ImageCopier.Source(topic, isDepth(topic), sensor.id(), sensor.calibration()));
      if (!frame.isEmpty()) {
        frameOf.put(topic.name(), frame);
      }
    }
    chooseBase(frameOf.values());
    mountCameras(frameOf);
  }

  /** One camera without a calibration may be a spare; a bag without any is most often a mistake. */
  private void checkCalibrated(Set<String> infoTopics) {
    if (topics.isEmpty() || !infoTopics.isEmpty() || options.uncalibrated()) {
      return;
    }
    CameraTopic first = topics.get(0);
    throw new SeqlocException(
        bag.path()
            + ": no calibration of "
            + first.imageTopic()
            + " on "
            + first.infoTopic()
            + "; record it, give one by --rig KAPTURE, or go without by --uncalibrated");
  }

  private Sensor calibrated(CameraTopic topic, CameraInfo info) {
    String name = bag.path() + ": " + topic.infoTopic();
    try {
      Camera camera =
          CameraTopics.rectified(topic.imageTopic())
              ? CameraInfos.toRectifiedCamera(name, info)
              : CameraInfos.toCamera(name, info);
      return Sensor.ofCamera(topic.name(), topic.name(), type(topic), camera);
    } catch (SeqlocException e) {
      throw new SeqlocException(e.getMessage() + "; or take other cameras by --cameras", e);
    }
  }

  private String type(CameraTopic topic) {
    return isDepth(topic) ? Sensor.DEPTH : Sensor.CAMERA;
  }

  /** base_link where the cameras are on it; else the frame that all of them are on. */
  private void chooseBase(Collection<String> cameraFrames) {
    boolean joined =
        cameraFrames.stream().allMatch(frame -> frames.find(frame, baseFrame).isPresent());
    if (options.baseFrame().isPresent() || cameraFrames.isEmpty() || joined) {
      return;
    }
    Set<String> tops = new HashSet<>();
    cameraFrames.forEach(frame -> tops.add(frames.top(frame)));
    String top = tops.iterator().next();
    if (tops.size() == 1 && !cameraFrames.contains(top)) {
      baseFrame = top;
      remark.accept("the vehicle's frame is taken to be " + top + "; --base-frame names another");
    }
  }

  private void mountCameras(Map<String, String> frameOf) {
    Map<String, Pose> cameraFromBase = new LinkedHashMap<>();
    frameOf.forEach(
        (camera, frame) ->
            frames.find(frame, baseFrame).ifPresent(p -> cameraFromBase.put(camera, p)));
    List<String> loose =
        topics.stream().map(CameraTopic::name).filter(n -> !cameraFromBase.containsKey(n)).toList();
    if (topics.size() == 1) {
      if (!loose.isEmpty()) {
        remark.accept(
            "no transform from "
                + baseFrame
                + " to the only camera: poses are taken as the camera's own");
        device = topics.get(0).name();
        return;
      }
      if (!options.kaptureAxes() && cameraFromBase.containsValue(Pose.IDENTITY)) {
        device = topics.get(0).name(); // The vehicle is the camera: no rig is needed.
        return;
      }
    }
    if (!loose.isEmpty() && topics.size() > 1) {
      remark.accept(
          "no transform from "
              + baseFrame
              + " to the cameras "
              + loose
              + " on /tf_static: they are on no rig and have no poses; record it, name the"
              + " vehicle's frame by --base-frame (frames there are: "
              + frames.names()
              + "), or give a rig by --rig KAPTURE");
    }
    if (cameraFromBase.isEmpty()) {
      return;
    }
    device = RIG;
    Pose turn = options.kaptureAxes() ? BagToKapture.CAMERA_AXES_FROM_ROS : Pose.IDENTITY;
    cameraFromBase.forEach(
        (camera, pose) -> kapture.mount(RIG, camera, pose.times(turn.inverse())));
  }

  /** Each topic's first calibration that is one. */
  private Map<String, CameraInfo> readInfos(Map<String, String> types) {
    Map<String, CameraInfo> infos = new HashMap<>();
    for (CameraTopic topic : topics) {
      String infoTopic = topic.infoTopic();
      if (!INFO.equals(types.get(infoTopic)) || infos.containsKey(infoTopic)) {
        continue;
      }
      try (BagCursor messages = bag.messages(Set.of(infoTopic))) {
        for (int i = 0; i < TRIES && messages.hasNext() && !infos.containsKey(infoTopic); i++) {
          CameraInfo info = messages.next().decode(CameraInfo.TYPE);
          // By the message's definition: of a camera that is not calibrated.
          if (info.getK()[0] != 0) {
            infos.put(infoTopic, info);
          }
        }
      } catch (SeqlocException e) {
        remark.accept(bag.path() + ": " + infoTopic + ": " + e.getMessage());
      }
    }
    return infos;
  }
}
