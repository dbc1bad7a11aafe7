package org.seqloc.nodes.simulator;

import java.util.random.RandomGenerator;

/**
 * Paints a texture in metres, x to the right and y up from the lower left corner; edges are
 * anti-aliased by coverage.
 */
final class Canvas {

  /** The colour at a place of the canvas, in metres. */
  interface Ink {
    int at(double x, double y);
  }

  private final double widthMetres;
  private final double heightMetres;
  private final int columns;
  private final int rows;
  private final double perMetreX;
  private final double perMetreY;
  private final int[] texels;

  /**
   * @param texelMetres wanted size of a texel; the real one is within a factor of 1.42 of it, since
   *     the sides are powers of two
   */
  Canvas(double widthMetres, double heightMetres, double texelMetres) {
    this.widthMetres = widthMetres;
    this.heightMetres = heightMetres;
    columns = powerOfTwo(widthMetres / texelMetres);
    rows = powerOfTwo(heightMetres / texelMetres);
    perMetreX = columns / widthMetres;
    perMetreY = rows / heightMetres;
    texels = new int[columns * rows];
  }

  private static int powerOfTwo(double wanted) {
    return 1 << Math.max(0, Math.min(11, Math.round(Math.log(wanted) / Math.log(2))));
  }

  double width() {
    return widthMetres;
  }

  double height() {
    return heightMetres;
  }

  Texture toTexture(boolean wrap) {
    return new Texture(columns, rows, texels, wrap);
  }

  void fill(double x0, double y0, double x1, double y1, int colour) {
    paint(x0, y0, x1, y1, 1, (x, y) -> colour);
  }

  void paintAll(Ink ink) {
    paint(0, 0, widthMetres, heightMetres, 1, ink);
  }

  /** Paints a rectangle; what reaches over the edge is cut off. */
  void paint(double x0, double y0, double x1, double y1, double opacity, Ink ink) {
    double left = x0 * perMetreX;
    double right = x1 * perMetreX;
    double bottom = y0 * perMetreY;
    double top = y1 * perMetreY;
    int lastColumn = (int) Math.min(columns, Math.ceil(right));
    int lastRow = (int) Math.min(rows, Math.ceil(top));
    for (int j = (int) Math.max(0, Math.floor(bottom)); j < lastRow; j++) {
      double coverY = Math.min(top, j + 1) - Math.max(bottom, j);
      for (int i = (int) Math.max(0, Math.floor(left)); i < lastColumn; i++) {
        double cover = coverY * (Math.min(right, i + 1) - Math.max(left, i)) * opacity;
        int colour = ink.at((i + 0.5) / perMetreX, (j + 0.5) / perMetreY);
        blend(j * columns + i, colour, cover);
      }
    }
  }

  private void blend(int index, int colour, double cover) {
    if (cover >= 1 - 1e-9) {
      texels[index] = colour;
    } else if (cover > 0) {
      texels[index] = Colours.mix(texels[index], colour, cover);
    }
  }

  /** A stroke with round ends. */
  void line(double x0, double y0, double x1, double y1, double thickness, int colour) {
    double half = thickness / 2;
    double texel = 1 / Math.min(perMetreX, perMetreY);
    double dx = x1 - x0;
    double dy = y1 - y0;
    double length2 = Math.max(1e-12, dx * dx + dy * dy);
    double margin = half + texel;
    int iEnd = (int) Math.min(columns - 1, (Math.max(x0, x1) + margin) * perMetreX);
    int jEnd = (int) Math.min(rows - 1, (Math.max(y0, y1) + margin) * perMetreY);
    for (int j = (int) Math.max(0, (Math.min(y0, y1) - margin) * perMetreY); j <= jEnd; j++) {
      for (int i = (int) Math.max(0, (Math.min(x0, x1) - margin) * perMetreX); i <= iEnd; i++) {
        double x = (i + 0.5) / perMetreX - x0;
        double y = (j + 0.5) / perMetreY - y0;
        double t = Math.max(0, Math.min(1, (x * dx + y * dy) / length2));
        double distance = Math.hypot(x - t * dx, y - t * dy);
        blend(j * columns + i, colour, Math.min(1, (half - distance) / texel + 0.5));
      }
    }
  }

  void disc(double x, double y, double radius, int colour) {
    line(x, y, x, y, 2 * radius, colour);
  }

  /** Signs like letters: random strokes between the points of a 2 x 3 grid, one glyph a cell. */
  void glyphs(double x0, double y0, double x1, double y1, int colour, RandomGenerator random) {
    double size = y1 - y0;
    double advance = size * 0.72;
    int count = (int) ((x1 - x0) / advance);
    double start = x0 + (x1 - x0 - count * advance) / 2;
    for (int k = 0; k < count; k++) {
      if (count > 5 && random.nextInt(7) == 0) {
        continue;
      }
      double gx = start + k * advance + 0.12 * size;
      int strokes = 2 + random.nextInt(3);
      int from = random.nextInt(6);
      for (int s = 0; s < strokes; s++) {
        int to = (from + 1 + random.nextInt(5)) % 6;
        line(
            gx + from % 2 * 0.46 * size,
            y0 + (from >> 1) * 0.5 * size,
            gx + to % 2 * 0.46 * size,
            y0 + (to >> 1) * 0.5 * size,
            0.15 * size,
            colour);
        from = to;
      }
    }
  }

  /**
   * Multiplies by noise: grain of single texels and soft stains.
   *
   * @param grain amplitude of the grain, a fraction
   * @param stains amplitude of stains about two metres wide
   */
  void weather(double grain, double stains, int seed) {
    for (int j = 0; j < rows; j++) {
      for (int i = 0; i < columns; i++) {
        double x = (i + 0.5) / perMetreX;
        double y = (j + 0.5) / perMetreY;
        double factor =
            1
                + grain * (2 * Colours.lattice(i, j, seed) - 1)
                + stains * (2 * Colours.clouds(x * 0.5, y * 0.5, seed + 7) - 1);
        int index = j * columns + i;
        texels[index] = Colours.scale(texels[index], factor);
      }
    }
  }
}
