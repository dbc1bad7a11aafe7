package org.seqloc.bags.convert;

import geometry_msgs.TransformStamped;
import java.util.Set;
import java.util.function.BiConsumer;
import org.seqloc.bags.Bag;
import org.seqloc.bags.BagCursor;
import org.seqloc.bags.BagMessage;
import org.seqloc.bags.pose.PoseMessages;
import org.seqloc.core.SeqlocException;
import org.seqloc.core.geometry.Pose;
import org.seqloc.msgs.MalformedMessageException;
import tf2_msgs.TFMessage;

/** Gives the transforms of a topic one by one, and passes over those that are none. */
final class TransformTopic {

  /** Takes a transform. */
  interface Taker {
    void take(TransformStamped transform, Pose parentFromChild, long receiptNanos);
  }

  private TransformTopic() {}

  /**
   * @param passedOver told what kind of damage a transform or message has, and more of it
   */
  static void read(Bag bag, String topic, BiConsumer<String, String> passedOver, Taker taker) {
    try (BagCursor messages = bag.messages(Set.of(topic))) {
      while (messages.hasNext()) {
        BagMessage message = messages.next();
        try {
          for (TransformStamped transform : message.decode(TFMessage.TYPE).getTransforms()) {
            read(transform, message.receiptNanos(), passedOver, taker);
          }
        } catch (SeqlocException e) {
          passedOver.accept("damaged", e.getMessage());
        }
      }
    }
  }

  private static void read(
      TransformStamped transform,
      long receiptNanos,
      BiConsumer<String, String> passedOver,
      Taker taker) {
    Pose parentFromChild;
    try {
      parentFromChild = PoseMessages.fromTransform(transform.getTransform());
    } catch (MalformedMessageException e) {
      passedOver.accept("no transform", transform.getChildFrameId() + ": " + e.getMessage());
      return;
    }
    taker.take(transform, parentFromChild, receiptNanos);
  }
}
