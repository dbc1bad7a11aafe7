package org.seqloc.nodes.localizer;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.seqloc.bags.image.CameraInfos;
import org.seqloc.bags.image.CameraTopics.CameraTopic;
import org.seqloc.bags.pose.FrameTree;
import org.seqloc.core.geometry.Camera;
import org.seqloc.core.geometry.Pose;
import org.seqloc.core.geometry.Rig;
import sensor_msgs.CameraInfo;
import tf2_msgs.TFMessage;

/**
 * Puts the rig together from the cameras' calibration messages and the transforms that mount them
 * on the vehicle. Not safe for use by several threads at once.
 */
public final class RigCalibration {

  private static final class Slot {
    private final CameraTopic topic;
    private Optional<Camera> camera = Optional.empty();
    private String frame = "";

    private Slot(CameraTopic topic) {
      this.topic = topic;
    }
  }

  private final List<Slot> slots;
  private final String baseFrame;
  private final FrameTree frames = new FrameTree();

  /**
   * @param baseFrame the vehicle's frame, the rig's body
   */
  public RigCalibration(List<CameraTopic> cameras, String baseFrame) {
    slots = cameras.stream().map(Slot::new).toList();
    this.baseFrame = baseFrame;
  }

  /**
   * Takes the first calibration of a camera; a rig does not change while it is in use.
   *
   * @param camera its index in the list of cameras
   * @throws org.seqloc.core.SeqlocException naming the topic, when it is no calibration
   */
  public void addInfo(int camera, CameraInfo info) {
    Slot slot = slots.get(camera);
    if (slot.camera.isEmpty()) {
      slot.camera = Optional.of(CameraInfos.toCamera(slot.topic.infoTopic(), info));
      slot.frame = info.getHeader().getFrameId();
    }
  }

  /** Takes transforms of /tf_static, or of /tf from senders that know no other. */
  public void addTransforms(TFMessage message) {
    frames.add(message);
  }

  /** The rig, once all of it is known; its cameras are in the order of the topics. */
  public Optional<Rig> rig() {
    List<Rig.RigCamera> cameras = new ArrayList<>();
    for (Slot slot : slots) {
      Optional<Pose> cameraFromBody = frames.find(slot.frame, baseFrame);
      if (slot.camera.isEmpty() || cameraFromBody.isEmpty()) {
        return Optional.empty();
      }
      cameras.add(new Rig.RigCamera(slot.topic.name(), slot.camera.get(), cameraFromBody.get()));
    }
    return Optional.of(new Rig(cameras));
  }

  /** The transform from a frame of the vehicle to its base frame, once it is known. */
  public Optional<Pose> baseFromFrame(String frame) {
    return frames.find(baseFrame, frame);
  }

  /**
   * The camera as its own body, when it is the only one, its calibration is known and no transforms
   * are.
   */
  public Optional<Rig> loneCamera() {
    return slots.size() == 1 && frames.isEmpty()
        ? slots.get(0).camera.map(camera -> Rig.ofSingle(slots.get(0).topic.name(), camera))
        : Optional.empty();
  }

  /** What is still missing to the rig, in words for the user; empty when nothing is. */
  public String missing() {
    Set<String> missing = new LinkedHashSet<>();
    for (Slot slot : slots) {
      if (slot.camera.isEmpty()) {
        missing.add("a message on " + slot.topic.infoTopic());
      } else if (frames.find(slot.frame, baseFrame).isEmpty()) {
        missing.add(
            "the transform from " + baseFrame + " to " + slot.frame + " on /tf_static or /tf");
      }
    }
    return String.join(", ", missing);
  }

  /** The frames that the transforms name, sorted. */
  public Set<String> knownFrames() {
    return frames.names();
  }
}
