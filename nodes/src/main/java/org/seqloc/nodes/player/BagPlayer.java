package org.seqloc.nodes.player;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.ros.concurrent.CancellableLoop;
import org.ros.internal.transport.Burst;
import org.ros.message.Time;
import org.ros.namespace.GraphName;
import org.ros.node.AbstractNodeMain;
import org.ros.node.ConnectedNode;
import org.ros.node.Node;
import org.ros.node.topic.Publisher;
import org.ros.node.topic.RawPublisher;
import org.seqloc.bags.Bag;
import org.seqloc.bags.BagCursor;
import org.seqloc.bags.BagMessage;
import org.seqloc.bags.Connection;
import org.seqloc.core.Progress;
import org.seqloc.core.SeqlocException;
import org.seqloc.msgs.Message;
import org.seqloc.msgs.MessageType;
import rosgraph_msgs.Clock;
import sensor_msgs.CompressedImage;
import sensor_msgs.Image;
import std_srvs.SetBool;
import std_srvs.SetBoolRequest;
import std_srvs.SetBoolResponse;

/**
 * Publishes a bag's messages as they were received, in time, as {@code rosbag play} does. Messages
 * are passed on as bytes, whatever their type. Like it, the node serves {@code ~pause_playback}.
 */
public final class BagPlayer extends AbstractNodeMain {

  /**
   * What was played.
   *
   * @param complete whether the end was reached
   * @param p50LateSeconds how long after their time messages were handed over to the transport,
   *     counted until all that were due at the same time were: median
   * @param p99LateSeconds the same, 99th percentile
   */
  public record Result(
      boolean complete, long messages, double p50LateSeconds, double p99LateSeconds) {}

  private static final long SUBSCRIBER_POLL_MILLIS = 10;
  private static final long IDLE_NANOS = 100_000_000;

  /**
   * So long before a message is waited for without parking, since timers of a quiet machine are
   * late by up to 0.24 ms (99th percentile of a virtual one). Takes a core for no longer.
   */
  private static final long PARKING_NANOS = 300_000;

  /** What can take a while is done when no message is due so soon. */
  private static final long LEISURE_NANOS = 5_000_000;

  /** How long to read ahead before the first message. */
  private static final long FILLING_NANOS = 500_000_000;

  /** /clock is at most so much behind a message. */
  private static final long CLOCK_STEP_NANOS = 1_000_000;

  /** So many messages that are due at once go out together, of different topics. */
  private static final int MAX_BURST = 16;

  private static final Set<String> IMAGES = Set.of(Image._TYPE, CompressedImage._TYPE);

  private final Bag bag;
  private final PlayOptions options;
  private final Progress progress;
  private final PlaybackClock time;
  private final Lateness lateness = new Lateness();
  private final CompletableFuture<Result> done = new CompletableFuture<>();
  private Optional<Publisher<Clock>> clock = Optional.empty(); // of the playing thread
  private long clockDueNanos; // of the playing thread
  private long clockNanos; // of the playing thread; what /clock told last
  private long fromNanos; // of the playing thread; where it begins in the bag
  private long toNanos; // of the playing thread; where it ends
  private long lastNanos; // of the playing thread; the last message's time in the bag
  private Map<Connection, RawPublisher> publishers = Map.of(); // of the playing thread
  private Optional<String> camera = Optional.empty(); // of the playing thread; a topic
  private long shownSeconds; // of the playing thread; what the progress was told
  private volatile Thread player;
  private volatile boolean toNextFrame;

  /**
   * @param bag stays the caller's, to be closed after {@link #awaitEnd}
   */
  public BagPlayer(Bag bag, PlayOptions options, Progress progress) {
    this.bag = bag;
    this.options = options;
    this.progress = progress;
    this.time = new PlaybackClock(options.rate(), System::nanoTime, options.paused());
  }

  @Override
  public GraphName getDefaultNodeName() {
    return GraphName.of("play");
  }

  @Override
  public void onStart(ConnectedNode node) {
    node.<SetBoolRequest, SetBoolResponse>newServiceServer(
        "~pause_playback",
        SetBool._TYPE,
        (request, response) -> {
          setPaused(request.getData());
          response.setSuccess(true);
          response.setMessage(request.getData() ? "Playback is now paused" : "Playback goes on");
        });
    node.executeCancellableLoop(
        new CancellableLoop() {
          @Override
          protected void loop() throws InterruptedException {
            try {
              play(node);
              done.complete(result(true));
            } catch (RuntimeException | Error e) {
              done.completeExceptionally(e);
            }
            cancel();
          }
        });
  }

  @Override
  public void onShutdown(Node node) {
    done.complete(result(false));
  }

  /** Stands still, or goes on. */
  public void setPaused(boolean paused) {
    toNextFrame = false;
    time.setPaused(paused);
    LockSupport.unpark(player);
  }

  public boolean isPaused() {
    return time.isPaused();
  }

  /** While paused: publishes the next message. */
  public void step() {
    time.addStep();
    LockSupport.unpark(player);
  }

  /**
   * While paused: publishes what comes up to the next image of the first camera, so that rigs go on
   * by one frame; all that is left where there is no camera.
   */
  public void stepFrame() {
    toNextFrame = time.isPaused();
    LockSupport.unpark(player);
  }

  private Result result(boolean complete) {
    return new Result(complete, lateness.count(), lateness.quantile(0.5), lateness.quantile(0.99));
  }

  /**
   * Waits until all is played or the node was shut down.
   *
   * @throws SeqlocException where the bag is damaged
   */
  public Result awaitEnd() throws InterruptedException {
    try {
      return done.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof SeqlocException damaged) {
        throw damaged;
      }
      throw new IllegalStateException("the player failed", e.getCause());
    }
  }

  private void play(ConnectedNode node) throws InterruptedException {
    player = Thread.currentThread();
    Predicate<Connection> played =
        connection -> options.topics().isEmpty() || options.topics().contains(connection.topic());
    publishers = advertise(node, played);
    camera =
        publishers.keySet().stream()
            .filter(connection -> IMAGES.contains(connection.type()))
            .map(Connection::topic)
            .findFirst();
    if (options.clockHz() > 0) {
      clock = Optional.of(node.newPublisher("/clock", Clock._TYPE));
    }
    long from = bag.startNanos() + Math.round(1e9 * options.startSeconds());
    long to =
        Math.min(bag.endNanos(), from + Math.round(1e9 * Math.min(options.durationSeconds(), 9e8)));
    time.jumpTo(from);
    publishClock(from);
    awaitSubscribers();
    long begin = System.nanoTime() + Math.round(1e9 * options.delaySeconds());
    if (!options.immediate()) {
      Rehearsal.run();
    }
    TimeUnit.NANOSECONDS.sleep(begin - System.nanoTime());
    do {
      publishLatched(from);
      playOnce(played, from, to);
    } while (options.loop());
    if (options.keepAlive()) {
      while (true) {
        awaitUntil(Long.MAX_VALUE);
      }
    }
  }

  private Map<Connection, RawPublisher> advertise(
      ConnectedNode node, Predicate<Connection> played) {
    Map<String, RawPublisher> byTopic = new HashMap<>();
    Map<Connection, RawPublisher> publishers = new LinkedHashMap<>();
    for (Connection connection : bag.connections()) {
      if (played.test(connection)) {
        publishers.put(
            connection,
            byTopic.computeIfAbsent(connection.topic(), topic -> advertise(node, connection)));
      }
    }
    return publishers;
  }

  private RawPublisher advertise(ConnectedNode node, Connection connection) {
    MessageType<Message> type =
        new MessageType<>(
            connection.type(),
            connection.md5(),
            connection.definition(),
            () -> {
              throw new UnsupportedOperationException("messages are passed on as bytes");
            },
            in -> {
              throw new UnsupportedOperationException("messages are passed on as bytes");
            });
    RawPublisher publisher =
        node.newRawPublisher(options.prefix() + connection.topic(), type, options.queueSize());
    publisher.setLatchMode(connection.latching());
    return publisher;
  }

  private void awaitSubscribers() throws InterruptedException {
    for (Map.Entry<Connection, RawPublisher> entry : publishers.entrySet()) {
      boolean awaited =
          options.awaited().contains("*") || options.awaited().contains(entry.getKey().topic());
      while (awaited && !entry.getValue().hasSubscribers()) {
        TimeUnit.MILLISECONDS.sleep(SUBSCRIBER_POLL_MILLIS);
      }
    }
  }

  /** What was latched before the start, such as /tf_static, holds at the start too. */
  private void publishLatched(long from) {
    if (from <= bag.startNanos()) {
      return;
    }
    Map<Connection, BagMessage> last = new LinkedHashMap<>();
    try (BagCursor before =
        bag.messages(c -> c.latching() && publishers.containsKey(c), 0, from - 1)) {
      before.forEachRemaining(message -> last.put(message.connection(), message));
    }
    last.forEach((connection, message) -> publish(message));
  }

  private void playOnce(Predicate<Connection> played, long from, long to)
      throws InterruptedException {
    fromNanos = from;
    toNanos = to;
    shownSeconds = 0;
    progress.begin("playing, seconds", Math.max(0, Math.round(1e-9 * (to - from))));
    long maxGapNanos = Math.round(1e9 * Math.min(options.maxGapSeconds(), 9e8));
    lastNanos = from;
    try (ReadAhead messages = new ReadAhead(bag.messages(played, from, to))) {
      messages.awaitFull(FILLING_NANOS);
      time.jumpTo(from);
      for (Optional<BagMessage> next = messages.next(); next.isPresent(); next = messages.next()) {
        long due = next.get().receiptNanos();
        if (options.immediate() || due - lastNanos > maxGapNanos) {
          time.jumpTo(due);
          show(due);
        }
        if (time.untilNanos(due) > LEISURE_NANOS) {
          messages.fill();
        }
        if (awaitUntil(due)) {
          publishDue(next.get(), messages, maxGapNanos);
        } else {
          time.jumpTo(due); // a step
          publish(next.get());
        }
      }
    }
    show(to);
    progress.end();
  }

  /** Publishes a message that is due, and those after it that are too. */
  private void publishDue(BagMessage first, ReadAhead messages, long maxGapNanos) {
    Map<String, BagMessage> published = new LinkedHashMap<>();
    Predicate<BagMessage> joins =
        message ->
            published.size() < MAX_BURST
                && !published.containsKey(message.connection().topic())
                && message.receiptNanos() - lastNanos <= maxGapNanos
                && !time.isPaused()
                && time.untilNanos(message.receiptNanos()) <= 0;
    Burst.of(
        () -> {
          for (Optional<BagMessage> next = Optional.of(first);
              next.isPresent();
              next = messages.nextIf(joins)) {
            publish(next.get());
            published.put(next.get().connection().topic(), next.get());
          }
          for (BagMessage message : published.values()) {
            lateness.add(-time.untilNanos(message.receiptNanos()));
          }
        });
  }

  private void publish(BagMessage message) {
    lastNanos = message.receiptNanos();
    if (lastNanos - clockNanos >= CLOCK_STEP_NANOS) {
      publishClock(lastNanos);
    }
    publishers.get(message.connection()).handOver(message.payload().retain());
    if (camera.isPresent() && camera.get().equals(message.connection().topic())) {
      toNextFrame = false;
    }
  }

  private void show(long bagNanos) {
    long seconds = Math.round(1e-9 * (Math.min(bagNanos, toNanos) - fromNanos));
    if (seconds > shownSeconds) {
      progress.advance(seconds - shownSeconds);
      shownSeconds = seconds;
    }
  }

  /**
   * Waits for a moment of the bag's time, moving the clock meanwhile.
   *
   * @return false when it is not that time yet, but a step was asked for
   */
  private boolean awaitUntil(long bagNanos) throws InterruptedException {
    while (true) {
      if (time.isPaused()) {
        if (toNextFrame || time.takeStep()) {
          return false;
        }
      } else if (time.untilNanos(bagNanos) <= 0) {
        return true;
      }
      long wait = time.isPaused() ? IDLE_NANOS : time.untilNanos(bagNanos);
      if (clock.isPresent() && wait > CLOCK_STEP_NANOS) { // else it goes out with the message
        long untilClock = clockDueNanos - System.nanoTime();
        if (untilClock <= 0) {
          publishClock(Math.min(bagNanos, time.nowNanos()));
          continue;
        }
        wait = Math.min(wait, untilClock + PARKING_NANOS);
      }
      if (wait > LEISURE_NANOS) {
        show(time.nowNanos());
      }
      if (wait > PARKING_NANOS) {
        LockSupport.parkNanos(Math.min(wait - PARKING_NANOS, IDLE_NANOS));
      } else {
        Thread.onSpinWait();
      }
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
    }
  }

  private void publishClock(long nanos) {
    if (clock.isPresent()) {
      Clock message = new Clock();
      clockNanos = nanos;
      message.setClock(Time.fromNano(nanos));
      clock.get().publish(message);
      clockDueNanos = System.nanoTime() + (long) (1e9 / options.clockHz());
    }
  }
}
