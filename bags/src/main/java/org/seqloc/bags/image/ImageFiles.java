package org.seqloc.bags.image;

import io.netty.buffer.ByteBuf;
import java.util.Optional;
import org.seqloc.core.SeqlocException;
import org.seqloc.core.image.ImageFileHeader;
import org.seqloc.core.image.ImageFormat;
import sensor_msgs.CompressedImage;

/** Images of messages as files. */
public final class ImageFiles {

  private ImageFiles() {}

  /**
   * An uncompressed image as a file of the format; PNG keeps all bits that the message has, a Bayer
   * mosaic gets its colours.
   *
   * @param topic named in errors
   * @throws SeqlocException naming topic and stamp, when the encoding is unknown or the sizes do
   *     not fit each other
   */
  public static ImageFile of(String topic, sensor_msgs.Image message, ImageFormat format) {
    RawPixels pixels = ImageMessages.pixels(topic, message);
    return format instanceof ImageFormat.Jpeg jpeg && pixels.plainChannels() > 0
        ? new ImageFile(FileType.JPEG, pixels.width(), pixels.height(), pixels.toJpeg(jpeg))
        : ImageFile.encoded(pixels.toRaster(), format);
  }

  /**
   * A JPEG or PNG byte for byte, after looking through its structure, see {@link ImageFileHeader};
   * others, and a Bayer mosaic that was compressed as grey, are decoded and written anew.
   *
   * @param topic named in errors
   * @param format of what is written anew
   * @throws SeqlocException naming topic and stamp, when the data is damaged or depth
   */
  public static ImageFile of(String topic, CompressedImage message, ImageFormat format) {
    CompressedPixels pixels = ImageMessages.pixels(topic, message);
    byte[] file = pixels.file();
    FileType type = FileType.of(file).orElse(null);
    if (type != null) {
      ImageFileHeader header = ImageFileHeader.verify(file, pixels.name());
      if (!pixels.mosaic() || header.channels() != 1) {
        return new ImageFile(type, header.width(), header.height(), file);
      }
    }
    return ImageFile.encoded(pixels.toRaster(), format);
  }

  /**
   * The type of the file that {@link #of(String, CompressedImage, ImageFormat)} passes byte for
   * byte; empty for what it writes anew. Only looks at the beginning.
   */
  public static Optional<FileType> passedOn(CompressedImage message) {
    ByteBuf data = message.getData();
    byte[] signature = new byte[Math.min(data.readableBytes(), FileType.SIGNATURE_BYTES)];
    data.getBytes(data.readerIndex(), signature);
    Optional<FileType> type = FileType.of(signature);
    CompressedPixels pixels = ImageMessages.pixels("", message);
    if (type.isEmpty() || !pixels.mosaic()) {
      return type;
    }
    try {
      return type.filter(t -> ImageFileHeader.verify(pixels.file(), "").channels() != 1);
    } catch (SeqlocException e) {
      return type; // Damaged: never written.
    }
  }
}
