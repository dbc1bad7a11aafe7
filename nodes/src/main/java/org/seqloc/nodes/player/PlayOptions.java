package org.seqloc.nodes.player;

import java.util.Objects;
import java.util.Set;

/**
 * How a bag is played.
 *
 * @param rate how many times faster than recorded, above 0
 * @param clockHz how often the bag's time is published on /clock, in wall time; 0 for never
 * @param delaySeconds how long to wait between advertising and the first message, so that
 *     subscribers can connect
 * @param awaited topics that must have a subscriber before the first message; "*" for all
 * @param startSeconds where to begin, from the bag's start
 * @param durationSeconds how much to play, in the bag's time
 * @param topics what to play; all when empty
 * @param prefix comes before all topics
 * @param queueSize how many messages may wait for a slow subscriber
 * @param immediate play without waiting
 * @param loop begin again at the end
 * @param paused begin paused
 * @param keepAlive stay at the end, for subscribers of latched topics
 * @param maxGapSeconds longer times without a message are skipped
 */
public record PlayOptions(
    double rate,
    double clockHz,
    double delaySeconds,
    Set<String> awaited,
    double startSeconds,
    double durationSeconds,
    Set<String> topics,
    String prefix,
    int queueSize,
    boolean immediate,
    boolean loop,
    boolean paused,
    boolean keepAlive,
    double maxGapSeconds) {

  /** As {@code rosbag play --clock} has it. */
  public static final double DEFAULT_CLOCK_HZ = 100;

  public static final int DEFAULT_QUEUE_SIZE = 100;

  private static final double MAX_SECONDS = 1e9;

  public PlayOptions {
    awaited = Set.copyOf(awaited);
    topics = Set.copyOf(topics);
    Objects.requireNonNull(prefix, "prefix");
    check("rate", rate, 1e-3, 1000);
    check("clock frequency", clockHz, 0, 10_000);
    check("delay", delaySeconds, 0, 3600);
    check("start", startSeconds, 0, MAX_SECONDS);
    check("duration", durationSeconds, 0, MAX_SECONDS);
    check("queue", queueSize, 1, 1_000_000);
    check("longest gap", maxGapSeconds, 1e-3, MAX_SECONDS);
  }

  private static void check(String name, double value, double least, double most) {
    if (!(value >= least && value <= most)) {
      throw new IllegalArgumentException(
          name + " must be " + least + " to " + most + ", got " + value);
    }
  }

  /**
   * All of the bag with /clock, beginning when the topics have their subscribers.
   *
   * @param awaited topics that must have one
   */
  public static PlayOptions withClock(double rate, double delaySeconds, Set<String> awaited) {
    return new PlayOptions(
        rate,
        DEFAULT_CLOCK_HZ,
        delaySeconds,
        awaited,
        0,
        MAX_SECONDS,
        Set.of(),
        "",
        DEFAULT_QUEUE_SIZE,
        false,
        false,
        false,
        false,
        MAX_SECONDS);
  }
}
