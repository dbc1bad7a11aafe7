package org.seqloc.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ros.Await;
import org.ros.Noetic;
import org.ros.RosCore;
import org.ros.TestNodes;
import org.ros.node.ConnectedNode;
import org.ros.node.topic.Subscriber;
import org.seqloc.bags.Compression;
import org.seqloc.bags.Connection;
import org.seqloc.bags.Encoding;
import org.seqloc.bags.RosbagWriter;
import org.seqloc.bags.mcap.McapWriter;

/** The play command as a process. */
class PlayCommandTest {

  private static final long START = 1_700_000_000_000_000_000L;

  @TempDir private Path folder;
  private final RosCore core = RosCore.newPrivate();
  private final Queue<String> heard = new ConcurrentLinkedQueue<>();
  private Noetic processes;
  private TestNodes nodes;

  @BeforeEach
  void start() {
    core.start();
    processes = new Noetic(core.getUri(), folder);
    nodes = new TestNodes(core.getUri());
  }

  @AfterEach
  void end() {
    processes.close();
    nodes.close();
    core.shutdown();
  }

  private Path rosbag() {
    Path file = folder.resolve("one.bag");
    try (RosbagWriter writer = new RosbagWriter(file)) {
      int id = writer.connect("/text", std_msgs.String.TYPE);
      for (int i = 0; i < 10; i += 2) {
        std_msgs.String text = new std_msgs.String();
        text.setData(Integer.toString(i));
        writer.write(id, START + i * 10_000_000L, text);
      }
    }
    return file;
  }

  private Path mcapOfRos2() {
    Path file = folder.resolve("two.mcap");
    try (McapWriter writer =
        new McapWriter(file, McapWriter.Profile.ROS2, Compression.ZSTD, 1 << 20)) {
      int id =
          writer.connect(
              new Connection(
                  0,
                  "/text",
                  "std_msgs/msg/String",
                  "",
                  "string data\n",
                  false,
                  "",
                  Encoding.CDR_MSG,
                  ""));
      for (int i = 1; i < 10; i += 2) {
        byte[] text = Integer.toString(i).getBytes(StandardCharsets.US_ASCII);
        ByteBuf cdr = Unpooled.buffer().writeInt(0x00010000).writeIntLE(text.length + 1);
        writer.write(id, START + i * 10_000_000L, cdr.writeBytes(text).writeByte(0));
      }
    }
    return file;
  }

  @Test
  void severalFilesOfBothRosArePlayedAsOne() {
    ConnectedNode node = nodes.start("/listener");
    Subscriber<std_msgs.String> texts = node.newSubscriber("/words", std_msgs.String._TYPE);
    texts.addMessageListener(text -> heard.add(text.getData()), 100);
    Noetic.Tool play =
        SeqlocProcess.start(
            processes,
            "bag",
            "play",
            rosbag().toString(),
            mcapOfRos2().toString(),
            "--remap",
            "/text:=/words",
            "--wait-for-subscribers");
    String printed = play.awaitEnd();
    assertTrue(printed.contains("10 messages, published"), printed);
    Await.until(() -> heard.size() == 10, () -> heard + printed);
    assertEquals(List.of("0", "1", "2", "3", "4", "5", "6", "7", "8", "9"), List.copyOf(heard));
  }

  @Test
  void whatCannotBePlayedIsOneLine() {
    Path file = folder.resolve("missing.bag");
    String printed = SeqlocProcess.start(processes, "bag", "play", file.toString()).awaitEnd();
    assertTrue(printed.startsWith("seqloc: " + file), printed);
    assertEquals(1, printed.lines().count(), printed);
  }
}
