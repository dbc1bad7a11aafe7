package org.ros.message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationTest {

  private static final long MIN_NANOS = -2_147_483_648_000_000_000L;
  private static final long MAX_NANOS = 2_147_483_647_999_999_999L;

  @ParameterizedTest
  @CsvSource({
    "5, 7, 5:7",
    "5, 1000000000, 6:0",
    "0, -500000000, -1:500000000",
    "-1, -1, -2:999999999",
    "1, -2000000000, -1:0",
    "-2147483648, 0, -2147483648:0",
  })
  void newSpansAreNormalized(int secs, int nsecs, String text) {
    assertEquals(text, new Duration(secs, nsecs).toString());
  }

  @ParameterizedTest
  @CsvSource({
    "-0.5, -1:500000000",
    "0.1, 0:100000000",
    "-0.0000000004, 0:0",
    "-2147483648.0, -2147483648:0",
    "2147483647.5, 2147483647:500000000",
  })
  void secondsInDoubleBecomeTheNearestNanosecond(double secs, String text) {
    assertEquals(text, new Duration(secs).toString());
  }

  @ParameterizedTest
  @ValueSource(doubles = {2147483648.0, -2147483648.1, 1e300, Double.NaN, Double.NEGATIVE_INFINITY})
  void secondsThatDoNotFitAreRefused(double secs) {
    assertThrows(IllegalArgumentException.class, () -> new Duration(secs));
  }

  @ParameterizedTest
  @ValueSource(longs = {MIN_NANOS - 1, MAX_NANOS + 1, Long.MAX_VALUE, Long.MIN_VALUE})
  void nanosecondsThatDoNotFitAreRefused(long nanos) {
    assertThrows(IllegalArgumentException.class, () -> Duration.fromNano(nanos));
  }

  @ParameterizedTest
  @ValueSource(longs = {2_147_483_648_000L, -2_147_483_648_001L, Long.MAX_VALUE, Long.MIN_VALUE})
  void millisecondsThatDoNotFitAreRefused(long millis) {
    assertThrows(IllegalArgumentException.class, () -> Duration.fromMillis(millis));
  }

  @Test
  void millisecondsAreConverted() {
    assertEquals("-1:999000000", Duration.fromMillis(-1).toString());
    assertEquals("2:500000000", Duration.fromMillis(2500).toString());
  }

  @Property
  void nanosecondsComeBack(@ForAll @LongRange(min = MIN_NANOS, max = MAX_NANOS) long nanos) {
    Duration span = Duration.fromNano(nanos);
    assertEquals(nanos, span.totalNsecs());
    assertEquals(nanos / 1e9, span.toSeconds());
    assertEquals(span, new Duration(span));
    assertEquals(nanos == 0, span.isZero());
    assertEquals(nanos > 0, span.isPositive());
    assertEquals(nanos < 0, span.isNegative());
    assertTrue(span.nsecs >= 0 && span.nsecs < 1_000_000_000, span.toString());
  }

  @Property
  void sumsAreThoseOfNanoseconds(
      @ForAll @LongRange(min = MIN_NANOS / 2, max = MAX_NANOS / 2) long first,
      @ForAll @LongRange(min = MIN_NANOS / 2, max = MAX_NANOS / 2) long second) {
    Duration one = Duration.fromNano(first);
    Duration other = Duration.fromNano(second);
    assertEquals(first + second, one.add(other).totalNsecs());
    assertEquals(first - second, one.subtract(other).totalNsecs());
    assertEquals(Long.compare(first, second), Integer.signum(one.compareTo(other)));
  }

  @Test
  void sumsThatDoNotFitAreRefused() {
    Duration nanosecond = Duration.fromNano(1);
    assertEquals(MAX_NANOS, Duration.MAX_VALUE.totalNsecs());
    assertThrows(IllegalArgumentException.class, () -> Duration.MAX_VALUE.add(nanosecond));
    Duration least = Duration.fromNano(MIN_NANOS);
    assertThrows(IllegalArgumentException.class, () -> least.subtract(nanosecond));
  }

  @Test
  void fieldsThatWereSetAreNormalizedOnDemand() {
    Duration span = new Duration();
    assertTrue(span.isZero());
    span.secs = 1;
    span.nsecs = -1_500_000_000;
    assertTrue(span.isNegative());
    assertFalse(span.isZero());
    assertNotEquals(new Duration(-0.5), span);
    span.normalize();
    assertEquals(new Duration(-0.5), span);
    assertEquals(new Duration(-0.5).hashCode(), span.hashCode());
  }
}
