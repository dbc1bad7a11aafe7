package org.seqloc.bags.convert;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.seqloc.bags.Bag;
import org.seqloc.bags.BagCursor;
import org.seqloc.bags.BagMessage;
import org.seqloc.bags.image.CameraTopics;
import org.seqloc.bags.image.DepthMessages;
import org.seqloc.core.SeqlocException;
import sensor_msgs.CompressedImage;

/** Which of a bag's topics of images are depth maps: the first message's encoding says so. */
final class DepthTopics {

  private DepthTopics() {}

  static Set<String> find(Bag bag, Map<String, String> types) {
    Set<String> found = new TreeSet<>();
    types.forEach(
        (topic, type) -> {
          if (CameraTopics.isImages(type) && isDepth(bag, topic, type)) {
            found.add(topic);
          }
        });
    return found;
  }

  private static boolean isDepth(Bag bag, String topic, String type) {
    try (BagCursor messages = bag.messages(Set.of(topic))) {
      if (!messages.hasNext()) {
        return false;
      }
      BagMessage first = messages.next();
      String encoding =
          type.equals(CompressedImage._TYPE)
              ? first.decode(CompressedImage.TYPE).getFormat()
              : first.decode(sensor_msgs.Image.TYPE).getEncoding();
      return DepthMessages.isDepth(topic, encoding);
    } catch (SeqlocException e) {
      return false; // Damaged: told when its images are read.
    }
  }
}
