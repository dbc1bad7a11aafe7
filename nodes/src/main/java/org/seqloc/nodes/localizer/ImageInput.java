package org.seqloc.nodes.localizer;

import java.util.function.Supplier;
import org.seqloc.bags.image.CameraTopics.CameraTopic;
import org.seqloc.bags.image.ImageMessages;
import org.seqloc.core.SeqlocException;
import org.seqloc.core.geometry.Camera;
import org.seqloc.core.image.Image;
import org.seqloc.msgs.Message;
import org.seqloc.msgs.MessageType;
import sensor_msgs.CompressedImage;

/** An image message of a calibrated camera, decoded when it is needed. */
final class ImageInput implements RigFrame.Decoder {

  private final CameraTopic topic;
  private final Supplier<Camera> camera;
  private final Message message;

  private ImageInput(CameraTopic topic, Supplier<Camera> camera, Message message) {
    this.topic = topic;
    this.camera = camera;
    this.message = message;
  }

  /** The type of the camera's messages. */
  static MessageType<?> type(CameraTopic topic) {
    return topic.compressed() ? CompressedImage.TYPE : sensor_msgs.Image.TYPE;
  }

  /**
   * @param camera asked for when the image is decoded
   * @param message of the camera's type
   */
  static ImageInput of(CameraTopic topic, Supplier<Camera> camera, Message message) {
    return new ImageInput(topic, camera, message);
  }

  long stampNanos() {
    return (message instanceof CompressedImage compressed
            ? compressed.getHeader()
            : ((sensor_msgs.Image) message).getHeader())
        .getStamp()
        .totalNsecs();
  }

  /**
   * @throws SeqlocException naming topic and stamp, when it does not decode or is not of the size
   *     that its camera is calibrated for
   */
  @Override
  public Image decode() {
    Image image =
        message instanceof CompressedImage compressed
            ? ImageMessages.decode(topic.imageTopic(), compressed)
            : ImageMessages.decode(topic.imageTopic(), (sensor_msgs.Image) message);
    Camera calibrated = camera.get();
    if (image.width() != calibrated.width() || image.height() != calibrated.height()) {
      throw new SeqlocException(
          topic.imageTopic()
              + ": images of "
              + image.width()
              + " x "
              + image.height()
              + " pixels, calibrated for "
              + calibrated.width()
              + " x "
              + calibrated.height()
              + " on "
              + topic.infoTopic());
    }
    return image;
  }
}
