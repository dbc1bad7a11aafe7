package org.seqloc.launch;

import io.netty.buffer.ByteBuf;
import java.net.URI;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import org.ros.node.ConnectedNode;
import org.ros.node.NodeConfiguration;
import org.ros.node.topic.Publisher;
import org.ros.node.topic.Subscriber;
import org.seqloc.msgs.Message;

/** Hands images from one node to another of the same process, one at a time. */
final class BenchInProcess extends GraphNode.Anonymous {

  private static final int WARM_UP = 20_000;
  private static final int MEASURED = 20_000;

  private final CountDownLatch started = new CountDownLatch(1);
  private final SynchronousQueue<Long> arrivals = new SynchronousQueue<>();
  private Publisher<Message> publisher;

  private BenchInProcess() {
    super("bench_hand_over");
  }

  /** From the call that hands a 2.7 MB image over to the listener's first line. */
  static BenchFigures run(URI master) {
    BenchInProcess bench = new BenchInProcess();
    BenchFigures[] figures = new BenchFigures[1];
    GraphNode.run(bench, NodeConfiguration.newPrivate(master), () -> figures[0] = bench.measure());
    return figures[0];
  }

  @Override
  public void onStart(ConnectedNode node) {
    String type = BenchPayload.IMAGE.type();
    publisher = node.newPublisher("/bench/hand_over", type);
    Subscriber<Message> subscriber = node.newSubscriber("/bench/hand_over", type);
    subscriber.addMessageListener(
        message -> {
          try {
            arrivals.put(System.nanoTime());
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    started.countDown();
  }

  private BenchFigures measure() throws InterruptedException {
    started.await();
    while (!publisher.hasSubscribers()) {
      TimeUnit.MILLISECONDS.sleep(1);
    }
    ByteBuf bytes = BenchPayload.IMAGE.newBytes();
    long[] latencies = new long[MEASURED];
    long begin = 0;
    for (int i = -WARM_UP; i < MEASURED; i++) {
      Message image = BenchPayload.IMAGE.create(bytes);
      long handed = System.nanoTime();
      if (i == 0) {
        begin = handed;
      }
      publisher.handOver(image);
      long arrived = arrivals.take();
      if (i >= 0) {
        latencies[i] = arrived - handed;
      }
    }
    return BenchFigures.of(latencies, 1e-9 * (System.nanoTime() - begin));
  }
}
