package org.seqloc.nodes.simulator;

import java.util.List;
import org.seqloc.core.geometry.Vector2;
import org.seqloc.core.geometry.Vector3;

/** Works out how much sun each surface gets: incidence, and shadows thrown by boxes. */
final class Sunlight {

  /** Edge of a light cell on what is large enough to show the edge of a shadow. */
  private static final double CELL_METRES = 0.2;

  /** Along one side; the land beyond the houses gets by with coarse ones. */
  private static final int MAX_CELLS = 128;

  /** Surfaces smaller than this have one cell. */
  private static final double SMALL_METRES = 1.2;

  /** Shadows are traced this far, beyond it hardly one falls within a street. */
  private static final double REACH_METRES = 60;

  private Sunlight() {}

  /** The light of the surfaces, in their order; independent of the number of threads. */
  static List<LitSurface> shine(
      List<Surface> surfaces, List<Occluder> occluders, Lighting lighting) {
    return surfaces.parallelStream().map(s -> shine(s, occluders, lighting)).toList();
  }

  private static LitSurface shine(Surface surface, List<Occluder> occluders, Lighting lighting) {
    double incidence = surface.normal().dot(lighting.toSun());
    if (incidence <= 0) {
      return LitSurface.even(surface, 0);
    }
    List<Occluder> near =
        occluders.stream()
            .filter(
                o ->
                    Math.hypot(
                            o.centre().x() - surface.centre().x(),
                            o.centre().y() - surface.centre().y())
                        < REACH_METRES + surface.radius() + o.radius())
            .toList();
    if (surface.radius() < SMALL_METRES) {
      return LitSurface.even(surface, share(surface, surface.centre(), near, lighting, incidence));
    }
    double maxS = 0;
    double maxT = 0;
    for (Vector2 corner : surface.outline()) {
      maxS = Math.max(maxS, corner.x());
      maxT = Math.max(maxT, corner.y());
    }
    int columns = cells(maxS);
    int rows = cells(maxT);
    float[] sunlight = new float[columns * rows];
    for (int j = 0; j < rows; j++) {
      for (int i = 0; i < columns; i++) {
        Vector3 point = surface.at((i + 0.5) / columns * maxS, (j + 0.5) / rows * maxT);
        sunlight[j * columns + i] = share(surface, point, near, lighting, incidence);
      }
    }
    return new LitSurface(surface, sunlight, columns, columns / maxS, rows / maxT);
  }

  private static int cells(double metres) {
    return (int) Math.max(2, Math.min(MAX_CELLS, Math.ceil(metres / CELL_METRES)));
  }

  private static float share(
      Surface surface, Vector3 point, List<Occluder> near, Lighting lighting, double incidence) {
    // A little off the surface, so that a box does not shade its own walls.
    Vector3 start = point.plus(surface.normal().times(0.06));
    for (Occluder occluder : near) {
      if (occluder.meets(start, lighting.toSun())) {
        return 0;
      }
    }
    return (float) incidence;
  }
}
