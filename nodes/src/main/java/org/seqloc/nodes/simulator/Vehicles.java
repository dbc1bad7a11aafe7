package org.seqloc.nodes.simulator;

import java.util.SplittableRandom;
import org.seqloc.core.geometry.Vector3;

/** Builds cars and people: x forward, origin on the ground below the middle. */
final class Vehicles {

  private Vehicles() {}

  static final double CAR_LENGTH = 4.4;
  static final double CAR_WIDTH = 1.74;

  /** A car, one in five a van. */
  static Solids car(SplittableRandom random) {
    boolean van = random.nextInt(5) == 0;
    int paint =
        random.nextBoolean()
            ? Colours.pick(random, 0xd8d8d6, 0x2a2c30, 0x8a8e92, 0x55585e, 0xb8bcc0)
            : Colours.hsv(random.nextDouble(), Colours.uniform(random, 0.5, 0.85), 0.5);
    double l = CAR_LENGTH / 2 * Colours.uniform(random, 0.94, 1.04);
    double half = CAR_WIDTH / 2;
    double belt = van ? 1.05 : 0.86;
    double roof = van ? 2.0 : Colours.uniform(random, 1.4, 1.6);
    Solids solids = new Solids();
    Solids.Skin body = Solids.Skin.plain(paint);
    Solids.Skin dark = Solids.Skin.plain(0x1c1d20);
    Solids.Skin front = Solids.Skin.stretched(face(paint, true, random));
    Solids.Skin back = Solids.Skin.stretched(face(paint, false, random));
    double[] lower = {
      -l + 0.12,
      0.26,
      l - 0.12,
      0.26,
      l,
      0.42,
      l - 0.06,
      0.72,
      l - 1.2,
      belt + 0.04,
      -l + 0.05,
      belt,
      -l,
      0.45
    };
    Solids.Skin side = Solids.Skin.stretched(bodySide(2 * l, belt - 0.22, paint, random));
    solids.extrusion(
        lower, half, side, new Solids.Skin[] {null, dark, front, body, body, back, dark});
    double nose = van ? l - 0.75 : l - 1.25;
    double tail = van ? -l + 0.08 : -l + Colours.uniform(random, 0.1, 0.7);
    double[] cabin = {
      tail, belt, nose, belt, nose - (van ? 0.55 : 0.75), roof, tail + (van ? 0.1 : 0.45), roof
    };
    Solids.Skin glass = Solids.Skin.stretched(screen(paint));
    Solids.Skin windows = Solids.Skin.stretched(cabinSide(nose - tail, roof - belt, paint, van));
    solids.extrusion(cabin, half - 0.1, windows, new Solids.Skin[] {null, glass, body, glass});
    Solids.Skin wheel = Solids.Skin.stretched(wheel());
    for (double x : new double[] {-l + 0.8, l - 0.85}) {
      disc(solids, wheel, x, -half - 0.015, 0.33, -1);
      disc(solids, wheel, x, half + 0.015, 0.33, 1);
    }
    // The dark under a car, which no sky reaches.
    return solids.polygon(
        Solids.Skin.plain(0x202022),
        new Vector3(-l, -half, 0.02),
        new Vector3(l, -half, 0.02),
        new Vector3(l, half, 0.02),
        new Vector3(-l, half, 0.02));
  }

  private static void disc(
      Solids solids, Solids.Skin skin, double x, double y, double radius, int side) {
    int corners = 12;
    Vector3[] rim = new Vector3[corners];
    for (int i = 0; i < corners; i++) {
      double a = -Math.PI / 2 - Math.PI / corners + 2 * Math.PI * i / corners;
      rim[i] = new Vector3(x - side * radius * Math.cos(a), y, radius + radius * Math.sin(a));
    }
    solids.polygon(skin, rim);
  }

  private static Texture wheel() {
    Canvas canvas = new Canvas(0.66, 0.66, 0.0104);
    canvas.fill(0, 0, 0.66, 0.66, 0x18191b);
    canvas.disc(0.33, 0.33, 0.21, 0x8f9498);
    for (int i = 0; i < 5; i++) {
      double a = 2 * Math.PI * i / 5;
      canvas.disc(0.33 + 0.13 * Math.cos(a), 0.33 + 0.13 * Math.sin(a), 0.045, 0x2a2c2f);
    }
    canvas.disc(0.33, 0.33, 0.04, 0x404448);
    return canvas.toTexture(false);
  }

  /** The same from left to right and right to left, so that both sides of a car can have it. */
  private static Texture bodySide(
      double length, double height, int paint, SplittableRandom random) {
    Canvas canvas = new Canvas(length, height, 0.02);
    canvas.paintAll((x, y) -> Colours.scale(paint, 0.78 + 0.3 * y / height));
    int line = Colours.scale(paint, 0.45);
    double middle = length / 2;
    for (double x : new double[] {middle - 1.05, middle, middle + 1.05}) {
      canvas.fill(x - 0.012, 0.1, x + 0.012, height, line);
    }
    canvas.fill(middle - 0.28, height * 0.72, middle - 0.1, height * 0.77, line);
    canvas.fill(middle + 0.1, height * 0.72, middle + 0.28, height * 0.77, line);
    canvas.fill(0, 0, length, 0.07, 0x26282b);
    if (random.nextInt(4) == 0) {
      canvas.fill(0, height * 0.35, length, height * 0.42, Colours.scale(paint, 1.4));
    }
    for (double x : new double[] {0.82, length - 0.82}) {
      canvas.disc(x, 0.07, 0.4, 0x151618);
    }
    return canvas.toTexture(false);
  }

  private static Texture cabinSide(double length, double height, int paint, boolean van) {
    Canvas canvas = new Canvas(length, height, 0.02);
    canvas.fill(0, 0, length, height, paint);
    Canvas.Ink glass = (x, y) -> Colours.mix(0x1e252b, 0x6c7c88, 0.8 * y / height);
    if (!van) {
      canvas.paint(0.2, 0.05, length / 2 - 0.04, height - 0.08, 1, glass);
      canvas.paint(length / 2 + 0.04, 0.05, length - 0.2, height - 0.08, 1, glass);
    }
    return canvas.toTexture(false);
  }

  private static Texture screen(int paint) {
    Canvas canvas = new Canvas(1.5, 0.9, 0.024);
    canvas.fill(0, 0, 1.5, 0.9, paint);
    canvas.paint(
        0.07, 0.05, 1.43, 0.84, 1, (x, y) -> Colours.mix(0x20272d, 0x8296a4, 0.75 * y + 0.1 * x));
    return canvas.toTexture(false);
  }

  private static Texture face(int paint, boolean front, SplittableRandom random) {
    Canvas canvas = new Canvas(1.74, 0.4, 0.0136);
    canvas.fill(0, 0, 1.74, 0.4, Colours.scale(paint, 0.9));
    if (front) {
      canvas.fill(0.5, 0.12, 1.24, 0.34, 0x1d1f22);
      canvas.fill(0.07, 0.18, 0.42, 0.34, 0xdfe3e6);
      canvas.fill(1.32, 0.18, 1.67, 0.34, 0xdfe3e6);
    } else {
      canvas.fill(0.05, 0.14, 0.33, 0.36, 0xa01c20);
      canvas.fill(1.41, 0.14, 1.69, 0.36, 0xa01c20);
    }
    canvas.fill(0.62, 0.03, 1.12, 0.14, 0xe9e8e2);
    canvas.glyphs(0.64, 0.045, 1.1, 0.125, 0x16181c, random);
    return canvas.toTexture(false);
  }

  /** A person who walks; {@code phase} moves the legs. */
  static Solids person(SplittableRandom random) {
    Solids.Skin coat =
        Solids.Skin.plain(
            Colours.hsv(random.nextDouble(), 0.6, Colours.uniform(random, 0.2, 0.65)));
    Solids.Skin trousers =
        Solids.Skin.plain(Colours.pick(random, 0x2a2f3c, 0x3a3a3c, 0x5a5044, 0x27303a));
    Solids.Skin skin = Solids.Skin.plain(Colours.pick(random, 0xc89a7c, 0x8a5f44, 0xd9b092));
    Solids.Skin hair = Solids.Skin.plain(Colours.pick(random, 0x2a2018, 0x5a4028, 0x8a8078));
    Solids solids = new Solids();
    solids.box(trousers, trousers, 0.02, -0.17, 0, 0.2, -0.02, 0.85);
    solids.box(trousers, trousers, -0.2, 0.02, 0, -0.02, 0.17, 0.85);
    solids.box(coat, coat, -0.14, -0.23, 0.8, 0.14, 0.23, 1.45);
    solids.box(coat, coat, -0.07, -0.32, 0.85, 0.07, -0.23, 1.4);
    solids.box(coat, coat, -0.07, 0.23, 0.85, 0.07, 0.32, 1.4);
    solids.column(skin, 0, 0, 0.1, 1.45, 1.68, 8);
    solids.ball(hair, new Vector3(0, 0, 1.68), 0.11, 0.1, 8, 4);
    return solids;
  }
}
