package org.seqloc.bags.convert;

import java.util.Set;
import org.seqloc.bags.Bag;
import org.seqloc.bags.BagCursor;
import org.seqloc.bags.BagMessage;
import org.seqloc.bags.image.CameraTopics.CameraTopic;
import org.seqloc.bags.image.DepthMessages;
import org.seqloc.bags.image.ImageMessages;
import org.seqloc.core.SeqlocException;
import org.seqloc.core.image.DepthMap;
import org.seqloc.core.image.Image;
import sensor_msgs.CompressedImage;
import std_msgs.Header;

/**
 * What the first image of a topic tells of a camera that nobody has calibrated.
 *
 * @param width pixels
 * @param height pixels
 * @param frame the camera's; may be empty
 */
record FirstImage(int width, int height, String frame) {

  private static final int TRIES = 100;

  /**
   * @throws SeqlocException when none of the first images decodes
   */
  static FirstImage read(Bag bag, CameraTopic topic, boolean depth) {
    String name = bag.path() + ": " + topic.imageTopic();
    SeqlocException failure = new SeqlocException(name + ": no image");
    try (BagCursor messages = bag.messages(Set.of(topic.imageTopic()))) {
      for (int i = 0; i < TRIES && messages.hasNext(); i++) {
        try {
          return of(name, messages.next(), topic.compressed(), depth);
        } catch (SeqlocException e) {
          failure = e;
        }
      }
    }
    throw failure;
  }

  private static FirstImage of(String name, BagMessage message, boolean compressed, boolean depth) {
    if (compressed) {
      CompressedImage image = message.decode(CompressedImage.TYPE);
      return depth
          ? of(DepthMessages.decode(name, image), image.getHeader())
          : of(ImageMessages.decode(name, image), image.getHeader());
    }
    sensor_msgs.Image image = message.decode(sensor_msgs.Image.TYPE);
    return depth
        ? of(DepthMessages.decode(name, image), image.getHeader())
        : of(ImageMessages.decode(name, image), image.getHeader());
  }

  private static FirstImage of(DepthMap map, Header header) {
    return new FirstImage(map.width(), map.height(), header.getFrameId());
  }

  private static FirstImage of(Image image, Header header) {
    return new FirstImage(image.width(), image.height(), header.getFrameId());
  }
}
