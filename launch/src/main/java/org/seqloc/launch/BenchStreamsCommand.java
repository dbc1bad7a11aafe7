package org.seqloc.launch;

import io.netty.buffer.ByteBuf;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.ros.node.ConnectedNode;
import org.ros.node.topic.Publisher;
import org.ros.node.topic.Subscriber;
import org.seqloc.msgs.Message;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** A rig of cameras at a steady rate: one end of it, in a process of its own. */
@Command(
    name = "streams",
    hidden = true,
    mixinStandardHelpOptions = true,
    description = "One end of the benchmark with several cameras.")
final class BenchStreamsCommand implements Callable<Integer> {

  static final int CAMERAS = 4;
  static final double RATE_HZ = 30;

  private static final int QUEUE = 8;
  private static final int SETTLE_SECONDS = 5;

  @Spec private CommandSpec spec;

  @Parameters(index = "0")
  private BenchPeerCommand.Role role;

  @Parameters(index = "1", description = "How long to send, s.")
  private double seconds;

  @Override
  public Integer call() {
    End end = role == BenchPeerCommand.Role.SINK ? new Sink() : new Source(seconds);
    GraphNode.run(
        end,
        GraphNode.configuration(List.of()),
        () -> spec.commandLine().getOut().println(end.awaitReport()));
    return 0;
  }

  private static String topic(int camera) {
    return "/bench/camera" + camera;
  }

  /** One end. */
  private abstract static class End extends GraphNode.Anonymous {
    End(String prefix) {
      super(prefix);
    }

    abstract String awaitReport() throws InterruptedException;
  }

  /** What lives on the heap, and the memory outside of it, in MB. */
  private static String memory() {
    System.gc();
    long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    long direct =
        ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
            .filter(pool -> pool.getName().equals("direct"))
            .mapToLong(BufferPoolMXBean::getMemoryUsed)
            .sum();
    return String.format(Locale.ROOT, "%.1f+%.1f MB", 1e-6 * heap, 1e-6 * direct);
  }

  private static final class Sink extends End {
    private final AtomicLong received = new AtomicLong();
    private final AtomicLong lost = new AtomicLong();
    private final CountDownLatch begun = new CountDownLatch(CAMERAS);
    private final CountDownLatch ended = new CountDownLatch(CAMERAS);

    Sink() {
      super("bench_streams_sink");
    }

    @Override
    public void onStart(ConnectedNode node) {
      for (int camera = 0; camera < CAMERAS; camera++) {
        Subscriber<Message> subscriber =
            node.newSubscriber(topic(camera), BenchPayload.IMAGE.type());
        AtomicLong next = new AtomicLong();
        subscriber.addBorrowingMessageListener(
            message -> {
              long seq = BenchPayload.IMAGE.header(message).getSeq();
              if (BenchSource.END.equals(BenchPayload.IMAGE.header(message).getFrameId())) {
                lost.addAndGet(seq - next.get());
                ended.countDown();
                return;
              }
              if (received.incrementAndGet() <= CAMERAS) {
                begun.countDown();
              }
              lost.addAndGet(seq - next.getAndSet(seq + 1));
            },
            QUEUE);
      }
    }

    @Override
    String awaitReport() throws InterruptedException {
      begun.await();
      TimeUnit.SECONDS.sleep(SETTLE_SECONDS);
      String before = memory();
      ended.await();
      return "received "
          + received
          + ", lost "
          + lost
          + ", sink's heap and direct memory "
          + before
          + " after "
          + SETTLE_SECONDS
          + " s, "
          + memory()
          + " at the end";
    }
  }

  private static final class Source extends End {
    private final double seconds;
    private final List<Publisher<Message>> publishers = new ArrayList<>();
    private final CountDownLatch started = new CountDownLatch(1);
    private ConnectedNode node;

    Source(double seconds) {
      super("bench_streams_source");
      this.seconds = seconds;
    }

    @Override
    public void onStart(ConnectedNode connected) {
      node = connected;
      for (int camera = 0; camera < CAMERAS; camera++) {
        publishers.add(connected.newPublisher(topic(camera), BenchPayload.IMAGE.type(), QUEUE));
      }
      started.countDown();
    }

    @Override
    String awaitReport() throws InterruptedException {
      started.await();
      while (!publishers.stream().allMatch(Publisher::hasSubscribers)) {
        TimeUnit.MILLISECONDS.sleep(10);
      }
      ByteBuf bytes = BenchPayload.IMAGE.newBytes();
      String before = "";
      long frames = Math.round(seconds * RATE_HZ);
      long begin = System.nanoTime();
      for (long frame = 0; frame <= frames; frame++) {
        long due = begin + Math.round(1e9 * frame / RATE_HZ);
        while (System.nanoTime() < due) {
          LockSupport.parkNanos(due - System.nanoTime());
        }
        for (Publisher<Message> publisher : publishers) {
          Message image = BenchPayload.IMAGE.create(bytes);
          BenchPayload.IMAGE.header(image).setSeq((int) frame);
          BenchPayload.IMAGE.header(image).setStamp(node.getCurrentTime());
          BenchPayload.IMAGE
              .header(image)
              .setFrameId(frame == frames ? BenchSource.END : BenchSource.MEASURED);
          publisher.handOver(image);
        }
        if (frame == Math.round(SETTLE_SECONDS * RATE_HZ)) {
          before = memory();
        }
      }
      TimeUnit.SECONDS.sleep(1);
      long dropped = publishers.stream().mapToLong(Publisher::getNumberOfDroppedMessages).sum();
      return "sent "
          + CAMERAS * frames
          + ", dropped "
          + dropped
          + ", source's heap and direct memory "
          + before
          + " after "
          + SETTLE_SECONDS
          + " s, "
          + memory()
          + " at the end";
    }
  }
}
