package org.seqloc.nodes.simulator;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.seqloc.core.geometry.Vector2;
import org.seqloc.core.geometry.Vector3;

/** The ground: tiles painted with asphalt, markings, kerbs and slabs, and plain land beyond. */
final class Ground {

  private static final double TILE_METRES = 6.4;
  private static final int GRID = 16;
  private static final Vector3 EAST = new Vector3(1, 0, 0);
  private static final Vector3 NORTH = new Vector3(0, 1, 0);

  private final Street street;
  private final int noise;

  Ground(Street street, long seed) {
    this.street = street;
    this.noise = (int) Colours.seed(seed, 20);
  }

  /** All surfaces of the ground. */
  List<Surface> surfaces() {
    double minX = Double.POSITIVE_INFINITY;
    double minY = Double.POSITIVE_INFINITY;
    double maxX = Double.NEGATIVE_INFINITY;
    double maxY = Double.NEGATIVE_INFINITY;
    for (double s = street.start(); s <= street.end(); s += 1) {
      Vector3 p = street.at(s, 0);
      minX = Math.min(minX, p.x());
      minY = Math.min(minY, p.y());
      maxX = Math.max(maxX, p.x());
      maxY = Math.max(maxY, p.y());
    }
    double margin = Street.FRONT + 4;
    List<double[]> tiles = new ArrayList<>();
    for (double y = minY - margin; y < maxY + margin; y += TILE_METRES) {
      for (double x = minX - margin; x < maxX + margin; x += TILE_METRES) {
        double half = TILE_METRES / 2;
        double[] place = street.place(x + half, y + half);
        Vector3 nearest = street.at(place[0], 0);
        double distance = Math.hypot(x + half - nearest.x(), y + half - nearest.y());
        if (distance < margin + half) {
          tiles.add(new double[] {x, y, distance});
        }
      }
    }
    List<Surface> surfaces =
        new ArrayList<>(
            IntStream.range(0, tiles.size()).parallel().mapToObj(i -> tile(tiles.get(i))).toList());
    surfaces.add(land((minX + maxX) / 2, (minY + maxY) / 2, maxX - minX + maxY - minY));
    return surfaces;
  }

  /** What lies beyond the houses, a little lower so that the tiles hide it. */
  private Surface land(double x, double y, double size) {
    Canvas canvas = new Canvas(16, 16, 0.125);
    canvas.paintAll((u, v) -> 0x6a6c58);
    canvas.weather(0.15, 0, noise + 9);
    double half = size + 400;
    return Surface.of(
        new Vector3(x - half, y - half, -0.05),
        EAST,
        NORTH,
        List.of(
            new Vector2(0, 0),
            new Vector2(2 * half, 0),
            new Vector2(2 * half, 2 * half),
            new Vector2(0, 2 * half)),
        canvas.toTexture(true),
        8,
        8,
        0xffffff);
  }

  private Surface tile(double[] corner) {
    // Places are exact on a grid and linear between; the street bends little within a cell.
    double cell = TILE_METRES / GRID;
    double[] station = new double[(GRID + 1) * (GRID + 1)];
    double[] lateral = new double[(GRID + 1) * (GRID + 1)];
    for (int j = 0; j <= GRID; j++) {
      for (int i = 0; i <= GRID; i++) {
        double[] place = street.place(corner[0] + i * cell, corner[1] + j * cell);
        station[j * (GRID + 1) + i] = place[0];
        lateral[j * (GRID + 1) + i] = place[1];
      }
    }
    boolean close = corner[2] < Street.KERB + 2.5;
    Canvas canvas = new Canvas(TILE_METRES, TILE_METRES, TILE_METRES / (close ? 512 : 256));
    canvas.paintAll(
        (x, y) -> {
          int i = (int) (x / cell);
          int j = (int) (y / cell);
          double fx = x / cell - i;
          double fy = y / cell - j;
          int k = j * (GRID + 1) + i;
          return colour(
              bilinear(station, k, fx, fy),
              bilinear(lateral, k, fx, fy),
              corner[0] + x,
              corner[1] + y);
        });
    return Surface.rectangle(
        new Vector3(corner[0], corner[1], 0),
        EAST,
        TILE_METRES,
        NORTH,
        TILE_METRES,
        canvas.toTexture(false));
  }

  private static double bilinear(double[] values, int k, double fx, double fy) {
    double low = values[k] * (1 - fx) + values[k + 1] * fx;
    double high = values[k + GRID + 1] * (1 - fx) + values[k + GRID + 2] * fx;
    return low * (1 - fy) + high * fy;
  }

  private int colour(double station, double lateral, double x, double y) {
    double side = Math.abs(lateral);
    if (side < Street.KERB) {
      return road(station, lateral, x, y);
    }
    if (side < Street.KERB + 0.18) {
      // Kerb stones, the face towards the road darker.
      double phase = station - Math.floor(station);
      boolean joint = phase < 0.02;
      double stone =
          0.92 + 0.16 * Colours.lattice((int) Math.floor(station), lateral > 0 ? 1 : 0, noise);
      double factor = side < Street.KERB + 0.05 ? 0.55 : joint ? 0.6 : 1;
      return Colours.scale(0xa09c94, stone * factor * grain(x, y, 0.06));
    }
    return pavement(station, lateral, x, y);
  }

  /** A factor about one: single grains of a centimetre and a half. */
  private double grain(double x, double y, double amplitude) {
    return 1
        + amplitude
            * (2 * Colours.lattice((int) Math.floor(x * 70), (int) Math.floor(y * 70), noise) - 1);
  }

  private int road(double station, double lateral, double x, double y) {
    double side = Math.abs(lateral);
    double worn = Colours.clouds(x * 0.35, y * 0.35, noise + 1);
    double factor = (0.88 + 0.24 * worn) * grain(x, y, 0.16);
    int colour = side < Street.ROAD_HALF_WIDTH ? 0x66676a : 0x707072;
    // Wheel tracks are smoother and darker, drips between them.
    double track = Math.abs(side - 1.75);
    factor *= 1 - 0.06 * Math.exp(-(track - 0.75) * (track - 0.75) * 12);
    // Repairs: rectangles of newer or older asphalt.
    int px = (int) Math.floor(station / 4.3);
    int py = (int) Math.floor((lateral + 20) / 1.9);
    double lot = Colours.lattice(px, py, noise + 2);
    if (lot < 0.16) {
      double u = station / 4.3 - px;
      double v = (lateral + 20) / 1.9 - py;
      double left = 0.1 + lot * 2;
      double edge = Math.min(Math.min(u - left, 0.95 - u) * 4.3, Math.min(v - 0.1, 0.85 - v) * 1.9);
      if (edge > 0) {
        factor *= edge < 0.03 ? 0.6 : 0.72 + 3.2 * lot;
      }
    }
    // Cracks where two noises cross.
    double crack = Math.abs(Colours.clouds(x * 0.5, y * 0.5, noise + 3) - 0.5);
    if (crack < 0.0022 && worn > 0.52) {
      factor *= 0.6;
    }
    int[] manhole = {(int) Math.floor(station / 17), lateral > 0 ? 1 : 0};
    double mx = manhole[0] * 17 + 4 + 9 * Colours.lattice(manhole[0], manhole[1], noise + 4);
    double my =
        (manhole[1] * 2 - 1) * (1 + 1.6 * Colours.lattice(manhole[0], manhole[1], noise + 5));
    double r = Math.hypot(station - mx, lateral - my);
    if (r < 0.38) {
      boolean rib = (Math.floor(station * 12) + Math.floor(lateral * 12)) % 2 == 0;
      return Colours.scale(0x54504c, (r > 0.33 ? 0.6 : rib ? 1.15 : 0.8) * grain(x, y, 0.1));
    }
    double paint = marking(station, lateral);
    double abrasion = Colours.clouds(x * 2.5, y * 2.5, noise + 6);
    if (paint > 0 && abrasion > 0.32) {
      return Colours.scale(0xd2d0c8, (0.85 + 0.2 * worn) * grain(x, y, 0.06));
    }
    return Colours.scale(colour, factor);
  }

  /** One on paint, zero beside it. */
  private double marking(double station, double lateral) {
    double side = Math.abs(lateral);
    if (street.toCrossing(station) < 1.7 && side < Street.ROAD_HALF_WIDTH) {
      double phase = (lateral + 20) / 1.0;
      return phase - Math.floor(phase) < 0.5 ? 1 : 0;
    }
    boolean bending = Math.abs(street.curvature(station)) > 0.03;
    double dash = station / 6 - Math.floor(station / 6);
    if (side < 0.07 && (bending || dash < 0.5)) {
      return 1;
    }
    double slot = station / 6.2 - Math.floor(station / 6.2);
    if (Math.abs(side - Street.ROAD_HALF_WIDTH) < 0.05 && (slot < 0.12 || slot > 0.88)) {
      return 1;
    }
    return side > Street.ROAD_HALF_WIDTH && (slot < 0.008 || slot > 0.992) ? 1 : 0;
  }

  private int pavement(double station, double lateral, double x, double y) {
    // Slabs in rows, a strip of small setts along the houses.
    double side = Math.abs(lateral);
    double size = side > Street.FRONT - 0.5 ? 0.12 : 0.5;
    int row = (int) Math.floor(side / size);
    double shifted = station / size + 0.5 * (row & 1);
    int column = (int) Math.floor(shifted);
    double u = (shifted - column) * size;
    double v = side - row * size;
    double joint = Math.min(Math.min(u, size - u), Math.min(v, size - v));
    double slab = 0.88 + 0.2 * Colours.lattice(column, lateral > 0 ? row : -row, noise + 7);
    double stain = 0.85 + 0.3 * Colours.clouds(x * 0.6, y * 0.6, noise + 8);
    double factor = joint < 0.012 ? 0.62 : slab;
    return Colours.scale(0x96918a, factor * stain * grain(x, y, 0.07));
  }
}
