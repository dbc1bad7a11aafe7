package org.seqloc.bags.image;

import java.util.Locale;
import org.seqloc.core.SeqlocException;
import org.seqloc.core.image.DepthMap;
import sensor_msgs.CompressedImage;

/**
 * Depth maps of messages: uncompressed ones by ROS's REP 118, 16UC1 in millimetres and 32FC1 in
 * metres, and those of image_transport's compressed_depth_image_transport.
 */
public final class DepthMessages {

  private DepthMessages() {}

  /**
   * Whether an image is a depth map. 16UC1 and mono16 are also what infrared and other grey cameras
   * publish; they are depth only where the topic says so.
   *
   * @param encoding of sensor_msgs/Image, or the format of sensor_msgs/CompressedImage
   */
  public static boolean isDepth(String topic, String encoding) {
    if (encoding.contains("compressedDepth")) {
      return true;
    }
    int end = encoding.indexOf(';');
    return switch ((end < 0 ? encoding : encoding.substring(0, end)).strip()) {
      case "32FC1", "64FC1" -> true;
      case "16UC1", "mono16" -> topic.toLowerCase(Locale.ROOT).contains("depth");
      // Publishers of compressed depth that give no format at all, or only the file's.
      case "", "png" -> topic.endsWith("/compressedDepth");
      default -> false;
    };
  }

  /**
   * @param topic named in errors
   * @throws SeqlocException naming topic and stamp, when it is no depth map or the sizes do not fit
   *     each other
   */
  public static DepthMap decode(String topic, sensor_msgs.Image message) {
    RawPixels pixels = ImageMessages.pixels(topic, message);
    new DepthPixels.Size(
            Integer.toUnsignedLong(pixels.width()), Integer.toUnsignedLong(pixels.height()))
        .check(pixels.name());
    return switch (pixels.encoding()) {
      case "16UC1", "mono16" -> DepthPixels.millimetres(pixels.toRaster());
      case "32FC1" -> DepthPixels.metres(pixels);
      default ->
          throw pixels.error(
              String.format(
                  "encoding \"%s\" is no depth; depth is 16UC1 in millimetres or 32FC1 in metres",
                  RawPixels.printable(pixels.encoding())));
    };
  }

  /**
   * @param topic named in errors
   * @throws SeqlocException naming topic and stamp, when it does not decode to depth
   */
  public static DepthMap decode(String topic, CompressedImage message) {
    return DepthPixels.decompressed(ImageMessages.pixels(topic, message));
  }

  /** The bytes of the map that a message says it holds; 0 where it says none that is decoded. */
  public static long decodedBytes(CompressedImage message) {
    return DepthPixels.size(ImageMessages.pixels("", message))
        .map(size -> size.pixels() * Float.BYTES)
        .orElse(0L);
  }
}
