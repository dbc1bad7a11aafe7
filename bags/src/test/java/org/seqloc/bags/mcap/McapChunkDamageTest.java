package org.seqloc.bags.mcap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.luben.zstd.Zstd;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.seqloc.bags.Compression;

/** What is damaged in a chunk costs that chunk at most. */
@Timeout(120)
class McapChunkDamageTest extends McapDamage {

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
      outcome.assertComplains(complaint);
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
    outcome.assertComplains(
        "damaged at byte " + at + ": a chunk record has a length of 1099511627776 bytes");
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
  void aBombIsRefused() throws IOException {
    long limit = Runtime.getRuntime().maxMemory() / 4;
    byte[] zeros = Zstd.compress(new byte[64 << 20]);
    // Really that large, but said to be small.
    read(chunked("zstd", zeros, 1000)).assertComplains("comes to more than that");
    // Said to be larger than memory allows, or than the data can come to.
    for (String compression : List.of("zstd", "lz4")) {
      read(chunked(compression, zeros, limit + 1)).assertComplains("more than the limit of");
      read(chunked(compression, zeros, Long.MAX_VALUE)).assertComplains("more than the limit of");
    }
    byte[] little = Zstd.compress(new byte[10]);
    read(chunked("zstd", little, 500 << 20)).assertComplains("come to that");
    read(chunked("lz4", little, 500 << 20)).assertComplains("not as an LZ4 frame");
    // Large indeed, and zeros are no records.
    read(chunked("zstd", zeros, 64 << 20)).assertComplains("its kind is 0");
  }
}
