package org.seqloc.launch;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.ros.node.ConnectedNode;
import org.ros.node.topic.RawMessage;

/** Receives the frames of several cameras and tells how far their intervals were off. */
final class BenchPlaySink extends GraphNode.Anonymous {

  private static final int QUEUE = 100;

  private final List<String> topics;
  private final int frames;
  private final List<long[]> arrivals = new ArrayList<>(); // nanoseconds; 0 for none
  private final CountDownLatch subscribed = new CountDownLatch(1);
  private final CountDownLatch missing;

  /**
   * @param frames how many come of each topic; the header's sequence numbers count them from 0
   */
  BenchPlaySink(List<String> topics, int frames) {
    super("bench_play_sink");
    this.topics = topics;
    this.frames = frames;
    this.missing = new CountDownLatch(topics.size() * frames);
    topics.forEach(topic -> arrivals.add(new long[frames]));
  }

  @Override
  public void onStart(ConnectedNode node) {
    for (int i = 0; i < topics.size(); i++) {
      long[] ofTopic = arrivals.get(i);
      node.newRawSubscriber(topics.get(i))
          .addMessageListener(message -> receive(message, ofTopic), QUEUE);
    }
    subscribed.countDown();
  }

  private void receive(RawMessage message, long[] ofTopic) {
    long now = System.nanoTime();
    // The sequence number is the first that an image of either type has.
    int frame = message.payload().getIntLE(message.payload().readerIndex());
    ofTopic[frame] = now;
    missing.countDown();
  }

  void awaitSubscribed() throws InterruptedException {
    subscribed.await();
  }

  /**
   * Waits until all have come, or so long.
   *
   * @param intervalNanos between two frames, as they were recorded
   * @return by how much the intervals between arrivals differed from it
   */
  BenchFigures awaitFigures(long timeoutSeconds, long intervalNanos) throws InterruptedException {
    boolean all = missing.await(timeoutSeconds, TimeUnit.SECONDS);
    List<Long> off = new ArrayList<>();
    for (long[] ofTopic : arrivals) {
      for (int frame = 1; frame < frames; frame++) {
        if (all || (ofTopic[frame - 1] != 0 && ofTopic[frame] != 0)) {
          off.add(Math.abs(ofTopic[frame] - ofTopic[frame - 1] - intervalNanos));
        }
      }
    }
    return BenchFigures.of(
        off.stream().mapToLong(Long::longValue).toArray(), 1e-9 * intervalNanos * frames);
  }

  /** How many did not come. */
  long missing() {
    return missing.getCount();
  }
}
