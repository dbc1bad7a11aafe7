package org.seqloc.core.pose;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class PolynomialRootsTest {

  private static double[] times(double[] x, double... y) {
    double[] product = new double[x.length + y.length - 1];
    for (int i = 0; i < x.length; i++) {
      for (int j = 0; j < y.length; j++) {
        product[i + j] += x[i] * y[j];
      }
    }
    return product;
  }

  private static double[] solve(double[] coefficients, double low, double high) {
    double[] roots = new double[coefficients.length - 1];
    int count = new PolynomialRoots(coefficients.length - 1).solve(coefficients, low, high, roots);
    return Arrays.copyOf(roots, count);
  }

  @Property(tries = 1000)
  void separateRealRootsAreAllFound(
      @ForAll @IntRange(min = 1, max = 8) int degree,
      @ForAll @IntRange(min = 0, max = 4) int complexPairs,
      @ForAll long seed) {
    Random random = new Random(seed);
    int real = Math.max(degree - 2 * complexPairs, degree % 2);
    double[] expected = new double[real];
    double[] polynomial = {Math.exp(random.nextGaussian()) * (random.nextBoolean() ? 1 : -1)};
    double at = -5 * random.nextDouble();
    for (int i = 0; i < real; i++) {
      // At least 0.2 apart, so that rounding of the coefficients moves them little.
      at += 0.2 + random.nextDouble();
      expected[i] = at;
      polynomial = times(polynomial, -at, 1);
    }
    while (polynomial.length <= degree) {
      double middle = 3 * random.nextGaussian();
      double height = 0.5 + random.nextDouble();
      polynomial = times(polynomial, middle * middle + height * height, -2 * middle, 1);
    }
    assertEquals(degree + 1, polynomial.length);
    double[] found = solve(polynomial, -20, 20);
    assertEquals(real, found.length, Arrays.toString(expected) + Arrays.toString(found));
    for (int i = 0; i < real; i++) {
      assertEquals(expected[i], found[i], 1e-5);
    }
  }

  @Property(tries = 500)
  void whatIsFoundIsARootWithinTheInterval(
      @ForAll @IntRange(min = 1, max = 8) int degree, @ForAll long seed) {
    Random random = new Random(seed);
    double[] polynomial = new double[degree + 1];
    for (int i = 0; i <= degree; i++) {
      polynomial[i] = random.nextGaussian();
    }
    double[] found = solve(polynomial, -1, 2);
    for (int i = 0; i < found.length; i++) {
      double size = 0;
      double value = 0;
      for (int k = degree; k >= 0; k--) {
        value = value * found[i] + polynomial[k];
        size = size * Math.abs(found[i]) + Math.abs(polynomial[k]);
      }
      assertEquals(0, value, 1e-13 * size);
      assertTrue(found[i] >= -1 && found[i] <= 2);
      assertTrue(i == 0 || found[i - 1] < found[i], "ascending");
    }
    // As many sign changes on a fine grid as it can see.
    int changes = 0;
    double before = value(polynomial, -1);
    for (int i = 1; i <= 3000; i++) {
      double now = value(polynomial, -1 + i / 1000.0);
      changes += before * now < 0 ? 1 : 0;
      before = now;
    }
    assertTrue(found.length >= changes, found.length + " roots, " + changes + " sign changes");
  }

  private static double value(double[] polynomial, double x) {
    double value = 0;
    for (int k = polynomial.length - 1; k >= 0; k--) {
      value = value * x + polynomial[k];
    }
    return value;
  }

  @Test
  void rootsOutsideTheIntervalAreLeftOut() {
    double[] polynomial = times(times(new double[] {-1, 1}, -2, 1), -3, 1);
    assertArrayNear(solve(polynomial, 0, 10), 1, 2, 3);
    assertArrayNear(solve(polynomial, 1.5, 2.5), 2);
    assertArrayNear(solve(polynomial, 3.5, 10));
  }

  @Test
  void rootOfOddMultiplicityIsFoundOnce() {
    double[] cubed = times(times(new double[] {-1, 1}, -1, 1), -1, 1);
    double[] found = solve(times(cubed, -4, 1), 0, 10);
    assertEquals(2, found.length);
    assertEquals(1, found[0], 1e-4);
    assertEquals(4, found[1], 1e-9);
  }

  @Test
  void doubleRootAtARepresentableNumberIsFoundOnce() {
    assertArrayNear(solve(new double[] {4, -4, 1}, 0, 10), 2);
  }

  @Test
  void vanishingLeadingCoefficientsLowerTheDegree() {
    assertArrayNear(solve(new double[] {6, -5, 1, 0, 0, 0, 0, 0, 0}, 0, 10), 2, 3);
    assertArrayNear(solve(new double[] {-2, 1, 0, 0}, 0, 10), 2);
    assertArrayNear(solve(new double[] {-2, 0, 0}, 0, 10));
    assertArrayNear(solve(new double[9], 0, 10));
  }

  @Test
  void coefficientsThatAreNoNumbersHaveNoRoots() {
    assertArrayNear(solve(new double[] {1, Double.NaN, 1}, 0, 10));
    assertArrayNear(solve(new double[] {1, 2, Double.NaN}, 0, 10));
  }

  @Test
  void oneInstanceServesManyPolynomials() {
    PolynomialRoots roots = new PolynomialRoots(2);
    double[] found = new double[2];
    assertEquals(2, roots.solve(new double[] {6, -5, 1}, 0, 10, found));
    assertEquals(0, roots.solve(new double[] {6, 5, 1}, 0, 10, found));
    assertEquals(1, roots.solve(new double[] {-6, 1, 1}, 0, 10, found));
    assertEquals(2, found[0], 1e-12);
  }

  private static void assertArrayNear(double[] found, double... expected) {
    assertEquals(expected.length, found.length, Arrays.toString(found));
    for (int i = 0; i < expected.length; i++) {
      assertEquals(expected[i], found[i], 1e-7);
    }
  }
}
