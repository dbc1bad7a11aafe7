package org.seqloc.bags.mcap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.seqloc.bags.Compression;
import org.seqloc.bags.Connection;
import org.seqloc.bags.mcap.McapSamples.Sample;
import org.seqloc.bags.mcap.McapWriter.Profile;

/** Files that end early are read up to their end. */
@Timeout(120)
class McapCutTest extends McapDamage {

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
      outcome.assertComplains("damaged at byte ");
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

  private static byte[] unchunked() {
    ByteBuf out = Unpooled.buffer();
    start(out);
    appendUnchunked(out);
    return ByteBufUtil.getBytes(out);
  }
}
