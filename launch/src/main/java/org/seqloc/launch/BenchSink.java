package org.seqloc.launch;

import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import org.ros.message.MessageListener;
import org.ros.message.Time;
import org.ros.node.ConnectedNode;
import org.ros.node.topic.Publisher;
import org.ros.node.topic.Subscriber;
import org.seqloc.msgs.Message;
import std_msgs.Header;
import std_msgs.UInt64;

/** Receives what a {@link BenchSource}, or that of a peer, sends; acknowledges and measures. */
final class BenchSink extends GraphNode.Anonymous {

  private static final int QUEUE = 1000;

  private final BenchPayload payload;
  private final boolean uncopied;
  private final CountDownLatch ended = new CountDownLatch(1);
  private long[] latenciesNanos = new long[1 << 16];
  private int measured;
  private long firstNanos;
  private long lastNanos;
  private long received;

  /**
   * @param uncopied whether messages are taken as they lie in the network's buffers
   */
  BenchSink(BenchPayload payload, boolean uncopied) {
    super("bench_sink");
    this.payload = payload;
    this.uncopied = uncopied;
  }

  @Override
  public void onStart(ConnectedNode node) {
    Publisher<UInt64> ack = node.newPublisher("/bench/ack", UInt64._TYPE, QUEUE);
    Subscriber<Message> data = node.newSubscriber("/bench/data", payload.type());
    MessageListener<Message> listener = message -> receive(node, ack, payload.header(message));
    if (uncopied) {
      data.addBorrowingMessageListener(listener, QUEUE);
    } else {
      data.addMessageListener(listener, QUEUE);
    }
  }

  private void receive(ConnectedNode node, Publisher<UInt64> ack, Header header) {
    long now = node.getCurrentTime().totalNsecs();
    switch (header.getFrameId()) {
      case BenchSource.MEASURED -> measure(header.getStamp(), now);
      case BenchSource.END -> ended.countDown();
      default -> {}
    }
    UInt64 count = ack.newMessage();
    count.setData(++received);
    ack.publish(count);
  }

  private void measure(Time stamp, long now) {
    if (measured == 0) {
      firstNanos = now;
    }
    lastNanos = now;
    if (measured == latenciesNanos.length) {
      latenciesNanos = Arrays.copyOf(latenciesNanos, 2 * measured);
    }
    latenciesNanos[measured++] = now - stamp.totalNsecs();
  }

  /** Waits for the source's end and tells what was measured. */
  BenchFigures awaitFigures() throws InterruptedException {
    ended.await();
    return BenchFigures.of(
        Arrays.copyOf(latenciesNanos, measured), 1e-9 * (lastNanos - firstNanos));
  }
}
