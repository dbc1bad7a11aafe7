package org.seqloc.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.ros.Await;
import org.ros.Noetic;
import org.ros.RosCore;
import org.ros.TestNodes;
import org.ros.node.ConnectedNode;
import org.ros.node.topic.Publisher;
import org.seqloc.bags.Bag;
import org.seqloc.bags.BagMessage;
import org.seqloc.bags.Connection;

/** The record command as a process, beside rosbag record. */
class RecordCommandTest {

  private static final int IMAGES = 20;

  /** Of the images; the rest waits for a full chunk. */
  private static final int FULL_CHUNKS_BYTES = 1_500_000;

  @TempDir private Path folder;
  private final RosCore core = RosCore.newPrivate();
  private Noetic processes;
  private TestNodes nodes;
  private Publisher<sensor_msgs.Image> images;
  private Publisher<std_msgs.String> texts;

  @BeforeEach
  void start() {
    core.start();
    processes = new Noetic(core.getUri(), folder);
    nodes = new TestNodes(core.getUri());
    ConnectedNode camera = nodes.start("/camera");
    images = camera.newPublisher("/image", sensor_msgs.Image._TYPE);
    texts = camera.newPublisher("/text", std_msgs.String._TYPE);
    texts.setLatchMode(true);
    std_msgs.String text = texts.newMessage();
    text.setData("latched");
    texts.publish(text);
  }

  @AfterEach
  void end() {
    processes.close();
    nodes.close();
    core.shutdown();
  }

  private void publishImages() {
    for (int i = 0; i < IMAGES; i++) {
      sensor_msgs.Image image = images.newMessage();
      image.getHeader().setFrameId("camera " + i);
      byte[] pixels = new byte[100_000 + i];
      new Random(i).nextBytes(pixels); // does not compress
      image.setData(Unpooled.wrappedBuffer(pixels));
      images.publish(image);
    }
  }

  private Noetic.Tool seqloc(String... arguments) {
    return SeqlocProcess.start(processes, arguments);
  }

  private static Map<String, List<String>> messages(Path file) {
    Map<String, List<String>> all = new TreeMap<>();
    try (Bag bag = Bag.open(file)) {
      bag.messages()
          .forEachRemaining(
              (BagMessage message) ->
                  all.computeIfAbsent(message.connection().topic(), topic -> new ArrayList<>())
                      .add(ByteBufUtil.hexDump(message.payload())));
    }
    return all;
  }

  private static Set<String> streams(Path file) {
    Set<String> streams = new TreeSet<>();
    try (Bag bag = Bag.open(file)) {
      for (Connection c : bag.connections()) {
        streams.add(
            String.join(" ", c.topic(), c.type(), c.md5(), c.callerId())
                + (c.latching() ? " latching\n" : "\n")
                + c.definition());
      }
    }
    return streams;
  }

  @Test
  void whatIsRecordedIsWhatRosbagRecords() {
    Noetic.require("rosbag");
    Path ours = folder.resolve("ours.bag");
    Path theirs = folder.resolve("theirs.bag");
    String[] not = {"-x", "/rosout.*"};
    Noetic.Tool rosbag =
        processes.start("rosbag", "record", "-a", not[0], not[1], "-O", theirs.toString());
    Noetic.Tool seqloc = seqloc("record", "-a", not[0], not[1], "-O", ours.toString());
    seqloc.awaitOutput("Subscribing to /image");
    Await.until(
        () -> images.getNumberOfSubscribers() == 2 && texts.getNumberOfSubscribers() == 2,
        () -> seqloc.output() + rosbag.output());
    publishImages();
    Await.until(
        () -> fileSize("ours.bag.active") > FULL_CHUNKS_BYTES, () -> "the bag, " + seqloc.output());
    seqloc.interrupt();
    assertTrue(seqloc.awaitEnd().contains(IMAGES + 1 + " messages of 2 topics"), seqloc::output);
    Await.until(
        () -> fileSize("theirs.bag.active") > FULL_CHUNKS_BYTES,
        () -> "theirs, " + rosbag.output());
    rosbag.interrupt();
    Await.until(() -> Files.exists(theirs), () -> "their bag, " + rosbag.output());
    assertEquals(messages(theirs), messages(ours));
    assertEquals(streams(theirs), streams(ours));
    String info = processes.start("rosbag", "info", ours.toString()).awaitEnd();
    assertTrue(info.contains("/image") && info.contains("20 msgs"), info);
  }

  private long fileSize(String name) {
    return folder.resolve(name).toFile().length();
  }

  @ParameterizedTest
  @CsvSource({"drive.bag,none", "drive.bag,lz4", "drive.mcap,none", "drive.mcap,zstd"})
  void aKilledRecorderLeavesWhatCameMoreThanASecondAgo(String name, String compression)
      throws IOException {
    Path file = folder.resolve(name);
    Path active = folder.resolve(name + ".active");
    Noetic.Tool seqloc =
        seqloc(
            "bag",
            "record",
            "--compression",
            compression,
            "--out",
            file.toString(),
            "image",
            "text");
    Await.until(
        () -> images.getNumberOfSubscribers() == 1 && texts.getNumberOfSubscribers() == 1,
        seqloc::output);
    publishImages();
    // Two texts would wait long for a chunk of their own to be full.
    Await.until(() -> Files.exists(active) && count(active) == IMAGES + 1, seqloc::output);
    seqloc.kill();
    seqloc.awaitEnd();
    Map<String, List<String>> left = messages(active);
    assertEquals(IMAGES, left.get("/image").size());
    assertEquals(1, left.get("/text").size());

    Path theirs = folder.resolve("theirs.bag");
    Files.copy(active, theirs);
    assertEquals(0, CommandRun.of("bag", "reindex", active.toString()).code());
    assertEquals(left, messages(file));
    assertEquals(0, CommandRun.of("bag", "check", file.toString()).code());
    if (name.endsWith(".bag")) {
      Noetic.require("rosbag");
      processes.start("rosbag", "reindex", theirs.toString()).awaitEnd();
      assertEquals(left, messages(theirs));
      String info = processes.start("rosbag", "info", theirs.toString()).awaitEnd();
      assertTrue(info.contains("20 msgs"), info);
    }
  }

  private static long count(Path file) {
    try (Bag bag = Bag.open(file)) {
      return bag.messageCount();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void partsBeginWithWhatIsLatched(boolean repeat) {
    Noetic.Tool seqloc =
        seqloc(
            "record",
            "-a",
            "-x",
            "/rosout.*",
            "--split",
            "--size",
            "1",
            repeat ? "--repeat-latched" : "--no-repeat-latched",
            "-O",
            folder.resolve("part.mcap").toString());
    Await.until(
        () -> images.getNumberOfSubscribers() == 1 && texts.getNumberOfSubscribers() == 1,
        seqloc::output);
    publishImages();
    Await.until(() -> seqloc.output().contains("part_1.mcap"), seqloc::output);
    seqloc.interrupt();
    String printed = seqloc.awaitEnd();
    assertTrue(printed.contains(IMAGES + 1 + " messages of 2 topics"), printed);
    Map<String, List<String>> first = messages(folder.resolve("part_0.mcap"));
    Map<String, List<String>> second = messages(folder.resolve("part_1.mcap"));
    assertEquals(IMAGES, first.get("/image").size() + second.get("/image").size());
    assertEquals(repeat ? first.get("/text") : null, second.get("/text"));
  }

  @Test
  void bagsAreSplitAndLimited() {
    Noetic.Tool seqloc =
        seqloc(
            "record",
            "--split",
            "--size",
            "1MiB",
            "-l",
            "15",
            "--lz4",
            "-O",
            folder.resolve("part").toString(),
            "image");
    Await.until(images::hasSubscribers, seqloc::output);
    publishImages();
    Await.until(() -> seqloc.output().contains("part_1.bag"), seqloc::output);
    seqloc.interrupt();
    String printed = seqloc.awaitEnd();
    assertTrue(printed.contains("15 messages of 1 topics"), printed);
    assertTrue(Files.exists(folder.resolve("part_0.bag")), printed);
    int first = messages(folder.resolve("part_0.bag")).get("/image").size();
    int second = messages(folder.resolve("part_1.bag")).get("/image").size();
    assertEquals(15, first + second);
    assertFalse(Files.exists(folder.resolve("part_1.bag.active")));
  }

  @Test
  void itEndsByItselfAfterItsTime() {
    String printed =
        seqloc("record", "--duration", "1.5", "-O", folder.resolve("t").toString(), "/text")
            .awaitEnd();
    assertTrue(printed.contains("1 messages of 1 topics"), printed);
    assertEquals(Set.of("/text"), messages(folder.resolve("t.bag")).keySet());
  }

  @Test
  void badArgumentsAreOneLine() {
    assertEquals(
        "seqloc: name the topics to record, or record all of them; see seqloc record --help\n",
        seqloc("record").awaitEnd());
    assertTrue(
        seqloc("record", "-a", "-O", "/nowhere/x.bag")
            .awaitEnd()
            .contains("seqloc: /nowhere/x.bag.active: cannot be created"),
        "a folder that is missing");
    assertEquals(
        "seqloc: --compression bz2: a .mcap file has none, lz4 or zstd; choose one\n",
        seqloc("record", "-a", "-j", "-o", folder.resolve("x.mcap").toString()).awaitEnd());
  }
}
