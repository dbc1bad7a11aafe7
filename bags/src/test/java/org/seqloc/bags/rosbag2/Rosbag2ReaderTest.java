package org.seqloc.bags.rosbag2;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.luben.zstd.ZstdOutputStreamNoFinalizer;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.seqloc.bags.Bag;
import org.seqloc.bags.BagCursor;
import org.seqloc.bags.BagMessage;
import org.seqloc.bags.tool.BagReindex;
import org.seqloc.core.Progress;
import org.seqloc.core.SeqlocException;
import sensor_msgs.CameraInfo;
import sensor_msgs.Image;

class Rosbag2ReaderTest {

  private static final String FILE = "sqlite_9.db3";

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sqlite_9",
        "sqlite_file",
        "sqlite_message",
        "mcap_8",
        "mcap_file",
        "mcap_message",
        "mcap_storage",
        "mcap_idl"
      })
  void readsWhatRosbagsWrote(String name) {
    RosbagsPeerTest.compare(Golden.lines(name), Golden.path(name));
  }

  @Test
  void readsOneFileAsTheFolder() {
    List<String> expected = shown(Golden.path("sqlite_message"));
    Path file = Golden.path("sqlite_message").resolve("sqlite_message.db3");
    assertEquals(expected, shown(file));
    // Its metadata may be absent: messages tell by themselves that they are compressed.
    Path alone = folder.resolve("alone.db3");
    copy(file, alone);
    assertEquals(expected, shown(alone));
    assertEquals(expected, shown(Golden.path("sqlite_message").resolve("metadata.yaml")));
    Path compressed = Golden.path("sqlite_file").resolve("sqlite_file.db3.zstd");
    assertEquals(shown(Golden.path("sqlite_file")), shown(compressed));
  }

  @Test
  void aFileOfMcapHeedsTheMetadataBesideIt() throws IOException {
    Path recording = Golden.copy("mcap_message", folder);
    Path file = recording.resolve("mcap_message.mcap");
    List<String> expected = shown(recording);
    try (Bag bag = Bag.open(file)) {
      assertEquals(expected, Shown.lines(bag));
    }
    assertOneLine(
        assertThrows(
            SeqlocException.class,
            () -> BagReindex.to(file, folder.resolve("b.mcap"), false, Progress.NONE)),
        "only the metadata beside it");
    BagReindex.inPlace(file, false, Progress.NONE);
    assertEquals(expected, shown(recording));
    Path metadata = recording.resolve("metadata.yaml");
    Files.writeString(
        metadata,
        Files.readString(metadata)
            .replaceFirst("compression_format: .*", "compression_format: lz5"));
    assertOneLine(assertThrows(SeqlocException.class, () -> Bag.open(file)), "compressed as 'lz5'");
  }

  @Test
  void metadataWithoutFilesLeaveThemToBeFound() throws IOException {
    Path recording = Golden.copy("sqlite_9", folder);
    List<String> expected = shown(recording);
    Path metadata = recording.resolve("metadata.yaml");
    Files.writeString(
        metadata,
        Files.readString(metadata)
            .replaceFirst("relative_file_paths:\\s+- .*", "relative_file_paths: []"));
    assertEquals(expected, shown(recording));
    assertWarnings(expected, recording, metadata + ": names no files; all are read");
  }

  @Test
  void decodesAsRos1() {
    try (Bag bag = Rosbag2Reader.open(Golden.path("sqlite_9"))) {
      List<BagMessage> images = messages(bag, "/t0/image");
      Image image = images.get(0).decode(Image.TYPE);
      assertEquals(0, image.getHeader().getSeq());
      assertTrue(
          Golden.lines("sqlite_9").stream()
              .anyMatch(l -> l.contains("step=" + Integer.toUnsignedString(image.getStep()))));
      assertEquals(
          12, messages(bag, "/t1/camerainfo").get(0).decode(CameraInfo.TYPE).getP().length);
      assertOneLine(
          assertThrows(SeqlocException.class, () -> images.get(0).decode(CameraInfo.TYPE)),
          "recorded as sensor_msgs/msg/Image");
      BagMessage cut =
          new BagMessage(images.get(0).connection(), 0, images.get(0).payload().slice(0, 14));
      assertOneLine(
          assertThrows(SeqlocException.class, () -> cut.decode(Image.TYPE)),
          "topic /t0/image",
          "std_msgs/Header.frame_id");
    }
  }

  @Test
  void joinsFilesInTheOrderOfStamps() {
    Path bag = twoFiles();
    try (Bag one = Rosbag2Reader.open(Golden.path("sqlite_9"));
        Bag two = Rosbag2Reader.open(bag)) {
      assertEquals(List.of(), two.warnings());
      assertEquals(one.connections(), two.connections());
      assertEquals(2 * one.messageCount(), two.messageCount());
      assertEquals(2 * one.messageCount("/t0/image"), two.messageCount("/t0/image"));
      List<Long> stamps = new ArrayList<>();
      two.messages().forEachRemaining(m -> stamps.add(m.receiptNanos()));
      assertEquals(stamps.stream().sorted().toList(), stamps);
      assertEquals(two.messageCount(), stamps.size());
      assertEquals(two.startNanos(), stamps.get(0));
      assertEquals(two.endNanos(), stamps.get(stamps.size() - 1));
      assertEquals(one.endNanos() + 100, two.endNanos());
      long from = stamps.get(5);
      long to = stamps.get(12);
      List<Long> some = new ArrayList<>();
      two.messages(c -> true, from, to).forEachRemaining(m -> some.add(m.receiptNanos()));
      assertEquals(stamps.stream().filter(s -> s >= from && s <= to).toList(), some);
      assertEquals(4, messages(two, "/t2/tfmessage").size());
      assertEquals("rosbag2 8", two.info().version());
      assertEquals(2 * one.info().sizeBytes(), two.info().sizeBytes());
    }
  }

  /** The second file's messages are 100 ns after the first one's. */
  @Test
  void namesAllFilesThatMayChange() {
    Path recording = twoFiles();
    try (Rosbag2Reader bag = Rosbag2Reader.open(recording)) {
      List<Path> files = bag.files();
      assertEquals(3, files.size(), files::toString);
      assertTrue(files.contains(recording.resolve("metadata.yaml")));
      assertTrue(files.stream().allMatch(Files::isRegularFile));
      try (Bag view = Ros1View.of(bag)) {
        assertEquals(files, view.files());
      }
    }
  }

  @Test
  void namesCompressedFilesAsTheyAreOnTheDisk() {
    Path compressed = Golden.copy("sqlite_file", folder);
    try (Bag bag = Bag.open(compressed)) {
      assertEquals(
          Set.of(compressed.resolve("metadata.yaml"), compressed.resolve("sqlite_file.db3.zstd")),
          Set.copyOf(bag.files()));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"!!int x", "!!set [a]", "!!binary a", "!!timestamp x", "!!float [1]"})
  void metadataOfWrongTagsAreToldInOneLine(String value) throws IOException {
    Path bag = twoFiles();
    Path metadata = bag.resolve("metadata.yaml");
    Files.writeString(metadata, Files.readString(metadata) + "\nmore: " + value + "\n");
    try (Bag read = Bag.open(bag)) {
      assertTrue(read.messageCount() > 0);
      assertEquals(1, read.warnings().size(), read.warnings()::toString);
      String warning = read.warnings().get(0);
      assertTrue(warning.startsWith(metadata + ": not the metadata of a rosbag2: "), warning);
      assertEquals(1, warning.lines().count(), warning);
    }
  }

  @Test
  void anotherCompressionIsNamed() throws IOException {
    Path bag = Golden.copy("sqlite_file", folder);
    Path metadata = bag.resolve("metadata.yaml");
    Files.writeString(
        metadata,
        Files.readString(metadata).replace("compression_format: zstd", "compression_format: lz4"));
    SeqlocException e = assertThrows(SeqlocException.class, () -> Bag.open(bag).close());
    assertOneLine(e, metadata.toString(), "compressed as 'lz4', only zstd can be read");
  }

  @Test
  void whatCannotBeOpenedLeavesNoDecompressedFile() throws IOException {
    Path bag = twoFiles();
    Files.delete(bag.resolve("metadata.yaml"));
    Path file = bag.resolve("broken_9.db3.zstd");
    try (OutputStream out = new ZstdOutputStreamNoFinalizer(Files.newOutputStream(file))) {
      out.write("no database".getBytes(StandardCharsets.US_ASCII));
    }
    Set<Path> before = temporary();
    try (Bag read = Bag.open(bag)) {
      assertTrue(read.warnings().stream().anyMatch(line -> line.startsWith(file + ": ")));
      for (Path made : temporary()) {
        if (!before.contains(made)) {
          assertFalse(Files.exists(made.resolve("0-broken_9.db3")));
        }
      }
    }
  }

  private Path twoFiles() {
    Path bag = Golden.copy("sqlite_9", folder);
    copy(bag.resolve(FILE), bag.resolve("sqlite_10.db3"));
    Golden.execute(bag.resolve("sqlite_10.db3"), "UPDATE messages SET timestamp = timestamp + 100");
    write(bag, 8, 20, FILE, "sqlite_10.db3");
    return bag;
  }

  @Test
  void readsFilesWithoutMetadata() throws IOException {
    List<String> expected = shown(twoFiles());
    Path bag = folder.resolve("bag");
    Files.delete(bag.resolve("metadata.yaml"));
    assertWarnings(expected, bag, "no metadata.yaml");
    Files.writeString(bag.resolve("metadata.yaml"), "a: [");
    assertWarnings(expected, bag, "not the metadata of a rosbag2");
    write(bag, 10, 20, FILE);
    assertWarnings(expected, bag, "version 10 is newer than 9");
  }

  @Test
  void readsWhatIsLeft() throws IOException {
    Path bag = twoFiles();
    List<String> first = shown(Golden.path("sqlite_9"));
    Files.delete(bag.resolve("sqlite_10.db3"));
    assertWarnings(first, bag, "sqlite_10.db3: no such file", "tells of 20 messages, there are 10");
    Files.writeString(bag.resolve("sqlite_10.db3"), "no database");
    assertWarnings(first, bag, "sqlite_10.db3: neither a database", "tells of 20");
    Files.delete(bag.resolve(FILE));
    assertOneLine(
        assertThrows(SeqlocException.class, () -> Rosbag2Reader.open(bag)),
        FILE + ": no such file");
  }

  @ParameterizedTest
  @ValueSource(strings = {"../secret.db3", "/etc/passwd", "a/../../secret.db3", "link.db3", ".."})
  void readsNothingOutsideTheFolder(String name) throws IOException {
    Path bag = Golden.copy("sqlite_9", folder);
    copy(bag.resolve(FILE), folder.resolve("secret.db3"));
    Files.createSymbolicLink(bag.resolve("link.db3"), folder.resolve("secret.db3"));
    write(bag, 8, 10, name);
    assertOneLine(
        assertThrows(SeqlocException.class, () -> Rosbag2Reader.open(bag)),
        "metadata.yaml",
        "not within the folder");
  }

  @Test
  void readsPathsAsOldMetadataHaveThem() {
    Path bag = Golden.copy("sqlite_9", folder);
    write(bag, 3, 10, "name_before/" + FILE);
    assertEquals(shown(Golden.path("sqlite_9")), shown(bag));
  }

  @Test
  void knowsDefinitionsThatWereNotRecorded() {
    Path bag = Golden.copy("sqlite_9", folder);
    Golden.execute(
        bag.resolve(FILE),
        "DROP TABLE message_definitions",
        "DROP TABLE metadata",
        "UPDATE schema SET schema_version = 2",
        "DELETE FROM messages WHERE topic_id = 4");
    write(bag, 4, 8, FILE);
    List<String> expected =
        shown(Golden.path("sqlite_9")).stream().filter(l -> !l.contains("Odd")).toList();
    assertEquals(expected, shown(bag));
    try (Bag view = Ros1View.of(Rosbag2Reader.open(bag))) {
      assertEquals(1, view.warnings().size());
      assertTrue(
          view.warnings().get(0).startsWith(bag + ": topic /t3/odd: left out"),
          view.warnings()::toString);
      assertEquals(8, view.messageCount());
      assertEquals(Image.TYPE.md5(), view.connections().get(0).md5());
    }
  }

  @Test
  void needsNoIndex() {
    Path bag = Golden.copy("sqlite_9", folder);
    Golden.execute(bag.resolve(FILE), "DROP INDEX timestamp_idx");
    assertEquals(shown(Golden.path("sqlite_9")), shown(bag));
    try (Bag read = Rosbag2Reader.open(bag)) {
      assertEquals(2, read.messageCount("/t0/image"));
      assertEquals(2, messages(read, "/t0/image").size());
    }
  }

  @Test
  void closingEndsCursorsAndLeavesNothing() throws IOException {
    Set<Path> before = temporary();
    Rosbag2Reader bag = Rosbag2Reader.open(Golden.path("sqlite_file"));
    assertFalse(temporary().equals(before));
    BagCursor cursor = bag.messages();
    BagMessage first = cursor.next();
    bag.close();
    assertTrue(first.payload().isReadable());
    assertEquals(before, temporary());
  }

  private static Set<Path> temporary() throws IOException {
    try (var files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
      return Set.copyOf(
          files.filter(f -> f.getFileName().toString().startsWith("seqloc-rosbag2")).toList());
    }
  }

  @Test
  void whatIsNoRecordingIsRefused() throws IOException {
    Path text = Files.writeString(folder.resolve("a.db3"), "text");
    assertOneLine(
        assertThrows(SeqlocException.class, () -> Rosbag2Reader.open(text)), "neither a database");
    assertOneLine(
        assertThrows(SeqlocException.class, () -> Rosbag2Reader.open(folder.resolve("b.db3"))),
        "no such file");
    Path other = folder.resolve("other.db3");
    Golden.execute(other, "CREATE TABLE t (x)");
    assertOneLine(
        assertThrows(SeqlocException.class, () -> Rosbag2Reader.open(other)), "not of rosbag2");
    Path empty = Files.createDirectory(folder.resolve("empty"));
    assertOneLine(
        assertThrows(SeqlocException.class, () -> Rosbag2Reader.open(empty)), "no recording");
  }

  @Test
  void aMessageThatDecompressesWithoutEndIsRefused() throws IOException {
    ByteBuf bomb = Unpooled.wrappedBuffer(com.github.luben.zstd.Zstd.compress(new byte[300 << 20]));
    IOException e = assertThrows(IOException.class, () -> Zstd.message(bomb));
    assertTrue(e.getMessage().contains("decompresses to more than"), e.getMessage());
  }

  private static void assertWarnings(List<String> expected, Path bag, String... parts) {
    try (Bag read = Rosbag2Reader.open(bag)) {
      assertEquals(expected, Shown.lines(read));
      assertEquals(parts.length, read.warnings().size(), read.warnings()::toString);
      for (int i = 0; i < parts.length; i++) {
        assertTrue(read.warnings().get(i).contains(parts[i]), read.warnings()::toString);
      }
    }
  }

  static void assertOneLine(SeqlocException e, String... parts) {
    assertEquals(1, e.getMessage().lines().count(), e.getMessage());
    for (String part : parts) {
      assertTrue(e.getMessage().contains(part), e.getMessage());
    }
  }

  private static List<String> shown(Path path) {
    try (Bag bag = Rosbag2Reader.open(path)) {
      return Shown.lines(bag);
    }
  }

  private static List<BagMessage> messages(Bag bag, String topic) {
    List<BagMessage> messages = new ArrayList<>();
    bag.messages(Set.of(topic)).forEachRemaining(messages::add);
    return messages;
  }

  private static void copy(Path from, Path to) {
    try {
      Files.copy(from, to);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes metadata of a version that name these files. */
  private static void write(Path bag, int version, int messages, String... files) {
    StringBuilder text = new StringBuilder("rosbag2_bagfile_information:\n");
    text.append("  version: ").append(version).append("\n  storage_identifier: sqlite3\n");
    text.append("  message_count: ").append(messages).append("\n  relative_file_paths:\n");
    for (String file : files) {
      text.append("    - ").append(file).append('\n');
    }
    try {
      Files.writeString(bag.resolve("metadata.yaml"), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
