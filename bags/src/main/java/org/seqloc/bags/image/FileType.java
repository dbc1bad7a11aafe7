package org.seqloc.bags.image;

import io.netty.buffer.ByteBuf;
import java.util.Optional;

/** The kinds of image file that ROS's compressed images hold, told by their first bytes. */
public enum FileType {
  JPEG("jpeg", "jpg"),
  PNG("png", "png");

  private final String format;
  private final String extension;

  FileType(String format, String extension) {
    this.format = format;
    this.extension = extension;
  }

  /** As sensor_msgs/CompressedImage calls it. */
  public String format() {
    return format;
  }

  /** Of a file's name, without a dot. */
  public String extension() {
    return extension;
  }

  /** The type of a file's contents, the buffer's readable bytes; empty when it is another. */
  public static Optional<FileType> of(ByteBuf file) {
    int at = file.readerIndex();
    if (file.readableBytes() >= 8 && file.getLong(at) == 0x89504E470D0A1A0AL) {
      return Optional.of(PNG);
    }
    if (file.readableBytes() >= 3 && file.getUnsignedMedium(at) == 0xFFD8FF) {
      return Optional.of(JPEG);
    }
    return Optional.empty();
  }
}
