package org.seqloc.bags.image;

import org.seqloc.core.image.ImageFormat;
import org.seqloc.core.image.Raster;

/** The contents of an image's file, and what one wants to know of it without reading it. */
public final class ImageFile {

  private final FileType type;
  private final int width;
  private final int height;
  private final byte[] bytes;

  ImageFile(FileType type, int width, int height, byte[] bytes) {
    this.type = type;
    this.width = width;
    this.height = height;
    this.bytes = bytes;
  }

  static ImageFile encoded(Raster raster, ImageFormat format) {
    FileType type = format instanceof ImageFormat.Png ? FileType.PNG : FileType.JPEG;
    return new ImageFile(type, raster.width(), raster.height(), format.encode(raster));
  }

  public FileType type() {
    return type;
  }

  /** Pixels. */
  public int width() {
    return width;
  }

  /** Pixels. */
  public int height() {
    return height;
  }

  /** The contents themselves; not to be written to. */
  public byte[] bytes() {
    return bytes;
  }
}
