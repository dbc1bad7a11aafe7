package org.seqloc.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.seqloc.bags.Compression;
import org.seqloc.bags.mcap.McapWriter;

class BagInfoCommandTest {

  @TempDir private Path folder;

  @Test
  void showsAnMcapFileAndWhatWasLostOfIt() throws IOException {
    Path file = folder.resolve("a.mcap");
    std_msgs.String message = new std_msgs.String();
    message.setData("hello");
    try (McapWriter writer = new McapWriter(file, Compression.ZSTD)) {
      int words = writer.connect("/words", std_msgs.String.TYPE);
      for (int i = 0; i < 3; i++) {
        writer.write(words, 1_500_000_000_000_000_000L + i * 500_000_000L, message);
      }
    }
    CommandRun whole = CommandRun.succeeding("bag", "info", file);
    assertEquals("", whole.err());
    assertTrue(whole.out().matches("(?s).*version: +MCAP\n.*duration: +1\\.0s\n.*"), whole.out());
    assertTrue(whole.out().contains("compression:  zstd [1/1 chunks; "), whole.out());
    assertTrue(whole.out().contains("/words   3 msgs    : std_msgs/String"), whole.out());
    byte[] bytes = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(bytes, bytes.length - 1));
    CommandRun cut = CommandRun.succeeding("bag", "info", file);
    assertTrue(cut.err().startsWith("seqloc: " + file + ": damaged at byte "), cut.err());
    assertEquals(1, cut.err().lines().count());
    assertTrue(cut.out().contains("/words   3 msgs    : std_msgs/String"), cut.out());
  }
}
