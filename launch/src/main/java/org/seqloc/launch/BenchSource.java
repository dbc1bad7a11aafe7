package org.seqloc.launch;

import io.netty.buffer.ByteBuf;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.ros.node.ConnectedNode;
import org.ros.node.topic.Publisher;
import org.ros.node.topic.Subscriber;
import org.seqloc.msgs.Message;
import std_msgs.UInt64;

/**
 * Sends one kind of message to a sink, with so many in flight at most, and marks in the header's
 * frame_id which of them count.
 */
final class BenchSource extends GraphNode.Anonymous {

  static final String WARM_UP = "warmup";
  static final String MEASURED = "measured";
  static final String END = "end";

  private static final int QUEUE = 1000;

  /**
   * How to send.
   *
   * @param window how many messages may be unacknowledged
   * @param rateHz 0 for as fast as the window lets, which is how the warm-up is sent in any case
   */
  record Pace(long window, double rateHz, double warmUpSeconds, double measureSeconds) {}

  private final BenchPayload payload;
  private final boolean uncopied;
  private final Pace pace;
  private final CountDownLatch started = new CountDownLatch(1);
  private ConnectedNode node;
  private Publisher<Message> data;
  private Subscriber<UInt64> ack;
  private long sent;
  private long acknowledged; // guarded by this

  /**
   * @param uncopied whether messages are handed over rather than published
   */
  BenchSource(BenchPayload payload, boolean uncopied, Pace pace) {
    super("bench_source");
    this.payload = payload;
    this.uncopied = uncopied;
    this.pace = pace;
  }

  @Override
  public void onStart(ConnectedNode connected) {
    node = connected;
    data = connected.newPublisher("/bench/data", payload.type(), QUEUE);
    ack = connected.newSubscriber("/bench/ack", UInt64._TYPE);
    ack.addMessageListener(
        count -> {
          synchronized (this) {
            acknowledged = count.getData();
            notifyAll();
          }
        },
        QUEUE);
    started.countDown();
  }

  /** Waits for a sink and sends all. */
  void run() throws InterruptedException {
    started.await();
    while (!data.hasSubscribers() || ack.getNumberOfPublishers() == 0) {
      TimeUnit.MILLISECONDS.sleep(10);
    }
    ByteBuf bytes = payload.newBytes();
    send(bytes, WARM_UP, pace.warmUpSeconds(), 0);
    send(bytes, MEASURED, pace.measureSeconds(), pace.rateHz());
    publish(bytes, END);
    TimeUnit.SECONDS.sleep(1);
  }

  private void publish(ByteBuf bytes, String phase) {
    Message message = payload.create(bytes);
    payload.header(message).setFrameId(phase);
    payload.header(message).setStamp(node.getCurrentTime());
    if (uncopied) {
      data.handOver(message);
    } else {
      data.publish(message);
    }
  }

  private void send(ByteBuf bytes, String phase, double seconds, double rateHz)
      throws InterruptedException {
    long begin = System.nanoTime();
    long end = begin + (long) (1e9 * seconds);
    for (long i = 0; ; i++) {
      if (rateHz > 0) {
        sleepUntil(begin + (long) (1e9 * i / rateHz));
      }
      if (System.nanoTime() >= end) {
        return;
      }
      synchronized (this) {
        while (sent - acknowledged >= pace.window()) {
          wait();
        }
      }
      sent++;
      publish(bytes, phase);
    }
  }

  private static void sleepUntil(long nanoTime) {
    long left = nanoTime - System.nanoTime();
    while (left > 0) {
      LockSupport.parkNanos(left);
      left = nanoTime - System.nanoTime();
    }
  }
}
