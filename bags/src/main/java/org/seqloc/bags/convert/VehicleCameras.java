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
import org.seqloc.bags.Bag;
import org.seqloc.bags.BagCursor;
import org.seqloc.bags.BagMessage;
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
  private static final String BASE_LINK = "base_link";

  private final Bag bag;
  private final FromBagOptions options;
  private final FrameTree frames;
  private final Consumer<String> remark;
  private final List<CameraTopic> topics;
  private final List<ImageCopier.Source> sources = new ArrayList<>();
  private final Kapture.Builder kapture;
  private String device = "";
  private String baseFrame;

  /**
   * Adds sensors and rigs to the kapture.
   *
   * @param frames the transforms that do not change
   * @param remark told what the user should know
   * @throws SeqlocException when a camera's calibration makes no sense, or a calibration by hand
   *     does not suit
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
    this.topics = find(types);
    if (options.calibration().isPresent()) {
      describe(options.calibration().get());
    } else {
      describeFromBag();
    }
  }

  private List<CameraTopic> find(Map<String, String> types) {
    try {
      List<CameraTopic> found = new ArrayList<>(CameraTopics.find(types, options.cameras(), false));
      found.removeIf(topic -> bag.messageCount(topic.imageTopic()) == 0);
      return found;
    } catch (SeqlocException e) {
      throw new SeqlocException(bag.path() + ": " + e.getMessage(), e);
    }
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
      remark.accept(topics.get(i).imageTopic() + " is taken as camera " + sensors.get(i));
    }
    return sensors;
  }

  private void describe(Kapture calibration) {
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
    device = devices.stream().findFirst().orElse("");
    mount(calibration, sensors);
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

  private void describeFromBag() {
    Map<String, CameraInfo> infos = readInfos();
    Map<String, String> frameOf = new LinkedHashMap<>();
    for (CameraTopic topic : topics) {
      Optional<CameraInfo> info = Optional.ofNullable(infos.get(topic.infoTopic()));
      Optional<Camera> camera =
          info.map(
              i ->
                  CameraTopics.rectified(topic.imageTopic())
                      ? CameraInfos.toRectifiedCamera(bag.path() + ": " + topic.infoTopic(), i)
                      : CameraInfos.toCamera(bag.path() + ": " + topic.infoTopic(), i));
      if (camera.isEmpty()) {
        remark.accept(
            topic.imageTopic()
                + " has no calibration on "
                + topic.infoTopic()
                + ": an UNKNOWN_CAMERA; --rig KAPTURE gives one");
      }
      sources.add(new ImageCopier.Source(topic, topic.name(), camera));
      kapture.sensor(
          camera.isPresent()
              ? Sensor.ofCamera(topic.name(), topic.name(), camera.get())
              : UnknownCameras.sensor(bag, topic));
      info.map(i -> i.getHeader().getFrameId())
          .filter(frame -> !frame.isEmpty())
          .ifPresent(frame -> frameOf.put(topic.name(), frame));
    }
    chooseBase(frameOf.values());
    mountCameras(frameOf);
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
}
