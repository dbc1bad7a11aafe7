package org.seqloc.bags.image;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.ros.message.Time;
import org.seqloc.core.SeqlocException;
import org.seqloc.core.image.Image;

/** ROS's image messages and core's images. */
public final class ImageMessages {

  private ImageMessages() {}

  /**
   * The pixels of an uncompressed image, grey or RGB of 8 bits; a Bayer mosaic gets its colours.
   *
   * @param topic names the image in errors, with its stamp
   * @throws SeqlocException when the encoding is unknown or the sizes do not fit each other
   */
  public static Image decode(String topic, sensor_msgs.Image message) {
    return new RawPixels(
            name(topic, message.getHeader()),
            message.getWidth(),
            message.getHeight(),
            message.getEncoding(),
            message.getIsBigendian() != 0,
            message.getStep(),
            message.getData())
        .toImage();
  }

  /**
   * The pixels of a compressed image, grey or RGB of 8 bits; a Bayer mosaic that was compressed as
   * grey gets its colours.
   *
   * @param topic names the image in errors, with its stamp
   * @throws SeqlocException when the data does not decode or is depth
   */
  public static Image decode(String topic, sensor_msgs.CompressedImage message) {
    return new CompressedPixels(
            name(topic, message.getHeader()), message.getFormat(), message.getData())
        .toImage();
  }

  /** The image uncompressed, {@code mono8} or {@code rgb8}, without padding between its rows. */
  public static sensor_msgs.Image raw(std_msgs.Header header, Image image) {
    sensor_msgs.Image message = new sensor_msgs.Image();
    message.setHeader(header);
    message.setWidth(image.width());
    message.setHeight(image.height());
    message.setEncoding(image.channels() == 1 ? "mono8" : "rgb8");
    message.setStep(image.width() * image.channels());
    message.setData(Unpooled.wrappedBuffer(image.pixels()));
    return message;
  }

  /**
   * A file's bytes as they are.
   *
   * @param file a JPEG or PNG; the message shares the array
   * @throws SeqlocException when it is neither: ROS's subscribers know no others
   */
  public static sensor_msgs.CompressedImage compressed(std_msgs.Header header, byte[] file) {
    ByteBuf data = Unpooled.wrappedBuffer(file);
    FileType type =
        FileType.of(data)
            .orElseThrow(
                () ->
                    new SeqlocException(
                        name(header.getFrameId(), header)
                            + ": neither JPEG nor PNG; convert the image first"));
    sensor_msgs.CompressedImage message = new sensor_msgs.CompressedImage();
    message.setHeader(header);
    message.setFormat(type.format());
    message.setData(data);
    return message;
  }

  /**
   * @param stampNanos nanoseconds since the epoch, below 2^32 s
   */
  public static std_msgs.Header header(long stampNanos, String frameId) {
    std_msgs.Header header = new std_msgs.Header();
    header.setStamp(Time.fromNano(stampNanos));
    header.setFrameId(frameId);
    return header;
  }

  /** What errors call an image: {@code /camera/image_raw at 1553180224.360915899}. */
  public static String name(String topic, std_msgs.Header header) {
    long nanos = header.getStamp().totalNsecs();
    return String.format("%s at %d.%09d", topic, nanos / 1_000_000_000L, nanos % 1_000_000_000L);
  }
}
