package org.ros.time;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.ros.exception.RosRuntimeException;

/** A device that counts milliseconds, started 40 s after the local clock, 0.1 % too fast. */
class RemoteUptimeClockTest {

  private static final double TICK_SECONDS = 0.001 / 1.001;
  private static final double START_SECONDS = 40;

  private double now = 1000;
  private double latency = 0.004;
  private double jumpTicks;

  private double remote() {
    // Answered in the middle of the question.
    now += latency / 2;
    double ticks = ticks();
    now += latency / 2;
    return ticks;
  }

  private double ticks() {
    return (now - START_SECONDS) / TICK_SECONDS + jumpTicks;
  }

  private RemoteUptimeClock newClock() {
    return new RemoteUptimeClock(() -> now, this::remote, 0.5, 0.5, 5, 3);
  }

  private RemoteUptimeClock calibrated() {
    RemoteUptimeClock clock = newClock();
    clock.calibrate(10, 0);
    return clock;
  }

  private double error(RemoteUptimeClock clock) {
    return clock.toLocalUptime(ticks()) - now;
  }

  @Test
  void localTimesOfASteadyClockAreExact() {
    RemoteUptimeClock clock = calibrated();
    for (int i = 0; i < 100; i++) {
      now += 10;
      assertEquals(0, error(clock), 1e-6);
      clock.update();
      assertEquals(TICK_SECONDS, clock.getDrift(), 1e-12);
    }
  }

  @Test
  void anAnswerThatTookLongIsNotUsed() {
    RemoteUptimeClock clock = calibrated();
    double before = clock.toLocalUptime(1e6);
    now += 10;
    latency = 5;
    clock.update();
    assertEquals(before, clock.toLocalUptime(1e6));
  }

  @Test
  void aJumpIsWorkedOff() {
    RemoteUptimeClock clock = calibrated();
    jumpTicks = 200;
    now += 10;
    assertEquals(0.2, error(clock), 0.001);
    for (int i = 0; i < 40; i++) {
      clock.update();
      now += 10;
    }
    assertEquals(0, error(clock), 1e-3);
  }

  @Test
  void wrongUseIsRefused() {
    assertThrows(IllegalStateException.class, () -> newClock().update());
    assertThrows(IllegalStateException.class, () -> newClock().toLocalUptime(1));
    assertThrows(IllegalArgumentException.class, () -> newClock().calibrate(1, 0));
    assertThrows(
        IllegalArgumentException.class,
        () -> new RemoteUptimeClock(() -> now, this::remote, 1.1, 0.5, 5, 3));
    RosRuntimeException e =
        assertThrows(
            RosRuntimeException.class,
            () -> new RemoteUptimeClock(() -> now++, () -> 7.0, 1, 1, 5, 3).calibrate(2, 0));
    assertEquals("the remote clock does not move on: 7.0, then 7.0", e.getMessage());
  }

  @Test
  void latenciesAreComparedWithTheMedian() {
    LatencyFilter filter = new LatencyFilter(3, 2);
    assertFalse(filter.isOutlier(100));
    assertFalse(filter.isOutlier(1));
    assertFalse(filter.isOutlier(1));
    assertFalse(filter.isOutlier(2));
    assertTrue(filter.isOutlier(9));
    assertThrows(IllegalArgumentException.class, () -> new LatencyFilter(0, 2));
    assertThrows(IllegalArgumentException.class, () -> new LatencyFilter(3, 1));
  }
}
