package org.seqloc.bags.mcap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.seqloc.bags.Bag;
import org.seqloc.bags.BagCursor;
import org.seqloc.bags.BagMessage;
import org.seqloc.core.SeqlocException;

/** Any file: read up to its damage, which is told in one line. */
class McapFuzzTest {

  @FuzzTest(maxDuration = "10m")
  void filesAreReadOrRefused(byte[] bytes) throws IOException {
    Path file = Files.createTempFile("fuzz", ".mcap");
    try {
      Files.write(file, bytes);
      try (Bag bag = McapReader.open(file)) {
        bag.warnings().forEach(McapFuzzTest::assertOneLine);
        read(bag);
        bag.info();
        bag.warnings().forEach(McapFuzzTest::assertOneLine);
      } catch (SeqlocException e) {
        assertOneLine(e.getMessage());
      }
    } finally {
      Files.delete(file);
    }
  }

  private static void read(Bag bag) {
    long last = Long.MIN_VALUE;
    long count = 0;
    try (BagCursor messages = bag.messages()) {
      while (messages.hasNext()) {
        BagMessage message = messages.next();
        assertTrue(message.receiptNanos() >= last, "in order of time");
        last = message.receiptNanos();
        count++;
      }
    }
    // The same messages come topic by topic, where indexes are used instead.
    long byTopic = 0;
    for (int i = 0; i < Math.min(bag.connections().size(), 8); i++) {
      int id = bag.connections().get(i).id();
      try (BagCursor messages = bag.messages(c -> c.id() == id, 0, last)) {
        while (messages.hasNext()) {
          assertEquals(id, messages.next().connection().id());
          byTopic++;
        }
      }
    }
    // Behind damage an index may find more.
    assertTrue(
        byTopic <= count || !bag.warnings().isEmpty(),
        byTopic + " messages by topic, " + count + " in all");
  }

  private static void assertOneLine(String text) {
    assertTrue(text.contains(".mcap: "), text);
    assertTrue(text.chars().noneMatch(c -> c < ' '), text);
  }
}
