package org.seqloc.nodes.simulator;

import java.util.Arrays;
import java.util.List;
import org.seqloc.core.geometry.Camera;
import org.seqloc.core.geometry.CameraModel;
import org.seqloc.core.geometry.Pose;
import org.seqloc.core.geometry.Vector2;
import org.seqloc.core.geometry.Vector3;
import org.seqloc.nodes.simulator.Lighting.Light;

/**
 * Renders a view: which surface each of four samples of a pixel sees by depth buffer, then the
 * colour once for each surface in a pixel, its texture filtered over the pixel.
 *
 * <p>The samples lie on a rotated grid, one in each quarter of the pixel's height, so that upright
 * and level edges both get four steps. Texture coordinates are a homography of the pixel, exact in
 * perspective; the projection is {@link Camera}'s.
 */
final class Renderer {

  /** Where the four samples lie within a pixel, from its centre. */
  private static final double[] SAMPLE_X = {-0.125, 0.375, -0.375, 0.125};

  private static final double[] SAMPLE_Y = {-0.375, -0.125, 0.125, 0.375};
  private static final int SAMPLES = 4;
  private static final double NEAR_METRES = 0.05;

  private final int width;
  private final int height;
  private final double fx;
  private final double fy;
  private final double cx;
  private final double cy;
  private final Pose cameraFromMap;
  private final Vector3 eye;
  private final Lighting lighting;
  private final Sky sky;

  /** Row-major, row = pixel row * 4 + sample; inverse depth and 1 + index of what is seen. */
  private final float[] inverseDepth;

  private final int[] seen;
  private final double[] spanLeft;
  private final double[] spanRight;

  /** For each visible surface rows of the map (x, y, 1) -> (s, t, 1) / z. */
  private double[] planes = new double[9 * 256];

  private LitSurface[] visible = new LitSurface[256];
  private int count;

  /**
   * @param camera a pinhole without distortion
   * @throws IllegalArgumentException for other models
   */
  Renderer(Camera camera, Pose mapFromCamera, Lighting lighting, Sky sky) {
    if (camera.model() != CameraModel.PINHOLE) {
      throw new IllegalArgumentException("only PINHOLE cameras are rendered, got " + camera);
    }
    width = camera.width();
    height = camera.height();
    double[] p = camera.parameters();
    fx = p[0];
    fy = p[1];
    cx = p[2];
    cy = p[3];
    cameraFromMap = mapFromCamera.inverse();
    eye = mapFromCamera.translation();
    this.lighting = lighting;
    this.sky = sky;
    inverseDepth = new float[width * height * SAMPLES];
    seen = new int[width * height * SAMPLES];
    spanLeft = new double[height * SAMPLES];
    spanRight = new double[height * SAMPLES];
  }

  /** Adds surfaces to the view. Where two lie at the same depth the earlier one is seen. */
  void draw(List<LitSurface> surfaces) {
    double[] rotation = cameraFromMap.rotation().toMatrix();
    Vector3 shift = cameraFromMap.translation();
    // Planes of the view through its corners, for the bounding spheres.
    double sideX = Math.max(cx + 0.5, width - 0.5 - cx) / fx;
    double sideY = Math.max(cy + 0.5, height - 0.5 - cy) / fy;
    double slantX = Math.sqrt(1 + sideX * sideX);
    double slantY = Math.sqrt(1 + sideY * sideY);
    for (LitSurface lit : surfaces) {
      Surface surface = lit.surface();
      Vector3 n = surface.normal();
      Vector3 o = surface.origin();
      double behind =
          n.x() * (o.x() - eye.x()) + n.y() * (o.y() - eye.y()) + n.z() * (o.z() - eye.z());
      if (behind >= -1e-6) {
        continue;
      }
      Vector3 c = surface.centre();
      double r = surface.radius();
      double z = row(rotation, 6, c) + shift.z();
      if (z < NEAR_METRES - r) {
        continue;
      }
      double x = Math.abs(row(rotation, 0, c) + shift.x());
      double y = Math.abs(row(rotation, 3, c) + shift.y());
      if (x - z * sideX > r * slantX || y - z * sideY > r * slantY) {
        continue;
      }
      add(lit, rotation, shift);
    }
  }

  private static double row(double[] m, int at, Vector3 v) {
    return m[at] * v.x() + m[at + 1] * v.y() + m[at + 2] * v.z();
  }

  private void add(LitSurface lit, double[] rotation, Vector3 shift) {
    Surface surface = lit.surface();
    Vector3 o = surface.origin();
    double ox = row(rotation, 0, o) + shift.x();
    double oy = row(rotation, 3, o) + shift.y();
    double oz = row(rotation, 6, o) + shift.z();
    double sx = row(rotation, 0, surface.axisS());
    double sy = row(rotation, 3, surface.axisS());
    double sz = row(rotation, 6, surface.axisS());
    double tx = row(rotation, 0, surface.axisT());
    double ty = row(rotation, 3, surface.axisT());
    double tz = row(rotation, 6, surface.axisT());
    // Columns of K [S T O]: the pixel times z is that times (s, t, 1).
    double[] m = {
      fx * sx + cx * sz,
      fx * tx + cx * tz,
      fx * ox + cx * oz,
      fy * sy + cy * sz,
      fy * ty + cy * tz,
      fy * oy + cy * oz,
      sz,
      tz,
      oz
    };
    if (planes.length < 9 * (count + 1)) {
      planes = Arrays.copyOf(planes, 2 * planes.length);
      visible = Arrays.copyOf(visible, 2 * visible.length);
    }
    if (!invert(m, planes, 9 * count)) {
      return;
    }
    int rows = outline(surface.outline(), m);
    if (rows == 0) {
      return;
    }
    visible[count] = lit;
    count++;
    fill(9 * (count - 1));
  }

  /** Writes the inverse of a row-major 3 x 3 matrix; false when there is none. */
  private static boolean invert(double[] m, double[] out, int at) {
    double a = m[4] * m[8] - m[5] * m[7];
    double b = m[5] * m[6] - m[3] * m[8];
    double c = m[3] * m[7] - m[4] * m[6];
    double determinant = m[0] * a + m[1] * b + m[2] * c;
    if (!(Math.abs(determinant) > 1e-12)) {
      return false;
    }
    double k = 1 / determinant;
    out[at] = a * k;
    out[at + 1] = (m[2] * m[7] - m[1] * m[8]) * k;
    out[at + 2] = (m[1] * m[5] - m[2] * m[4]) * k;
    out[at + 3] = b * k;
    out[at + 4] = (m[0] * m[8] - m[2] * m[6]) * k;
    out[at + 5] = (m[2] * m[3] - m[0] * m[5]) * k;
    out[at + 6] = c * k;
    out[at + 7] = (m[1] * m[6] - m[0] * m[7]) * k;
    out[at + 8] = (m[0] * m[4] - m[1] * m[3]) * k;
    return true;
  }

  private int firstRow;
  private int lastRow;

  /** Finds the span of the polygon in each sample row; 0 when it is out of sight. */
  private int outline(List<Vector2> polygon, double[] m) {
    int corners = polygon.size();
    // One corner more where the near plane cuts.
    double[] px = new double[corners + 1];
    double[] py = new double[corners + 1];
    int n = 0;
    for (int i = 0; i < corners; i++) {
      Vector2 a = polygon.get(i);
      Vector2 b = polygon.get((i + 1) % corners);
      double depthA = m[6] * a.x() + m[7] * a.y() + m[8];
      double depthB = m[6] * b.x() + m[7] * b.y() + m[8];
      if (depthA >= NEAR_METRES) {
        n = corner(a.x(), a.y(), m, px, py, n);
      }
      if ((depthA >= NEAR_METRES) != (depthB >= NEAR_METRES)) {
        double f = (NEAR_METRES - depthA) / (depthB - depthA);
        double s = a.x() + f * (b.x() - a.x());
        double t = a.y() + f * (b.y() - a.y());
        n = corner(s, t, m, px, py, n);
      }
    }
    if (n < 3) {
      return 0;
    }
    double top = Double.POSITIVE_INFINITY;
    double bottom = Double.NEGATIVE_INFINITY;
    double left = Double.POSITIVE_INFINITY;
    double right = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < n; i++) {
      top = Math.min(top, py[i]);
      bottom = Math.max(bottom, py[i]);
      left = Math.min(left, px[i]);
      right = Math.max(right, px[i]);
    }
    // Row k lies at y = (k - 1.5) / 4.
    firstRow = (int) Math.max(0, Math.ceil(top * 4 + 1.5));
    lastRow = (int) Math.min(height * SAMPLES - 1, Math.ceil(bottom * 4 + 1.5) - 1);
    if (lastRow < firstRow || right < -0.5 || left > width - 0.5) {
      return 0;
    }
    for (int k = firstRow; k <= lastRow; k++) {
      spanLeft[k] = Double.POSITIVE_INFINITY;
      spanRight[k] = Double.NEGATIVE_INFINITY;
    }
    for (int i = 0; i < n; i++) {
      int j = (i + 1) % n;
      // Always downwards, so that neighbours compute their common edge alike.
      if (py[i] <= py[j]) {
        edge(px[i], py[i], px[j], py[j]);
      } else {
        edge(px[j], py[j], px[i], py[i]);
      }
    }
    return lastRow - firstRow + 1;
  }

  private static int corner(double s, double t, double[] m, double[] px, double[] py, int n) {
    double z = m[6] * s + m[7] * t + m[8];
    px[n] = (m[0] * s + m[1] * t + m[2]) / z;
    py[n] = (m[3] * s + m[4] * t + m[5]) / z;
    return n + 1;
  }

  private void edge(double x0, double y0, double x1, double y1) {
    int from = (int) Math.max(firstRow, Math.ceil(y0 * 4 + 1.5));
    int to = (int) Math.min(lastRow, Math.ceil(y1 * 4 + 1.5) - 1);
    double slope = (x1 - x0) / (y1 - y0);
    for (int k = from; k <= to; k++) {
      double x = x0 + ((k - 1.5) * 0.25 - y0) * slope;
      spanLeft[k] = Math.min(spanLeft[k], x);
      spanRight[k] = Math.max(spanRight[k], x);
    }
  }

  private void fill(int plane) {
    double a = planes[plane + 6];
    double b = planes[plane + 7];
    double c = planes[plane + 8];
    float step = (float) a;
    int id = count;
    for (int k = firstRow; k <= lastRow; k++) {
      double offset = SAMPLE_X[k & 3];
      int from = (int) Math.max(0, Math.ceil(spanLeft[k] - offset));
      int to = (int) Math.min(width - 1, Math.ceil(spanRight[k] - offset) - 1);
      int at = k * width;
      float start = (float) (a * (from + offset) + b * ((k - 1.5) * 0.25) + c);
      for (int i = from; i <= to; i++) {
        float q = start + step * (i - from);
        if (q > inverseDepth[at + i]) {
          inverseDepth[at + i] = q;
          seen[at + i] = id;
        }
      }
    }
  }

  /**
   * The picture of what was drawn.
   *
   * @return linear light, red, green, blue interleaved, row-major; 1 is what white in full light is
   *     about
   */
  float[] shade() {
    float[] picture = new float[3 * width * height];
    float[] colour = new float[3];
    double[] back = cameraFromMap.rotation().inverse().toMatrix();
    for (int y = 0; y < height; y++) {
      int at = y * SAMPLES * width;
      for (int x = 0; x < width; x++) {
        int a = seen[at + x];
        int b = seen[at + width + x];
        int c = seen[at + 2 * width + x];
        int d = seen[at + 3 * width + x];
        int out = 3 * (y * width + x);
        if (a == b && a == c && a == d) {
          shade(a, x, y, back, colour);
          picture[out] = colour[0];
          picture[out + 1] = colour[1];
          picture[out + 2] = colour[2];
        } else {
          mixed(x, y, new int[] {a, b, c, d}, back, colour, picture, out);
        }
      }
    }
    return picture;
  }

  /** A pixel of several surfaces: each shaded in the middle of its samples. */
  private void mixed(
      int x, int y, int[] ids, double[] back, float[] colour, float[] picture, int out) {
    for (int i = 0; i < SAMPLES; i++) {
      int id = ids[i];
      double px = 0;
      double py = 0;
      int hits = 0;
      boolean first = true;
      for (int j = 0; j < SAMPLES; j++) {
        if (ids[j] == id) {
          first &= j >= i;
          px += SAMPLE_X[j];
          py += SAMPLE_Y[j];
          hits++;
        }
      }
      if (first) {
        shade(id, x + px / hits, y + py / hits, back, colour);
        float weight = (float) hits / SAMPLES;
        picture[out] += weight * colour[0];
        picture[out + 1] += weight * colour[1];
        picture[out + 2] += weight * colour[2];
      }
    }
  }

  private void shade(int id, double x, double y, double[] back, float[] out) {
    if (id == 0) {
      double dx = (x - cx) / fx;
      double dy = (y - cy) / fy;
      double k = 1 / Math.sqrt(dx * dx + dy * dy + 1);
      sky.colour(
          k * (back[0] * dx + back[1] * dy + back[2]),
          k * (back[3] * dx + back[4] * dy + back[5]),
          k * (back[6] * dx + back[7] * dy + back[8]),
          k / fx,
          out);
      return;
    }
    LitSurface lit = visible[id - 1];
    Surface surface = lit.surface();
    int p = 9 * (id - 1);
    double z = 1 / (planes[p + 6] * x + planes[p + 7] * y + planes[p + 8]);
    double s = (planes[p] * x + planes[p + 1] * y + planes[p + 2]) * z;
    double t = (planes[p + 3] * x + planes[p + 4] * y + planes[p + 5]) * z;
    double perS = surface.texelsPerS() * z;
    double perT = surface.texelsPerT() * z;
    surface
        .texture()
        .sample(
            (float) (s * surface.texelsPerS()),
            (float) (t * surface.texelsPerT()),
            (float) ((planes[p] - s * planes[p + 6]) * perS),
            (float) ((planes[p + 3] - t * planes[p + 6]) * perT),
            (float) ((planes[p + 1] - s * planes[p + 7]) * perS),
            (float) ((planes[p + 4] - t * planes[p + 7]) * perT),
            out);
    float sun = lit.sunAt(s, t);
    double clear = lighting.hazeMetres() / (lighting.hazeMetres() + z);
    int tint = surface.tint();
    Light fromSky = lighting.sky();
    Light fromSun = lighting.sun();
    Light haze = lighting.haze();
    out[0] =
        lit(out[0] * (tint >> 16 & 0xff), fromSky.red() + sun * fromSun.red(), haze.red(), clear);
    out[1] =
        lit(
            out[1] * (tint >> 8 & 0xff),
            fromSky.green() + sun * fromSun.green(),
            haze.green(),
            clear);
    out[2] = lit(out[2] * (tint & 0xff), fromSky.blue() + sun * fromSun.blue(), haze.blue(), clear);
  }

  /**
   * @param value texture times tint, each 0..255 with a gamma of 2
   */
  private static float lit(float value, double light, double haze, double clear) {
    double root = value * (1.0 / (255 * 255));
    return (float) (haze + (root * root * light - haze) * clear);
  }
}
