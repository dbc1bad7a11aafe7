package org.seqloc.nodes.player;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.Unpooled;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ros.Await;
import org.ros.RosCore;
import org.ros.TestNodes;
import org.ros.message.Time;
import org.ros.node.ConnectedNode;
import org.ros.node.DefaultNodeMainExecutor;
import org.ros.node.NodeConfiguration;
import org.ros.node.NodeMainExecutor;
import org.seqloc.bags.Bag;
import org.seqloc.bags.Compression;
import org.seqloc.bags.Connection;
import org.seqloc.bags.RosbagWriter;
import org.seqloc.core.Progress;

class BagPlayerTest {

  private static final long START = 1_700_000_000_000_000_000L;
  private static final long PERIOD = 50_000_000L;
  private static final int FRAMES = 20;
  private static final double NO_LIMIT = 1e9;

  @TempDir private Path folder;
  private final RosCore core = RosCore.newPrivate();
  private final NodeMainExecutor executor = DefaultNodeMainExecutor.newDefault();
  private final List<String> heard = new CopyOnWriteArrayList<>();
  private final List<Time> clocks = new CopyOnWriteArrayList<>();
  private TestNodes nodes;
  private Bag bag;

  @BeforeEach
  void start() {
    core.start();
    nodes = new TestNodes(core.getUri());
    ConnectedNode listener = nodes.start("/listener");
    for (String topic : List.of("/left", "/right")) {
      listener
          .<sensor_msgs.Image>newSubscriber(topic, sensor_msgs.Image._TYPE)
          .addMessageListener(image -> heard.add(image.getHeader().getFrameId()), 1000);
    }
    listener
        .<std_msgs.String>newSubscriber("/calibration", std_msgs.String._TYPE)
        .addMessageListener(text -> heard.add(text.getData()));
    listener
        .<rosgraph_msgs.Clock>newSubscriber("/clock", rosgraph_msgs.Clock._TYPE)
        .addMessageListener(clock -> clocks.add(clock.getClock()), 10_000);
    bag = Bag.open(written());
  }

  @AfterEach
  void end() {
    nodes.close();
    executor.shutdown();
    executor.getScheduledExecutorService().shutdownNow();
    core.shutdown();
    bag.close();
  }

  /** Two cameras, of which the right one is 1 ms later, and a latched message at the start. */
  private Path written() {
    Path file = folder.resolve("drive.bag");
    try (RosbagWriter writer = new RosbagWriter(file, Compression.LZ4)) {
      int calibration =
          writer.connect(
              new Connection(
                  0,
                  "/calibration",
                  std_msgs.String._TYPE,
                  std_msgs.String.TYPE.md5(),
                  std_msgs.String._DEFINITION,
                  true,
                  "/rig"));
      int left = writer.connect("/left", sensor_msgs.Image.TYPE);
      int right = writer.connect("/right", sensor_msgs.Image.TYPE);
      std_msgs.String text = new std_msgs.String();
      text.setData("calibrated");
      writer.write(calibration, START, text);
      for (int i = 0; i < FRAMES; i++) {
        writer.write(left, START + i * PERIOD, image("left " + i));
        writer.write(right, START + i * PERIOD + 1_000_000, image("right " + i));
      }
    }
    return file;
  }

  private static sensor_msgs.Image image(String name) {
    sensor_msgs.Image image = new sensor_msgs.Image();
    image.getHeader().setFrameId(name);
    image.setData(Unpooled.wrappedBuffer(new byte[50_000]));
    return image;
  }

  private static PlayOptions options(
      double rate, double start, double duration, Set<String> topics, boolean paused) {
    Set<String> awaited = topics.isEmpty() ? Set.of("*") : topics;
    return new PlayOptions(
        rate, 1000, 0.1, awaited, start, duration, topics, "", 100, false, false, paused, false,
        NO_LIMIT);
  }

  private BagPlayer play(PlayOptions options) {
    BagPlayer player = new BagPlayer(bag, options, Progress.NONE);
    executor.execute(player, NodeConfiguration.newPrivate(core.getUri()));
    return player;
  }

  private static List<String> frames(int from, int to) {
    List<String> frames = new ArrayList<>();
    for (int i = from; i < to; i++) {
      frames.add("left " + i);
      frames.add("right " + i);
    }
    return frames;
  }

  private void awaitHeard(int count) {
    Await.until(() -> heard.size() >= count, () -> count + " messages, heard " + heard);
  }

  @Test
  void everythingIsPlayedInItsTime() throws InterruptedException {
    long begun = System.nanoTime();
    BagPlayer.Result result = play(options(2, 0, NO_LIMIT, Set.of(), false)).awaitEnd();
    double seconds = 1e-9 * (System.nanoTime() - begun);
    awaitHeard(2 * FRAMES + 1);
    assertTrue(result.complete());
    assertEquals(2 * FRAMES + 1, result.messages());
    assertTrue(seconds > (FRAMES - 1) * PERIOD * 1e-9 / 2, "played within " + seconds + " s");
    assertTrue(heard.remove("calibrated"));
    assertEquals(Set.copyOf(frames(0, FRAMES)), Set.copyOf(heard));
    long last = START + (FRAMES - 1) * PERIOD;
    Await.until(
        () -> !clocks.isEmpty() && clocks.get(clocks.size() - 1).totalNsecs() >= last,
        () -> "the clock, " + clocks.size());
    for (int i = 1; i < clocks.size(); i++) {
      assertTrue(clocks.get(i - 1).compareTo(clocks.get(i)) <= 0, "clocks ascend");
    }
    // Between the messages of two frames too.
    assertTrue(clocks.size() > 4 * FRAMES, "only " + clocks.size() + " clocks");
  }

  @Test
  void aPartBeginsWithWhatWasLatchedBefore() throws InterruptedException {
    play(options(4, 0.5, 0.2, Set.of(), false)).awaitEnd();
    awaitHeard(9);
    assertEquals("calibrated", heard.get(0));
    List<String> expected = frames(10, 14);
    expected.add("left 14");
    assertEquals(Set.copyOf(expected), Set.copyOf(heard.subList(1, heard.size())));
  }

  @Test
  void chosenTopicsArePlayedAlone() throws InterruptedException {
    BagPlayer.Result result = play(options(100, 0, NO_LIMIT, Set.of("/right"), false)).awaitEnd();
    assertEquals(FRAMES, result.messages());
    awaitHeard(FRAMES);
    assertTrue(heard.stream().allMatch(name -> name.startsWith("right")), heard::toString);
  }

  @Test
  void whatIsDueAtOnceKeepsItsOrder() throws InterruptedException {
    Path file = folder.resolve("rig.bag");
    int count = 5;
    try (RosbagWriter writer = new RosbagWriter(file)) {
      int left = writer.connect("/left", sensor_msgs.Image.TYPE);
      int right = writer.connect("/right", sensor_msgs.Image.TYPE);
      int calibration = writer.connect("/calibration", std_msgs.String.TYPE);
      for (int i = 0; i < count; i++) {
        long stamp = START + PERIOD * i;
        std_msgs.String text = new std_msgs.String();
        text.setData("text " + i);
        writer.write(left, stamp, image("left " + 2 * i));
        writer.write(right, stamp, image("right " + 2 * i));
        writer.write(calibration, stamp, text);
        // Of a topic of which there was one: cannot go out together with that.
        writer.write(left, stamp, image("left " + (2 * i + 1)));
        writer.write(right, stamp, image("right " + (2 * i + 1)));
      }
    }
    bag.close();
    bag = Bag.open(file);
    BagPlayer.Result result = play(options(1, 0, NO_LIMIT, Set.of(), false)).awaitEnd();
    assertEquals(5L * count, result.messages());
    awaitHeard(5 * count);
    for (String topic : List.of("left ", "right ", "text ")) {
      List<String> expected = new ArrayList<>();
      for (int i = 0; i < (topic.equals("text ") ? count : 2 * count); i++) {
        expected.add(topic + i);
      }
      assertEquals(expected, heard.stream().filter(name -> name.startsWith(topic)).toList());
    }
  }

  @Test
  void pausedItGoesStepByStepAndFrameByFrame() throws InterruptedException {
    BagPlayer player = play(options(1, 0, NO_LIMIT, Set.of(), true));
    Await.until(() -> !clocks.isEmpty(), () -> "the clock");
    assertEquals(List.of(), heard);
    player.step();
    awaitHeard(1);
    assertEquals(List.of("calibrated"), heard);
    player.stepFrame();
    awaitHeard(2);
    player.stepFrame();
    awaitHeard(4);
    assertEquals(Set.of("calibrated", "left 0", "right 0", "left 1"), Set.copyOf(heard));
    assertTrue(player.isPaused());
    player.setPaused(false);
    assertTrue(player.awaitEnd().complete());
    awaitHeard(2 * FRAMES + 1);
  }
}
