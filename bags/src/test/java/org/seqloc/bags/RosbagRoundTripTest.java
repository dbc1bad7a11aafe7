package org.seqloc.bags;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.seqloc.bags.Samples.Sample;
import org.seqloc.core.SeqlocException;

class RosbagRoundTripTest {

  @TempDir private Path folder;

  @Property(tries = 60)
  void givesInTimeOrderWhatWasWritten(
      @ForAll long seed,
      @ForAll("compressions") Compression compression,
      @ForAll @IntRange(max = 200) int count,
      @ForAll @IntRange(min = 1, max = 4) int topics,
      @ForAll @IntRange(min = 1, max = 5000) int chunkBytes,
      @ForAll @IntRange(max = 40) int jitterMillis)
      throws IOException {
    Path temporary = Files.createTempDirectory("bags");
    Path file = temporary.resolve("a.bag");
    List<Sample> samples = Samples.random(count, topics, 100, jitterMillis * 1_000_000L, seed);
    Samples.write(file, compression, chunkBytes, topics, samples);
    // Sorting is stable: equal stamps stay in the order of writing, which is that of the file.
    List<Sample> expected =
        samples.stream().sorted(Comparator.comparingLong(Sample::nanos)).toList();
    try (RosbagReader bag = RosbagReader.open(file)) {
      assertSame(expected, bag.messages());
      assertSame(expected, bag.messages(c -> true, 0, Long.MAX_VALUE, 1, RosbagCursor.MAX_ENTRIES));
      assertEquals(count, bag.messageCount());
      if (count > 0) {
        assertEquals(expected.get(0).nanos(), bag.startNanos());
        assertEquals(expected.get(count - 1).nanos(), bag.endNanos());
        long from = expected.get(count / 3).nanos();
        long to = expected.get(2 * count / 3).nanos();
        assertSame(
            expected.stream()
                .filter(s -> s.connection() == 0 && s.nanos() >= from && s.nanos() <= to)
                .toList(),
            bag.messages(c -> c.topic().equals("/topic0"), from, to));
      }
    } finally {
      Files.delete(file);
      Files.delete(temporary);
    }
  }

  @Provide
  Arbitrary<Compression> compressions() {
    return Arbitraries.of(Compression.NONE, Compression.BZ2, Compression.LZ4);
  }

  @Test
  void keepsConnectionsAndCounts() {
    Path file = folder.resolve("a.bag");
    List<Sample> samples = Samples.random(50, 2, 10, 0, 1);
    Samples.write(file, Compression.NONE, 100, 3, samples);
    try (Bag bag = Bag.open(file)) {
      assertEquals(
          List.of(
              Samples.connection(0, "/topic0"),
              Samples.connection(1, "/topic1"),
              Samples.connection(2, "/topic2")),
          bag.connections());
      long ofFirst = samples.stream().filter(s -> s.connection() == 0).count();
      assertEquals(ofFirst, bag.messageCount(bag.connections().get(0)));
      assertEquals(50 - ofFirst, bag.messageCount("/topic1"));
      assertEquals(0, bag.messageCount("/topic2"));
      assertEquals(0, bag.messageCount("/no_such_topic"));
      assertFalse(bag.messages(Set.of("/no_such_topic")).hasNext());
      assertThrows(NoSuchElementException.class, () -> bag.messages(Set.of()).next());
    }
  }

  @ParameterizedTest
  @EnumSource(value = Compression.class, mode = EnumSource.Mode.EXCLUDE, names = "ZSTD")
  void givesPayloadsThatOutliveTheBagAndEachOther(Compression compression) {
    Path file = folder.resolve("a.bag");
    List<Sample> samples = Samples.random(20, 1, 50, 0, 3);
    Samples.write(file, compression, 200, 1, samples);
    List<BagMessage> messages = new ArrayList<>();
    try (Bag bag = Bag.open(file)) {
      bag.messages().forEachRemaining(messages::add);
    }
    for (int i = 0; i < messages.size(); i++) {
      ByteBuf payload = messages.get(i).payload();
      assertEquals(samples.get(i).payload(), payload);
      assertTrue(!payload.isReadable() || payload.release());
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {5L << 30, (1L << 29) - 5000, (1L << 30) - 4500, (1L << 31) - 4700})
  void readsBeyondTwoGigabytesAndAcrossWindows(long shift) throws IOException {
    Path file = folder.resolve("a.bag");
    List<Sample> samples = Samples.random(50, 2, 100, 0, 4);
    Samples.write(file, Compression.NONE, 1000, 2, samples);
    Path far = folder.resolve("far.bag");
    shift(Files.readAllBytes(file), shift, far);
    try (Bag bag = Bag.open(far)) {
      assertSame(samples, bag.messages());
    }
  }

  /** Moves chunks and index by as much, leaving a hole behind the header. */
  private static void shift(byte[] bytes, long shift, Path target) throws IOException {
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    int indexPos = text.indexOf("index_pos=") + 10;
    buffer.putLong(indexPos, buffer.getLong(indexPos) + shift);
    for (int at = text.indexOf("chunk_pos="); at >= 0; at = text.indexOf("chunk_pos=", at + 1)) {
      buffer.putLong(at + 10, buffer.getLong(at + 10) + shift);
    }
    int head = RosbagIndex.HEADER_AT + 4096 + 8;
    try (RandomAccessFile out = new RandomAccessFile(target.toFile(), "rw")) {
      out.write(bytes, 0, head);
      out.seek(head + shift);
      out.write(bytes, head, bytes.length - head);
    }
  }

  private static void assertSame(List<Sample> expected, BagCursor messages) {
    for (Sample sample : expected) {
      BagMessage message = messages.next();
      assertEquals("/topic" + sample.connection(), message.connection().topic());
      assertEquals(sample.nanos(), message.receiptNanos());
      assertEquals(sample.payload(), message.payload());
    }
    assertFalse(messages.hasNext());
  }

  @Test
  void leavesNothingOfAnAbortedBag() throws IOException {
    Path file = folder.resolve("a.bag");
    RosbagWriter writer = new RosbagWriter(file);
    writer.connect(Samples.connection(0, "/a"));
    writer.abort();
    writer.close();
    assertThrows(
        IllegalStateException.class, () -> writer.write(0, 1, Unpooled.wrappedBuffer(new byte[1])));
    try (var files = Files.list(folder)) {
      assertEquals(0, files.count());
    }
  }

  @Test
  void hasItsNameOnlyWhenItIsWhole() throws IOException {
    Path file = folder.resolve("a.bag");
    Files.writeString(file, "the bag of before");
    try (RosbagWriter writer = new RosbagWriter(file)) {
      assertEquals("the bag of before", Files.readString(file));
      SeqlocException e = assertThrows(SeqlocException.class, () -> new RosbagWriter(file).close());
      assertTrue(e.getMessage().startsWith(file + ".active: exists"), e.getMessage());
      assertEquals(file, writer.path());
    }
    try (Bag bag = Bag.open(file)) {
      assertEquals(0, bag.messageCount());
      assertEquals(0, bag.startNanos());
      assertEquals(List.of(), bag.connections());
    }
    assertFalse(Files.exists(folder.resolve("a.bag.active")));
  }

  @Test
  void reindexMendsWhatACrashLeft() throws IOException {
    Path crashed = folder.resolve("b.bag");
    List<Sample> samples = Samples.random(40, 2, 100, 0, 6);
    try (RosbagWriter writer = new RosbagWriter(folder.resolve("a.bag"))) {
      writer.connect(Samples.connection(0, "/topic0"));
      writer.connect(Samples.connection(1, "/topic1"));
      for (Sample s : samples) {
        writer.write(s.connection(), s.nanos(), s.payload());
      }
      writer.flush();
      Files.copy(folder.resolve("a.bag.active"), crashed);
      assertEquals(Files.size(crashed), writer.sizeBytes());
      assertEquals(40, writer.messageCount());
    }
    try (Bag bag = Bag.open(crashed)) {
      assertSame(samples, bag.messages());
      assertEquals(1, bag.warnings().size(), () -> bag.warnings().toString());
    }
    Ros.rosbag("reindex", crashed);
    try (Bag bag = Bag.open(crashed)) {
      assertSame(samples, bag.messages());
    }
  }

  @Test
  void refusesWhatRosCannotRead() {
    try (RosbagWriter writer = new RosbagWriter(folder.resolve("a.bag"))) {
      Connection good = Samples.connection(0, "/a");
      Connection bad = new Connection(0, "/a", "Header", good.md5(), "", false, "");
      assertThrows(SeqlocException.class, () -> writer.connect(bad));
      assertThrows(SeqlocException.class, () -> writer.connect(Samples.connection(0, "")));
      int id = writer.connect(good);
      ByteBuf empty = Unpooled.EMPTY_BUFFER;
      assertThrows(IllegalArgumentException.class, () -> writer.write(id, 0, empty));
      assertThrows(IllegalArgumentException.class, () -> writer.write(id, Long.MAX_VALUE, empty));
      assertThrows(IllegalArgumentException.class, () -> writer.write(id + 1, 1, empty));
      writer.write(id, (1L << 32) * 1_000_000_000L - 1, empty);
    }
    try (Bag bag = Bag.open(folder.resolve("a.bag"))) {
      assertEquals(4294967295_999_999_999L, bag.messages().next().receiptNanos());
    }
  }
}
