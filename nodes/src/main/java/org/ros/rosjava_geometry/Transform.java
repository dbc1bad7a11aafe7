package org.ros.rosjava_geometry;

import org.ros.message.Time;
import org.ros.namespace.GraphName;

/**
 * A rotation and scaling, then a translation.
 *
 * @param getTranslation where the origin goes to
 * @param getRotationAndScale see {@link Quaternion}
 */
public record Transform(Vector3 getTranslation, Quaternion getRotationAndScale) {

  private static final Transform IDENTITY = new Transform(Vector3.zero(), Quaternion.identity());

  public static Transform fromTransformMessage(geometry_msgs.Transform message) {
    return new Transform(
        Vector3.fromVector3Message(message.getTranslation()),
        Quaternion.fromQuaternionMessage(message.getRotation()));
  }

  public static Transform fromPoseMessage(geometry_msgs.Pose message) {
    return new Transform(
        Vector3.fromPointMessage(message.getPosition()),
        Quaternion.fromQuaternionMessage(message.getOrientation()));
  }

  public static Transform identity() {
    return IDENTITY;
  }

  /** A turn about the x axis, in radians. */
  public static Transform xRotation(double angle) {
    return rotation(Vector3.xAxis(), angle);
  }

  /** A turn about the y axis, in radians. */
  public static Transform yRotation(double angle) {
    return rotation(Vector3.yAxis(), angle);
  }

  /** A turn about the z axis, in radians. */
  public static Transform zRotation(double angle) {
    return rotation(Vector3.zAxis(), angle);
  }

  private static Transform rotation(Vector3 axis, double angle) {
    return new Transform(Vector3.zero(), Quaternion.fromAxisAngle(axis, angle));
  }

  public static Transform translation(double x, double y, double z) {
    return translation(new Vector3(x, y, z));
  }

  public static Transform translation(Vector3 vector) {
    return new Transform(vector, Quaternion.identity());
  }

  /** The other one first, then this one. */
  public Transform multiply(Transform other) {
    return new Transform(apply(other.getTranslation), apply(other.getRotationAndScale));
  }

  /**
   * The way back.
   *
   * @throws IllegalStateException when the scale is zero
   */
  public Transform invert() {
    Quaternion back = getRotationAndScale.invert();
    return new Transform(back.rotateAndScaleVector(getTranslation).invert(), back);
  }

  public Vector3 apply(Vector3 vector) {
    return getRotationAndScale.rotateAndScaleVector(vector).add(getTranslation);
  }

  public Quaternion apply(Quaternion quaternion) {
    return getRotationAndScale.multiply(quaternion);
  }

  /** This transform with its scale, not its translation, times a factor that is not negative. */
  public Transform scale(double factor) {
    return new Transform(getTranslation, getRotationAndScale.scale(Math.sqrt(factor)));
  }

  public double getScale() {
    return getRotationAndScale.getMagnitudeSquared();
  }

  /** The homogeneous 4 x 4 matrix, column after column as OpenGL takes it. */
  public double[] toMatrix() {
    double[] matrix = new double[16];
    putColumn(matrix, 0, getRotationAndScale.rotateAndScaleVector(Vector3.xAxis()), 0);
    putColumn(matrix, 1, getRotationAndScale.rotateAndScaleVector(Vector3.yAxis()), 0);
    putColumn(matrix, 2, getRotationAndScale.rotateAndScaleVector(Vector3.zAxis()), 0);
    putColumn(matrix, 3, getTranslation, 1);
    return matrix;
  }

  private static void putColumn(double[] matrix, int column, Vector3 vector, double last) {
    matrix[4 * column] = vector.getX();
    matrix[4 * column + 1] = vector.getY();
    matrix[4 * column + 2] = vector.getZ();
    matrix[4 * column + 3] = last;
  }

  /**
   * @param result is filled
   * @return the result
   */
  public geometry_msgs.Transform toTransformMessage(geometry_msgs.Transform result) {
    result.setTranslation(getTranslation.toVector3Message(result.getTranslation()));
    result.setRotation(getRotationAndScale.toQuaternionMessage(result.getRotation()));
    return result;
  }

  /**
   * @param result is filled
   * @return the result
   */
  public geometry_msgs.Pose toPoseMessage(geometry_msgs.Pose result) {
    result.setPosition(getTranslation.toPointMessage(result.getPosition()));
    result.setOrientation(getRotationAndScale.toQuaternionMessage(result.getOrientation()));
    return result;
  }

  /**
   * @param result is filled; the number of its header stays
   * @return the result
   */
  public geometry_msgs.PoseStamped toPoseStampedMessage(
      GraphName frame, Time stamp, geometry_msgs.PoseStamped result) {
    result.getHeader().setFrameId(frame.toString());
    result.getHeader().setStamp(stamp);
    result.setPose(toPoseMessage(result.getPose()));
    return result;
  }

  /** Whether no coordinate and no component differs by more than epsilon. */
  public boolean almostEquals(Transform other, double epsilon) {
    return getTranslation.almostEquals(other.getTranslation, epsilon)
        && getRotationAndScale.almostEquals(other.getRotationAndScale, epsilon);
  }

  @Override
  public String toString() {
    return "Transform<" + getTranslation + ", " + getRotationAndScale + ">";
  }
}
