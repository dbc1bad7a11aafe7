package org.seqloc.nodes.recorder;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;
import org.ros.concurrent.CancellableLoop;
import org.ros.exception.RosRuntimeException;
import org.ros.master.client.MasterClient;
import org.ros.namespace.GraphName;
import org.ros.node.AbstractNodeMain;
import org.ros.node.ConnectedNode;
import org.ros.node.Node;
import org.ros.node.topic.RawMessage;
import org.ros.node.topic.RawSubscriber;
import org.seqloc.bags.BagWriter;
import org.seqloc.bags.Connection;
import org.seqloc.core.SeqlocException;

/**
 * Records topics into bags as {@code rosbag record} does: messages as they come, whatever their
 * type, with the time of receipt. Listeners only queue; a thread of its own writes, so that a slow
 * disk costs the oldest messages and never the publishers. A recorder that is killed leaves all but
 * the last second in a file called {@code NAME.active}.
 */
public final class BagRecorder extends AbstractNodeMain {

  /** What was recorded. */
  public record Result(long messages, int topics, long dropped) {}

  private static final int QUEUE = 1000;
  private static final long SEARCH_MILLIS = 500;

  /** Smaller ones are copied, so that they do not keep the large buffers they came in. */
  private static final int RETAINED_BYTES = 16 << 10;

  private final RecorderOptions options;
  private final Function<Path, BagWriter> opener;
  private final Consumer<String> news;
  private final RecordingQueue queue;
  private final Map<String, RawSubscriber> subscribers = new TreeMap<>(); // guarded by itself
  private final AtomicLong untimed = new AtomicLong();
  private final AtomicBoolean begun = new AtomicBoolean();
  private final CompletableFuture<Long> written = new CompletableFuture<>();

  /**
   * @param opener begins a bag
   * @param news told in a line of each topic and file that is begun
   */
  public BagRecorder(
      RecorderOptions options, Function<Path, BagWriter> opener, Consumer<String> news) {
    this.options = options;
    this.opener = opener;
    this.news = news;
    this.queue = new RecordingQueue(options.bufferBytes());
  }

  @Override
  public GraphName getDefaultNodeName() {
    return GraphName.of("record_" + ProcessHandle.current().pid());
  }

  @Override
  public void onStart(ConnectedNode node) {
    if (!begun.compareAndSet(false, true)) {
      return; // shut down already
    }
    Thread writer = new Thread(this::write, "recorder");
    writer.start();
    options.topics().forEach(topic -> subscribe(node, topic));
    if (options.wanted().isPresent()) {
      MasterClient master = new MasterClient(node.getName().toString(), node.getMasterUri());
      node.executeCancellableLoop(
          new CancellableLoop() {
            @Override
            protected void loop() throws InterruptedException {
              search(node, master);
              TimeUnit.MILLISECONDS.sleep(SEARCH_MILLIS);
            }
          });
    }
  }

  private void search(ConnectedNode node, MasterClient master) {
    try {
      for (String topic : master.publishedTopics().keySet()) {
        if (options.includes(topic)) {
          subscribe(node, topic);
        }
      }
    } catch (RosRuntimeException e) {
      node.getLog().warn("no search for new topics: " + e.getMessage());
    }
  }

  private void subscribe(ConnectedNode node, String topic) {
    synchronized (subscribers) {
      if (subscribers.containsKey(topic)) {
        return;
      }
      news.accept("Subscribing to " + topic);
      RawSubscriber subscriber = node.newRawSubscriber(topic);
      subscribers.put(topic, subscriber);
      AtomicLong left = new AtomicLong(options.limitPerTopic());
      subscriber.addMessageListener(
          message -> {
            if (left.getAndDecrement() > 0) {
              add(topic, message);
            }
          },
          QUEUE);
    }
  }

  private void add(String topic, RawMessage message) {
    long receiptNanos = message.receiptTime().totalNsecs();
    if (receiptNanos <= 0) {
      // Simulated time that nobody has told yet: a bag cannot hold it.
      untimed.incrementAndGet();
      return;
    }
    ByteBuf payload = message.payload();
    boolean retained = payload.readableBytes() >= RETAINED_BYTES;
    queue.add(
        new Recorded(
            new Connection(
                0,
                topic,
                message.type(),
                message.md5sum(),
                message.definition(),
                message.isLatching(),
                message.callerId()),
            receiptNanos,
            retained ? payload.retainedSlice() : Unpooled.copiedBuffer(payload)));
  }

  private void write() {
    try {
      written.complete(writeAll());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      written.completeExceptionally(e);
    } catch (RuntimeException | Error e) {
      written.completeExceptionally(e);
    } finally {
      queue.clear();
    }
  }

  private long writeAll() throws InterruptedException {
    try (RecordingFiles files =
        new RecordingFiles(options, opener, path -> news.accept("Recording to " + path))) {
      while (!queue.isDone()) {
        Optional<Recorded> next = queue.poll(files.nanosToFlush());
        if (next.isPresent()) {
          write(files, next.get());
        }
        files.flushIfDue();
      }
      return files.messages();
    }
  }

  private static void write(RecordingFiles files, Recorded message) {
    try {
      files.write(message.connection(), message.receiptNanos(), message.payload());
    } finally {
      message.payload().release();
    }
  }

  @Override
  public void onShutdown(Node node) {
    queue.end();
    if (begun.compareAndSet(false, true)) {
      written.complete(0L);
    }
  }

  /** Waits for the end of the writing, which comes with the node's or with the first failure. */
  public void awaitEnd() throws InterruptedException {
    result();
  }

  /** Waits so long at most. */
  public void awaitEnd(long timeout, TimeUnit unit) throws InterruptedException {
    try {
      written.get(timeout, unit);
    } catch (TimeoutException e) {
      return;
    } catch (ExecutionException e) {
      awaitEnd();
    }
  }

  /**
   * Waits as {@link #awaitEnd}.
   *
   * @throws SeqlocException when the recording could not be written
   */
  public Result result() throws InterruptedException {
    try {
      long messages = written.get();
      synchronized (subscribers) {
        long dropped =
            queue.dropped()
                + untimed.get()
                + subscribers.values().stream()
                    .mapToLong(RawSubscriber::getNumberOfDroppedMessages)
                    .sum();
        return new Result(messages, subscribers.size(), dropped);
      }
    } catch (ExecutionException e) {
      if (e.getCause() instanceof SeqlocException failure) {
        throw failure;
      }
      throw new IllegalStateException("the recorder failed", e.getCause());
    }
  }
}
