package org.seqloc.launch;

import geometry_msgs.PoseStamped;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import org.seqloc.msgs.Message;
import sensor_msgs.Image;
import std_msgs.Header;

/** What {@code bench transport} sends. The peers' programs know them by the same names. */
enum BenchPayload {
  /** A camera's picture: 1280x720 rgb8, 2.7 MB. */
  IMAGE("image", Image._TYPE) {
    @Override
    ByteBuf newBytes() {
      // As a camera's driver has them: not of Java's heap.
      ByteBuffer pixels = ByteBuffer.allocateDirect(3 * WIDTH * HEIGHT);
      while (pixels.hasRemaining()) {
        pixels.put((byte) 127);
      }
      return Unpooled.wrappedBuffer(pixels.flip());
    }

    @Override
    Message create(ByteBuf bytes) {
      Image image = new Image();
      image.setWidth(WIDTH);
      image.setHeight(HEIGHT);
      image.setEncoding("rgb8");
      image.setStep(3 * WIDTH);
      image.setData(bytes);
      return image;
    }

    @Override
    Header header(Message message) {
      return ((Image) message).getHeader();
    }
  },

  POSE("pose", PoseStamped._TYPE) {
    @Override
    ByteBuf newBytes() {
      return Unpooled.EMPTY_BUFFER;
    }

    @Override
    Message create(ByteBuf bytes) {
      PoseStamped pose = new PoseStamped();
      pose.getPose().getOrientation().setW(1);
      return pose;
    }

    @Override
    Header header(Message message) {
      return ((PoseStamped) message).getHeader();
    }
  };

  private static final int WIDTH = 1280;
  private static final int HEIGHT = 720;

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

  /** The bytes that all messages share, where the type has any. */
  abstract ByteBuf newBytes();

  abstract Message create(ByteBuf bytes);

  abstract Header header(Message message);
}
