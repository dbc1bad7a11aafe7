package org.seqloc.launch;

import geometry_msgs.PoseStamped;
import io.netty.buffer.Unpooled;
import java.util.Arrays;
import org.seqloc.msgs.Message;
import sensor_msgs.Image;
import std_msgs.Header;

/** What {@code bench transport} sends. The peers' programs know them by the same names. */
enum BenchPayload {
  /** A camera's picture: 1280x720 rgb8, 2.7 MB. */
  IMAGE("image", Image._TYPE) {
    @Override
    Message create() {
      Image image = new Image();
      image.setWidth(1280);
      image.setHeight(720);
      image.setEncoding("rgb8");
      image.setStep(3 * image.getWidth());
      byte[] pixels = new byte[image.getStep() * image.getHeight()];
      Arrays.fill(pixels, (byte) 127);
      image.setData(Unpooled.wrappedBuffer(pixels));
      return image;
    }

    @Override
    Header header(Message message) {
      return ((Image) message).getHeader();
    }
  },

  POSE("pose", PoseStamped._TYPE) {
    @Override
    Message create() {
      PoseStamped pose = new PoseStamped();
      pose.getPose().getOrientation().setW(1);
      return pose;
    }

    @Override
    Header header(Message message) {
      return ((PoseStamped) message).getHeader();
    }
  };

  private final String label;
  private final String type;

  BenchPayload(String label, String type) {
    this.label = label;
    this.type = type;
  }

  /** As in the peers' arguments. */
  String label() {
    return label;
  }

  /** The ROS name. */
  String type() {
    return type;
  }

  abstract Message create();

  abstract Header header(Message message);
}
