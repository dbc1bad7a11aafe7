package org.seqloc.nodes.simulator;

import java.util.List;
import java.util.SplittableRandom;
import org.seqloc.core.geometry.Pose;
import org.seqloc.core.geometry.Quaternion;
import org.seqloc.core.geometry.Vector3;

/**
 * A house of a row: front, sides, roof and what juts out.
 *
 * <p>Local frame: origin at the middle of the front on the ground, y towards the street, z up.
 */
record House(List<Surface> surfaces, Occluder occluder) {

  private static final double DEPTH = 9;

  /**
   * Builds the house whose front runs between two points of the ground.
   *
   * @param left the end on the left as seen from the street
   */
  static House between(Vector3 left, Vector3 right, SplittableRandom random) {
    double width = left.distanceTo(right);
    Vector3 alongX = left.minus(right).times(1 / width);
    // y = z cross x.
    double yaw = Math.atan2(alongX.y(), alongX.x());
    Vector3 middle = left.plus(right).times(0.5);
    Pose mapFromHouse = new Pose(Quaternion.ofRollPitchYaw(0, 0, yaw), middle);
    FacadePainter.Style style = FacadePainter.Style.random(random);
    Solids solids = new Solids();
    double roof = random.nextInt(3) == 0 ? 0 : Colours.uniform(random, 2.0, 3.6);
    walls(solids, style, width, roof, random);
    roof(solids, style, width, roof, random);
    trim(solids, style, width, random);
    Vector3 inside = mapFromHouse.transform(new Vector3(0, -DEPTH / 2, 0));
    return new House(
        solids.movedBy(mapFromHouse),
        new Occluder(inside, alongX, width / 2, DEPTH / 2, 0, style.height() + roof / 2));
  }

  private static void walls(
      Solids solids,
      FacadePainter.Style style,
      double width,
      double roof,
      SplittableRandom random) {
    double half = width / 2;
    double height = style.height();
    Texture front = FacadePainter.paint(style, width, random);
    solids.wall(Solids.Skin.stretched(front), half, 0, -half, 0, 0, height);
    Canvas canvas = new Canvas(4.0, 4.08, 0.0313);
    int seed = random.nextInt();
    canvas.paintAll(FacadePainter.wallInk(style.wall(), style.wallColour(), seed));
    canvas.weather(0.05, 0, seed);
    Solids.Skin side = new Solids.Skin(canvas.toTexture(true), 32, 0xffffff);
    solids.wall(side, -half, 0, -half, -DEPTH, 0, height);
    solids.wall(side, half, -DEPTH, half, 0, 0, height);
    solids.wall(side, -half, -DEPTH, half, -DEPTH, 0, height);
    if (roof > 0) {
      double ridge = height + roof;
      solids.polygon(
          side,
          new Vector3(-half, 0, height),
          new Vector3(-half, -DEPTH, height),
          new Vector3(-half, -DEPTH / 2, ridge));
      solids.polygon(
          side,
          new Vector3(half, -DEPTH, height),
          new Vector3(half, 0, height),
          new Vector3(half, -DEPTH / 2, ridge));
    }
  }

  private static void roof(
      Solids solids,
      FacadePainter.Style style,
      double width,
      double roof,
      SplittableRandom random) {
    if (roof == 0) {
      return;
    }
    double half = width / 2;
    double height = style.height();
    int tiles =
        Colours.hsv(
            Colours.pick(random, 2, 3, 5, 60) / 100.0,
            Colours.uniform(random, 0.15, 0.5),
            Colours.uniform(random, 0.3, 0.5));
    Canvas canvas = new Canvas(4, 4, 0.0313);
    int seed = random.nextInt();
    canvas.paintAll(
        (x, y) -> {
          double row = y / 0.25;
          double shade = 0.7 + 0.4 * (row - Math.floor(row));
          int column = (int) Math.floor(x / 0.2);
          return Colours.scale(
              tiles, shade * (0.9 + 0.2 * Colours.lattice(column, (int) Math.floor(row), seed)));
        });
    Solids.Skin skin = new Solids.Skin(canvas.toTexture(true), 32, 0xffffff);
    double ridge = height + roof;
    solids.polygon(
        skin,
        new Vector3(half, 0.2, height),
        new Vector3(-half, 0.2, height),
        new Vector3(-half, -DEPTH / 2, ridge),
        new Vector3(half, -DEPTH / 2, ridge));
    solids.polygon(
        skin,
        new Vector3(-half, -DEPTH, height),
        new Vector3(half, -DEPTH, height),
        new Vector3(half, -DEPTH / 2, ridge),
        new Vector3(-half, -DEPTH / 2, ridge));
    Solids.Skin wall = Solids.Skin.plain(Colours.scale(style.wallColour(), 0.9));
    Solids.Skin dark = Solids.Skin.plain(0x3a3836);
    int chimneys = random.nextInt(3);
    for (int i = 0; i < chimneys; i++) {
      double x = Colours.uniform(random, -half + 0.8, half - 0.8);
      solids.box(wall, dark, x - 0.4, -5.2, height + 1, x + 0.4, -4.4, ridge + 0.9);
    }
    if (random.nextBoolean()) {
      // Dormers: a pane in a box that comes out of the roof.
      Canvas pane = new Canvas(1.4, 1.4, 0.022);
      pane.fill(0, 0, 1.4, 1.4, style.trimColour());
      pane.fill(0.2, 0.15, 0.66, 1.2, 0x39434c);
      pane.fill(0.74, 0.15, 1.2, 1.2, 0x2c353e);
      Solids.Skin window = Solids.Skin.stretched(pane.toTexture(false));
      for (double x = -half + 2; x < half - 1.8; x += Colours.uniform(random, 2.6, 4)) {
        solids.wall(window, x + 0.7, -0.9, x - 0.7, -0.9, height + 0.35, height + 1.75);
        solids.wall(wall, x - 0.7, -0.9, x - 0.7, -3.6, height + 0.3, height + 1.75);
        solids.wall(wall, x + 0.7, -3.6, x + 0.7, -0.9, height + 0.3, height + 1.75);
        solids.polygon(
            dark,
            new Vector3(x + 0.75, -0.8, height + 1.75),
            new Vector3(x - 0.75, -0.8, height + 1.75),
            new Vector3(x - 0.75, -3.6, height + 1.9),
            new Vector3(x + 0.75, -3.6, height + 1.9));
      }
    }
  }

  /** Cornice, string course, sills, balconies, awning, downpipe, pilasters. */
  private static void trim(
      Solids solids, FacadePainter.Style style, double width, SplittableRandom random) {
    double half = width / 2;
    double height = style.height();
    Solids.Skin trim = Solids.Skin.plain(style.trimColour());
    Solids.Skin top = Solids.Skin.plain(Colours.scale(style.trimColour(), 0.8));
    solids.box(trim, top, -half, 0.01, height - 0.3, half, 0.32, height);
    double course = style.groundFloor() - 0.1;
    solids.box(trim, top, -half, 0.01, course, half, 0.12, course + 0.18);
    int columns = style.columns(width);
    boolean pilasters = random.nextInt(4) == 0;
    boolean balconies = style.floors() > 1 && random.nextInt(3) == 0;
    int balconyStep = 1 + random.nextInt(3);
    Solids.Skin railing = railing(random);
    Solids.Skin slab = Solids.Skin.plain(0x8c8a86);
    for (int k = 0; k < columns; k++) {
      // The texture's x runs from left to right as seen from the street, against local x.
      double x = half - style.columnMiddle(width, k);
      for (int floor = 0; floor < style.floors(); floor++) {
        double floorLevel = style.groundFloor() + floor * style.floorHeight();
        double sill = floorLevel + style.windowBottom();
        double w = style.windowWidth() / 2 + 0.15;
        if (balconies && k % balconyStep == 0) {
          double reach = w + 0.3;
          solids.box(slab, slab, x - reach, 0.01, floorLevel, x + reach, 1.1, floorLevel + 0.16);
          solids.box(
              railing,
              slab,
              x - reach,
              0.95,
              floorLevel + 0.16,
              x + reach,
              1.05,
              floorLevel + 1.05);
          solids.wall(railing, x - reach, 1.0, x - reach, 0, floorLevel + 0.16, floorLevel + 1.05);
          solids.wall(railing, x + reach, 0, x + reach, 1.0, floorLevel + 0.16, floorLevel + 1.05);
        } else {
          solids.box(trim, top, x - w, 0.01, sill - 0.1, x + w, 0.16, sill - 0.02);
        }
      }
    }
    if (pilasters) {
      for (double x : new double[] {-half, half - 0.45}) {
        solids.box(trim, top, x, 0.01, 0, x + 0.45, 0.14, height - 0.3);
      }
    }
    if (random.nextBoolean()) {
      Solids.Skin pipe = Solids.Skin.plain(Colours.pick(random, 0x77706a, 0x5a6a60, 0x8c8c8c));
      solids.column(pipe, half - 0.25, 0.12, 0.06, 0, height - 0.3, 6);
    }
    if (style.shops() && random.nextBoolean()) {
      awning(solids, style, width, random);
    }
  }

  private static Solids.Skin railing(SplittableRandom random) {
    int bars = Colours.pick(random, 0x2c2e32, 0x4c5a50, 0x9aa0a4);
    int back = Colours.pick(random, 0x74706a, 0xa8a49c, 0x5f6468);
    Canvas canvas = new Canvas(1.28, 1.0, 0.02);
    canvas.fill(0, 0, 1.28, 1, back);
    for (int i = 0; i < 8; i++) {
      canvas.fill(i * 0.16 + 0.06, 0, i * 0.16 + 0.1, 1, bars);
    }
    canvas.fill(0, 0.88, 1.28, 1, bars);
    return Solids.Skin.stretched(canvas.toTexture(false));
  }

  private static void awning(
      Solids solids, FacadePainter.Style style, double width, SplittableRandom random) {
    int colour = Colours.hsv(random.nextDouble(), 0.6, 0.6);
    int other = Colours.pick(random, 0xe8e4dc, Colours.scale(colour, 0.7));
    double from = -width / 2 + Colours.uniform(random, 0.5, width * 0.3);
    double to = Math.min(width / 2 - 0.4, from + Colours.uniform(random, 3, 6));
    Canvas canvas = new Canvas(to - from, 1.3, 0.02);
    canvas.paintAll((x, y) -> (int) Math.floor(x / 0.3) % 2 == 0 ? colour : other);
    Solids.Skin stripes = Solids.Skin.stretched(canvas.toTexture(false));
    double high = style.groundFloor() - 0.9;
    double low = high - 0.55;
    Vector3 a = new Vector3(to, 1.3, low);
    Vector3 b = new Vector3(from, 1.3, low);
    Vector3 c = new Vector3(from, 0.02, high);
    Vector3 d = new Vector3(to, 0.02, high);
    solids.polygon(stripes, a, b, c, d);
    solids.polygon(Solids.Skin.plain(Colours.scale(colour, 0.5)), b, a, d, c);
    solids.wall(stripes, to, 1.3, from, 1.3, low - 0.22, low);
  }
}
