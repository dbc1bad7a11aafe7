package org.seqloc.core.geometry;

/**
 * A point or direction in the plane; for image points in pixels, (0, 0) the centre of the top-left
 * pixel.
 */
public record Vector2(double x, double y) {

  public Vector2 minus(Vector2 other) {
    return new Vector2(x - other.x, y - other.y);
  }

  public double norm() {
    return Math.hypot(x, y);
  }
}
