package org.seqloc.nodes.player;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.ros.concurrent.CancellableLoop;
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
import org.seqloc.msgs.Message;
import org.seqloc.msgs.MessageType;
import rosgraph_msgs.Clock;

/**
 * Publishes a bag's messages as they were received, in time, as {@code rosbag play} does. Messages
 * are passed on as bytes, whatever their type.
 */
public final class BagPlayer extends AbstractNodeMain {

  private static final int QUEUE = 100;
  private static final long CLOCK_PERIOD_NANOS = 10_000_000L;

  /**
   * @param rate how many times faster than recorded
   * @param clock whether the bag's time is published on /clock, 100 times a second
   * @param delaySeconds how long to wait between advertising and the first message, so that
   *     subscribers can connect
   * @param awaited topics that must have a subscriber before the first message
   */
  public record Options(double rate, boolean clock, double delaySeconds, Set<String> awaited) {
    public Options {
      awaited = Set.copyOf(awaited);
      if (!(rate > 0 && rate <= 1000) || !(delaySeconds >= 0 && delaySeconds <= 3600)) {
        throw new IllegalArgumentException(
            "rate must be above 0 up to 1000, delay 0 to 3600 s; got "
                + rate
                + " and "
                + delaySeconds);
      }
    }
  }

  private final Bag bag;
  private final Options options;
  private final Progress progress;
  private final CountDownLatch done = new CountDownLatch(1);
  private volatile boolean complete;

  /**
   * @param bag stays the caller's, to be closed after {@link #awaitEnd}
   */
  public BagPlayer(Bag bag, Options options, Progress progress) {
    this.bag = bag;
    this.options = options;
    this.progress = progress;
  }

  @Override
  public GraphName getDefaultNodeName() {
    return GraphName.of("play");
  }

  @Override
  public void onStart(ConnectedNode node) {
    node.executeCancellableLoop(
        new CancellableLoop() {
          @Override
          protected void loop() throws InterruptedException {
            play(node);
            complete = true;
            done.countDown();
            cancel();
          }
        });
  }

  @Override
  public void onShutdown(Node node) {
    done.countDown();
  }

  /**
   * Waits until all is played or the node was shut down.
   *
   * @return whether all was played
   */
  public boolean awaitEnd() throws InterruptedException {
    done.await();
    return complete;
  }

  private void play(ConnectedNode node) throws InterruptedException {
    Map<Integer, RawPublisher> publishers = new HashMap<>();
    Map<String, RawPublisher> byTopic = new HashMap<>();
    for (Connection connection : bag.connections()) {
      publishers.put(
          connection.id(),
          byTopic.computeIfAbsent(connection.topic(), topic -> advertise(node, connection)));
    }
    List<Publisher<Clock>> clock = new ArrayList<>();
    if (options.clock()) {
      clock.add(node.newPublisher("/clock", Clock._TYPE));
    }
    publishClock(clock, bag.startNanos());
    for (String topic : options.awaited()) {
      while (byTopic.containsKey(topic) && !byTopic.get(topic).hasSubscribers()) {
        TimeUnit.NANOSECONDS.sleep(CLOCK_PERIOD_NANOS);
      }
    }
    TimeUnit.NANOSECONDS.sleep(Math.round(options.delaySeconds() * 1e9));
    long begin = System.nanoTime();
    progress.begin("playing messages", bag.messageCount());
    try (BagCursor messages = bag.messages()) {
      while (messages.hasNext()) {
        BagMessage message = messages.next();
        waitUntil(message.receiptNanos(), begin, clock);
        publishers.get(message.connection().id()).publish(message.payload());
        progress.advance(1);
      }
    }
    progress.end();
  }

  private static RawPublisher advertise(ConnectedNode node, Connection connection) {
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
    RawPublisher publisher = node.newRawPublisher(connection.topic(), type, QUEUE);
    publisher.setLatchMode(connection.latching());
    return publisher;
  }

  /** Waits for a moment of the bag's time, moving the clock meanwhile. */
  private void waitUntil(long receiptNanos, long begin, List<Publisher<Clock>> clock)
      throws InterruptedException {
    long due = begin + Math.round((receiptNanos - bag.startNanos()) / options.rate());
    while (true) {
      long left = due - System.nanoTime();
      if (left <= 0) {
        break;
      }
      LockSupport.parkNanos(Math.min(left, CLOCK_PERIOD_NANOS));
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      if (left > CLOCK_PERIOD_NANOS) {
        long passed = Math.round((System.nanoTime() - begin) * options.rate());
        publishClock(clock, Math.min(receiptNanos, bag.startNanos() + passed));
      }
    }
    publishClock(clock, receiptNanos);
  }

  private static void publishClock(List<Publisher<Clock>> clock, long nanos) {
    for (Publisher<Clock> publisher : clock) {
      Clock message = new Clock();
      message.setClock(Time.fromNano(nanos));
      publisher.publish(message);
    }
  }
}
