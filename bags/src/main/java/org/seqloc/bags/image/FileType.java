package org.seqloc.bags.image;

import java.util.Optional;

/** The kinds of image file that ROS's compressed images hold, told by their first bytes. */
public enum FileType {
  JPEG("jpeg", "jpg"),
  PNG("png", "png");

  /** So many bytes of a file tell its type. */
  public static final int SIGNATURE_BYTES = 8;

  private static final long PNG_SIGNATURE = 0x89504E470D0A1A0AL;

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

  /**
   * @param file the file's bytes, or the first {@link #SIGNATURE_BYTES} of them
   * @return empty when it is another type
   */
  public static Optional<FileType> of(byte[] file) {
    long start = 0;
    for (int i = 0; i < SIGNATURE_BYTES; i++) {
      start = start << 8 | (i < file.length ? file[i] & 0xff : 0);
    }
    if (start == PNG_SIGNATURE) {
      return Optional.of(PNG);
    }
    return start >>> 40 == 0xFFD8FF ? Optional.of(JPEG) : Optional.empty();
  }
}
