package org.seqloc.bags.image;

import io.netty.buffer.Unpooled;
import org.seqloc.core.SeqlocException;
import org.seqloc.core.image.Image;
import org.seqloc.core.image.Raster;
import sensor_msgs.CompressedImage;
import std_msgs.Header;

/** Images from and to messages. */
public final class ImageMessages {

  private ImageMessages() {}

  /**
   * Decodes an uncompressed image to grey or RGB.
   *
   * @param topic named in errors
   * @throws SeqlocException naming topic and stamp, when the encoding is unknown or the sizes do
   *     not fit each other
   */
  public static Image decode(String topic, sensor_msgs.Image message) {
    return decodeRaster(topic, message).toImage();
  }

  /**
   * As {@link #decode(String, sensor_msgs.Image)}, but 16 bits stay 16.
   *
   * @throws SeqlocException naming topic and stamp, when the encoding is unknown or the sizes do
   *     not fit each other
   */
  public static Raster decodeRaster(String topic, sensor_msgs.Image message) {
    return pixels(topic, message).toRaster();
  }

  /**
   * Decodes a compressed image to grey or RGB.
   *
   * @param topic named in errors
   * @throws SeqlocException naming topic and stamp, when the data does not decode
   */
  public static Image decode(String topic, CompressedImage message) {
    return pixels(topic, message).toRaster().toImage();
  }

  /** An uncompressed message in mono8 or rgb8; it shares the image's pixels. */
  public static sensor_msgs.Image toRaw(Header header, Image image) {
    return toRaw(header, Raster.of(image));
  }

  /** An uncompressed message in mono8, rgb8, mono16 or rgb16; it shares samples of 8 bits. */
  public static sensor_msgs.Image toRaw(Header header, Raster image) {
    sensor_msgs.Image message = new sensor_msgs.Image();
    message.setHeader(header);
    message.setWidth(image.width());
    message.setHeight(image.height());
    message.setEncoding((image.channels() == 1 ? "mono" : "rgb") + image.bitDepth());
    message.setStep(image.width() * image.channels() * image.bitDepth() / 8);
    message.setData(
        Unpooled.wrappedBuffer(
            image.bitDepth() == 8 ? image.samples() : lowerFirst(image.samples())));
    return message;
  }

  /** Of 16 bits, as cameras publish them: who reads ROS's images may not look at the order. */
  private static byte[] lowerFirst(byte[] upperFirst) {
    byte[] swapped = new byte[upperFirst.length];
    for (int i = 0; i < swapped.length; i += 2) {
      swapped[i] = upperFirst[i + 1];
      swapped[i + 1] = upperFirst[i];
    }
    return swapped;
  }

  /**
   * A message of a file's bytes, which it shares.
   *
   * @param format {@code jpeg} or {@code png}
   */
  public static CompressedImage toCompressed(Header header, String format, byte[] file) {
    CompressedImage message = new CompressedImage();
    message.setHeader(header);
    message.setFormat(format);
    message.setData(Unpooled.wrappedBuffer(file));
    return message;
  }

  static RawPixels pixels(String topic, sensor_msgs.Image message) {
    return new RawPixels(
        name(topic, message.getHeader()),
        message.getWidth(),
        message.getHeight(),
        message.getEncoding(),
        message.getIsBigendian() != 0,
        message.getStep(),
        message.getData());
  }

  static CompressedPixels pixels(String topic, CompressedImage message) {
    return new CompressedPixels(
        name(topic, message.getHeader()), message.getFormat(), message.getData());
  }

  private static String name(String topic, Header header) {
    return String.format(
        "%s: image of %d.%09d",
        topic,
        Integer.toUnsignedLong(header.getStamp().secs),
        Integer.toUnsignedLong(header.getStamp().nsecs));
  }
}
