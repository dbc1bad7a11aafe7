package org.seqloc.nodes.simulator;

import java.util.SplittableRandom;

/** Paints the front of a house: wall, rows of windows, a ground floor with doors or shops. */
final class FacadePainter {

  private static final double TEXEL_METRES = 0.026;

  /** How a wall is made. */
  enum Wall {
    BRICK,
    PLASTER,
    CONCRETE,
    STONE
  }

  /**
   * What a house looks like.
   *
   * @param floors above the ground floor
   * @param windowWidth metres, as all lengths
   * @param windowBottom above the floor
   * @param spacing between the middles of windows
   * @param shutters 0 for none, else their colour
   */
  record Style(
      Wall wall,
      int wallColour,
      int trimColour,
      int frameColour,
      int shutters,
      double groundFloor,
      double floorHeight,
      int floors,
      double windowWidth,
      double windowBottom,
      double windowHeight,
      double spacing,
      boolean shops) {

    double height() {
      return groundFloor + floors * floorHeight + 0.6;
    }

    /** How many windows stand side by side on a front of this width. */
    int columns(double width) {
      return Math.max(1, (int) ((width - 0.6) / spacing));
    }

    /** The middle of a window, metres from the left end of the front. */
    double columnMiddle(double width, int column) {
      return width / 2 + (column - (columns(width) - 1) / 2.0) * spacing;
    }

    static Style random(SplittableRandom random) {
      Wall wall =
          switch (random.nextInt(4)) {
            case 0 -> Wall.BRICK;
            case 1 -> Wall.PLASTER;
            case 2 -> Wall.CONCRETE;
            default -> Wall.STONE;
          };
      double warm = random.nextDouble();
      int colour =
          switch (wall) {
            case BRICK ->
                Colours.hsv(
                    0.015 + 0.045 * warm,
                    Colours.uniform(random, 0.35, 0.6),
                    Colours.uniform(random, 0.48, 0.68));
            case PLASTER ->
                Colours.hsv(
                    Colours.pick(random, 2, 9, 12, 14, 30, 55, 8) / 100.0,
                    Colours.uniform(random, 0.08, 0.42),
                    Colours.uniform(random, 0.68, 0.9));
            case CONCRETE ->
                Colours.hsv(
                    0.1, Colours.uniform(random, 0.02, 0.1), Colours.uniform(random, 0.55, 0.75));
            case STONE ->
                Colours.hsv(
                    0.11, Colours.uniform(random, 0.1, 0.25), Colours.uniform(random, 0.6, 0.8));
          };
      double windowWidth = Colours.uniform(random, 0.9, wall == Wall.CONCRETE ? 2.2 : 1.4);
      double floorHeight = Colours.uniform(random, 2.8, 3.5);
      return new Style(
          wall,
          colour,
          random.nextBoolean() ? Colours.scale(colour, 1.25) : Colours.rgb(205, 200, 190),
          Colours.pick(random, 0xd8d6d0, 0xe6e4de, 0x5a4030, 0x30343a, 0x3f5a48, 0x7a3028),
          wall != Wall.CONCRETE && random.nextInt(3) == 0
              ? Colours.hsv(random.nextDouble(), 0.45, 0.45)
              : 0,
          Colours.uniform(random, 3.4, 4.3),
          floorHeight,
          1 + random.nextInt(4),
          windowWidth,
          Colours.uniform(random, 0.5, 0.95),
          Math.min(floorHeight - 1.2, Colours.uniform(random, 1.3, 2.0)),
          windowWidth + Colours.uniform(random, 0.8, 1.7),
          random.nextInt(5) < 3);
    }
  }

  private final Style style;
  private final Canvas canvas;
  private final SplittableRandom random;
  private final int noiseSeed;

  private FacadePainter(Style style, double width, SplittableRandom random) {
    this.style = style;
    this.canvas = new Canvas(width, style.height(), TEXEL_METRES);
    this.random = random;
    this.noiseSeed = random.nextInt();
  }

  static Texture paint(Style style, double width, SplittableRandom random) {
    FacadePainter painter = new FacadePainter(style, width, random);
    painter.paint();
    return painter.canvas.toTexture(false);
  }

  private void paint() {
    double width = canvas.width();
    canvas.paintAll(wallInk(style.wall(), style.wallColour(), noiseSeed));
    stains();
    for (int floor = 0; floor < style.floors(); floor++) {
      double y = style.groundFloor() + floor * style.floorHeight() + style.windowBottom();
      int count = style.columns(width);
      for (int k = 0; k < count; k++) {
        window(style.columnMiddle(width, k), y, style.windowWidth(), style.windowHeight());
      }
    }
    groundFloor();
    // Cornice under the eaves, string course above the ground floor.
    double top = canvas.height();
    canvas.fill(0, top - 0.34, width, top, style.trimColour());
    canvas.fill(0, top - 0.40, width, top - 0.34, Colours.scale(style.trimColour(), 0.55));
    double course = style.groundFloor() - 0.12;
    canvas.fill(0, course, width, course + 0.22, style.trimColour());
    canvas.fill(0, course - 0.05, width, course, Colours.scale(style.wallColour(), 0.5));
    // Joint to the neighbours.
    canvas.fill(0, 0, 0.05, top, Colours.scale(style.wallColour(), 0.6));
    canvas.fill(width - 0.05, 0, width, top, Colours.scale(style.wallColour(), 0.6));
    canvas.weather(0.05, 0.09, noiseSeed + 3);
  }

  /** The bare wall, also for the sides of houses. */
  static Canvas.Ink wallInk(Wall wall, int colour, int seed) {
    return switch (wall) {
      case BRICK -> (x, y) -> brick(x, y, 0.25, 0.085, 0.014, 0.22, colour, seed);
      case STONE -> (x, y) -> brick(x, y, 0.74, 0.37, 0.018, 0.12, colour, seed);
      case PLASTER ->
          (x, y) -> Colours.scale(colour, 0.94 + 0.12 * Colours.clouds(x * 3, y * 3, seed));
      case CONCRETE ->
          (x, y) -> {
            double joint = Math.min(distance(x, 2.7), distance(y, 1.35));
            double factor = joint < 0.02 ? 0.55 : 0.9 + 0.1 * Colours.clouds(x, y * 0.6, seed);
            double panel =
                Colours.lattice((int) Math.floor(x / 2.7), (int) Math.floor(y / 1.35), seed + 5);
            return Colours.scale(colour, factor * (0.93 + 0.14 * panel));
          };
    };
  }

  /** Distance to the nearest multiple of {@code period}. */
  private static double distance(double x, double period) {
    double phase = x / period - Math.floor(x / period);
    return Math.min(phase, 1 - phase) * period;
  }

  private static int brick(
      double x,
      double y,
      double length,
      double course,
      double joint,
      double variety,
      int colour,
      int seed) {
    int row = (int) Math.floor(y / course);
    double shifted = x / length + (row % 2 == 0 ? 0 : 0.5);
    int column = (int) Math.floor(shifted);
    if (distance(y, course) < joint / 2 || distance(shifted * length, length) < joint / 2) {
      return Colours.mix(colour, 0xb8b2a8, 0.55);
    }
    double factor = 1 + variety * (2 * Colours.lattice(column, row, seed) - 1);
    return Colours.scale(colour, factor);
  }

  private void stains() {
    double width = canvas.width();
    // Soil from the street, and streaks that rain has drawn.
    canvas.paint(
        0,
        0,
        width,
        1.2,
        0.5,
        (x, y) -> Colours.scale(style.wallColour(), 0.45 + 0.45 * Math.min(1, y / 1.2)));
    int streaks = 3 + random.nextInt(6);
    for (int i = 0; i < streaks; i++) {
      double x = random.nextDouble() * width;
      double y = canvas.height() * Colours.uniform(random, 0.3, 1);
      double length = Colours.uniform(random, 0.8, 3.5);
      double half = Colours.uniform(random, 0.04, 0.25);
      canvas.paint(
          x - half, y - length, x + half, y, 0.22, (u, v) -> Colours.scale(style.wallColour(), .5));
    }
    int patches = random.nextInt(4);
    for (int i = 0; i < patches; i++) {
      double x = random.nextDouble() * width;
      double y = random.nextDouble() * canvas.height();
      double shade = Colours.uniform(random, 0.75, 1.2);
      int colour = Colours.scale(Colours.mix(style.wallColour(), 0x9a958c, 0.5), shade);
      canvas.fill(
          x,
          y,
          x + Colours.uniform(random, 0.3, 1.4),
          y + Colours.uniform(random, 0.3, 1.1),
          colour);
    }
  }

  /** A window whose middle is at x and whose sill is at y. */
  private void window(double x, double y, double width, double height) {
    double left = x - width / 2;
    double right = x + width / 2;
    int trim = style.trimColour();
    canvas.fill(left - 0.12, y - 0.02, right + 0.12, y + height + 0.16, trim);
    canvas.fill(left - 0.18, y - 0.12, right + 0.18, y - 0.02, Colours.scale(trim, 1.12));
    canvas.fill(
        left - 0.14, y - 0.2, right + 0.14, y - 0.12, Colours.scale(style.wallColour(), .5));
    glass(left, y, right, y + height);
    if (style.shutters() != 0) {
      double leaf = Math.min(width / 2, (style.spacing() - width) / 2 - 0.04);
      shutter(left - leaf, y, left - 0.02, y + height);
      shutter(right + 0.02, y, right + leaf, y + height);
    }
    if (random.nextInt(9) == 0) {
      // A box of flowers.
      double top = y + 0.22;
      canvas.fill(left, y - 0.02, right, y + 0.12, 0x6b4030);
      for (int i = 0; i < 14; i++) {
        canvas.disc(
            Colours.uniform(random, left, right),
            Colours.uniform(random, y + 0.1, top),
            0.05,
            Colours.pick(random, 0x3f6a2c, 0xb03038, 0xd0a030, 0x4a7a34));
      }
    }
  }

  private void shutter(double x0, double y0, double x1, double y1) {
    int colour = style.shutters();
    canvas.paint(
        x0, y0, x1, y1, 1, (x, y) -> Colours.scale(colour, distance(y, 0.11) < 0.02 ? 0.65 : 1));
  }

  private void glass(double x0, double y0, double x1, double y1) {
    int frame = style.frameColour();
    canvas.fill(x0, y0, x1, y1, frame);
    double border = 0.07;
    int panes = x1 - x0 > 1.0 ? 2 : 1;
    double bar = y0 + (y1 - y0) * 0.68;
    double blind = random.nextInt(3) == 0 ? Colours.uniform(random, 0.15, 0.9) : 0;
    int blindColour = Colours.pick(random, 0xb8b0a0, 0xc8c4bc, 0x9a8870, 0x8a9098);
    boolean curtains = random.nextInt(3) == 0;
    int dark = Colours.mix(0x1c242c, 0x3c4650, random.nextDouble());
    int bright = Colours.mix(dark, 0x93a7b8, Colours.uniform(random, 0.2, 0.75));
    double slant = Colours.uniform(random, -0.6, 0.6);
    for (int i = 0; i < panes; i++) {
      double left = x0 + (x1 - x0) * i / panes + border;
      double right = x0 + (x1 - x0) * (i + 1) / panes - border;
      Canvas.Ink ink =
          (x, y) -> {
            if (blind > 0 && y > y1 - blind * (y1 - y0)) {
              return Colours.scale(blindColour, distance(y, 0.1) < 0.015 ? 0.8 : 1);
            }
            double side = Math.min(x - x0, x1 - x) / (x1 - x0);
            if (curtains && side < 0.24) {
              return Colours.scale(0xb4afa4, 0.8 + 0.2 * Math.sin(60 * x));
            }
            double t = (y - y0) / (y1 - y0) + slant * (x - x0) / (x1 - x0);
            return Colours.mix(dark, bright, Math.max(0, Math.min(1, 2.5 * (t - 0.35))));
          };
      canvas.paint(left, y0 + border, right, bar - border / 2, 1, ink);
      canvas.paint(left, bar + border / 2, right, y1 - border, 1, ink);
    }
  }

  private void groundFloor() {
    double x = 0.35;
    double end = canvas.width() - 0.35;
    double height = style.groundFloor();
    boolean door = false;
    while (end - x > 1.6) {
      double kind = random.nextDouble();
      if ((!door && kind < 0.45) || end - x < 2.6) {
        door(x + 0.25, Math.min(1.5, end - x - 0.5), Math.min(2.5, height - 0.8));
        door = true;
        x += 2.0;
      } else if (style.shops()) {
        double width = Math.min(end - x, Colours.uniform(random, 2.8, 5.5));
        shop(x, width, height);
        x += width + 0.3;
      } else if (kind > 0.85) {
        double width = Math.min(end - x, 2.8);
        garage(x, width, Math.min(2.6, height - 0.7));
        x += width + 0.4;
      } else {
        window(x + 1.0, 1.0, Math.min(1.4, style.windowWidth()), Math.min(1.7, height - 1.9));
        x += 2.3;
      }
    }
    // What people leave on walls.
    int bills = random.nextInt(4);
    for (int i = 0; i < bills; i++) {
      double left = Colours.uniform(random, 0.2, canvas.width() - 1);
      double bottom = Colours.uniform(random, 0.9, 1.6);
      Signs.poster(
          canvas, left, bottom, left + Colours.uniform(random, 0.4, 0.8), bottom + 0.9, random);
    }
    if (random.nextInt(3) == 0) {
      graffito(Colours.uniform(random, 0.5, Math.max(0.6, canvas.width() - 3)));
    }
  }

  private void door(double x, double width, double height) {
    int colour =
        Colours.hsv(
            Colours.pick(random, 4, 6, 8, 28, 38, 58, 62, 98) / 100.0,
            Colours.uniform(random, 0.2, 0.6),
            Colours.uniform(random, 0.22, 0.5));
    canvas.fill(x - 0.16, 0, x + width + 0.16, height + 0.18, style.trimColour());
    canvas.fill(x, 0, x + width, height, Colours.scale(colour, 0.6));
    int leaves = width > 1.2 ? 2 : 1;
    for (int i = 0; i < leaves; i++) {
      double left = x + width * i / leaves + 0.05;
      double right = x + width * (i + 1) / leaves - 0.05;
      canvas.fill(left, 0.06, right, height - 0.5, colour);
      canvas.fill(left + 0.12, 0.25, right - 0.12, 0.95, Colours.scale(colour, 0.75));
      canvas.fill(left + 0.12, 1.1, right - 0.12, height - 0.65, Colours.scale(colour, 0.8));
      canvas.disc(i == 0 ? right - 0.07 : left + 0.07, 1.05, 0.04, 0xc8b060);
    }
    canvas.fill(x + 0.08, height - 0.42, x + width - 0.08, height - 0.06, 0x2a323a);
    // House number.
    canvas.fill(x + width + 0.22, 1.7, x + width + 0.58, 1.95, 0x2a4a8a);
    canvas.glyphs(x + width + 0.24, 1.74, x + width + 0.56, 1.91, 0xeeeeee, random);
  }

  private void shop(double x, double width, double height) {
    int sign =
        Colours.hsv(
            random.nextDouble(),
            Colours.uniform(random, 0.1, 0.7),
            Colours.uniform(random, 0.25, 0.6));
    int letters = Colours.pick(random, 0xf4f0e6, 0x202020, 0xf2d24a);
    double top = height - 0.95;
    canvas.fill(x, 0, x + width, height - 0.15, Colours.scale(sign, 0.55));
    canvas.fill(x, top, x + width, top + 0.72, sign);
    canvas.glyphs(x + 0.25, top + 0.14, x + width - 0.25, top + 0.58, letters, random);
    double doorWidth = 1.0;
    double split = random.nextBoolean() ? x + 0.1 : x + width - doorWidth - 0.1;
    double left = split > x + width / 2 ? x + 0.12 : split + doorWidth + 0.1;
    double right = split > x + width / 2 ? split - 0.1 : x + width - 0.12;
    int inside = Colours.hsv(random.nextDouble(), 0.2, Colours.uniform(random, 0.12, 0.35));
    double hue = random.nextDouble();
    double shelfHeight = Colours.uniform(random, 0.28, 0.7);
    double thingWidth = Colours.uniform(random, 0.12, 0.5);
    double emptiness = Colours.uniform(random, 0.25, 0.85);
    double variety = Colours.pick(random, 0, 1, 3) / 6.0;
    double mirror = Colours.uniform(random, 0.1, 0.3);
    int seed = random.nextInt();
    Canvas.Ink goods =
        (u, v) -> {
          // Shelves of coloured things behind a pane that mirrors the street a little.
          int shelf = (int) Math.floor(v / shelfHeight);
          int thing = (int) Math.floor(u / thingWidth + 7 * Colours.lattice(shelf, 1, seed));
          double lot = Colours.lattice(thing, shelf, seed);
          double up = v / shelfHeight - shelf;
          int colour = inside;
          if (up < 0.06) {
            colour = Colours.scale(inside, 1.6);
          } else if (lot > emptiness
              && up < 0.35 + 0.55 * Colours.lattice(thing, shelf, seed + 1)) {
            double tint = (hue + variety * Colours.lattice(thing, shelf, seed + 2)) % 1;
            colour = Colours.hsv(tint, 0.4, 0.2 + 0.45 * Colours.lattice(thing, shelf, seed + 3));
          }
          double sheen = Colours.clouds(u * 0.7 + v * 0.5, v * 0.4, seed);
          return Colours.mix(colour, 0x8fa4b4, mirror + 0.4 * Math.max(0, sheen - 0.45));
        };
    canvas.paint(left, 0.5, right, top - 0.1, 1, goods);
    canvas.paint(split + 0.1, 0.15, split + doorWidth - 0.1, top - 0.1, 1, goods);
    canvas.fill(split + 0.1, 1.0, split + doorWidth - 0.1, 1.08, 0xb8b8b8);
    int posters = random.nextInt(3);
    for (int i = 0; i < posters && right - left > 1.2; i++) {
      double px = Colours.uniform(random, left, right - 0.8);
      double py = Colours.uniform(random, 0.6, 1.2);
      Signs.poster(canvas, px, py, px + 0.7, py + 1.0, random);
    }
  }

  private void garage(double x, double width, double height) {
    int colour = Colours.hsv(random.nextDouble(), 0.2, Colours.uniform(random, 0.35, 0.7));
    canvas.fill(x - 0.1, 0, x + width + 0.1, height + 0.12, Colours.scale(style.trimColour(), 0.8));
    canvas.paint(
        x,
        0,
        x + width,
        height,
        1,
        (u, v) -> Colours.scale(colour, distance(v, 0.42) < 0.025 ? 0.6 : 1));
  }

  private void graffito(double x) {
    int colour = Colours.hsv(random.nextDouble(), 0.8, 0.65);
    double px = x;
    double py = 1.2;
    for (int i = 0; i < 16; i++) {
      double nx = x + 0.13 * i + Colours.uniform(random, -0.2, 0.3);
      double ny = Colours.uniform(random, 0.7, 1.8);
      canvas.line(px, py, nx, ny, 0.09, colour);
      px = nx;
      py = ny;
    }
  }
}
