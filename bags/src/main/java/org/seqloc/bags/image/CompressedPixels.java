package org.seqloc.bags.image;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.seqloc.core.SeqlocException;
import org.seqloc.core.image.ImageDecoder;
import org.seqloc.core.image.Raster;

/**
 * A compressed image as a message holds it.
 *
 * @param name what errors call the image: topic and stamp
 * @param format what was compressed and how: {@code jpeg}, {@code png}, or image_transport's {@code
 *     "bgr8; jpeg compressed bgr8"}, whose first word is the encoding before compression
 * @param data the readable bytes are a file's contents
 */
record CompressedPixels(String name, String format, ByteBuf data) {

  /** The encoding before compression when that was a Bayer mosaic's. */
  private static final Pattern MOSAIC = Pattern.compile("(bayer_[a-z]{4})(8|16)\\s*;.*");

  /** Whether the data, if grey, is a mosaic, to which only the format tells the colours. */
  boolean mosaic() {
    return MOSAIC.matcher(format).matches();
  }

  /**
   * Decodes the data, whatever the format calls it; a Bayer mosaic that was compressed as grey gets
   * its colours.
   *
   * @throws SeqlocException when the data does not decode or is depth, not an image
   */
  Raster toRaster() {
    byte[] file = file();
    Raster raster = ImageDecoder.decodeRaster(file, name);
    Matcher mosaic = MOSAIC.matcher(format);
    if (raster.channels() != 1 || !mosaic.matches()) {
      return raster;
    }
    // A mosaic of 16 bits has 8 when it was compressed as JPEG.
    String encoding = mosaic.group(1) + raster.bitDepth();
    int step = raster.samples().length / raster.height();
    ByteBuf samples = Unpooled.wrappedBuffer(raster.samples());
    return new RawPixels(name, raster.width(), raster.height(), encoding, true, step, samples)
        .toRaster();
  }

  /**
   * A copy of the data.
   *
   * @throws SeqlocException when it is depth, not an image
   */
  byte[] file() {
    if (format.contains("compressedDepth")) {
      throw new SeqlocException(
          name + ": compressed depth, not an image; name the topic of the camera's image");
    }
    byte[] file = new byte[data.readableBytes()];
    data.getBytes(data.readerIndex(), file);
    return file;
  }
}
