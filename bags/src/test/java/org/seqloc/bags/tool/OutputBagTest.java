package org.seqloc.bags.tool;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.seqloc.bags.ActiveFile;
import org.seqloc.bags.Bag;
import org.seqloc.bags.BagMessage;
import org.seqloc.bags.Compression;
import org.seqloc.bags.Connection;
import org.seqloc.bags.Encoding;
import org.seqloc.bags.RosbagWriter;
import org.seqloc.bags.mcap.McapWriter;
import org.seqloc.core.Progress;
import org.seqloc.core.SeqlocException;

class OutputBagTest {

  private static final Connection CONNECTION =
      new Connection(
          0, "/a", "std_msgs/String", "992ce8a1687cec8c8bd883ec73ca41d1", "string data", false, "");

  /** A string of length 0. */
  private static final ByteBuf EMPTY = Unpooled.buffer(4).writeZero(4);

  @TempDir private Path folder;

  @Test
  void leavesWhatWasThereUntilItIsWhole() throws IOException {
    Path target = folder.resolve("a.bag");
    Files.writeString(target, "before");
    try (OutputBag out = OutputBag.create(target, Optional.empty(), List.of(CONNECTION))) {
      out.connect(CONNECTION);
      out.write(0, 5, EMPTY);
      out.finish();
    }
    assertEquals("before", Files.readString(target));
    assertEquals(List.of(target), files());
    try (OutputBag out = OutputBag.create(target, Optional.of("lz4"), List.of(CONNECTION))) {
      out.write(out.connect(CONNECTION), 5, EMPTY);
      out.commit();
    }
    try (Bag bag = Bag.open(target)) {
      assertEquals(1, bag.messageCount());
    }
    assertEquals(List.of(target), files());
  }

  @Test
  void replacesWhatAKilledRunLeft() throws IOException {
    Path target = folder.resolve("a.bag");
    Files.writeString(folder.resolve(".a.bag.partial"), "rest");
    try (OutputBag out = OutputBag.create(target, Optional.empty(), List.of(CONNECTION))) {
      out.commit();
    }
    assertEquals(List.of(target), files());
  }

  @Test
  void oneRunAtATimeWritesAFile() throws IOException {
    Path target = folder.resolve("a.bag");
    try (OutputBag out = OutputBag.create(target, Optional.empty(), List.of(CONNECTION))) {
      assertWritten(target);
      out.write(out.connect(CONNECTION), 5, EMPTY);
      out.finish();
      // Still under the temporary name.
      assertWritten(target);
      out.commit();
      try (OutputBag next = OutputBag.create(target, Optional.empty(), List.of(CONNECTION))) {
        // Done with its file, the first one leaves that of the next alone.
        out.abort();
        next.commit();
      }
    }
    try (Bag bag = Bag.open(target)) {
      assertEquals(0, bag.messageCount());
    }
    assertEquals(List.of(target), files());
  }

  private static void assertWritten(Path target) {
    SeqlocException e =
        assertThrows(
            SeqlocException.class,
            () -> OutputBag.create(target, Optional.empty(), List.of(CONNECTION)).close());
    assertEquals(target + ": another run is writing it; wait for it or end it", e.getMessage());
  }

  @Test
  void whatCannotBeWrittenIsDeletedAndNamedAsTheUserDid() throws IOException {
    Path target = folder.resolve("a.bag");
    Path inIt = Files.createDirectory(target).resolve("b");
    Files.createFile(inIt);
    try (OutputBag out = OutputBag.create(target, Optional.empty(), List.of(CONNECTION))) {
      SeqlocException e = assertThrows(SeqlocException.class, out::commit);
      assertTrue(e.getMessage().startsWith(target + ": cannot be written: "), e.getMessage());
      assertTrue(e.getMessage().endsWith("; check the disk"), e.getMessage());
      assertFalse(e.getMessage().contains("partial"), e.getMessage());
    }
    assertEquals(List.of(target), files());
  }

  @Test
  void aCopyWhoseEndCannotBeWrittenIsDeleted() throws IOException {
    ActiveFile file = ActiveFile.ofCopy(folder.resolve("a.bag"));
    file.create();
    SeqlocException full = new SeqlocException("full");
    assertThrows(
        SeqlocException.class,
        () ->
            file.close(
                () -> {
                  throw full;
                }));
    assertEquals(1, files().size());
    file.delete();
    assertEquals(List.of(), files());
  }

  @Test
  void refusesItsInputAndWhatIsThere() throws IOException {
    Path there = folder.resolve("a.bag");
    Files.createFile(there);
    Path link = Files.createSymbolicLink(folder.resolve("link.bag"), there);
    assertTrue(refusal(there, true, link).endsWith("is the input; choose another output"));
    assertTrue(refusal(there, false).contains("exists: choose another output, or --replace it"));
    OutputBag.checkTarget(there, true, List.of(folder.resolve("b.bag")));
    OutputBag.checkTarget(folder.resolve("b.bag"), false, List.of(there));
  }

  @Test
  void refusesFormatsAndCompressionsItDoesNotKnow() throws IOException {
    SeqlocException e =
        assertThrows(
            SeqlocException.class,
            () ->
                OutputBag.create(folder.resolve("a.txt"), Optional.empty(), List.of(CONNECTION))
                    .close());
    assertTrue(e.getMessage().contains("cannot tell the format"), e.getMessage());
    e =
        assertThrows(
            SeqlocException.class,
            () ->
                OutputBag.create(folder.resolve("a.bag"), Optional.of("zstd"), List.of(CONNECTION))
                    .close());
    assertEquals(
        "--compression zstd: a .bag file has none, bz2 or lz4; choose one", e.getMessage());
    assertEquals(List.of(), files());
  }

  @Test
  void anActiveBagBecomesAWholeOne() throws IOException {
    RosbagWriter writer = new RosbagWriter(folder.resolve("a.bag"));
    writer.write(writer.connect(CONNECTION), 5, EMPTY);
    writer.flush();
    Path active = folder.resolve("a.bag.active");
    BagReindex.Result copy = BagReindex.to(active, folder.resolve("b.bag"), false, Progress.NONE);
    assertEquals(active, copy.original());
    BagReindex.Result result = BagReindex.inPlace(active, false, Progress.NONE);
    assertEquals(folder.resolve("a.bag"), result.file());
    assertEquals(1, result.messages());
    assertEquals(
        List.of(folder.resolve("a.bag"), folder.resolve("a.orig.bag"), folder.resolve("b.bag")),
        files());
    assertEquals(-1, Files.mismatch(folder.resolve("a.bag"), folder.resolve("b.bag")));
    assertTrue(BagCheck.check(result.file(), Progress.NONE).isSound());
    assertFalse(BagCheck.check(result.original(), Progress.NONE).isSound());
  }

  @Test
  void aBagOfWhichNothingCanBeSavedStaysAsItIs() throws IOException {
    Path file = folder.resolve("a.bag");
    try (RosbagWriter writer = new RosbagWriter(file, Compression.LZ4)) {
      writer.write(writer.connect(CONNECTION), 5, EMPTY);
    }
    byte[] bytes = Files.readAllBytes(file);
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    // The magic number of the only chunk's frame.
    bytes[text.indexOf("\4\"M\u0018")] = 0;
    Files.write(file, bytes);
    SeqlocException e =
        assertThrows(SeqlocException.class, () -> BagReindex.inPlace(file, true, Progress.NONE));
    assertTrue(e.getMessage().startsWith(file + ": no message of it can be saved"), e.getMessage());
    assertEquals(List.of(file), files());
    assertArrayEquals(bytes, Files.readAllBytes(file));
  }

  @Test
  void aSplitThatFailsLeavesNothing() throws IOException {
    Path source = folder.resolve("a.bag");
    try (RosbagWriter writer = new RosbagWriter(source)) {
      int id = writer.connect(CONNECTION);
      for (int i = 1; i <= 3; i++) {
        writer.write(id, i * 1_000_000_000L, EMPTY);
      }
    }
    Files.createFile(folder.resolve("part_2.bag"));
    BagSplit.Options seconds =
        new BagSplit.Options(
            Optional.empty(),
            Optional.of(1_000_000_000L),
            false,
            BagFormat.ROSBAG,
            Optional.empty(),
            false);
    try (Bag bag = Bag.open(source)) {
      assertThrows(
          SeqlocException.class,
          () -> BagSplit.split(bag, folder.resolve("part"), seconds, Progress.NONE));
      assertEquals(List.of(source, folder.resolve("part_2.bag")), files());
      assertEquals(3, BagSplit.split(bag, folder.resolve("new"), seconds, Progress.NONE).size());
    }
  }

  @Test
  void aSplitDoesNotReplaceAFileOfItsInput() throws IOException {
    List<Path> sources = List.of(folder.resolve("a.bag"), folder.resolve("part_0.bag"));
    for (Path source : sources) {
      try (RosbagWriter writer = new RosbagWriter(source)) {
        writer.write(writer.connect(CONNECTION), 1, EMPTY);
      }
    }
    BagSplit.Options options =
        new BagSplit.Options(
            Optional.of(1L), Optional.empty(), false, BagFormat.ROSBAG, Optional.empty(), true);
    try (Bag bag = Bag.open(sources)) {
      SeqlocException e =
          assertThrows(
              SeqlocException.class,
              () -> BagSplit.split(bag, folder.resolve("part"), options, Progress.NONE));
      assertTrue(e.getMessage().startsWith(sources.get(1) + ": is the input"), e.getMessage());
    }
    assertEquals(sources, files());
  }

  @Test
  void aPartThatIsFullBeforeItsTimeStartsTheTimeAnew() {
    Path source = folder.resolve("a.mcap");
    try (McapWriter writer = new McapWriter(source, Compression.NONE)) {
      int id = writer.connect(CONNECTION);
      for (int i = 0; i <= 100; i++) {
        int length = i == 10 ? 10_000 : 0;
        writer.write(
            id, i * 1_000_000_000L, Unpooled.buffer().writeIntLE(length).writeZero(length));
      }
    }
    BagSplit.Options options =
        new BagSplit.Options(
            Optional.of(9000L),
            Optional.of(60_000_000_000L),
            false,
            BagFormat.MCAP,
            Optional.empty(),
            false);
    List<Long> starts = new ArrayList<>();
    try (Bag bag = Bag.open(source)) {
      for (Path part : BagSplit.split(bag, folder.resolve("part"), options, Progress.NONE)) {
        try (Bag written = Bag.open(part)) {
          starts.add(written.startNanos() / 1_000_000_000L);
        }
      }
    }
    assertEquals(List.of(0L, 11L, 71L), starts);
  }

  @Test
  void partsOfASplitBeginWithWhatIsLatchedWhenAsked() {
    Path source = folder.resolve("a.bag");
    Connection latched =
        new Connection(
            0, "/tf_static", CONNECTION.type(), CONNECTION.md5(), "string data", true, "/rsp");
    try (RosbagWriter writer = new RosbagWriter(source)) {
      int once = writer.connect(latched);
      int often = writer.connect(CONNECTION);
      writer.write(once, 1, EMPTY);
      for (int i = 1; i <= 3; i++) {
        writer.write(often, i * 1_000_000_000L, EMPTY);
      }
    }
    assertEquals(
        List.of("[1 /tf_static, 1000000000 /a]", "[2000000000 /a]", "[3000000000 /a]"),
        partsOf(source, false));
    assertEquals(
        List.of(
            "[1 /tf_static, 1000000000 /a]",
            "[2000000000 /tf_static, 2000000000 /a]",
            "[3000000000 /tf_static, 3000000000 /a]"),
        partsOf(source, true));
  }

  @Test
  void aCopyFromMcapToMcapKeepsWhatIsToldOfMessages() {
    Path source = folder.resolve("a.mcap");
    Connection noted =
        new Connection(
            0,
            "/a",
            CONNECTION.type(),
            CONNECTION.md5(),
            CONNECTION.definition(),
            true,
            "/node",
            Encoding.ROS1,
            "",
            Map.of("topic", "/b", "vehicle", "seven"));
    try (McapWriter writer = new McapWriter(source, Compression.LZ4)) {
      int id = writer.connect(noted);
      writer.write(id, new BagMessage(noted, 100, EMPTY, 70, 4_000_000_000L));
      writer.write(id, new BagMessage(noted, 200, EMPTY, -1, 0));
      writer.write(id, 300, EMPTY);
      writer.writeMetadata("vehicle", Map.of("name", "seven"));
      writer.writeMetadata("rosbag2", Map.of("serialized_metadata", ""));
    }
    Path copy = folder.resolve("b.mcap");
    try (Bag bag = Bag.open(source);
        OutputBag out = OutputBag.create(copy, Optional.empty(), bag.connections())) {
      assertEquals(3, BagCopy.copy(bag, Selection.ALL, out, Progress.NONE));
      assertEquals(
          Optional.of(source + ": attachments and metadata records are left out, 1 in all"),
          BagCopy.leftOut(bag));
      out.commit();
    }
    try (Bag bag = Bag.open(copy)) {
      assertEquals(List.of(noted), bag.connections());
      List<String> told = new ArrayList<>();
      bag.messages()
          .forEachRemaining(
              m -> told.add(m.receiptNanos() + " " + m.publishNanos() + " " + m.sequence()));
      assertEquals(List.of("100 70 4000000000", "200 -1 0", "300 300 2"), told);
      assertEquals(Optional.empty(), BagCopy.leftOut(bag));
    }
    BagReindex.Result result =
        BagReindex.to(source, folder.resolve("c.mcap"), false, Progress.NONE);
    assertEquals(1, result.warnings().size(), result.warnings()::toString);
  }

  private List<String> partsOf(Path source, boolean repeatLatched) {
    BagSplit.Options seconds =
        new BagSplit.Options(
            Optional.empty(),
            Optional.of(1_000_000_000L),
            repeatLatched,
            BagFormat.MCAP,
            Optional.empty(),
            true);
    List<String> parts = new ArrayList<>();
    try (Bag bag = Bag.open(source)) {
      for (Path part : BagSplit.split(bag, folder.resolve("part"), seconds, Progress.NONE)) {
        try (Bag written = Bag.open(part)) {
          List<String> messages = new ArrayList<>();
          written
              .messages()
              .forEachRemaining(m -> messages.add(m.receiptNanos() + " " + m.connection().topic()));
          parts.add(messages.toString());
        }
      }
    }
    return parts;
  }

  private static String refusal(Path target, boolean replace, Path... sources) {
    return assertThrows(
            SeqlocException.class, () -> OutputBag.checkTarget(target, replace, List.of(sources)))
        .getMessage();
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    }
  }
}
