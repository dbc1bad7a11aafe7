package org.seqloc.bags;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.seqloc.bags.Samples.Sample;
import org.seqloc.core.SeqlocException;

/** Bags that would take much memory. */
@Timeout(180)
class RosbagLimitsTest extends RosbagDamage {

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

  private static ByteBuf zeros(int mebibytes) {
    ByteBuf[] pieces = new ByteBuf[mebibytes];
    byte[] zeros = new byte[1 << 20];
    for (int i = 0; i < pieces.length; i++) {
      pieces[i] = Unpooled.wrappedBuffer(zeros);
    }
    return Unpooled.wrappedBuffer(pieces.length, pieces);
  }

  private byte[] head() throws IOException {
    sample(Compression.NONE);
    edit(b -> b.putLong(value("index_pos", 0), 0));
    return Arrays.copyOf(Files.readAllBytes(file), CHUNKS_AT);
  }
}
