package org.seqloc.nodes.simulator;

/** A surface with the sunlight it gets. */
final class LitSurface {

  private final Surface surface;
  private final float[] sunlight;
  private final int columns;
  private final int rows;
  private final double cellsPerS;
  private final double cellsPerT;

  /**
   * @param sunlight share of the sun that arrives (incidence counted), 0..1, row-major over {@code
   *     columns} times the rows, at cell centres; kept, not copied
   * @param cellsPerS grid cells a metre along s, so that the grid ends where the outline does
   * @param cellsPerT as {@code cellsPerS}, along t
   */
  LitSurface(Surface surface, float[] sunlight, int columns, double cellsPerS, double cellsPerT) {
    this.surface = surface;
    this.sunlight = sunlight;
    this.columns = columns;
    this.rows = sunlight.length / columns;
    this.cellsPerS = cellsPerS;
    this.cellsPerT = cellsPerT;
  }

  /** A surface that gets the same share everywhere. */
  static LitSurface even(Surface surface, double share) {
    return new LitSurface(surface, new float[] {(float) share}, 1, 1, 1);
  }

  Surface surface() {
    return surface;
  }

  /** The sun's share at a place, bilinear between cells. */
  float sunAt(double s, double t) {
    if (sunlight.length == 1) {
      return sunlight[0];
    }
    float x = (float) (s * cellsPerS) - 0.5f;
    float y = (float) (t * cellsPerT) - 0.5f;
    int i = Math.max(0, Math.min((int) x, columns - 2));
    int j = Math.max(0, Math.min((int) y, rows - 2));
    // Beyond the outer cells' centres their value goes on.
    float fx = x < i ? 0 : x > i + 1 ? 1 : x - i;
    float fy = y < j ? 0 : y > j + 1 ? 1 : y - j;
    int k = j * columns + i;
    float low = sunlight[k] + fx * (sunlight[k + 1] - sunlight[k]);
    int m = k + columns;
    float high = sunlight[m] + fx * (sunlight[m + 1] - sunlight[m]);
    return low + fy * (high - low);
  }
}
