package org.seqloc.bags;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.seqloc.core.Progress;
import org.seqloc.core.SeqlocException;

/** Any file: a bag whose messages are read, or one line that says what is wrong. */
class RosbagFuzzTest {

  @TempDir static Path folder;

  @FuzzTest(maxDuration = "10m")
  void bagsAreReadOrRefused(byte[] bytes) throws IOException {
    Path file = folder.resolve("a.bag");
    Files.write(file, bytes);
    read(file, false);
    read(file, true);
  }

  private static void read(Path file, boolean scan) {
    try (Bag bag = scan ? RosbagReader.recover(file, Progress.NONE) : Bag.open(file)) {
      bag.warnings().forEach(warning -> assertOneLine(warning, file));
      // What was found by scanning is all there; an index may promise more than there is.
      boolean certain = scan || !bag.warnings().isEmpty();
      long count = 0;
      long last = Long.MIN_VALUE;
      try (BagCursor messages = bag.messages()) {
        while (messages.hasNext()) {
          BagMessage message = messages.next();
          assertTrue(message.receiptNanos() >= last);
          last = message.receiptNanos();
          assertTrue(bag.connections().contains(message.connection()));
          count++;
        }
        if (certain) {
          assertEquals(bag.messageCount(), count);
        }
        assertTrue(count <= bag.messageCount() && (count == bag.messageCount() || warned(bag)));
        bag.info();
        bag.warnings().forEach(warning -> assertOneLine(warning, file));
      } catch (SeqlocException e) {
        assertFalse(certain, e.getMessage());
        assertOneLine(e.getMessage(), file);
      }
    } catch (SeqlocException e) {
      assertOneLine(e.getMessage(), file);
    }
  }

  private static boolean warned(Bag bag) {
    return !bag.warnings().isEmpty();
  }

  private static void assertOneLine(String message, Path file) {
    assertTrue(message.startsWith(file.toString()), message);
    assertFalse(message.chars().anyMatch(c -> c < ' '), message);
  }
}
