package org.seqloc.bags.convert;

import geometry_msgs.PoseStamped;
import geometry_msgs.TransformStamped;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.seqloc.bags.BagWriter;
import org.seqloc.bags.Connection;
import org.seqloc.bags.image.CameraInfos;
import org.seqloc.bags.image.ImageMessages;
import org.seqloc.bags.pose.PoseMessages;
import org.seqloc.core.geometry.Pose;
import org.seqloc.core.geometry.Rig;
import org.seqloc.core.image.Image;
import org.seqloc.core.image.Raster;
import org.seqloc.msgs.Message;
import org.seqloc.msgs.MessageType;
import std_msgs.Header;
import tf2_msgs.TFMessage;

/**
 * Writes what a vehicle with a rig records, under the topics and frames that users expect: {@code
 * /CAMERA/image_raw} with {@code /CAMERA/camera_info} at each image, {@code /tf_static} from the
 * base frame to each {@code CAMERA_optical_frame}, true poses on {@code /ground_truth/pose} in the
 * frame map. The bag is the caller's.
 */
public final class RigBagWriter {

  /** Topic of the true poses. */
  public static final String GROUND_TRUTH_TOPIC = "/ground_truth/pose";

  private static final String MAP_FRAME = "map";
  private static final String NODE = "/seqloc";

  private final BagWriter bag;
  private final Rig rig;
  private final List<String> names;
  private final String baseFrame;
  private final Map<String, Integer> connections = new HashMap<>();

  /**
   * @param names of the rig's cameras, in ROS's alphabet
   * @param baseFrame what the rig's body frame is called
   */
  public RigBagWriter(BagWriter bag, Rig rig, List<String> names, String baseFrame) {
    this.bag = bag;
    this.rig = rig;
    this.names = List.copyOf(names);
    this.baseFrame = baseFrame;
  }

  /** Where the cameras are mounted. */
  public void writeMounting(long stampNanos) {
    writeMounting(stampNanos, Map.of());
  }

  /**
   * Where the cameras and other sensors are mounted.
   *
   * @param others bodyFromSensor, by frame
   */
  void writeMounting(long stampNanos, Map<String, Pose> others) {
    Map<String, Pose> bodyFromFrame = new LinkedHashMap<>();
    for (int i = 0; i < rig.size(); i++) {
      bodyFromFrame.put(frame(i), rig.camera(i).cameraFromBody().inverse());
    }
    bodyFromFrame.putAll(others);
    List<TransformStamped> transforms = new ArrayList<>();
    bodyFromFrame.forEach(
        (frame, bodyFromSensor) -> {
          TransformStamped transform = new TransformStamped();
          transform.setHeader(PoseMessages.header(stampNanos, baseFrame));
          transform.setChildFrameId(frame);
          transform.setTransform(PoseMessages.toTransform(bodyFromSensor));
          transforms.add(transform);
        });
    TFMessage message = new TFMessage();
    message.setTransforms(transforms);
    write("/tf_static", true, stampNanos, message);
  }

  /** The true pose of the base frame. */
  public void writeTruth(long stampNanos, long receiptNanos, Pose mapFromBody) {
    PoseStamped message = new PoseStamped();
    message.setHeader(PoseMessages.header(stampNanos, MAP_FRAME));
    message.setPose(PoseMessages.toPose(mapFromBody));
    write(GROUND_TRUTH_TOPIC, false, receiptNanos, message);
  }

  /** An image with its calibration, uncompressed. */
  public void writeImage(int camera, long stampNanos, long receiptNanos, Image image) {
    writeImage(camera, stampNanos, receiptNanos, Raster.of(image));
  }

  /** The same of 8 or 16 bits. */
  void writeImage(int camera, long stampNanos, long receiptNanos, Raster image) {
    Header header = writeInfo(camera, stampNanos, receiptNanos);
    write(
        "/" + names.get(camera) + "/image_raw",
        false,
        receiptNanos,
        ImageMessages.toRaw(header, image));
  }

  /**
   * An image with its calibration, as the bytes of a file.
   *
   * @param format {@code jpeg} or {@code png}
   */
  public void writeCompressed(
      int camera, long stampNanos, long receiptNanos, String format, byte[] file) {
    Header header = writeInfo(camera, stampNanos, receiptNanos);
    write(
        "/" + names.get(camera) + "/image_raw/compressed",
        false,
        receiptNanos,
        ImageMessages.toCompressed(header, format, file));
  }

  private Header writeInfo(int camera, long stampNanos, long receiptNanos) {
    Header header = PoseMessages.header(stampNanos, frame(camera));
    write(
        "/" + names.get(camera) + "/camera_info",
        false,
        receiptNanos,
        CameraInfos.toMessage(header, rig.camera(camera).camera()));
    return header;
  }

  /** Any other message. */
  public void write(String topic, boolean latching, long receiptNanos, Message message) {
    MessageType<?> type = message.type();
    int connection =
        connections.computeIfAbsent(
            topic,
            t ->
                bag.connect(
                    new Connection(
                        0, t, type.name(), type.md5(), type.definition(), latching, NODE)));
    // A rosbag has no messages at time 0; the message's own stamp stays.
    bag.write(connection, Math.max(1, receiptNanos), message);
  }

  private String frame(int camera) {
    return names.get(camera) + "_optical_frame";
  }
}
