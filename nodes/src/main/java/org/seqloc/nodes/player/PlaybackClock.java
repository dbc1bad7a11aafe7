package org.seqloc.nodes.player;

import java.util.function.LongSupplier;

/** The bag's time while it is played: runs at a rate, stands still, jumps. Safe for threads. */
final class PlaybackClock {

  private final double rate;
  private final LongSupplier nanoTime;
  private long bagOrigin; // guarded by this
  private long wallOrigin; // guarded by this
  private boolean paused; // guarded by this
  private int steps; // guarded by this

  /**
   * @param rate how many times faster than the wall's clock
   * @param nanoTime the wall's clock, as {@link System#nanoTime}
   */
  PlaybackClock(double rate, LongSupplier nanoTime, boolean paused) {
    this.rate = rate;
    this.nanoTime = nanoTime;
    this.paused = paused;
  }

  /** It is this time of the bag now. */
  synchronized void jumpTo(long bagNanos) {
    bagOrigin = bagNanos;
    wallOrigin = nanoTime.getAsLong();
  }

  /** The time of the bag, nanoseconds since the epoch. */
  synchronized long nowNanos() {
    return paused ? bagOrigin : bagOrigin + (long) ((nanoTime.getAsLong() - wallOrigin) * rate);
  }

  /** How long until it is that time of the bag, in wall time; negative when it is past. */
  synchronized long untilNanos(long bagNanos) {
    return wallOrigin + Math.round((bagNanos - bagOrigin) / rate) - nanoTime.getAsLong();
  }

  synchronized boolean isPaused() {
    return paused;
  }

  synchronized void setPaused(boolean pause) {
    if (pause != paused) {
      jumpTo(nowNanos());
      paused = pause;
      steps = 0;
    }
  }

  /** While paused: lets one message go. */
  synchronized void addStep() {
    if (paused) {
      steps++;
    }
  }

  /** While paused: whether a message may go, which is used up. */
  synchronized boolean takeStep() {
    if (steps == 0) {
      return false;
    }
    steps--;
    return true;
  }
}
