package org.seqloc.bags.mcap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.luben.zstd.Zstd;
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
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.seqloc.bags.Bag;
import org.seqloc.bags.BagCursor;
import org.seqloc.bags.Compression;
import org.seqloc.bags.Connection;
import org.seqloc.bags.mcap.McapSamples.Sample;
import org.seqloc.bags.mcap.McapWriter.Profile;
import org.seqloc.bags.tool.BagCheck;
import org.seqloc.bags.tool.BagReindex;
import org.seqloc.core.Progress;
import org.seqloc.core.SeqlocException;

/** Files that are not whole: read up to the damage, which is told in one line that says where. */
@Timeout(120)
class McapDamageTest {

  private static final int TOPICS = 2;
  private static final List<Connection> CONNECTIONS = McapSamples.ros1(TOPICS);
  private static final List<Sample> SAMPLES = McapSamples.random(60, TOPICS, 200, 0, 8);
  private static final List<String> LINES = McapSamples.lines(CONNECTIONS, SAMPLES);

  @TempDir private Path folder;
  private Path file;
  private int opened;

  @BeforeEach
  void nameFile() {
    file = folder.resolve("a.mcap");
  }

  /** What came of a file: the messages up to the first error, the errors and the warnings. */
  private record Outcome(List<String> lines, List<String> complaints, boolean opened) {}

  private Outcome read(byte[] bytes) throws IOException {
    Files.write(file, bytes);
    if (++opened % 500 == 0) {
      // Files stay mapped until their memory is collected; thousands of mappings are slow.
      System.gc();
    }
    List<String> lines = new ArrayList<>();
    List<String> complaints = new ArrayList<>();
    boolean opened = false;
    try (Bag bag = Bag.open(file)) {
      opened = true;
      try (BagCursor messages = bag.messages()) {
        messages.forEachRemaining(m -> lines.add(McapSamples.line(m)));
        bag.info();
      } finally {
        complaints.addAll(bag.warnings());
      }
    } catch (SeqlocException e) {
      complaints.add(e.getMessage());
    }
    for (String complaint : complaints) {
      assertTrue(complaint.startsWith(file + ": "), complaint);
      assertFalse(complaint.chars().anyMatch(c -> c < ' '), complaint);
      assertTrue(complaint.length() < 400 + 3 * file.toString().length(), complaint);
    }
    return new Outcome(lines, complaints, opened);
  }

  @Test
  void saysWhatAFileIs() throws IOException {
    assertEquals(
        List.of(file + ": cut off within its first bytes, after 5; nothing of it can be saved"),
        read(Arrays.copyOf(sample(Compression.NONE), 5)).complaints());
    byte[] otherVersion = sample(Compression.NONE);
    otherVersion[5] = '1';
    assertTrue(read(otherVersion).complaints().get(0).contains("an MCAP file of version 0x31"));
    assertTrue(
        read("\u0089PNG\r\n".getBytes(StandardCharsets.ISO_8859_1))
            .complaints()
            .get(0)
            .contains("neither a rosbag v2.0 nor an MCAP file"));
    assertTrue(
        read(Arrays.copyOf(sample(Compression.NONE), 20)).complaints().get(0).contains("byte 8:"));
  }

  @ParameterizedTest
  @EnumSource(
      value = Compression.class,
      names = {"NONE", "LZ4", "ZSTD"})
  void readsWhatIsBeforeACut(Compression compression) throws IOException {
    byte[] bytes = sample(compression);
    int headerEnd = recordEnd(bytes, McapFormat.MAGIC_LENGTH);
    int most = 0;
    for (int length = McapFormat.MAGIC_LENGTH; length < bytes.length; length += 101) {
      Outcome outcome = read(Arrays.copyOf(bytes, length));
      assertEquals(length >= headerEnd, outcome.opened(), "cut at " + length);
      assertEquals(1, outcome.complaints().size(), outcome.complaints()::toString);
      assertTrue(outcome.complaints().get(0).contains("damaged at byte "));
      assertEquals(LINES.subList(0, outcome.lines().size()), outcome.lines());
      if (compression == Compression.NONE) {
        assertEquals(wholeMessages(bytes, length), outcome.lines().size(), "cut at " + length);
      }
      assertTrue(outcome.lines().size() >= most, "cut at " + length);
      most = outcome.lines().size();
    }
    assertEquals(LINES.size(), most);
  }

  @Test
  void readsWhatIsBeforeACutWithoutChunks() throws IOException {
    byte[] bytes = unchunked();
    assertEquals(new Outcome(LINES, List.of(), true), read(bytes));
    for (int length = 200; length < bytes.length; length += 101) {
      Outcome outcome = read(Arrays.copyOf(bytes, length));
      assertEquals(1, outcome.complaints().size(), outcome.complaints()::toString);
      assertEquals(wholeMessages(bytes, length), outcome.lines().size(), "cut at " + length);
      assertEquals(LINES.subList(0, outcome.lines().size()), outcome.lines());
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Compression.class,
      names = {"NONE", "LZ4", "ZSTD"})
  void givesNothingFalseWhereAByteIsFlipped(Compression compression) throws IOException {
    byte[] bytes = sample(compression);
    SplittableRandom random = new SplittableRandom(1);
    int silent = 0;
    int step = 12;
    for (int at = 0; at < bytes.length; at += 1 + random.nextInt(2 * step)) {
      byte[] damaged = bytes.clone();
      damaged[at] ^= (byte) (1 + random.nextInt(255));
      Outcome outcome = read(damaged);
      assertTrue(isSubsequence(outcome.lines(), LINES), "byte " + at);
      if (outcome.complaints().isEmpty()) {
        assertEquals(LINES, outcome.lines(), "byte " + at);
        silent++;
      }
    }
    // The message indexes tell nothing that the chunks do not; the profile and the like nothing.
    assertTrue(silent < bytes.length / step / 3, silent + " of " + bytes.length / step);
  }

  @ParameterizedTest
  @CsvSource({
    // What is overwritten in the first chunk: offset in its content, length, value, complaint.
    "16, 8, 1, 'declares 1 bytes decompressed'",
    "16, 8, 100000000, 'declares 100000000 bytes decompressed'",
    "16, 8, 9000000000, 'declares 9000000000 bytes decompressed'",
    "16, 8, -1, 'a chunk''s length of 18446744073709551615'",
    "24, 4, 5, 'a chunk''s checksum is 00000005'",
    "28, 4, 2000000000, 'a chunk''s compression has a length of 2000000000 bytes'",
    "0, 8, -5, 'a chunk''s start time of'"
  })
  void namesTheDamageOfAChunk(int offset, int length, long value, String complaint)
      throws IOException {
    for (Compression compression : List.of(Compression.NONE, Compression.LZ4, Compression.ZSTD)) {
      byte[] bytes = sample(compression);
      int at = recordEnd(bytes, McapFormat.MAGIC_LENGTH);
      assertEquals(McapFormat.OP_CHUNK, bytes[at]);
      byte[] damaged =
          edited(
              bytes,
              b -> {
                int field = at + McapFormat.HEAD_LENGTH + offset;
                if (length == 8) {
                  b.putLong(field, value);
                } else {
                  b.putInt(field, (int) value);
                }
              });
      Outcome outcome = read(damaged);
      assertTrue(outcome.complaints().get(0).contains(complaint), outcome.complaints()::toString);
      // The others are there.
      assertTrue(isSubsequence(outcome.lines(), LINES));
      assertTrue(outcome.lines().size() > LINES.size() / 2, outcome.complaints()::toString);
      assertEquals(LINES.get(LINES.size() - 1), outcome.lines().get(outcome.lines().size() - 1));
      // Where the chunk is, or the field in it.
      assertTrue(
          outcome.complaints().get(0).contains("damaged at byte " + at + ":")
              || outcome
                  .complaints()
                  .get(0)
                  .contains("damaged at byte " + (at + McapFormat.HEAD_LENGTH + offset) + ":"),
          outcome.complaints()::toString);
    }
  }

  @ParameterizedTest
  @CsvSource({"0, 1600000000000000000", "8, 7"})
  void messagesMustLieWithinTheirChunksTimes(int offset, long value) throws IOException {
    byte[] bytes = sample(Compression.NONE);
    int second = nextChunk(bytes, nextChunk(bytes, McapFormat.MAGIC_LENGTH));
    byte[] cut = Arrays.copyOf(bytes, bytes.length - 1);
    Outcome outcome =
        read(edited(cut, b -> b.putLong(second + McapFormat.HEAD_LENGTH + offset, value)));
    assertEquals(2, outcome.complaints().size());
    assertTrue(
        outcome.complaints().get(1).contains("outside its chunk's time span"),
        outcome.complaints()::toString);
  }

  @Test
  void aChunkOfWrongLengthIsReadWhereItIsNotCompressed() throws IOException {
    byte[] bytes = sample(Compression.NONE);
    int at = recordEnd(bytes, McapFormat.MAGIC_LENGTH);
    // Without its end the file is read by its records.
    byte[] cut = Arrays.copyOf(bytes, bytes.length - 1);
    Outcome outcome = read(edited(cut, b -> b.putLong(at + 1, 1L << 40)));
    assertEquals(LINES, outcome.lines());
    assertTrue(
        outcome
            .complaints()
            .get(0)
            .contains(
                "damaged at byte " + at + ": a chunk record has a length of 1099511627776 bytes"),
        outcome.complaints()::toString);
  }

  @Test
  void anUnfinishedChunkIsRead() throws IOException {
    // As a writer leaves it that sets lengths and times when the chunk is full.
    ByteBuf out = Unpooled.buffer();
    start(out);
    RecordWriter writer = new RecordWriter(out);
    writer.begin(McapFormat.OP_CHUNK).u64(-1).u64(-1).u64(-1).u32(-1).text("").u64(-1);
    int start = out.writerIndex();
    appendUnchunked(out);
    byte[] bytes = ByteBufUtil.getBytes(out);
    ByteBuffer.wrap(bytes).putLong(at(bytes, McapFormat.OP_CHUNK) + 1, -1);
    int cut = 2000 + start;
    Outcome outcome = read(Arrays.copyOf(bytes, cut));
    assertEquals(wholeMessages(bytes, cut), outcome.lines().size());
    assertEquals(LINES.subList(0, outcome.lines().size()), outcome.lines());
    assertTrue(outcome.lines().size() > 1);
    assertEquals(1, outcome.complaints().size());
  }

  @Test
  void bytesBehindACompressedChunkAreLeftOut() throws IOException {
    ByteBuf plain = Unpooled.buffer();
    appendRecords(plain);
    ByteBuf packed = Unpooled.buffer();
    long length = plain.readableBytes();
    for (Compression compression : List.of(Compression.LZ4, Compression.ZSTD)) {
      packed.clear();
      compression.compress(plain.duplicate(), packed);
      packed.writeZero(37);
      byte[] file = chunked(compression.rosName(), ByteBufUtil.getBytes(packed), length);
      int chunk = at(file, McapFormat.OP_CHUNK) + McapFormat.HEAD_LENGTH;
      byte[] timed = edited(file, b -> b.putLong(chunk + 8, Long.MAX_VALUE));
      assertEquals(new Outcome(LINES, List.of(), true), read(timed));
    }
  }

  @Test
  void aDamagedChunkIsPassedOverWhenTheFileIsReadByItsRecords() throws IOException {
    List<String> compressed = new ArrayList<>();
    byte[] bytes = sample(Compression.ZSTD);
    int first = recordEnd(bytes, McapFormat.MAGIC_LENGTH);
    // Their content is what tells the channels, so the first chunk is looked into.
    byte[] damaged = Arrays.copyOf(bytes, bytes.length - 1);
    damaged[first + McapFormat.HEAD_LENGTH + 24] ^= 1;
    Outcome outcome = read(damaged);
    compressed.addAll(outcome.complaints());
    assertTrue(compressed.get(0).contains("checksum"), compressed::toString);
    assertTrue(outcome.opened());
    assertTrue(isSubsequence(outcome.lines(), LINES));
  }

  @Test
  void aWrongIndexIsNotBelieved() throws IOException {
    byte[] bytes = sample(Compression.NONE);
    List<String> expected = LINES.stream().filter(l -> l.startsWith("/topic1 ")).toList();
    SplittableRandom random = new SplittableRandom(3);
    int indexes = 0;
    for (int at = McapFormat.MAGIC_LENGTH;
        bytes[at] != McapFormat.OP_DATA_END;
        at = recordEnd(bytes, at)) {
      if (bytes[at] != McapFormat.OP_MESSAGE_INDEX) {
        continue;
      }
      indexes++;
      // A time or an offset.
      int entry = at + McapFormat.HEAD_LENGTH + 6 + 8 * random.nextInt(2);
      Files.write(file, edited(bytes, b -> b.putLong(entry, 77)));
      try (Bag bag = Bag.open(file)) {
        List<String> read = McapSamples.lines(bag.messages(Set.of("/topic1")));
        // A time that is not within the span asked for is not looked at.
        assertTrue(
            read.equals(expected)
                || (isSubsequence(read, expected) && read.size() >= expected.size() - 1),
            "index at " + at);
        assertEquals(LINES, McapSamples.lines(bag.messages()));
      }
    }
    assertTrue(indexes > 10);
  }

  @Test
  void aBombIsRefused() throws IOException {
    long limit = Runtime.getRuntime().maxMemory() / 4;
    byte[] zeros = Zstd.compress(new byte[64 << 20]);
    // Really that large, but said to be small.
    assertTrue(
        read(chunked("zstd", zeros, 1000)).complaints().get(0).contains("comes to more than that"));
    // Said to be larger than memory allows, or than the data can come to.
    for (String compression : List.of("zstd", "lz4")) {
      assertTrue(
          read(chunked(compression, zeros, limit + 1))
              .complaints()
              .get(0)
              .contains("more than the limit of"));
      assertTrue(
          read(chunked(compression, zeros, Long.MAX_VALUE))
              .complaints()
              .get(0)
              .contains("more than the limit of"));
    }
    byte[] little = Zstd.compress(new byte[10]);
    assertTrue(
        read(chunked("zstd", little, 500 << 20)).complaints().get(0).contains("come to that"));
    assertTrue(
        read(chunked("lz4", little, 500 << 20))
            .complaints()
            .get(0)
            .contains("not as an LZ4 frame"));
    // Large indeed, and zeros are no records.
    assertTrue(
        read(chunked("zstd", zeros, 64 << 20)).complaints().get(0).contains("its kind is 0"));
  }

  @ParameterizedTest
  @EnumSource(
      value = Compression.class,
      names = {"NONE", "LZ4", "ZSTD"})
  void aLargerFileCutAtEvery1000thByteIsReadUpToTheCut(Compression compression) throws IOException {
    List<Connection> connections = McapSamples.ros1(5);
    List<Sample> samples = McapSamples.random(600, 5, 700, 0, 3);
    McapSamples.write(file, Profile.ROS1, compression, 4000, connections, samples);
    byte[] bytes = Files.readAllBytes(file);
    List<String> all = McapSamples.lines(connections, samples);
    int before = 0;
    int cuts = 0;
    for (int length = 1000; length < bytes.length; length += 1000) {
      Outcome outcome = read(Arrays.copyOf(bytes, length));
      assertEquals(all.subList(0, outcome.lines().size()), outcome.lines(), "cut at " + length);
      assertTrue(outcome.lines().size() >= before, "cut at " + length);
      assertTrue(outcome.complaints().get(0).contains("damaged at byte "), "cut at " + length);
      before = outcome.lines().size();
      cuts++;
    }
    assertTrue(cuts > 40, cuts + " cuts");
    assertEquals(all.size(), before);
  }

  @ParameterizedTest
  @EnumSource(
      value = Compression.class,
      names = {"NONE", "LZ4", "ZSTD"})
  void aDamagedChunkOfAnIndexedFileIsPassedOver(Compression compression) throws IOException {
    byte[] bytes = sample(compression);
    int chunk = nextChunk(bytes, nextChunk(bytes, McapFormat.MAGIC_LENGTH));
    Outcome outcome = read(edited(bytes, b -> b.put(chunk + 100, (byte) ~b.get(chunk + 100))));
    assertTrue(isSubsequence(outcome.lines(), LINES));
    assertTrue(outcome.lines().size() > LINES.size() / 2 && outcome.lines().size() < LINES.size());
    assertEquals(LINES.get(0), outcome.lines().get(0));
    assertEquals(LINES.get(LINES.size() - 1), outcome.lines().get(outcome.lines().size() - 1));
    assertEquals(1, outcome.complaints().size(), outcome.complaints()::toString);
    String complaint = outcome.complaints().get(0);
    int length = recordEnd(bytes, chunk) - chunk;
    assertTrue(complaint.contains(": damaged at byte " + chunk + ": a "), complaint);
    assertTrue(complaint.contains("; the messages of 15000000"), complaint);
    assertTrue(complaint.endsWith(" in these " + length + " bytes are left out"), complaint);
  }

  @Test
  void messagesBeforeADamageWithinAChunkAreGiven() throws IOException {
    ByteBuf records = Unpooled.buffer();
    appendRecords(records);
    byte[] data = ByteBufUtil.getBytes(records);
    byte[] payload = ByteBufUtil.getBytes(SAMPLES.get(30).payload());
    int message =
        ByteBufUtil.indexOf(Unpooled.wrappedBuffer(payload), Unpooled.wrappedBuffer(data))
            - McapFormat.HEAD_LENGTH
            - McapFormat.MESSAGE_HEAD_LENGTH;
    assertEquals(McapFormat.OP_MESSAGE, data[message]);
    data[message + 7] = 1;
    byte[] file = chunked("", data, data.length);
    int chunk = at(file, McapFormat.OP_CHUNK) + McapFormat.HEAD_LENGTH;
    Outcome outcome = read(edited(file, b -> b.putLong(chunk + 8, Long.MAX_VALUE)));
    assertEquals(LINES.subList(0, 30), outcome.lines());
    assertEquals(1, outcome.complaints().size(), outcome.complaints()::toString);
    assertTrue(
        outcome.complaints().get(0).endsWith("; the rest of its chunk is left out"),
        outcome.complaints()::toString);
  }

  @Test
  void reindexDoesNotBelieveTheSummary() throws IOException {
    byte[] bytes = sample(Compression.LZ4);
    long summary = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong(bytes.length - 28);
    // Without its checksum, and with a chunk that is said to be shorter.
    int index = (int) summary;
    while (bytes[index] != McapFormat.OP_CHUNK_INDEX) {
      index = recordEnd(bytes, index);
    }
    int length = index + McapFormat.HEAD_LENGTH + 24;
    Files.write(
        file,
        edited(
            bytes,
            b -> {
              b.putInt(bytes.length - 12, 0);
              b.putLong(length, b.getLong(length) - 1);
            }));
    try (Bag bag = Bag.open(file)) {
      assertTrue(McapSamples.lines(bag.messages()).size() < LINES.size());
      assertEquals(1, bag.warnings().size(), bag.warnings()::toString);
    }
    try (Bag bag = McapReader.recover(file)) {
      assertEquals(LINES, McapSamples.lines(bag.messages()));
      assertEquals(List.of(), bag.warnings());
    }
  }

  @Test
  void asManyChannelsAsThereCanBeAreNoTrouble() throws IOException {
    int count = McapFormat.MAX_IDS - 1;
    List<Connection> connections = McapSamples.ros2(count);
    List<Sample> samples = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      samples.add(new Sample(i, 1_000_000_000L + i, Unpooled.wrappedBuffer(new byte[8])));
    }
    McapSamples.write(file, Profile.ROS2, Compression.LZ4, 1 << 20, connections, samples);
    byte[] bytes = Files.readAllBytes(file);
    for (int cut : new int[] {0, 1}) {
      Files.write(file, Arrays.copyOf(bytes, bytes.length - cut));
      try (Bag bag = Bag.open(file)) {
        assertEquals(count, bag.connections().size());
        assertEquals(count, bag.info().topics().size());
        assertEquals(count, McapSamples.lines(bag.messages()).size());
        assertEquals(cut, bag.warnings().size());
      }
    }
  }

  @Test
  void unknownRecordsAndSchemasAreLeftOut() throws IOException {
    ByteBuf out = Unpooled.buffer();
    start(out);
    RecordWriter writer = new RecordWriter(out);
    writer.begin(0x42).text("from the future").end();
    writer.begin(McapFormat.OP_SCHEMA).u16(0).text("none").text("").text("").end();
    writer.begin(0x99).text("private").end();
    appendUnchunked(out);
    Outcome outcome = read(ByteBufUtil.getBytes(out));
    assertEquals(LINES, outcome.lines());
    assertEquals(List.of(), outcome.complaints());
  }

  @Test
  void aMessageOfNoChannelEndsTheFile() throws IOException {
    ByteBuf out = Unpooled.buffer();
    start(out);
    int at = out.writerIndex();
    new RecordWriter(out).begin(McapFormat.OP_MESSAGE).u16(9).u32(0).u64(1).u64(1).end();
    Outcome outcome = read(ByteBufUtil.getBytes(out));
    assertTrue(
        outcome
            .complaints()
            .get(0)
            .contains("damaged at byte " + at + ": a message of channel 9, which is not declared"),
        outcome.complaints()::toString);
  }

  @Test
  void aChannelDeclaredTwiceMustBeTheSame() throws IOException {
    ByteBuf out = Unpooled.buffer();
    start(out);
    RecordWriter writer = new RecordWriter(out);
    writer.schema(1, CONNECTIONS.get(0));
    writer.channel(CONNECTIONS.get(0), 1);
    writer.channel(CONNECTIONS.get(0), 1);
    int at = out.writerIndex();
    writer.channel(CONNECTIONS.get(1).withId(0), 1);
    Outcome outcome = read(ByteBufUtil.getBytes(out));
    assertTrue(
        outcome.complaints().get(0).contains("damaged at byte " + at + ": channel 0 is declared a"),
        outcome.complaints()::toString);
  }

  @Test
  void refusesToReadAFolderAndWhatIsNotThere() {
    assertTrue(
        assertThrows(SeqlocException.class, () -> McapReader.open(folder))
            .getMessage()
            .contains("a folder"));
    assertTrue(
        assertThrows(SeqlocException.class, () -> McapReader.open(file))
            .getMessage()
            .contains("no such file"));
  }

  @Test
  void messagesBesideChunksAreNotLost() throws IOException {
    byte[] bytes = sample(Compression.LZ4);
    int dataEnd = at(bytes, McapFormat.OP_DATA_END);
    long nanos = SAMPLES.get(SAMPLES.size() - 1).nanos() + 1;
    ByteBuf more = Unpooled.buffer();
    RecordWriter writer = new RecordWriter(more);
    // An attachment, which a summary need not tell of, and messages that this one does not.
    writer.begin(9).u64(7).end();
    for (int i = 0; i < 2; i++) {
      writer.begin(McapFormat.OP_MESSAGE).u16(0).u32(0).u64(nanos).u64(nanos).end();
    }
    assertEquals(LINES.size() + 2, read(inserted(bytes, dataEnd, more)).lines().size());
    try (Bag bag = Bag.open(file)) {
      assertEquals(LINES.size() + 2, bag.messageCount());
      assertEquals(List.of(), bag.warnings());
    }
    // A record that goes on beyond the data: what the chunks have is known without it.
    ByteBuf damage = Unpooled.buffer().writeByte(9).writeLongLE(1 << 30);
    Outcome outcome = read(inserted(bytes, dataEnd, damage));
    assertEquals(LINES, outcome.lines());
    assertEquals(1, outcome.complaints().size(), outcome.complaints()::toString);
  }

  /** With records more before the end of the data, and a footer that knows. */
  private static byte[] inserted(byte[] bytes, int at, ByteBuf records) {
    int length = records.readableBytes();
    ByteBuf out = Unpooled.buffer();
    out.writeBytes(bytes, 0, at).writeBytes(records.duplicate());
    out.writeBytes(bytes, at, bytes.length - at);
    return edited(
        ByteBufUtil.getBytes(out),
        b -> {
          int footer = b.capacity() - 28;
          b.putLong(footer, b.getLong(footer) + length);
          b.putLong(footer + 8, b.getLong(footer + 8) + length);
          b.putInt(footer + 16, 0);
        });
  }

  @Test
  void checkingComparesTheMessagesWithWhatTheFileTells() throws IOException {
    byte[] bytes = sample(Compression.LZ4);
    int statistics =
        (int) ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong(bytes.length - 28);
    while (bytes[statistics] != McapFormat.OP_STATISTICS) {
      statistics = recordEnd(bytes, statistics);
    }
    int total = statistics + McapFormat.HEAD_LENGTH;
    int ofLast = recordEnd(bytes, statistics) - 8;
    Files.write(
        file,
        edited(
            bytes,
            b -> {
              b.putInt(bytes.length - 12, 0);
              b.putLong(total, b.getLong(total) + 3);
              b.putLong(ofLast, b.getLong(ofLast) + 3);
            }));
    BagCheck.Report report = BagCheck.check(file, Progress.NONE);
    assertTrue(
        report.problems().stream().anyMatch(p -> p.contains("tells of 63 messages, there are 60")),
        report.problems()::toString);
  }

  @Test
  void reindexLosesNothingBesideADamagedChunk() throws IOException {
    byte[] bytes = sample(Compression.LZ4);
    int first = at(bytes, McapFormat.OP_CHUNK);
    int second = nextChunk(bytes, first);
    bytes[recordEnd(bytes, second) - 20] ^= 0x55;
    List<String> most = read(bytes).lines();
    assertTrue(most.size() < LINES.size());
    Path mended = folder.resolve("mended.mcap");
    BagReindex.to(file, mended, false, Progress.NONE);
    assertEquals(most, McapSamples.lines(mended));
    assertTrue(most.size() > LINES.size() / 2, most.size() + " messages");
  }

  private byte[] sample(Compression compression) throws IOException {
    McapSamples.write(file, Profile.ROS1, compression, 700, CONNECTIONS, SAMPLES);
    return Files.readAllBytes(file);
  }

  private static void start(ByteBuf out) {
    out.writeLongLE(McapFormat.MAGIC);
    new RecordWriter(out).begin(McapFormat.OP_HEADER).text("ros1").text("test").end();
  }

  private static void finish(ByteBuf out) {
    RecordWriter writer = new RecordWriter(out);
    writer.begin(McapFormat.OP_DATA_END).u32(0).end();
    writer.begin(McapFormat.OP_FOOTER).u64(0).u64(0).u32(0).end();
    out.writeLongLE(McapFormat.MAGIC);
  }

  private static byte[] unchunked() {
    ByteBuf out = Unpooled.buffer();
    start(out);
    appendUnchunked(out);
    return ByteBufUtil.getBytes(out);
  }

  private static void appendUnchunked(ByteBuf out) {
    appendRecords(out);
    finish(out);
  }

  private static void appendRecords(ByteBuf out) {
    RecordWriter writer = new RecordWriter(out);
    writer.schema(1, CONNECTIONS.get(0));
    CONNECTIONS.forEach(c -> writer.channel(c, 1));
    for (Sample sample : SAMPLES) {
      writer
          .begin(McapFormat.OP_MESSAGE)
          .u16(sample.connection())
          .u32(0)
          .u64(sample.nanos())
          .u64(sample.nanos());
      out.writeBytes(sample.payload().duplicate());
      writer.end();
    }
  }

  /** A file of one chunk. */
  private static byte[] chunked(String compression, byte[] data, long length) {
    ByteBuf out = Unpooled.buffer();
    start(out);
    RecordWriter writer = new RecordWriter(out);
    writer
        .begin(McapFormat.OP_CHUNK)
        .u64(0)
        .u64(0)
        .u64(length)
        .u32(0)
        .text(compression)
        .u64(data.length);
    out.writeBytes(data);
    writer.end();
    finish(out);
    return ByteBufUtil.getBytes(out);
  }

  /** How many messages end before the cut: their payloads are looked for, each behind the last. */
  private static int wholeMessages(byte[] bytes, int cut) {
    ByteBuf all = Unpooled.wrappedBuffer(bytes, 0, cut);
    int count = 0;
    for (Sample sample : SAMPLES) {
      ByteBuf stamped = Unpooled.buffer();
      stamped.writeLongLE(sample.nanos()).writeLongLE(sample.nanos());
      stamped.writeBytes(sample.payload().duplicate());
      int at = ByteBufUtil.indexOf(stamped, all);
      if (at < 0) {
        return count;
      }
      count++;
    }
    return count;
  }

  private static boolean isSubsequence(List<String> part, List<String> whole) {
    int i = 0;
    for (String line : whole) {
      if (i < part.size() && part.get(i).equals(line)) {
        i++;
      }
    }
    return i == part.size();
  }

  /** Where the first record of a kind starts. */
  private static int at(byte[] bytes, int op) {
    int at = McapFormat.MAGIC_LENGTH;
    while (bytes[at] != op) {
      at = recordEnd(bytes, at);
    }
    return at;
  }

  private static int recordEnd(byte[] bytes, int at) {
    return at
        + McapFormat.HEAD_LENGTH
        + (int) ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong(at + 1);
  }

  /** Where the next chunk behind the record starts. */
  private static int nextChunk(byte[] bytes, int record) {
    int at = recordEnd(bytes, record);
    return bytes[at] == McapFormat.OP_CHUNK ? at : nextChunk(bytes, at);
  }

  private static byte[] edited(byte[] bytes, Consumer<ByteBuffer> edit) {
    byte[] copy = bytes.clone();
    edit.accept(ByteBuffer.wrap(copy).order(ByteOrder.LITTLE_ENDIAN));
    return copy;
  }
}
