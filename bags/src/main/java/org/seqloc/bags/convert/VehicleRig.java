package org.seqloc.bags.convert;

import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.seqloc.bags.pose.FrameTree;
import org.seqloc.core.geometry.Pose;
import org.seqloc.core.kapture.Kapture;

/**
 * What a vehicle's sensors are mounted on: a rig, which is the vehicle's frame, or a lone camera,
 * which is its own.
 */
final class VehicleRig {

  /** The rig's id. */
  static final String RIG = "rig";

  private static final String BASE_LINK = "base_link";

  private final FromBagOptions options;
  private final FrameTree frames;
  private final Kapture.Builder kapture;
  private final Consumer<String> remark;
  private final Set<String> mounted = new HashSet<>();
  private Optional<String> device = Optional.empty();
  private boolean isRig;
  private String baseFrame;

  /**
   * @param frames the transforms that do not change
   * @param remark told what the user should know
   */
  VehicleRig(
      FromBagOptions options, FrameTree frames, Kapture.Builder kapture, Consumer<String> remark) {
    this.options = options;
    this.frames = frames;
    this.kapture = kapture;
    this.remark = remark;
    baseFrame = options.baseFrame().orElse(BASE_LINK);
  }

  /** The rig or lone camera whose trajectory is written; empty when poses have nothing to be of. */
  Optional<String> device() {
    return device;
  }

  /** The frame that the device is. */
  String baseFrame() {
    return baseFrame;
  }

  /** Cameras on a rig made by hand, whose frame is taken to be that of the poses. */
  void mountCameras(Kapture calibration, Collection<String> cameras, Optional<String> rig) {
    device = rig;
    mount(calibration, cameras);
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
                      if (devices.contains(member) && mounted.add(member)) {
                        kapture.mount(rig, member, memberFromRig);
                        holders.add(rig);
                      }
                    }));
    if (!holders.isEmpty()) {
      mount(calibration, holders);
    }
  }

  /**
   * Cameras where transforms say.
   *
   * @param cameras all of them
   * @param frameOf by camera, for those that tell theirs
   */
  void mountCameras(List<String> cameras, Map<String, String> frameOf) {
    chooseBase(frameOf.values());
    Map<String, Pose> cameraFromBase = fromBase(frameOf);
    List<String> loose = cameras.stream().filter(c -> !cameraFromBase.containsKey(c)).toList();
    if (cameras.size() == 1) {
      if (!loose.isEmpty()) {
        remark.accept(
            "no transform from "
                + baseFrame
                + " to the only camera: poses without a frame of their own are taken as the"
                + " camera's");
        device = Optional.of(cameras.get(0));
        // kapture's axes are a vehicle's turned to a camera's, as if it stood in the vehicle's
        // place.
        baseFrame = options.kaptureAxes() ? baseFrame : frameOf.getOrDefault(cameras.get(0), "");
        return;
      }
      if (!options.kaptureAxes() && cameraFromBase.containsValue(Pose.IDENTITY)) {
        device = Optional.of(cameras.get(0)); // The vehicle is the camera: no rig is needed.
        return;
      }
    }
    if (!loose.isEmpty()) {
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
    mountOnRig(cameraFromBase);
  }

  /**
   * Mounts other sensors beside the cameras, where transforms join their frames to the vehicle's;
   * on a rig made by hand as it says.
   *
   * @param frameOf by sensor
   * @param cameras whether there are any; if not, the sensors are the rig
   */
  void mountOthers(Map<String, String> frameOf, boolean cameras) {
    if (options.calibration().isPresent()) {
      mountOthers(options.calibration().get(), frameOf.keySet());
      return;
    }
    // The cameras are nowhere, or one is turned in a way that no transform tells.
    boolean apart = device.isEmpty() || (options.kaptureAxes() && !isRig);
    boolean taken = !isRig && device.equals(Optional.of(RIG));
    if (frameOf.isEmpty() || (cameras && apart) || taken) {
      return;
    }
    if (!cameras) {
      chooseBase(frameOf.values());
    }
    Map<String, Pose> sensorFromBase = fromBase(frameOf);
    Set<String> loose = new TreeSet<>(frameOf.keySet());
    loose.removeAll(sensorFromBase.keySet());
    if (!loose.isEmpty()) {
      remark.accept(
          "no transform from "
              + baseFrame
              + " to the sensors "
              + loose
              + ": they are on no rig; record it on /tf_static, or give it by --urdf");
    }
    if (!isRig && device.isPresent() && !sensorFromBase.isEmpty()) {
      kapture.mount(RIG, device.get(), Pose.IDENTITY);
    }
    mountOnRig(sensorFromBase);
  }

  private void mountOthers(Kapture calibration, Set<String> sensors) {
    mount(calibration, sensors);
    Set<String> devices = new TreeSet<>();
    sensors.forEach(sensor -> devices.add(calibration.deviceOf(sensor)));
    if (device.isEmpty() && devices.size() == 1) {
      device = devices.stream().findFirst();
    }
  }

  private void mountOnRig(Map<String, Pose> sensorFromBase) {
    if (sensorFromBase.isEmpty()) {
      return;
    }
    device = Optional.of(RIG);
    isRig = true;
    Pose turn = options.kaptureAxes() ? BagToKapture.CAMERA_AXES_FROM_ROS : Pose.IDENTITY;
    sensorFromBase.forEach(
        (sensor, pose) -> kapture.mount(RIG, sensor, pose.times(turn.inverse())));
  }

  private Map<String, Pose> fromBase(Map<String, String> frameOf) {
    Map<String, Pose> located = new LinkedHashMap<>();
    frameOf.forEach(
        (sensor, frame) ->
            frames.find(frame, baseFrame).ifPresent(pose -> located.put(sensor, pose)));
    return located;
  }

  /** base_link where the sensors are on it; else the frame that all of them are on. */
  private void chooseBase(Collection<String> sensorFrames) {
    boolean joined =
        sensorFrames.stream().allMatch(frame -> frames.find(frame, baseFrame).isPresent());
    if (options.baseFrame().isPresent() || sensorFrames.isEmpty() || joined) {
      return;
    }
    Set<String> tops = new HashSet<>();
    sensorFrames.forEach(frame -> tops.add(frames.top(frame)));
    String top = tops.iterator().next();
    if (tops.size() == 1 && !sensorFrames.contains(top)) {
      baseFrame = top;
      remark.accept("the vehicle's frame is taken to be " + top + "; --base-frame names another");
    }
  }
}
