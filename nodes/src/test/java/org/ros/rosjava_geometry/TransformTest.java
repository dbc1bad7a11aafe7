package org.ros.rosjava_geometry;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.ros.message.Time;
import org.ros.namespace.GraphName;

/** Against Seqloc's own geometry, which was written apart. */
class TransformTest {

  private static final double EPSILON = 1e-9;

  private static Vector3 vector(SplittableRandom random) {
    return new Vector3(
        random.nextDouble(-10, 10), random.nextDouble(-10, 10), random.nextDouble(-10, 10));
  }

  private static Quaternion rotation(SplittableRandom random) {
    return Quaternion.fromAxisAngle(vector(random), random.nextDouble(-6, 6));
  }

  private static Transform transform(SplittableRandom random) {
    return new Transform(vector(random), rotation(random));
  }

  private static org.seqloc.core.geometry.Vector3 core(Vector3 vector) {
    return new org.seqloc.core.geometry.Vector3(vector.getX(), vector.getY(), vector.getZ());
  }

  private static org.seqloc.core.geometry.Quaternion core(Quaternion rotation) {
    return new org.seqloc.core.geometry.Quaternion(
        rotation.getW(), rotation.getX(), rotation.getY(), rotation.getZ());
  }

  private static void assertNear(org.seqloc.core.geometry.Vector3 expected, Vector3 actual) {
    assertTrue(
        actual.almostEquals(new Vector3(expected.x(), expected.y(), expected.z()), EPSILON),
        () -> expected + " but was " + actual);
  }

  @Property
  void rotationsAreThoseOfTheOtherImplementation(@ForAll long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Quaternion first = rotation(random);
    Quaternion second = rotation(random);
    Vector3 vector = vector(random);
    assertNear(core(first).rotate(core(vector)), first.rotateAndScaleVector(vector));
    assertNear(
        core(second).times(core(first)).rotate(core(vector)),
        second.multiply(first).rotateAndScaleVector(vector));
    assertNear(
        core(first).inverse().rotate(core(vector)), first.invert().rotateAndScaleVector(vector));
  }

  @Property
  void theInverseUndoesTransformAndScale(@ForAll long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Transform transform = transform(random).scale(random.nextDouble(0.1, 10));
    Vector3 vector = vector(random);
    assertTrue(transform.invert().apply(transform.apply(vector)).almostEquals(vector, EPSILON));
    assertTrue(transform.multiply(transform.invert()).almostEquals(Transform.identity(), EPSILON));
  }

  @Property
  void theMatrixDoesWhatTheTransformDoes(@ForAll long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Transform transform = transform(random).scale(2.5);
    Vector3 vector = vector(random);
    double[] m = transform.toMatrix();
    double[] v = {vector.getX(), vector.getY(), vector.getZ(), 1};
    double[] product = new double[4];
    for (int row = 0; row < 4; row++) {
      for (int column = 0; column < 4; column++) {
        product[row] += m[4 * column + row] * v[column];
      }
    }
    Vector3 applied = transform.apply(vector);
    assertArrayEquals(
        new double[] {applied.getX(), applied.getY(), applied.getZ(), 1}, product, EPSILON);
    assertEquals(2.5, transform.getScale(), EPSILON);
  }

  @Property
  void theRotationBetweenTwoVectorsTurnsOneIntoTheOther(@ForAll long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Vector3 from = vector(random);
    Vector3 to = vector(random);
    Quaternion between = Quaternion.rotationBetweenVectors(from, to);
    assertTrue(between.isAlmostNeutral(EPSILON));
    assertTrue(
        between.rotateAndScaleVector(from.normalize()).almostEquals(to.normalize(), EPSILON));
    // The shortest one turns about the axis perpendicular to both.
    assertEquals(
        0, new Vector3(between.getX(), between.getY(), between.getZ()).dotProduct(to), 1e-6);
    Quaternion halfTurn = Quaternion.rotationBetweenVectors(from, from.invert());
    assertTrue(halfTurn.rotateAndScaleVector(from).almostEquals(from.invert(), EPSILON));
  }

  @Test
  void whatHasNoDirectionOrLengthIsRefused() {
    assertThrows(
        IllegalArgumentException.class,
        () -> Quaternion.rotationBetweenVectors(Vector3.zero(), Vector3.xAxis()));
    assertThrows(IllegalStateException.class, () -> new Quaternion(0, 0, 0, 0).invert());
  }

  @Test
  void bothZerosAreEqual() {
    assertEquals(Vector3.zero(), new Vector3(-0.0, 0, -0.0));
    assertEquals(Vector3.zero().hashCode(), new Vector3(-0.0, 0, -0.0).hashCode());
    assertEquals(Quaternion.identity(), new Quaternion(-0.0, -0.0, 0, 1));
  }

  @Property
  void messagesKeepEveryNumber(@ForAll long seed) {
    Transform transform = transform(new SplittableRandom(seed));
    assertEquals(
        transform,
        Transform.fromTransformMessage(
            transform.toTransformMessage(new geometry_msgs.Transform())));
    assertEquals(
        transform, Transform.fromPoseMessage(transform.toPoseMessage(new geometry_msgs.Pose())));
    geometry_msgs.PoseStamped stamped =
        transform.toPoseStampedMessage(
            GraphName.of("map"), new Time(3, 4), new geometry_msgs.PoseStamped());
    assertEquals("map", stamped.getHeader().getFrameId());
    assertEquals(new Time(3, 4), stamped.getHeader().getStamp());
    assertEquals(transform, Transform.fromPoseMessage(stamped.getPose()));
  }
}
