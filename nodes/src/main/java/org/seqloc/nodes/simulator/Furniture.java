package org.seqloc.nodes.simulator;

import java.util.SplittableRandom;
import org.seqloc.core.geometry.Vector3;

/** Builds what stands on a pavement; origin on the ground, y towards the houses. */
final class Furniture {

  private Furniture() {}

  static Solids lamp() {
    Solids.Skin steel = Solids.Skin.plain(0x5a6064);
    Solids solids = new Solids();
    solids.column(steel, 0, 0, 0.11, 0, 1.0, 8).column(steel, 0, 0, 0.065, 1.0, 6.2, 8);
    solids.box(steel, steel, -0.05, -1.4, 6.1, 0.05, 0.05, 6.2);
    return solids.box(Solids.Skin.plain(0xd8d8d0), steel, -0.13, -1.8, 6.02, 0.13, -1.2, 6.22);
  }

  static Solids tree(SplittableRandom random) {
    int seed = random.nextInt();
    Canvas bark = new Canvas(0.64, 2.56, 0.02);
    bark.paintAll(
        (x, y) -> Colours.scale(0x6a5844, 0.6 + 0.7 * Colours.noise(x * 22, y * 3, seed)));
    int green = Colours.hsv(Colours.uniform(random, 0.2, 0.32), 0.5, 0.42);
    Canvas leaves = new Canvas(2.56, 2.56, 0.02);
    leaves.paintAll(
        (x, y) -> {
          double clump = Colours.noise(x * 5, y * 5, seed + 1);
          double leaf = Colours.noise(x * 16, y * 16, seed + 2);
          return Colours.scale(green, 0.35 + 0.75 * clump * leaf * 1.8);
        });
    Solids.Skin crown = new Solids.Skin(leaves.toTexture(true), 50, 0xffffff);
    double height = Colours.uniform(random, 3.6, 5);
    double radius = Colours.uniform(random, 1.1, 1.6);
    Solids solids = new Solids();
    solids.column(
        Solids.Skin.stretched(bark.toTexture(false)), 0, 0, 0.16, 0, height - radius * 0.5, 8);
    solids.ball(crown, new Vector3(0, 0, height), radius, radius * 1.1, 10, 6);
    for (int i = 0; i < 3; i++) {
      double a = 2 * Math.PI * (i + random.nextDouble()) / 3;
      double r = radius * Colours.uniform(random, 0.55, 0.8);
      double out = radius * 0.7;
      solids.ball(
          crown,
          new Vector3(
              out * Math.cos(a), out * Math.sin(a), height + Colours.uniform(random, -0.4, 0.7)),
          r,
          r,
          9,
          5);
    }
    // The square of earth it stands in.
    return solids.polygon(
        Solids.Skin.plain(0x4a4034),
        new Vector3(-0.6, -0.6, 0.015),
        new Vector3(0.6, -0.6, 0.015),
        new Vector3(0.6, 0.6, 0.015),
        new Vector3(-0.6, 0.6, 0.015));
  }

  /** A traffic sign, its faces looking along x both ways. */
  static Solids trafficSign(SplittableRandom random) {
    Solids solids = new Solids();
    solids.column(Solids.Skin.plain(0x9a9ea0), 0, 0, 0.035, 0, 2.9, 6);
    Solids.Skin face = Solids.Skin.stretched(Signs.trafficSign(random));
    Vector3[] front = new Vector3[8];
    Vector3[] back = new Vector3[8];
    for (int i = 0; i < 8; i++) {
      double a = -Math.PI / 2 - Math.PI / 8 + i * Math.PI / 4;
      double out = 0.38 * Math.cos(a);
      double up = 2.55 + 0.38 * Math.sin(a);
      front[i] = new Vector3(-0.05, -out, up);
      back[i] = new Vector3(0.05, out, up);
    }
    solids.polygon(face, front);
    solids.polygon(Solids.Skin.plain(0x8a8e90), back);
    if (random.nextBoolean()) {
      Solids.Skin name = Solids.Skin.stretched(Signs.nameBoard(0.7, 0.3, random));
      solids.wall(name, -0.06, 0.35, -0.06, -0.35, 1.75, 2.05);
      solids.wall(name, 0.06, -0.35, 0.06, 0.35, 1.75, 2.05);
    }
    return solids;
  }

  /** A poster column. */
  static Solids posterColumn(SplittableRandom random) {
    Solids solids = new Solids();
    int sides = 8;
    double r = 0.62;
    for (int i = 0; i < sides; i++) {
      double a = 2 * Math.PI * i / sides;
      double b = 2 * Math.PI * (i + 1) / sides;
      Vector3 from = new Vector3(r * Math.cos(a), r * Math.sin(a), 0);
      Vector3 to = new Vector3(r * Math.cos(b), r * Math.sin(b), 0);
      Solids.Skin poster =
          Solids.Skin.stretched(Signs.posterBoard(from.distanceTo(to), 1.0, random));
      Solids.Skin other =
          Solids.Skin.stretched(Signs.posterBoard(from.distanceTo(to), 1.0, random));
      solids.wall(poster, from.x(), from.y(), to.x(), to.y(), 0.3, 1.3);
      solids.wall(other, from.x(), from.y(), to.x(), to.y(), 1.3, 2.4);
    }
    Solids.Skin rim = Solids.Skin.plain(0x3f5a48);
    solids.column(rim, 0, 0, 0.68, 0, 0.3, sides).column(rim, 0, 0, 0.72, 2.4, 2.75, sides);
    return solids;
  }

  /** A shelter with posters on its short sides. */
  static Solids shelter(SplittableRandom random) {
    Solids solids = new Solids();
    Solids.Skin steel = Solids.Skin.plain(0x4a5054);
    Solids.Skin poster = Solids.Skin.stretched(Signs.posterBoard(1.2, 1.8, random));
    Solids.Skin other = Solids.Skin.stretched(Signs.posterBoard(1.2, 1.8, random));
    Solids.Skin name = Solids.Skin.stretched(Signs.nameBoard(3.2, 0.3, random));
    solids.box(poster, steel, -1.6, -0.4, 0.2, -1.5, 0.8, 2.1);
    solids.box(other, steel, 1.5, -0.4, 0.2, 1.6, 0.8, 2.1);
    solids.box(Solids.Skin.plain(0x76848c), steel, -1.5, 0.72, 0.3, 1.5, 0.8, 2.1);
    solids.box(steel, steel, -1.2, 0.3, 0.4, 1.2, 0.68, 0.48);
    return solids.box(name, steel, -1.7, -0.6, 2.15, 1.7, 0.9, 2.42);
  }

  /** A bin, a bollard or a box of the telephone company. */
  static Solids small(SplittableRandom random) {
    Solids solids = new Solids();
    switch (random.nextInt(3)) {
      case 0 -> {
        Solids.Skin green = Solids.Skin.plain(Colours.pick(random, 0x2f5a3c, 0x5a5e62, 0xb06020));
        solids.column(green, 0, 0, 0.22, 0.15, 0.95, 8);
        solids.column(Solids.Skin.plain(0x26282a), 0, 0, 0.25, 0.9, 1.0, 8);
      }
      case 1 -> {
        for (int i = -1; i <= 1; i++) {
          solids.column(Solids.Skin.plain(0x303438), 1.2 * i, 0, 0.08, 0, 0.75, 8);
          solids.column(Solids.Skin.plain(0xd8d8d4), 1.2 * i, 0, 0.085, 0.75, 0.9, 8);
        }
      }
      default -> {
        Canvas canvas = new Canvas(0.9, 1.3, 0.012);
        canvas.fill(0, 0, 0.9, 1.3, 0x8c9088);
        canvas.fill(0.44, 0.1, 0.46, 1.2, 0x50544e);
        Signs.poster(canvas, 0.1, 0.5, 0.4, 0.9, random);
        canvas.glyphs(0.5, 0.9, 0.85, 1.0, 0x30343a, random);
        canvas.weather(0.05, 0.15, random.nextInt());
        Solids.Skin door = Solids.Skin.stretched(canvas.toTexture(false));
        solids.box(door, Solids.Skin.plain(0x70746c), -0.45, -0.18, 0, 0.45, 0.18, 1.3);
      }
    }
    return solids;
  }
}
