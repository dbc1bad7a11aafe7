package org.seqloc.bags;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.seqloc.core.Progress;
import org.seqloc.core.SeqlocException;

/** Bags whose index is whole but what it tells of is not, or the other way round. */
@Timeout(180)
class RosbagIndexDamageTest extends RosbagDamage {

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
}
