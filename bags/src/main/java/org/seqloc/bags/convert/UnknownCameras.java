package org.seqloc.bags.convert;

import java.util.List;
import java.util.Set;
import org.seqloc.bags.Bag;
import org.seqloc.bags.BagCursor;
import org.seqloc.bags.BagMessage;
import org.seqloc.bags.image.CameraTopics.CameraTopic;
import org.seqloc.bags.image.ImageMessages;
import org.seqloc.core.SeqlocException;
import org.seqloc.core.image.Image;
import org.seqloc.core.kapture.Sensor;
import sensor_msgs.CompressedImage;

/** Cameras without a calibration: kapture knows the size of their images, no more. */
final class UnknownCameras {

  private static final int TRIES = 100;

  private UnknownCameras() {}

  /**
   * @throws SeqlocException when none of the first images decodes
   */
  static Sensor sensor(Bag bag, CameraTopic topic) {
    String name = bag.path() + ": " + topic.imageTopic();
    SeqlocException failure = new SeqlocException(name + ": no image");
    try (BagCursor messages = bag.messages(Set.of(topic.imageTopic()))) {
      for (int i = 0; i < TRIES && messages.hasNext(); i++) {
        BagMessage message = messages.next();
        try {
          Image image =
              topic.compressed()
                  ? ImageMessages.decode(name, message.decode(CompressedImage.TYPE))
                  : ImageMessages.decode(name, message.decode(sensor_msgs.Image.TYPE));
          return new Sensor(
              topic.name(),
              topic.name(),
              Sensor.CAMERA,
              List.of(
                  "UNKNOWN_CAMERA",
                  Integer.toString(image.width()),
                  Integer.toString(image.height())));
        } catch (SeqlocException e) {
          failure = e;
        }
      }
    }
    throw failure;
  }
}
