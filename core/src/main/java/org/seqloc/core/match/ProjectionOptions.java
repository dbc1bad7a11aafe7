package org.seqloc.core.match;

/**
 * How map points are looked for around their predicted pixels.
 *
 * @param minSimilarity least dot product of the descriptors
 * @param ratio the best keypoint's descriptor distance is less than this times the second best's in
 *     the window
 * @param minRadiusPx search radius for a sure prediction, pixels
 * @param maxRadiusPx search radius for an unsure one, pixels
 */
public record ProjectionOptions(
    double minSimilarity, double ratio, double minRadiusPx, double maxRadiusPx) {

  public static final ProjectionOptions DEFAULT = new ProjectionOptions(0.75, 0.9, 8, 64);

  public ProjectionOptions {
    if (!(minRadiusPx > 0 && maxRadiusPx >= minRadiusPx)) {
      throw new IllegalArgumentException(
          "search radii must be 0 < min <= max, got " + minRadiusPx + ", " + maxRadiusPx);
    }
  }
}
