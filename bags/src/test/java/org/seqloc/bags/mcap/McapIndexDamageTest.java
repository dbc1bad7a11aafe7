package org.seqloc.bags.mcap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.seqloc.bags.Bag;
import org.seqloc.bags.Compression;
import org.seqloc.bags.tool.BagCheck;
import org.seqloc.bags.tool.BagReindex;
import org.seqloc.core.Progress;

/** What a file tells of its messages is not believed where they tell otherwise. */
@Timeout(120)
class McapIndexDamageTest extends McapDamage {

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
  void reindexDoesNotBelieveTheSummary() throws IOException {
    byte[] bytes = sample(Compression.LZ4);
    // Without its checksum, and with a chunk that is said to be shorter.
    int length = at(bytes, McapFormat.OP_CHUNK_INDEX) + McapFormat.HEAD_LENGTH + 24;
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

  @Test
  void checkingComparesTheMessagesWithWhatTheFileTells() throws IOException {
    byte[] bytes = sample(Compression.LZ4);
    int statistics = at(bytes, McapFormat.OP_STATISTICS);
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
}
