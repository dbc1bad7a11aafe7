package org.seqloc.nodes.simulator;

import java.util.ArrayList;
import java.util.List;
import org.seqloc.core.geometry.Pose;
import org.seqloc.core.geometry.Vector2;
import org.seqloc.core.geometry.Vector3;

/** Builds surfaces in a local frame (z up) and hands them over moved to where the thing stands. */
final class Solids {

  /**
   * What a face is covered with.
   *
   * @param texelsPerMetre 0 where the texture is stretched over the face
   * @param tint multiplies the texture
   */
  record Skin(Texture texture, double texelsPerMetre, int tint) {
    static Skin stretched(Texture texture) {
      return new Skin(texture, 0, 0xffffff);
    }

    static Skin plain(int rgb) {
      return new Skin(Texture.plain(rgb), 0, 0xffffff);
    }
  }

  private static final Vector3 UP = new Vector3(0, 0, 1);

  private final List<Surface> surfaces = new ArrayList<>();

  List<Surface> movedBy(Pose mapFromLocal) {
    return surfaces.stream().map(surface -> surface.moved(mapFromLocal)).toList();
  }

  /**
   * A convex polygon, corners counter-clockwise as seen from outside. The texture's x runs along
   * the first edge.
   */
  Solids polygon(Skin skin, Vector3... corners) {
    Vector3 axisS = corners[1].minus(corners[0]).normalized();
    Vector3 normal = axisS.cross(corners[2].minus(corners[0])).normalized();
    Vector3 axisT = normal.cross(axisS);
    double minS = 0;
    double maxS = 0;
    double maxT = 0;
    for (Vector3 corner : corners) {
      Vector3 offset = corner.minus(corners[0]);
      minS = Math.min(minS, offset.dot(axisS));
      maxS = Math.max(maxS, offset.dot(axisS));
      maxT = Math.max(maxT, offset.dot(axisT));
    }
    // Texture coordinates start at the lower left of the bounding box.
    Vector3 origin = corners[0].plus(axisS.times(minS));
    List<Vector2> outline = new ArrayList<>(corners.length);
    for (Vector3 corner : corners) {
      Vector3 offset = corner.minus(origin);
      outline.add(new Vector2(offset.dot(axisS), offset.dot(axisT)));
    }
    boolean stretch = skin.texelsPerMetre() == 0;
    surfaces.add(
        Surface.of(
            origin,
            axisS,
            axisT,
            List.copyOf(outline),
            skin.texture(),
            stretch ? skin.texture().width() / (maxS - minS) : skin.texelsPerMetre(),
            stretch ? skin.texture().height() / maxT : skin.texelsPerMetre(),
            skin.tint()));
    return this;
  }

  /** An upright rectangle, seen from the side where its first end is on the left. */
  Solids wall(Skin skin, double fromX, double fromY, double toX, double toY, double z0, double z1) {
    return polygon(
        skin,
        new Vector3(fromX, fromY, z0),
        new Vector3(toX, toY, z0),
        new Vector3(toX, toY, z1),
        new Vector3(fromX, fromY, z1));
  }

  /** The four upright faces of a box, and its top and bottom where it can be seen. */
  Solids box(
      Skin skin, Skin top, double x0, double y0, double z0, double x1, double y1, double z1) {
    wall(skin, x0, y0, x1, y0, z0, z1);
    wall(skin, x1, y0, x1, y1, z0, z1);
    wall(skin, x1, y1, x0, y1, z0, z1);
    wall(skin, x0, y1, x0, y0, z0, z1);
    polygon(
        top,
        new Vector3(x0, y0, z1),
        new Vector3(x1, y0, z1),
        new Vector3(x1, y1, z1),
        new Vector3(x0, y1, z1));
    if (z0 > 0.5) {
      polygon(
          skin,
          new Vector3(x0, y1, z0),
          new Vector3(x1, y1, z0),
          new Vector3(x1, y0, z0),
          new Vector3(x0, y0, z0));
    }
    return this;
  }

  /** An upright cylinder of {@code sides} flat faces, open at its ends. */
  Solids column(Skin skin, double x, double y, double radius, double z0, double z1, int sides) {
    for (int i = 0; i < sides; i++) {
      double a = 2 * Math.PI * i / sides;
      double b = 2 * Math.PI * (i + 1) / sides;
      wall(
          skin,
          x + radius * Math.cos(a),
          y + radius * Math.sin(a),
          x + radius * Math.cos(b),
          y + radius * Math.sin(b),
          z0,
          z1);
    }
    return this;
  }

  /** A ball of flat faces. */
  Solids ball(Skin skin, Vector3 centre, double radius, double height, int sides, int rings) {
    for (int k = 0; k < rings; k++) {
      double low = Math.PI * ((double) k / rings - 0.5);
      double high = Math.PI * ((k + 1.0) / rings - 0.5);
      for (int i = 0; i < sides; i++) {
        double a = 2 * Math.PI * i / sides;
        double b = 2 * Math.PI * (i + 1) / sides;
        Vector3 lowA = onBall(centre, radius, height, low, a);
        Vector3 lowB = onBall(centre, radius, height, low, b);
        Vector3 highA = onBall(centre, radius, height, high, a);
        Vector3 highB = onBall(centre, radius, height, high, b);
        if (k == 0) {
          polygon(skin, highB, highA, lowA);
        } else if (k == rings - 1) {
          polygon(skin, lowA, lowB, highA);
        } else {
          polygon(skin, lowA, lowB, highB, highA);
        }
      }
    }
    return this;
  }

  private static Vector3 onBall(
      Vector3 centre, double radius, double height, double elevation, double azimuth) {
    double flat = radius * Math.cos(elevation);
    return centre
        .plus(new Vector3(flat * Math.cos(azimuth), flat * Math.sin(azimuth), 0))
        .plus(UP.times(height * Math.sin(elevation)));
  }

  /**
   * A profile in x and z, drawn out along y from -half to half.
   *
   * @param profile x, z of the corners, convex, counter-clockwise when seen from -y (x to the
   *     right, z up)
   * @param side the two flat ends
   * @param strips the face from corner i to i + 1; null where there is none to see
   */
  Solids extrusion(double[] profile, double half, Skin side, Skin[] strips) {
    int n = profile.length / 2;
    Vector3[] right = new Vector3[n];
    Vector3[] left = new Vector3[n];
    for (int i = 0; i < n; i++) {
      right[i] = new Vector3(profile[2 * i], -half, profile[2 * i + 1]);
      // Mirrored, its first edge again the lower one.
      left[(n + 1 - i) % n] = new Vector3(profile[2 * i], half, profile[2 * i + 1]);
    }
    polygon(side, right);
    polygon(side, left);
    for (int i = 0; i < n; i++) {
      int j = (i + 1) % n;
      if (strips[i] != null) {
        Vector3 a = new Vector3(profile[2 * i], half, profile[2 * i + 1]);
        Vector3 b = new Vector3(profile[2 * j], half, profile[2 * j + 1]);
        polygon(strips[i], right[i], a, b, right[j]);
      }
    }
    return this;
  }
}
