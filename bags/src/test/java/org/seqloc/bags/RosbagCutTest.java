package org.seqloc.bags;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.seqloc.core.SeqlocException;

/** Bags that end early, as unfinished ones do: what is whole is read. */
@Timeout(180)
class RosbagCutTest extends RosbagDamage {

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
}
