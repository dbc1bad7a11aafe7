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

class TimeTest {

  private static final long MAX_NANOS = 4_294_967_295_999_999_999L;

  @ParameterizedTest
  @CsvSource({
    "5, 7, 5:7",
    "5, 1000000000, 6:0",
    "5, 2147483647, 7:147483647",
    "5, -1, 4:999999999",
    "-1, 999999999, 4294967295:999999999",
    "0, 0, 0:0",
  })
  void newTimesAreNormalized(int secs, int nsecs, String text) {
    assertEquals(text, new Time(secs, nsecs).toString());
  }

  @Test
  void secondsAreUnsigned() {
    Time late = new Time(-1, 0);
    assertEquals(4_294_967_295_000_000_000L, late.totalNsecs());
    assertEquals(4294967295.0, late.toSeconds());
    assertTrue(late.compareTo(new Time(1, 0)) > 0);
    assertEquals(new Time(Integer.MIN_VALUE, 0), new Time(Integer.MAX_VALUE, 1_000_000_000));
  }

  @ParameterizedTest
  @CsvSource({
    "1598158233.25, 1598158233:250000000",
    "0.0000000004, 0:0",
    "0.0000000006, 0:1",
    "0.9999999999, 1:0",
    "4294967295.5, 4294967295:500000000",
  })
  void secondsInDoubleBecomeTheNearestNanosecond(double secs, String text) {
    assertEquals(text, new Time(secs).toString());
  }

  @ParameterizedTest
  @ValueSource(
      doubles = {-1e-9, -1, 4294967296.0, 1e300, Double.NaN, Double.POSITIVE_INFINITY, -1e300})
  void secondsThatAreNoTimeAreRefused(double secs) {
    assertThrows(IllegalArgumentException.class, () -> new Time(secs));
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, MAX_NANOS + 1, Long.MAX_VALUE, Long.MIN_VALUE})
  void nanosecondsThatAreNoTimeAreRefused(long nanos) {
    assertThrows(IllegalArgumentException.class, () -> Time.fromNano(nanos));
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, 4_294_967_296_000L, Long.MAX_VALUE, Long.MIN_VALUE})
  void millisecondsThatAreNoTimeAreRefused(long millis) {
    assertThrows(IllegalArgumentException.class, () -> Time.fromMillis(millis));
  }

  @Test
  void millisecondsAreConverted() {
    assertEquals("1598158233:250000000", Time.fromMillis(1598158233250L).toString());
    assertEquals("4294967295:999000000", Time.fromMillis(4_294_967_295_999L).toString());
  }

  @Property
  void nanosecondsComeBack(@ForAll @LongRange(max = MAX_NANOS) long nanos) {
    Time time = Time.fromNano(nanos);
    assertEquals(nanos, time.totalNsecs());
    assertEquals(nanos / 1e9, time.toSeconds());
    assertEquals(time, new Time(time));
    assertTrue(time.nsecs >= 0 && time.nsecs < 1_000_000_000, time.toString());
  }

  @Property
  void differencesAddUp(
      @ForAll @LongRange(max = MAX_NANOS) long first,
      @ForAll @LongRange(min = -1_000_000_000_000L, max = 1_000_000_000_000L) long step) {
    if (first + step < 0 || first + step > MAX_NANOS) {
      return;
    }
    Time from = Time.fromNano(first);
    Duration span = Duration.fromNano(step);
    Time to = from.add(span);
    assertEquals(first + step, to.totalNsecs());
    assertEquals(span, to.subtract(from));
    assertEquals(from, to.subtract(span));
    assertEquals(Long.signum(step), Integer.signum(to.compareTo(from)));
  }

  @Test
  void resultsBeyondTimeAreRefused() {
    Time late = new Time(-1, 999_999_999);
    Duration nanosecond = Duration.fromNano(1);
    assertThrows(IllegalArgumentException.class, () -> late.add(nanosecond));
    assertThrows(IllegalArgumentException.class, () -> new Time().subtract(nanosecond));
    assertThrows(IllegalArgumentException.class, () -> late.subtract(new Time()));
    assertThrows(IllegalArgumentException.class, () -> late.add(Duration.MAX_VALUE));
  }

  @Test
  void fieldsThatWereSetAreNormalizedOnDemand() {
    Time time = new Time();
    assertTrue(time.isZero());
    time.secs = 3;
    time.nsecs = 1_500_000_000;
    assertFalse(time.isZero());
    assertEquals(4_500_000_000L, time.totalNsecs());
    assertNotEquals(new Time(4, 500_000_000), time);
    time.normalize();
    assertEquals(new Time(4, 500_000_000), time);
    assertEquals(new Time(4, 500_000_000).hashCode(), time.hashCode());
  }
}
