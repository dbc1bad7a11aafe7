package org.seqloc.core.geometry;

import java.util.Arrays;

/**
 * A calibrated camera: one of COLMAP's models, its parameters and its image size.
 *
 * <p>Points in the camera frame: x right, y down, z forward, metres. Pixels are those of the
 * distorted image as the sensor gives it, (0, 0) the centre of the top-left pixel; this is
 * OpenCV's, ROS's and in practice kapture's convention, COLMAP's own files count from the corner
 * (half a pixel more) and are converted at their border.
 *
 * <p>Every model is brought to one chain: the ray becomes normalized coordinates (x/z, y/z; for
 * fisheyes the angle from the axis along that direction), those are distorted, then scaled by focal
 * length and moved to the principal point.
 */
public final class Camera {

  private final CameraModel model;
  private final int width;
  private final int height;
  private final double[] parameters;

  private final double fx;
  private final double fy;
  private final double cx;
  private final double cy;
  private final Distortion distortion;
  private final boolean fisheye;

  /**
   * @param parameters in the order of {@link CameraModel}, focal lengths and principal point in
   *     pixels
   * @throws IllegalArgumentException when the count does not fit, a value is not finite, a focal
   *     length is not positive or the size is empty
   */
  public Camera(CameraModel model, int width, int height, double... parameters) {
    this.model = model;
    this.width = width;
    this.height = height;
    this.parameters = parameters.clone();
    double[] p = this.parameters;
    if (p.length != model.parameterCount()) {
      throw new IllegalArgumentException(
          model + " takes " + model.parameterCount() + " parameters, got " + p.length);
    }
    if (!Arrays.stream(p).allMatch(Double::isFinite)) {
      throw new IllegalArgumentException(model + " has a parameter that is not finite");
    }
    if (width <= 0 || height <= 0) {
      throw new IllegalArgumentException("image size " + width + " x " + height + " is empty");
    }
    boolean oneFocal =
        switch (model) {
          case SIMPLE_PINHOLE, SIMPLE_RADIAL, RADIAL, SIMPLE_RADIAL_FISHEYE, RADIAL_FISHEYE -> true;
          default -> false;
        };
    fx = p[0];
    fy = oneFocal ? p[0] : p[1];
    cx = oneFocal ? p[1] : p[2];
    cy = oneFocal ? p[2] : p[3];
    if (!(fx > 0 && fy > 0)) {
      throw new IllegalArgumentException("focal length must be > 0, got " + fx + ", " + fy);
    }
    distortion =
        switch (model) {
          case SIMPLE_PINHOLE, PINHOLE -> Distortion.NONE;
          case SIMPLE_RADIAL, SIMPLE_RADIAL_FISHEYE -> Distortion.radial(p[3]);
          case RADIAL, RADIAL_FISHEYE -> Distortion.radial(p[3], p[4]);
          case OPENCV -> Distortion.rational(p[4], p[5], 0, 0, 0, 0, p[6], p[7]);
          case FULL_OPENCV -> Distortion.rational(p[4], p[5], p[8], p[9], p[10], p[11], p[6], p[7]);
          case OPENCV_FISHEYE -> Distortion.radial(p[4], p[5], p[6], p[7]);
          case THIN_PRISM_FISHEYE ->
              Distortion.thinPrism(p[4], p[5], p[8], p[9], p[6], p[7], p[10], p[11]);
          case FOV -> Distortion.fieldOfView(p[4]);
        };
    fisheye =
        switch (model) {
          case OPENCV_FISHEYE, SIMPLE_RADIAL_FISHEYE, RADIAL_FISHEYE, THIN_PRISM_FISHEYE -> true;
          default -> false;
        };
  }

  public CameraModel model() {
    return model;
  }

  /** Image width in pixels. */
  public int width() {
    return width;
  }

  /** Image height in pixels. */
  public int height() {
    return height;
  }

  /** The parameters in the order of {@link CameraModel}; a copy. */
  public double[] parameters() {
    return parameters.clone();
  }

  /**
   * The geometric mean of the focal lengths in pixels: what an angle in radians is worth near the
   * axis.
   */
  public double focalLength() {
    return Math.sqrt(fx * fy);
  }

  /**
   * Projects a point of the camera frame.
   *
   * @param pixel receives x and y; not written when the result is false
   * @return false when the point has no image under the model: behind a perspective camera, at a
   *     fisheye's centre or straight behind it, or so far off the axis that the distortion folds
   *     back. Whether the pixel lies within the image is not looked at, see {@link #contains}.
   */
  public boolean project(double x, double y, double z, double[] pixel) {
    return projectWithJacobian(x, y, z, pixel, null);
  }

  /**
   * As {@link #project}, with the derivative of the pixel by the point.
   *
   * @param jacobian null, or receives the row-major 2 x 3 matrix d(pixel)/d(x, y, z), px/m
   */
  public boolean projectWithJacobian(
      double x, double y, double z, double[] pixel, double[] jacobian) {
    // (u, v): the normalized coordinates; their derivatives by the point follow when asked for.
    double u;
    double v;
    double r = 0;
    double theta = 0;
    if (fisheye) {
      r = Math.hypot(x, y);
      theta = Math.atan2(r, z);
      if (r < 1e-9 * Math.abs(z)) {
        if (!(z > 0)) {
          return false;
        }
        u = x / z;
        v = y / z;
      } else {
        if (!(r > 0)) {
          return false;
        }
        u = x * theta / r;
        v = y * theta / r;
      }
    } else {
      if (!(z > 1e-9)) {
        return false;
      }
      u = x / z;
      v = y / z;
    }
    if (distortion.isFolded(u, v)) {
      return false;
    }
    double[] uv = pixel;
    uv[0] = u;
    uv[1] = v;
    if (jacobian == null) {
      distortion.apply(u, v, uv, null);
    } else {
      double[] d = new double[4];
      distortion.apply(u, v, uv, d);
      double ux;
      double uy;
      double uz;
      double vx;
      double vy;
      double vz;
      if (fisheye && r >= 1e-9 * Math.abs(z)) {
        // u = x s, s = theta(r, z)/r; dtheta/dr = z/n2, dtheta/dz = -r/n2.
        double n2 = r * r + z * z;
        double s = theta / r;
        double sr = (z / n2 - s) / r;
        double sz = -1 / n2;
        ux = s + x * sr * x / r;
        uy = x * sr * y / r;
        uz = x * sz;
        vx = y * sr * x / r;
        vy = s + y * sr * y / r;
        vz = y * sz;
      } else {
        ux = 1 / z;
        uy = 0;
        uz = -x / (z * z);
        vx = 0;
        vy = 1 / z;
        vz = -y / (z * z);
      }
      jacobian[0] = fx * (d[0] * ux + d[1] * vx);
      jacobian[1] = fx * (d[0] * uy + d[1] * vy);
      jacobian[2] = fx * (d[0] * uz + d[1] * vz);
      jacobian[3] = fy * (d[2] * ux + d[3] * vx);
      jacobian[4] = fy * (d[2] * uy + d[3] * vy);
      jacobian[5] = fy * (d[2] * uz + d[3] * vz);
    }
    pixel[0] = fx * uv[0] + cx;
    pixel[1] = fy * uv[1] + cy;
    return true;
  }

  /** The unit ray of a pixel, in the camera frame. */
  public Vector3 ray(double pixelX, double pixelY) {
    double[] uv = distortion.undo((pixelX - cx) / fx, (pixelY - cy) / fy);
    if (!fisheye) {
      return new Vector3(uv[0], uv[1], 1).normalized();
    }
    double theta = Math.hypot(uv[0], uv[1]);
    if (theta < 1e-9) {
      return new Vector3(uv[0], uv[1], 1).normalized();
    }
    double k = Math.sin(theta) / theta;
    return new Vector3(k * uv[0], k * uv[1], Math.cos(theta));
  }

  /** Whether a pixel lies within the image (to its outermost pixel centres plus half a pixel). */
  public boolean contains(double pixelX, double pixelY) {
    return pixelX >= -0.5 && pixelY >= -0.5 && pixelX < width - 0.5 && pixelY < height - 0.5;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Camera o
        && model == o.model
        && width == o.width
        && height == o.height
        && Arrays.equals(parameters, o.parameters);
  }

  @Override
  public int hashCode() {
    return 31 * (31 * model.hashCode() + width * 31 + height) + Arrays.hashCode(parameters);
  }

  @Override
  public String toString() {
    return model + " " + width + " x " + height + " " + Arrays.toString(parameters);
  }
}
