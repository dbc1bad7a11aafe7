package org.ros;

import static org.junit.jupiter.api.Assertions.fail;

import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits for what another thread or process is about to do. */
public final class Await {

  private static final long DEADLINE_SECONDS = 30;

  private Await() {}

  /**
   * @param state what to say when it never comes true
   */
  public static void until(BooleanSupplier condition, Supplier<String> state) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(DEADLINE_SECONDS);
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        fail("not within " + DEADLINE_SECONDS + " s: " + state.get());
      }
      try {
        Thread.sleep(10);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        fail("interrupted while waiting: " + state.get());
      }
    }
  }
}
