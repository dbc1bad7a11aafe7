package org.seqloc.core.geometry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;

class PoseTest {

  @Test
  void matricesThatAreNoRotationsAreRefused() {
    for (double[] m :
        List.of(
            new double[] {-1, 0, 0, 0, 1, 0, 0, 0, 1},
            new double[] {-1, 0, 0, 0, -1, 0, 0, 0, -1},
            new double[9],
            new double[] {2, 0, 0, 0, 2, 0, 0, 0, 2},
            new double[] {1, 1, 1, 1, 1, 1, 1, 1, 1},
            new double[] {Double.NaN, 0, 0, 0, 1, 0, 0, 0, 1})) {
      assertTrue(
          assertThrows(IllegalArgumentException.class, () -> Quaternion.ofMatrix(m))
              .getMessage()
              .startsWith("not a rotation: "));
    }
    // Rounded to three digits it is one still.
    Quaternion turn = Quaternion.exp(new Vector3(0.3, -2, 0.7));
    double[] rounded = turn.toMatrix();
    for (int i = 0; i < 9; i++) {
      rounded[i] = Math.rint(rounded[i] * 1e3) / 1e3;
    }
    assertEquals(0, Quaternion.ofMatrix(rounded).angleTo(turn), 2e-3);
  }

  @Property(tries = 300)
  void chainsReadOffTheNames(
      @ForAll("poses") Pose aFromB, @ForAll("poses") Pose bFromC, @ForAll("vectors") Vector3 inC) {
    Vector3 stepwise = aFromB.transform(bFromC.transform(inC));
    Vector3 atOnce = aFromB.times(bFromC).transform(inC);
    assertNear(stepwise, atOnce);
    assertNear(inC, bFromC.inverse().transform(bFromC.transform(inC)));
  }

  @Property(tries = 300)
  void matrixAndQuaternionAreTheSameRotation(
      @ForAll("poses") Pose pose, @ForAll("vectors") Vector3 v) {
    double[] m = pose.rotation().toMatrix();
    Vector3 byMatrix =
        new Vector3(
            m[0] * v.x() + m[1] * v.y() + m[2] * v.z(),
            m[3] * v.x() + m[4] * v.y() + m[5] * v.z(),
            m[6] * v.x() + m[7] * v.y() + m[8] * v.z());
    assertNear(byMatrix, pose.rotation().rotate(v));
    assertEquals(0, Quaternion.ofMatrix(m).angleTo(pose.rotation()), 1e-7);
  }

  @Property(tries = 300)
  void logIsTheInverseOfExp(
      @ForAll("vectors") Vector3 direction,
      @ForAll @DoubleRange(min = 0, max = 3.14) double angle) {
    if (direction.norm() < 1e-3) {
      return;
    }
    Vector3 vector = direction.normalized().times(angle);
    assertNear(vector, Quaternion.exp(vector).log());
    assertEquals(angle, Quaternion.exp(vector).angleTo(Quaternion.IDENTITY), 1e-7);
  }

  @Property(tries = 200)
  void interpolationGoesEvenlyFromOneToTheOther(
      @ForAll("poses") Pose a,
      @ForAll("poses") Pose b,
      @ForAll @DoubleRange(min = 0, max = 1) double fraction) {
    assertNear(a.translation(), a.interpolate(b, 0).translation());
    assertEquals(0, a.interpolate(b, 1).rotation().angleTo(b.rotation()), 1e-7);
    Pose between = a.interpolate(b, fraction);
    double whole = a.rotation().angleTo(b.rotation());
    assertEquals(fraction * whole, a.rotation().angleTo(between.rotation()), 1e-6);
    assertEquals(
        fraction * a.translation().distanceTo(b.translation()),
        a.translation().distanceTo(between.translation()),
        1e-9);
  }

  @Test
  void rollPitchYawAreThoseOfRep103() {
    Vector3 forward = new Vector3(1, 0, 0);
    assertNear(new Vector3(0, 1, 0), Quaternion.ofRollPitchYaw(0, 0, Math.PI / 2).rotate(forward));
    assertNear(new Vector3(0, 0, -1), Quaternion.ofRollPitchYaw(0, Math.PI / 2, 0).rotate(forward));
    assertNear(forward, Quaternion.ofRollPitchYaw(1, 0, 0).rotate(forward));
    assertEquals(0.7, Quaternion.ofRollPitchYaw(0.1, -0.2, 0.7).yaw(), 1e-12);
  }

  @Test
  void whatIsNoRotationIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> new Quaternion(0, 0, 0, 0));
    assertThrows(IllegalArgumentException.class, () -> new Quaternion(Double.NaN, 0, 0, 1));
    assertEquals(new Quaternion(1, 0, 0, 0), new Quaternion(3, 0, 0, 0));
  }

  @Provide
  Arbitrary<Vector3> vectors() {
    Arbitrary<Double> value = Arbitraries.doubles().between(-50, 50);
    return Combinators.combine(value, value, value).as(Vector3::new);
  }

  @Provide
  Arbitrary<Pose> poses() {
    Arbitrary<Double> angle = Arbitraries.doubles().between(-1.7, 1.7);
    Arbitrary<Quaternion> rotation =
        Combinators.combine(angle, angle, angle)
            .as((x, y, z) -> Quaternion.exp(new Vector3(x, y, z)));
    return Combinators.combine(rotation, vectors()).as(Pose::new);
  }

  private static void assertNear(Vector3 expected, Vector3 actual) {
    assertEquals(0, expected.distanceTo(actual), 1e-9, expected + " and " + actual);
  }
}
