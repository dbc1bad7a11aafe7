package org.seqloc.nodes.simulator;

import java.util.SplittableRandom;

/** Paints what carries pictures and letters: posters, traffic signs, boards. */
final class Signs {

  private Signs() {}

  /** A poster with a picture and a few lines, somewhere on a canvas. */
  static void poster(
      Canvas canvas, double x0, double y0, double x1, double y1, SplittableRandom random) {
    int paper = Colours.hsv(random.nextDouble(), Colours.uniform(random, 0, 0.6), 0.8);
    int ink = Colours.hsv(random.nextDouble(), 0.7, Colours.uniform(random, 0.1, 0.5));
    double width = x1 - x0;
    double height = y1 - y0;
    canvas.fill(x0, y0, x1, y1, paper);
    double middle = y0 + height * 0.62;
    double radius = Math.min(width, height) * Colours.uniform(random, 0.14, 0.26);
    for (int i = 0; i < 3; i++) {
      canvas.disc(
          x0 + width * Colours.uniform(random, 0.3, 0.7),
          middle + height * Colours.uniform(random, -0.12, 0.12),
          radius * Colours.uniform(random, 0.5, 1),
          i == 2 ? ink : Colours.hsv(random.nextDouble(), 0.6, 0.7));
    }
    double line = height * 0.13;
    canvas.glyphs(x0, y1 - 1.4 * line, x1, y1 - 0.4 * line, ink, random);
    canvas.glyphs(x0, y0 + 1.5 * line, x1, y0 + 2.2 * line, ink, random);
    canvas.glyphs(x0, y0 + 0.4 * line, x1, y0 + 1.1 * line, ink, random);
  }

  /** A board of its own with a poster on it. */
  static Texture posterBoard(double width, double height, SplittableRandom random) {
    Canvas canvas = new Canvas(width, height, 0.012);
    canvas.fill(0, 0, width, height, 0x40444a);
    poster(canvas, 0.05, 0.05, width - 0.05, height - 0.05, random);
    canvas.weather(0.03, 0.04, random.nextInt());
    return canvas.toTexture(false);
  }

  /** A lettered board. */
  static Texture nameBoard(double width, double height, SplittableRandom random) {
    Canvas canvas = new Canvas(width, height, 0.012);
    int ground = Colours.pick(random, 0x1f4f96, 0x1f6b45, 0xe8e6e0, 0x7a2430, 0xd9b32f);
    int ink = ground == 0xe8e6e0 || ground == 0xd9b32f ? 0x202226 : 0xf2f0ea;
    canvas.fill(0, 0, width, height, ink);
    canvas.fill(0.03, 0.03, width - 0.03, height - 0.03, ground);
    canvas.glyphs(0.08, height * 0.25, width - 0.08, height * 0.75, ink, random);
    canvas.weather(0.03, 0.03, random.nextInt());
    return canvas.toTexture(false);
  }

  /** The face of a traffic sign of about 0.7 m, for an octagon. */
  static Texture trafficSign(SplittableRandom random) {
    Canvas canvas = new Canvas(0.7, 0.7, 0.011);
    int rim = Colours.pick(random, 0xb5202a, 0x1d4fa0, 0xb5202a);
    canvas.fill(0, 0, 0.7, 0.7, rim);
    canvas.disc(0.35, 0.35, 0.26, rim == 0x1d4fa0 ? 0x2a62bd : 0xf2f0ea);
    int ink = rim == 0x1d4fa0 ? 0xf2f0ea : 0x1c1e22;
    if (random.nextBoolean()) {
      canvas.glyphs(0.13, 0.22, 0.57, 0.5, ink, random);
    } else {
      canvas.line(0.2, 0.35, 0.5, 0.35, 0.1, ink);
      canvas.line(0.38, 0.5, 0.5, 0.35, 0.08, ink);
      canvas.line(0.38, 0.2, 0.5, 0.35, 0.08, ink);
    }
    return canvas.toTexture(false);
  }
}
