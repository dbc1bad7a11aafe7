package org.seqloc.bags.rosbag2;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.seqloc.bags.Bag;
import org.seqloc.bags.BagCursor;
import org.seqloc.bags.BagMessage;
import org.seqloc.core.SeqlocException;

/** Any database, compressed or not, and any metadata: read up to the damage, or one line. */
class Rosbag2FuzzTest {

  @TempDir static Path folder;

  @FuzzTest(maxDuration = "10m")
  void filesAreReadOrRefused(byte[] bytes) throws IOException {
    Path file = folder.resolve("a.db3");
    Files.write(file, bytes);
    read(file);
  }

  @FuzzTest(maxDuration = "10m")
  void metadataAreReadOrRefused(byte[] bytes) throws IOException {
    Path bag = folder.resolve("bag");
    if (!Files.exists(bag)) {
      Golden.copy("sqlite_file", folder);
    }
    Files.write(bag.resolve(Rosbag2Metadata.NAME), bytes);
    read(bag);
  }

  private static void read(Path path) {
    try (Bag recorded = Rosbag2Reader.open(path);
        Bag bag = Ros1View.of(recorded)) {
      long last = Long.MIN_VALUE;
      try (BagCursor messages = bag.messages()) {
        while (messages.hasNext()) {
          BagMessage message = messages.next();
          assertTrue(message.receiptNanos() >= last, "in order of time");
          last = message.receiptNanos();
        }
      }
      bag.info();
      bag.warnings().forEach(Rosbag2FuzzTest::assertOneLine);
    } catch (SeqlocException e) {
      assertOneLine(e.getMessage());
    }
  }

  private static void assertOneLine(String text) {
    assertTrue(text.startsWith(folder.toString()), text);
    assertTrue(text.chars().noneMatch(c -> c < ' '), text);
  }
}
