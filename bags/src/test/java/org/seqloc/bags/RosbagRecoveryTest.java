package org.seqloc.bags;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import net.jpountz.xxhash.XXHashFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.seqloc.bags.Samples.Sample;
import org.seqloc.bags.tool.BagReindex;
import org.seqloc.core.Progress;
import org.seqloc.core.SeqlocException;

/** Damaged and unfinished bags: what is whole is read, and what was lost is told. */
@Timeout(180)
class RosbagRecoveryTest {

  private static final List<Compression> ROSBAG =
      List.of(Compression.NONE, Compression.BZ2, Compression.LZ4);
  private static final int MESSAGES = 14;
  private static final int CHUNKS_AT = RosbagIndex.HEADER_AT + 4096 + 8;

  @TempDir private Path folder;
  private Path file;
  private List<String> all;
  private byte[] bytes;

  @BeforeEach
  void nameFile() {
    file = folder.resolve("a.bag");
  }

  /** Messages in stamp order, several in each of several chunks. */
  private void sample(Compression compression) throws IOException {
    Samples.write(file, compression, 300, 2, Samples.random(MESSAGES, 2, 100, 0, 8));
    bytes = Files.readAllBytes(file);
    all = Dump.of(file);
  }

  @ParameterizedTest
  @EnumSource(names = {"NONE", "BZ2", "LZ4"})
  void aBagCutAnywhereGivesAllMessagesBeforeTheCut(Compression compression) throws IOException {
    sample(compression);
    int before = 0;
    // Together they meet every place of a record.
    int step = compression == Compression.LZ4 ? 2 : 5;
    for (int length = CHUNKS_AT; length < bytes.length; length += step) {
      Files.write(file, Arrays.copyOf(bytes, length));
      try (Bag bag = Bag.open(file)) {
        List<String> some = Dump.of(bag.messages());
        assertEquals(all.subList(0, some.size()), some, "cut at " + length);
        assertEquals(some.size(), bag.messageCount());
        assertEquals(some.size(), bag.info().messageCount());
        assertTrue(some.size() >= before, "cut at " + length);
        assertFalse(bag.warnings().isEmpty());
        bag.warnings().forEach(this::assertOneLine);
        before = some.size();
      }
    }
    assertEquals(all.size(), before);
  }

  @Test
  void anUncompressedBagLosesOnlyTheMessageThatIsCut() throws IOException {
    sample(Compression.NONE);
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    List<Integer> messages = new ArrayList<>();
    int indexPos = (int) buffer().getLong(text.indexOf("index_pos=") + 10);
    // ROS's field "op" of a message record: where the record's header starts is not far before.
    for (int at = text.indexOf("op=\2"); at >= 0; at = text.indexOf("op=\2", at + 1)) {
      messages.add(at);
    }
    assertEquals(MESSAGES, messages.size());
    for (int i = 0; i < messages.size(); i++) {
      assertTrue(messages.get(i) < indexPos);
      Files.write(file, Arrays.copyOf(bytes, messages.get(i)));
      assertEquals(all.subList(0, i), Dump.of(file));
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"NONE", "BZ2", "LZ4"})
  void aBagCutBeforeItsFirstChunkIsRefused(Compression compression) throws IOException {
    sample(compression);
    for (int length = 0; length < CHUNKS_AT; length += length < 150 ? 1 : 97) {
      Files.write(file, Arrays.copyOf(bytes, length));
      assertOneLine(assertThrows(SeqlocException.class, () -> Bag.open(file)).getMessage());
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"NONE", "BZ2", "LZ4"})
  void anyFlippedByteCostsAtMostItsChunk(Compression compression) throws IOException {
    sample(compression);
    int chunks = count("chunk_pos=");
    assertTrue(chunks >= 4, chunks + " chunks");
    SplittableRandom random = new SplittableRandom(2);
    for (int at = 0; at < bytes.length; at += 1 + random.nextInt(4)) {
      if (at > 150 && at < CHUNKS_AT) {
        continue;
      }
      byte[] damaged = bytes.clone();
      damaged[at] ^= (byte) (1 + random.nextInt(255));
      Files.write(file, damaged);
      try (Bag bag = RosbagReader.recover(file, Progress.NONE)) {
        bag.info();
        List<String> some = Dump.of(bag.messages());
        assertEquals(bag.messageCount(), some.size(), "byte " + at);
        bag.warnings().forEach(this::assertOneLine);
        some.retainAll(all);
        // One flip may lose a chunk, or one of the two topics by its connection record.
        assertTrue(some.size() >= all.size() / 3, some.size() + " are left, byte " + at);
        if (compression != Compression.NONE && at >= CHUNKS_AT) {
          // The checksum protects what was compressed.
          assertEquals(bag.messageCount(), some.size(), "byte " + at);
        }
      } catch (SeqlocException e) {
        assertOneLine(e.getMessage());
        assertTrue(at < RosbagIndex.HEADER_AT + 200, "byte " + at + ": " + e.getMessage());
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    // Field, which occurrence, new value
    "conn_count, 0, 99",
    "conn_count, 0, 0",
    "chunk_count, 0, 99",
    "chunk_pos, 1, 4117",
    "chunk_pos, 0, 12",
    "chunk_pos, 0, -1",
    "index_pos, 0, 20",
    "index_pos, 0, 0",
    "index_pos, 0, 5000",
    "index_pos, 0, -1",
    "index_pos, 0, 99999999",
    "size, 0, 1",
    "size, 0, 2000000000",
    "size, 0, 0",
    "ver, 0, 3",
    "count, 0, 2000000000"
  })
  void aWrongIndexOrSizeCostsNothing(String field, int occurrence, long value) throws IOException {
    for (Compression compression : ROSBAG) {
      sample(compression);
      int at = value(field, occurrence);
      edit(
          b -> {
            if (field.endsWith("_pos")) {
              b.putLong(at, value);
            } else {
              b.putInt(at, (int) value);
            }
          });
      try (Bag bag = RosbagReader.recover(file, Progress.NONE)) {
        assertEquals(all, Dump.of(bag.messages()));
      }
      if (field.startsWith("index_pos") || field.equals("conn_count")) {
        try (Bag bag = Bag.open(file)) {
          assertEquals(all, Dump.of(bag.messages()));
        } catch (SeqlocException e) {
          assertOneLine(e.getMessage());
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"NONE", "BZ2", "LZ4"})
  void aWrongChunkLengthIsFoundOut(Compression compression) throws IOException {
    sample(compression);
    // Behind the header of the first chunk.
    int header = CHUNKS_AT + 4 + buffer().getInt(CHUNKS_AT);
    int truth = buffer().getInt(header);
    for (int wrong : new int[] {0, 1, truth - 1, truth + 1, truth + 40, 1 << 30, -1}) {
      edit(b -> b.putInt(header, wrong));
      try (Bag bag = RosbagReader.recover(file, Progress.NONE)) {
        List<String> some = Dump.of(bag.messages());
        // All but the messages of the first chunk, or of the second behind it, are always there.
        assertTrue(all.containsAll(some), "length " + wrong);
        assertTrue(some.size() >= all.size() / 2, some.size() + " with length " + wrong);
        assertFalse(bag.warnings().isEmpty(), "length " + wrong);
      }
    }
  }

  @Test
  void aBagThatIsBeingRecordedIsReadToTheLastMessageWritten() throws IOException {
    // What rosbag record leaves on disk before it ends its chunk: both lengths are 0.
    for (Compression compression : ROSBAG) {
      sample(compression);
      int last = lastChunk();
      int header = buffer().getInt(last);
      int data = last + 4 + header + 4;
      int length = buffer().getInt(data - 4);
      String head = new String(bytes, last, header + 4, StandardCharsets.ISO_8859_1);
      int size = last + head.indexOf("size=") + 5;
      byte[] active = Arrays.copyOf(bytes, data + length);
      ByteBuffer edited = ByteBuffer.wrap(active).order(ByteOrder.LITTLE_ENDIAN);
      edited.putInt(size, 0).putInt(data - 4, 0);
      edited.putLong(value("index_pos", 0), 0);
      Path name = folder.resolve("b.bag.active");
      Files.write(name, active);
      assertEquals(all, Dump.of(name), compression.name());
      // Behind the data of an LZ4 or bzip2 stream there are 8 or 10 bytes of its end.
      int cut = compression == Compression.NONE ? 1 : 20;
      Files.write(name, Arrays.copyOf(active, active.length - cut));
      List<String> some = Dump.of(name);
      assertEquals(all.subList(0, some.size()), some);
      assertTrue(some.size() < all.size());
      if (compression == Compression.NONE) {
        assertEquals(all.size() - 1, some.size());
      }
    }
  }

  @Test
  void aBagWithoutChunksIsEmpty() throws IOException {
    sample(Compression.NONE);
    bytes = Arrays.copyOf(bytes, CHUNKS_AT);
    edit(b -> b.putLong(value("index_pos", 0), 0));
    try (Bag bag = Bag.open(file)) {
      assertEquals(0, bag.messageCount());
      assertEquals(
          List.of(
              file
                  + ": has no index, the recording did not end properly (byte 13); read from start"
                  + " to end instead: 0 messages in 0 chunks"),
          bag.warnings());
    }
  }

  @Test
  void saysWhatWasLostAndWhere() throws IOException {
    sample(Compression.BZ2);
    int last = lastChunk();
    edit(b -> b.put(last + 120, (byte) ~b.get(last + 120)));
    try (Bag bag = RosbagReader.recover(file, Progress.NONE)) {
      assertEquals(1, bag.warnings().size(), () -> bag.warnings().toString());
      assertTrue(
          bag.warnings().get(0).startsWith(file + ": byte " + last + ": a bz2 chunk of "),
          bag.warnings().get(0));
      List<String> some = Dump.of(bag.messages());
      assertEquals(all.subList(0, some.size()), some);
      assertTrue(some.size() < all.size());
    }
  }

  @Test
  void boundsHowManyWarningsItKeeps() throws IOException {
    sample(Compression.NONE);
    byte[] damage = new byte[CHUNKS_AT + 300 * 80];
    System.arraycopy(bytes, 0, damage, 0, CHUNKS_AT);
    for (int i = 0; i < 300; i++) {
      ByteBuf out = Unpooled.wrappedBuffer(damage, CHUNKS_AT + 80 * i, 80).writerIndex(0);
      new RecordWriter(out)
          .begin()
          .text(Fields.Name.COMPRESSION, "none")
          .op(BagRecord.OP_CHUNK)
          .u32(Fields.Name.SIZE, 9)
          .end();
      // Nine bytes that are no record.
      out.writeIntLE(9);
    }
    Files.write(file, damage);
    try (Bag bag = Bag.open(file)) {
      assertEquals(52, bag.warnings().size());
      assertEquals(file + ": 250 more places like these", bag.warnings().get(51));
    }
  }

  @Test
  void aBombIsLeftOut() throws IOException {
    byte[] head = head();
    // As many zeros as the limit and more; some megabytes in the file.
    ByteBuf packed = Unpooled.buffer();
    Compression.LZ4.compress(zeros((Chunk.MAX_DECOMPRESSED >> 20) + 1), packed);
    ByteBuf out = Unpooled.buffer();
    out.writeBytes(head);
    new RecordWriter(out)
        .begin()
        .text(Fields.Name.COMPRESSION, "lz4")
        .op(BagRecord.OP_CHUNK)
        .u32(Fields.Name.SIZE, 1000)
        .end();
    out.writeIntLE(packed.readableBytes()).writeBytes(packed);
    Files.write(file, ByteBufUtil.getBytes(out));
    try (Bag bag = Bag.open(file)) {
      assertEquals(0, bag.messageCount());
      String warning = bag.warnings().get(1);
      assertTrue(warning.startsWith(file + ": byte " + head.length + ": a "), warning);
      assertTrue(warning.contains("comes to more than"), warning);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"BZ2", "LZ4"})
  void anIndexedBombIsPassedOver(Compression compression) throws IOException {
    sample(compression);
    int size = value("size", 1);
    for (int bomb : new int[] {100, 400 << 20, Integer.MAX_VALUE, -1}) {
      edit(b -> b.putInt(size, bomb));
      try (Bag bag = Bag.open(file)) {
        List<String> some = Dump.of(bag.messages());
        assertTrue(all.containsAll(some) && some.contains(all.get(MESSAGES - 1)));
        assertTrue(some.size() < all.size());
        assertTrue(bag.warnings().get(0).contains(" byte "), bag.warnings()::toString);
        bag.warnings().forEach(this::assertOneLine);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"BZ2", "LZ4"})
  void unpackingStopsAtItsLimit(Compression compression) {
    ByteBuf packed = Unpooled.buffer();
    compression.compress(zeros(3), packed);
    Unpacked most = Unpacked.of(compression, packed.duplicate(), (3 << 20) - 1);
    assertEquals("comes to more than 3145727 bytes", most.damage().orElseThrow());
    Unpacked all = Unpacked.of(compression, packed.duplicate(), 3 << 20);
    assertTrue(all.damage().isEmpty());
    assertEquals(3 << 20, all.data().limit());
  }

  @Test
  void chunksThatOverlapShareTheMemoryForTheirMessages() {
    int limit = 40;
    List<Sample> inOrder = Samples.random(200, 2, 100, 0, 8);
    Samples.write(file, Compression.LZ4, 1000, 2, inOrder);
    try (RosbagReader bag = RosbagReader.open(file);
        BagCursor messages = bag.messages(c -> true, 0, Long.MAX_VALUE, 1, limit)) {
      assertEquals(200, Dump.of(messages).size());
    }
    // Each chunk alone has fewer.
    List<Sample> mixed = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      mixed.add(inOrder.get(i * 77 % 200));
    }
    Samples.write(file, Compression.LZ4, 1000, 2, mixed);
    try (RosbagReader bag = RosbagReader.open(file);
        BagCursor messages = bag.messages(c -> true, 0, Long.MAX_VALUE, 1, limit)) {
      SeqlocException e = assertThrows(SeqlocException.class, () -> Dump.of(messages));
      assertOneLine(e.getMessage());
      assertTrue(e.getMessage().contains("more messages than fit into memory"), e.getMessage());
    }
  }

  /** As the C library writes blocks by default; lz4-java's streams do not read them. */
  @Test
  void blocksThatReferToThoseBeforeThemAreRead() throws IOException {
    List<Sample> samples =
        List.of(new Sample(0, 5_000_000_000L, Unpooled.wrappedBuffer(new byte[1000])));
    Samples.write(file, Compression.NONE, 1 << 20, 1, samples);
    bytes = Files.readAllBytes(file);
    all = Dump.of(file);
    assertEquals(1, all.size());
    int dataAt = CHUNKS_AT + buffer().getInt(CHUNKS_AT) + 8;
    int dataLength = buffer().getInt(dataAt - 4);
    byte[] data = Arrays.copyOfRange(bytes, dataAt, dataAt + dataLength);
    byte[] packed = linkedBlocks(data, dataLength - 500);
    ByteBuf out = Unpooled.buffer().writeBytes(bytes, 0, CHUNKS_AT);
    new RecordWriter(out)
        .begin()
        .text(Fields.Name.COMPRESSION, "lz4")
        .op(BagRecord.OP_CHUNK)
        .u32(Fields.Name.SIZE, dataLength)
        .end();
    out.writeIntLE(packed.length).writeBytes(packed);
    Files.write(file, ByteBufUtil.getBytes(out));
    assertEquals(all, Dump.of(file));
    try (RosbagReader bag = RosbagReader.recover(file, Progress.NONE)) {
      // That it has no index, and nothing of the chunk.
      assertEquals(1, bag.warnings().size(), bag.warnings()::toString);
    }
    BagReindex.Result mended = BagReindex.to(file, folder.resolve("b.bag"), false, Progress.NONE);
    assertEquals(1, mended.messages());
  }

  /** A stored block, then one that begins with 20 bytes of it repeated: zeros, as must be there. */
  private static byte[] linkedBlocks(byte[] data, int firstLength) {
    byte[] descriptor = {0x40, 0x40};
    ByteBuf out = Unpooled.buffer();
    out.writeIntLE(0x184D2204).writeBytes(descriptor);
    out.writeByte(XXHashFactory.fastestInstance().hash32().hash(descriptor, 0, 2, 0) >>> 8);
    out.writeIntLE(firstLength | 1 << 31).writeBytes(data, 0, firstLength);
    int literals = data.length - firstLength - 20;
    ByteBuf block = Unpooled.buffer();
    block.writeByte(0x0f).writeShortLE(300).writeByte(20 - 4 - 15);
    block.writeByte(0xf0).writeByte(255).writeByte(literals - 15 - 255);
    block.writeBytes(data, firstLength + 20, literals);
    out.writeIntLE(block.readableBytes()).writeBytes(block).writeIntLE(0);
    return ByteBufUtil.getBytes(out);
  }

  private static ByteBuf zeros(int mebibytes) {
    ByteBuf[] pieces = new ByteBuf[mebibytes];
    byte[] zeros = new byte[1 << 20];
    for (int i = 0; i < pieces.length; i++) {
      pieces[i] = Unpooled.wrappedBuffer(zeros);
    }
    return Unpooled.wrappedBuffer(pieces.length, pieces);
  }

  @Test
  void aHundredThousandConnectionsAreNoTrouble() throws IOException {
    int count = 100_000;
    List<Sample> samples = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      samples.add(new Sample(i, 1_000_000_000L + i, Unpooled.wrappedBuffer(new byte[4])));
    }
    Samples.write(file, Compression.LZ4, 1 << 20, count, samples);
    try (Bag bag = Bag.open(file)) {
      assertEquals(count, bag.connections().size());
      assertEquals(count, bag.info().topics().size());
    }
    bytes = Files.readAllBytes(file);
    edit(b -> b.putLong(value("index_pos", 0), 0));
    try (Bag bag = Bag.open(file)) {
      assertEquals(count, bag.connections().size());
      int read = 0;
      try (BagCursor messages = bag.messages()) {
        while (messages.hasNext()) {
          assertEquals("/topic" + read, messages.next().connection().topic());
          read++;
        }
      }
      assertEquals(count, read);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"NONE", "BZ2", "LZ4"})
  void aLargerBagCutAtEvery1000thByteIsReadUpToTheCut(Compression compression) throws IOException {
    Samples.write(file, compression, 4000, 5, Samples.random(300, 5, 700, 0, 3));
    bytes = Files.readAllBytes(file);
    all = Dump.of(file);
    int before = 0;
    int cuts = 0;
    for (int length = 1000; length < bytes.length; length += 1000) {
      Files.write(file, Arrays.copyOf(bytes, length));
      if (length <= CHUNKS_AT) {
        assertOneLine(assertThrows(SeqlocException.class, () -> Bag.open(file)).getMessage());
        continue;
      }
      cuts++;
      try (Bag bag = Bag.open(file)) {
        List<String> some = Dump.of(bag.messages());
        assertEquals(all.subList(0, some.size()), some, "cut at " + length);
        assertTrue(some.size() >= before, "cut at " + length);
        before = some.size();
        assertTrue(bag.warnings().get(0).matches(".*byte \\d+.*"), bag.warnings().get(0));
        bag.warnings().forEach(this::assertOneLine);
      }
    }
    assertTrue(cuts > 40, cuts + " cuts");
    assertEquals(all.size(), before);
  }

  @ParameterizedTest
  @EnumSource(names = {"BZ2", "LZ4"})
  void aDamagedChunkOfAnIndexedBagIsPassedOver(Compression compression) throws IOException {
    sample(compression);
    int chunk = (int) buffer().getLong(value("chunk_pos", 1));
    int data = chunk + 4 + buffer().getInt(chunk) + 4;
    edit(b -> b.put(data + 30, (byte) ~b.get(data + 30)));
    try (Bag bag = Bag.open(file)) {
      assertEquals(List.of(), bag.warnings());
      List<String> some = Dump.of(bag.messages());
      assertTrue(all.containsAll(some));
      int lost = all.size() - some.size();
      assertTrue(lost > 0 && some.contains(all.get(0)) && some.contains(all.get(MESSAGES - 1)));
      assertEquals(1, bag.warnings().size(), bag.warnings()::toString);
      String warning = bag.warnings().get(0);
      assertTrue(warning.startsWith(file + ": damaged at byte " + chunk + ": a "), warning);
      assertTrue(
          warning.endsWith("; the " + lost + " messages of its chunk are left out"), warning);
      // Once, however often it is met.
      assertEquals(some, Dump.of(bag.messages()));
      assertEquals(1, bag.warnings().size());
    }
  }

  @Test
  void aDamagedMessageOfAnIndexedBagIsPassedOver() throws IOException {
    sample(Compression.NONE);
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    int message = text.indexOf("op=\2", text.indexOf("op=\2") + 1);
    edit(b -> b.put(message + 3, (byte) 9));
    try (Bag bag = Bag.open(file)) {
      assertEquals(all.size() - 1, Dump.of(bag.messages()).size());
      assertEquals(1, bag.warnings().size(), bag.warnings()::toString);
      String warning = bag.warnings().get(0);
      assertTrue(warning.matches(".*: damaged at byte \\d+: .*; the message is left out"), warning);
    }
  }

  @Test
  void aWrongIndexOfAChunkCostsNothing() throws IOException {
    for (Compression compression : ROSBAG) {
      sample(compression);
      // The version, and a message's place, of the first index record.
      int version = value("ver", 0);
      for (int at : new int[] {version, version + 4 + 4 + 8}) {
        edit(b -> b.putInt(at, 1 << 30));
        try (Bag bag = Bag.open(file)) {
          assertEquals(all, Dump.of(bag.messages()));
          assertEquals(1, bag.warnings().size(), bag.warnings()::toString);
          String warning = bag.warnings().get(0);
          assertTrue(warning.contains(": damaged at byte "), warning);
          assertTrue(
              warning.endsWith("; its chunk is read without its index, 0 messages are left out"),
              warning);
        }
      }
    }
  }

  private byte[] head() throws IOException {
    sample(Compression.NONE);
    edit(b -> b.putLong(value("index_pos", 0), 0));
    return Arrays.copyOf(Files.readAllBytes(file), CHUNKS_AT);
  }

  private int lastChunk() {
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    return (int) buffer().getLong(text.lastIndexOf("chunk_pos=") + 10);
  }

  private int count(String field) {
    return new String(bytes, StandardCharsets.ISO_8859_1).split(field, -1).length - 1;
  }

  private ByteBuffer buffer() {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Writes the file with changes. */
  private void edit(Consumer<ByteBuffer> edit) throws IOException {
    byte[] copy = bytes.clone();
    edit.accept(ByteBuffer.wrap(copy).order(ByteOrder.LITTLE_ENDIAN));
    Files.write(file, copy);
  }

  private int value(String field, int occurrence) {
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    int at = -1;
    for (int i = 0; i <= occurrence; i++) {
      at = text.indexOf("\0\0\0" + field + "=", at + 1);
      assertTrue(at >= 0, field);
    }
    return at + 3 + field.length() + 1;
  }

  private void assertOneLine(String message) {
    assertTrue(message.startsWith(file.toString()), message);
    assertFalse(message.chars().anyMatch(c -> c < ' '), message);
    assertTrue(message.length() < 500 + 3 * file.toString().length(), message);
  }
}
