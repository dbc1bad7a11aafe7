package org.seqloc.core.geometry;

/** Rigid transform p_a = aFromB * p_b: rotation first, then translation in metres. */
public record Pose(Quaternion rotation, Vector3 translation) {

  public static final Pose IDENTITY = new Pose(Quaternion.IDENTITY, Vector3.ZERO);

  /** aFromC = aFromB * bFromC. */
  public Pose times(Pose bFromC) {
    return new Pose(
        rotation.times(bFromC.rotation), rotation.rotate(bFromC.translation).plus(translation));
  }

  public Pose inverse() {
    Quaternion inverse = rotation.inverse();
    return new Pose(inverse, inverse.rotate(translation).times(-1));
  }

  /** p_a = aFromB * p_b. */
  public Vector3 transform(Vector3 pointInB) {
    return rotation.rotate(pointInB).plus(translation);
  }

  /** Between this pose at 0 and {@code other} at 1: translation linear, rotation by slerp. */
  public Pose interpolate(Pose other, double fraction) {
    return new Pose(
        rotation.slerp(other.rotation, fraction),
        translation.plus(other.translation.minus(translation).times(fraction)));
  }

  /**
   * The row-major 3 x 4 matrix [R t] as a pose, as KITTI and others write it. A 4 x 4 one works as
   * well: its last row is not looked at.
   */
  public static Pose ofMatrix(double[] m) {
    return new Pose(
        Quaternion.ofMatrix(new double[] {m[0], m[1], m[2], m[4], m[5], m[6], m[8], m[9], m[10]}),
        new Vector3(m[3], m[7], m[11]));
  }
}
