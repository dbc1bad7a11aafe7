package org.seqloc.bags.image;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.seqloc.core.SeqlocException;
import org.seqloc.core.image.Image;
import org.seqloc.core.image.ImageDecoder;

/**
 * A compressed image as a message holds it.
 *
 * @param name what errors call the image: topic and stamp
 * @param format what was compressed and how: {@code jpeg}, {@code png}, or image_transport's {@code
 *     "bgr8; jpeg compressed bgr8"}, whose first word is the encoding before compression
 * @param data the readable bytes are a file's contents
 */
record CompressedPixels(String name, String format, ByteBuf data) {

  /**
   * Decodes the data, whatever the format calls it; a Bayer mosaic that was compressed as grey gets
   * its colours.
   *
   * @throws SeqlocException when the data does not decode or is depth, not an image
   */
  Image toImage() {
    if (format.contains("compressedDepth")) {
      throw new SeqlocException(
          name + ": compressed depth, not an image; name the topic of the camera's image");
    }
    Image image = ImageDecoder.decode(data.nioBuffer(), name);
    String encoding = format.contains(";") ? format.substring(0, format.indexOf(';')).strip() : "";
    if (image.channels() != 1 || !encoding.startsWith("bayer_")) {
      return image;
    }
    ByteBuf mosaic = Unpooled.wrappedBuffer(image.pixels());
    return new RawPixels(
            name, image.width(), image.height(), encoding, false, image.width(), mosaic)
        .toImage();
  }
}
