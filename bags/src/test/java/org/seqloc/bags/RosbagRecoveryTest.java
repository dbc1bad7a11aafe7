package org.seqloc.bags;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import net.jpountz.xxhash.XXHashFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.seqloc.bags.Samples.Sample;
import org.seqloc.bags.tool.BagReindex;
import org.seqloc.core.Progress;
import org.seqloc.core.SeqlocException;

/** Damaged bags: what is whole is read, and what was lost is told. */
@Timeout(180)
class RosbagRecoveryTest extends RosbagDamage {

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

  private int count(String field) {
    return new String(bytes, StandardCharsets.ISO_8859_1).split(field, -1).length - 1;
  }
}
