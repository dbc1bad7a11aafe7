package org.seqloc.bags.image;

import java.util.Locale;
import java.util.Optional;

/** What the many names of distortion models in {@code sensor_msgs/CameraInfo} mean. */
enum DistortionKind {
  /** Brown and Conrady's, as OpenCV has it: k1, k2, p1, p2, k3. */
  PLUMB_BOB,
  /** The same from distorted to undistorted, which RealSense drivers have. */
  INVERSE_PLUMB_BOB,
  /** OpenCV's with k4 to k6 in a denominator, and up to six more. */
  RATIONAL,
  /** Kannala and Brandt's of four coefficients, as OpenCV's fisheye and the T265 have it. */
  EQUIDISTANT,
  /** Devernay and Faugeras' of one angle. */
  FIELD_OF_VIEW,
  /** Models of which kapture, and COLMAP, have no camera. */
  FOREIGN;

  /**
   * @param name in any case, with blanks or hyphens for underscores; empty is what drivers leave
   *     that know of no distortion
   * @return empty for a name that nobody is known to use
   */
  static Optional<DistortionKind> of(String name) {
    return switch (name.strip().toLowerCase(Locale.ROOT).replaceAll("[\\s-]+", "_")) {
      case "", "none", "plumb_bob", "radtan", "radial_tangential", "brown_conrady" ->
          Optional.of(PLUMB_BOB);
      case "inverse_brown_conrady", "modified_brown_conrady" -> Optional.of(INVERSE_PLUMB_BOB);
      case "rational_polynomial" -> Optional.of(RATIONAL);
      case "equidistant",
          "equi",
          "fisheye",
          "opencv_fisheye",
          "kannala_brandt",
          "kannala_brandt4",
          "kb4" ->
          Optional.of(EQUIDISTANT);
      case "fov", "atan" -> Optional.of(FIELD_OF_VIEW);
      case "double_sphere",
          "doublesphere",
          "ds",
          "eucm",
          "extended_unified",
          "ucm",
          "unified",
          "omni",
          "omnidirectional",
          "mei",
          "scaramuzza",
          "ocam",
          "ftheta",
          "f_theta",
          "thin_prism",
          "thin_prism_fisheye",
          "cylindrical",
          "equirectangular" ->
          Optional.of(FOREIGN);
      default -> Optional.empty();
    };
  }
}
