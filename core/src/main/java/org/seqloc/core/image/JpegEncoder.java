package org.seqloc.core.image;

import java.io.ByteArrayOutputStream;

/**
 * Writes baseline JPEG (ITU-T T.81) with JFIF's colours, chrominance halved both ways: byte for
 * byte what libjpeg writes, and OpenCV and Pillow with it, in a third of the time that OpenCV's
 * takes, which comes to the JVM without vector instructions.
 */
final class JpegEncoder {

  private static final int BLOCK = 8;

  private final Image image;
  private final JpegQuantizer luminance;
  private final JpegQuantizer chrominance;
  private final JpegBits bits;

  private JpegEncoder(Image image, int quality) {
    this.image = image;
    this.luminance = JpegQuantizer.luminance(quality);
    this.chrominance = JpegQuantizer.chrominance(quality);
    this.bits = new JpegBits(image.width() * image.height() / 4);
  }

  /**
   * @param image of at most 65535 pixels each way
   * @param quality 1 to 100
   */
  static byte[] encode(Image image, int quality) {
    if (image.width() > 65535 || image.height() > 65535) {
      throw new IllegalArgumentException(
          "JPEG holds 65535 x 65535 pixels, got " + image.width() + " x " + image.height());
    }
    return new JpegEncoder(image, quality).encode();
  }

  private byte[] encode() {
    if (image.channels() == 1) {
      scanGrey();
    } else {
      scanColour();
    }
    bits.end();
    ByteArrayOutputStream out = new ByteArrayOutputStream(bits.length() + 700);
    writeHeader(out);
    out.write(bits.bytes(), 0, bits.length());
    out.write(0xff);
    out.write(0xd9);
    return out.toByteArray();
  }

  private void scanGrey() {
    JpegStrip strip = new JpegStrip(blocks(image.width(), BLOCK), luminance);
    int before = 0;
    for (int top = 0; top < image.height(); top += BLOCK) {
      for (int row = 0; row < BLOCK; row++) {
        if (top + row < image.height()) {
          greyRow(top + row, row, strip);
        } else {
          strip.repeatRow(row - 1, row);
        }
      }
      strip.transform();
      int[] dc = strip.coefficients(0);
      for (int block = 0; block < strip.blocks(); block++) {
        bits.block(
            dc[block] - before, strip, block, JpegHuffman.LUMINANCE_DC, JpegHuffman.LUMINANCE_AC);
        before = dc[block];
      }
    }
  }

  private void greyRow(int y, int row, JpegStrip strip) {
    byte[] pixels = image.pixels();
    int width = image.width();
    for (int column = 0; column < BLOCK; column++) {
      int[] samples = strip.column(column);
      int at = row * strip.blocks();
      for (int x = column; x < strip.blocks() * BLOCK; x += BLOCK) {
        samples[at++] = (pixels[y * width + Math.min(x, width - 1)] & 0xff) - 128;
      }
    }
  }

  private void scanColour() {
    int units = blocks(image.width(), 2 * BLOCK);
    JpegStrip[] y = {new JpegStrip(2 * units, luminance), new JpegStrip(2 * units, luminance)};
    JpegStrip[] chroma = {new JpegStrip(units, chrominance), new JpegStrip(units, chrominance)};
    JpegColours colours = new JpegColours(image, 2 * BLOCK * units);
    int[] before = new int[3];
    for (int top = 0; top < image.height(); top += 2 * BLOCK) {
      for (int row = 0; row < 2 * BLOCK; row++) {
        if (top + row < image.height()) {
          colours.convert(top + row, y[row / BLOCK], row % BLOCK, row % 2 == 1);
        } else if (row % BLOCK > 0) {
          y[row / BLOCK].repeatRow(row % BLOCK - 1, row % BLOCK);
        }
        if (row % 2 == 1) {
          if (top + row - 1 < image.height()) {
            colours.halve(top + row >= image.height(), row / 2, chroma[0], chroma[1]);
          } else {
            chroma[0].repeatRow(row / 2 - 1, row / 2);
            chroma[1].repeatRow(row / 2 - 1, row / 2);
          }
        }
      }
      for (JpegStrip strip : y) {
        strip.transform();
      }
      for (JpegStrip strip : chroma) {
        strip.transform();
      }
      boolean lower = top + BLOCK < image.height();
      for (int unit = 0; unit < units; unit++) {
        luminance(y[0], 2 * unit, true, before);
        luminance(y[1], 2 * unit, lower, before);
        for (int i = 0; i < 2; i++) {
          int dc = chroma[i].coefficients(0)[unit];
          bits.block(
              dc - before[1 + i],
              chroma[i],
              unit,
              JpegHuffman.CHROMINANCE_DC,
              JpegHuffman.CHROMINANCE_AC);
          before[1 + i] = dc;
        }
      }
    }
  }

  /** Two blocks beside each other, as far as they are within the image. */
  private void luminance(JpegStrip strip, int block, boolean within, int[] before) {
    for (int i = block; i < block + 2; i++) {
      if (within && i * BLOCK < image.width()) {
        int dc = strip.coefficients(0)[i];
        bits.block(dc - before[0], strip, i, JpegHuffman.LUMINANCE_DC, JpegHuffman.LUMINANCE_AC);
        before[0] = dc;
      } else {
        bits.dummy(JpegHuffman.LUMINANCE_DC, JpegHuffman.LUMINANCE_AC);
      }
    }
  }

  private static int blocks(int pixels, int size) {
    return (pixels + size - 1) / size;
  }

  private void writeHeader(ByteArrayOutputStream out) {
    boolean colour = image.channels() == 3;
    // Start, and JFIF 1.1 with square pixels of no known size.
    write(out, 0xff, 0xd8, 0xff, 0xe0, 0, 16, 'J', 'F', 'I', 'F', 0, 1, 1, 0, 0, 1, 0, 1, 0, 0);
    writeSteps(out, 0, luminance);
    if (colour) {
      writeSteps(out, 1, chrominance);
    }
    int components = image.channels();
    write(out, 0xff, 0xc0, 0, 8 + 3 * components, 8);
    write(out, image.height() >> 8, image.height(), image.width() >> 8, image.width(), components);
    write(out, 1, colour ? 0x22 : 0x11, 0);
    for (int id = 2; id <= components; id++) {
      write(out, id, 0x11, 1);
    }
    JpegHuffman.LUMINANCE_DC.writeTo(out);
    JpegHuffman.LUMINANCE_AC.writeTo(out);
    if (colour) {
      JpegHuffman.CHROMINANCE_DC.writeTo(out);
      JpegHuffman.CHROMINANCE_AC.writeTo(out);
    }
    write(out, 0xff, 0xda, 0, 6 + 2 * components, components, 1, 0x00);
    for (int id = 2; id <= components; id++) {
      write(out, id, 0x11);
    }
    write(out, 0, 63, 0);
  }

  private static void writeSteps(ByteArrayOutputStream out, int id, JpegQuantizer quantizer) {
    write(out, 0xff, 0xdb, 0, 67, id);
    for (int zigzag = 0; zigzag < 64; zigzag++) {
      out.write(quantizer.step(zigzag));
    }
  }

  private static void write(ByteArrayOutputStream out, int... bytes) {
    for (int value : bytes) {
      out.write(value);
    }
  }
}
