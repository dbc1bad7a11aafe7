package org.seqloc.core.map;

/**
 * How a map is built.
 *
 * @param nearestPairs each image is matched with this many nearest ones that look the same way
 * @param similarPairs and with this many most similar in appearance
 * @param maxEpipolarErrorPx a match is kept when it lies this close to the epipolar line of the
 *     known poses, pixels of the full-resolution image
 * @param maxReprojectionErrorPx largest reprojection error of a point's views, pixels; poses of
 *     recorded drives are good to a few pixels at best
 * @param minTriangulationAngleDeg a point is kept when two of its views see it under at least this
 *     angle
 * @param seed of all that is random in training the place recognizer
 */
public record MapOptions(
    int nearestPairs,
    int similarPairs,
    double maxEpipolarErrorPx,
    double maxReprojectionErrorPx,
    double minTriangulationAngleDeg,
    long seed) {

  public static final MapOptions DEFAULT = new MapOptions(6, 6, 4.0, 4.0, 1.0, 1);

  public MapOptions {
    if (nearestPairs < 0 || similarPairs < 0 || nearestPairs + similarPairs == 0) {
      throw new IllegalArgumentException("a map needs pairs to match");
    }
    if (!(maxEpipolarErrorPx > 0 && maxReprojectionErrorPx > 0 && minTriangulationAngleDeg > 0)) {
      throw new IllegalArgumentException("error limits and angle must be > 0");
    }
  }
}
