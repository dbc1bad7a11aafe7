package org.seqloc.nodes.simulator;

import java.util.List;
import org.seqloc.core.geometry.Pose;
import org.seqloc.core.geometry.Vector2;
import org.seqloc.core.geometry.Vector3;

/**
 * A plane convex polygon with a texture, seen from the side its normal points to.
 *
 * <p>A point of the plane is origin + s axisS + t axisT; s, t in metres, the axes orthonormal.
 *
 * @param normal axisS x axisT
 * @param outline the corners (s, t) in turn
 * @param texelsPerS texture coordinate u = s * texelsPerS
 * @param texelsPerT texture coordinate v = t * texelsPerT
 * @param tint multiplies the texture, packed as it
 * @param centre of a sphere of {@code radius} that holds the polygon
 */
record Surface(
    Vector3 origin,
    Vector3 axisS,
    Vector3 axisT,
    Vector3 normal,
    List<Vector2> outline,
    Texture texture,
    double texelsPerS,
    double texelsPerT,
    int tint,
    Vector3 centre,
    double radius) {

  private static final int NO_TINT = 0xffffff;

  /** A rectangle the texture is stretched over; the texture's lower left texel at the origin. */
  static Surface rectangle(
      Vector3 origin, Vector3 axisS, double width, Vector3 axisT, double height, Texture texture) {
    return of(
        origin,
        axisS,
        axisT,
        List.of(
            new Vector2(0, 0),
            new Vector2(width, 0),
            new Vector2(width, height),
            new Vector2(0, height)),
        texture,
        texture.width() / width,
        texture.height() / height,
        NO_TINT);
  }

  /** A polygon of metres, with a texture of so many texels a metre. */
  static Surface of(
      Vector3 origin,
      Vector3 axisS,
      Vector3 axisT,
      List<Vector2> outline,
      Texture texture,
      double texelsPerS,
      double texelsPerT,
      int tint) {
    double s = 0;
    double t = 0;
    for (Vector2 corner : outline) {
      s += corner.x() / outline.size();
      t += corner.y() / outline.size();
    }
    double radius = 0;
    for (Vector2 corner : outline) {
      radius = Math.max(radius, Math.hypot(corner.x() - s, corner.y() - t));
    }
    Vector3 centre = origin.plus(axisS.times(s)).plus(axisT.times(t));
    return new Surface(
        origin,
        axisS,
        axisT,
        axisS.cross(axisT),
        outline,
        texture,
        texelsPerS,
        texelsPerT,
        tint,
        centre,
        radius);
  }

  /** The point of the plane at s, t. */
  Vector3 at(double s, double t) {
    return origin.plus(axisS.times(s)).plus(axisT.times(t));
  }

  /** This surface moved: {@code pose} takes its present coordinates to the new ones. */
  Surface moved(Pose pose) {
    return new Surface(
        pose.transform(origin),
        pose.rotation().rotate(axisS),
        pose.rotation().rotate(axisT),
        pose.rotation().rotate(normal),
        outline,
        texture,
        texelsPerS,
        texelsPerT,
        tint,
        pose.transform(centre),
        radius);
  }
}
