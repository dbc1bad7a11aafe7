package org.seqloc.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.seqloc.bags.Bag;
import org.seqloc.bags.Compression;
import org.seqloc.bags.Connection;
import org.seqloc.bags.Encoding;
import org.seqloc.bags.RosbagWriter;
import org.seqloc.bags.mcap.McapWriter;
import std_msgs.UInt8;

/** {@code bag check|reindex|convert|filter|merge|split}: what they make, say and refuse. */
class BagToolsCommandTest {

  private static final long START = 1_600_000_000_000_000_000L;
  private static final long SECOND = 1_000_000_000L;

  @TempDir Path folder;
  private Path bag;
  private Path out;

  /** Ten seconds: each a message on /a/x (std_msgs/String) and, half a second on, /b (UInt8). */
  @BeforeEach
  void record() {
    bag = folder.resolve("in.bag");
    out = folder.resolve("out.bag");
    record(bag, START);
  }

  private static void record(Path file, long start) {
    try (RosbagWriter writer = new RosbagWriter(file)) {
      int a = writer.connect("/a/x", std_msgs.String.TYPE);
      int b = writer.connect("/b", UInt8.TYPE);
      for (int i = 0; i < 10; i++) {
        ByteBuf text = Unpooled.buffer().writeIntLE(1);
        text.writeByte('0' + i);
        writer.write(a, start + i * SECOND, text);
        writer.write(b, start + i * SECOND + SECOND / 2, Unpooled.buffer().writeByte(i));
      }
    }
  }

  @Test
  void checkTellsSoundFromDamaged() throws IOException {
    CommandRun sound = CommandRun.succeeding("bag", "check", bag);
    assertEquals(bag + ": 20 messages, no problems\n", sound.out());
    cut(bag, 30);
    CommandRun damaged = CommandRun.of("bag", "check", bag);
    assertEquals(1, damaged.code(), damaged.err());
    assertTrue(damaged.out().contains("problem: " + bag + ": "), damaged.out());
    assertTrue(damaged.out().contains("20 messages, "), damaged.out());
    cut(bag, (int) Files.size(bag) - 40);
    assertTrue(CommandRun.complaint("bag", "check", bag).startsWith(bag + ": "));
  }

  @Test
  void reindexKeepsTheOriginal() throws IOException {
    List<String> all = messages(bag);
    cut(bag, 30);
    byte[] before = Files.readAllBytes(bag);
    CommandRun run = CommandRun.succeeding("bag", "reindex", bag);
    Path original = folder.resolve("in.orig.bag");
    assertTrue(run.out().contains(bag + ": 20 messages; the original is " + original), run.out());
    assertTrue(run.err().contains("seqloc: " + bag + ": "), run.err());
    assertTrue(Arrays.equals(before, Files.readAllBytes(original)));
    assertEquals(all, messages(bag));
    assertTrue(CommandRun.complaint("bag", "reindex", bag).contains("in.orig.bag exists"));
    CommandRun.succeeding("bag", "reindex", original, "--out", out);
    assertEquals(-1, Files.mismatch(bag, out));
  }

  @ParameterizedTest
  @CsvSource({
    "out.bag,none",
    "out.bag,bz2",
    "out.bag,lz4",
    "out.mcap,none",
    "out.mcap,lz4",
    "out.mcap,zstd"
  })
  void convertsBackAndForth(String name, String compression) throws IOException {
    Path there = folder.resolve(name);
    Path back = folder.resolve("back.bag");
    CommandRun.succeeding("bag", "convert", bag, there, "--compression", compression);
    CommandRun.succeeding("bag", "check", there);
    assertEquals(messages(bag), messages(there));
    CommandRun.succeeding("bag", "convert", there, back);
    assertEquals(messages(bag), messages(back));
    try (Bag a = Bag.open(bag);
        Bag b = Bag.open(back)) {
      assertEquals(a.connections(), b.connections());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "--topics /b,                              10, /b, 0.5, 9.5",
    "--topics '/a/*',                          10, /a/x, 0, 9",
    "--exclude *x,                             10, /b, 0.5, 9.5",
    "--type std_msgs/UInt8,                    10, /b, 0.5, 9.5",
    "--from 2 --to 3.5,                         4, , 2, 3.5",
    "--from -1,                                 3, , 8.5, 9.5",
    "--from 1600000008.5,                       3, , 8.5, 9.5",
    "--to 2020-09-13T12:26:41Z --topics /a/x,   2, /a/x, 0, 1",
    "--topics /a/x --type std_msgs/*,          10, /a/x, 0, 9"
  })
  void filters(String options, int count, String topic, double first, double last) {
    List<Object> command = new ArrayList<>(List.of("bag", "filter", bag, out));
    Stream.of(options.replace("'", "").split(" ")).forEach(command::add);
    CommandRun run = CommandRun.succeeding(command.toArray());
    assertTrue(run.out().contains(out + ": " + count + " of 20 messages"), run.out());
    List<String> messages = messages(out);
    assertEquals(count, messages.size());
    if (topic != null) {
      assertTrue(messages.stream().allMatch(m -> m.startsWith(topic + " ")));
    }
    try (Bag filtered = Bag.open(out)) {
      assertEquals(START + (long) (first * SECOND), filtered.startNanos());
      assertEquals(START + (long) (last * SECOND), filtered.endNanos());
    }
  }

  @Test
  void mergesWhatSplitMade() throws IOException {
    CommandRun run = CommandRun.succeeding("bag", "split", bag, "--duration", "2.5");
    List<String> parts = run.out().lines().toList();
    assertEquals(
        Stream.of(0, 1, 2, 3).map(i -> folder.resolve("in_" + i + ".bag").toString()).toList(),
        parts);
    List<Object> command = new ArrayList<>(List.of("bag", "merge", out));
    // In any order.
    command.addAll(List.of(parts.get(2), parts.get(0), parts.get(3), parts.get(1)));
    CommandRun.succeeding(command.toArray());
    assertEquals(messages(bag), messages(out));
    run =
        CommandRun.succeeding("bag", "split", bag, "--size", "200", "--out", folder.resolve("p/s"));
    assertTrue(run.out().lines().count() > 1, run.out());
    assertTrue(Files.exists(folder.resolve("p/s_0.bag")));
  }

  @ParameterizedTest
  @CsvSource({"5, 2", "5s, 2", "0.05m, 4", "1h, 1"})
  void durationsHaveUnits(String duration, int parts) {
    CommandRun run = CommandRun.succeeding("bag", "split", bag, "--duration", duration);
    assertEquals(parts, run.out().lines().count(), run.out());
  }

  @Test
  void refusesInOneLine() throws IOException {
    assertTrue(CommandRun.complaint("bag", "convert", bag, bag).contains("is the input"));
    Files.createFile(out);
    assertTrue(CommandRun.complaint("bag", "merge", out, bag).contains("--replace it"));
    CommandRun.succeeding("bag", "merge", out, bag, "--replace");
    Path x = folder.resolve("x.bag");
    assertTrue(
        CommandRun.complaint("bag", "convert", bag, folder.resolve("x.db3"))
            .contains("cannot tell the format"));
    assertTrue(
        CommandRun.complaint("bag", "convert", bag, x, "--compression", "zip").contains("zip"));
    assertTrue(
        CommandRun.complaint("bag", "filter", bag, x, "--topics", "/none")
            .contains("nothing in it is selected"));
    assertTrue(
        CommandRun.complaint("bag", "filter", bag, x, "--from", "soon").contains("not a time"));
    assertTrue(
        CommandRun.complaint("bag", "filter", bag, x, "--from", "5", "--to", "4")
            .contains("behind"));
    assertTrue(CommandRun.complaint("bag", "split", bag, "--size", "0").contains("not a size"));
    assertTrue(
        CommandRun.complaint("bag", "split", bag, "--duration", "1e999999999")
            .contains("not a duration"));
    assertFalse(Files.exists(x));
    try (Stream<Path> files = Files.list(folder)) {
      assertEquals(List.of(bag, out), files.sorted().toList());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "std_msgs/String,     out.mcap, /a std_msgs/msg/String",
    "std_msgs/msg/String, out.mcap, /a std_msgs/msg/String",
    "std_msgs/msg/S*,     out.bag,  /a std_msgs/String",
    "std_msgs/String,     out.bag,  /a std_msgs/String"
  })
  void typesHaveTheirNamesOfRos1AndOfRos2(String type, String name, String taken) {
    Path ros2 = folder.resolve("ros2.mcap");
    ByteBuf text = Unpooled.copiedBuffer("\0\1\0\0\1\0\0\0\0", StandardCharsets.ISO_8859_1);
    try (McapWriter writer =
        new McapWriter(ros2, McapWriter.Profile.ROS2, Compression.NONE, 1000)) {
      for (String each : List.of("String", "UInt8")) {
        writer.write(
            writer.connect(
                new Connection(
                    0,
                    each.equals("String") ? "/a" : "/b",
                    "std_msgs/msg/" + each,
                    "",
                    each.equals("String") ? "string data\n" : "uint8 data\n",
                    false,
                    "",
                    Encoding.CDR_MSG,
                    "")),
            START,
            text);
      }
    }
    Path filtered = folder.resolve(name);
    CommandRun.succeeding("bag", "filter", ros2, filtered, "--type", type);
    assertEquals(
        List.of(taken), messages(filtered).stream().map(m -> m.replaceFirst(" 16.*", "")).toList());
  }

  @Test
  void aFileOfTheFolderThatIsReadIsNotReplaced() throws IOException {
    Path drive = Files.createDirectory(folder.resolve("drive"));
    Path file = drive.resolve("drive_0.mcap");
    CommandRun.succeeding("bag", "convert", bag, file);
    Files.writeString(
        drive.resolve("metadata.yaml"),
        "rosbag2_bagfile_information:\n  version: 9\n  relative_file_paths: [drive_0.mcap]\n");
    byte[] before = Files.readAllBytes(file);
    for (Object[] command :
        new Object[][] {
          {"bag", "filter", drive, file, "--topics", "/b", "--replace"},
          {"bag", "convert", drive, file, "--replace"},
          {"bag", "merge", file, bag, drive, "--replace"}
        }) {
      assertTrue(CommandRun.complaint(command).contains("is the input"));
    }
    assertTrue(Arrays.equals(before, Files.readAllBytes(file)));
  }

  private static void cut(Path file, int bytes) throws IOException {
    byte[] all = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(all, all.length - bytes));
  }

  private static List<String> messages(Path file) {
    List<String> messages = new ArrayList<>();
    try (Bag bag = Bag.open(file)) {
      bag.messages()
          .forEachRemaining(
              m ->
                  messages.add(
                      String.join(
                          " ",
                          m.connection().topic(),
                          m.connection().type(),
                          Long.toString(m.receiptNanos()),
                          m.payload().toString(StandardCharsets.ISO_8859_1))));
    }
    return messages;
  }
}
