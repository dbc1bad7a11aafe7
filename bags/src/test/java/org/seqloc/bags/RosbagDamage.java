package org.seqloc.bags;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Sample bags to be damaged. */
abstract class RosbagDamage {

  static final List<Compression> ROSBAG =
      List.of(Compression.NONE, Compression.BZ2, Compression.LZ4);

  static final int MESSAGES = 14;
  static final int CHUNKS_AT = RosbagIndex.HEADER_AT + 4096 + 8;

  @TempDir Path folder;
  Path file;
  List<String> all;
  byte[] bytes;

  @BeforeEach
  void nameFile() {
    file = folder.resolve("a.bag");
  }

  /** Messages in stamp order, several in each of several chunks. */
  void sample(Compression compression) throws IOException {
    Samples.write(file, compression, 300, 2, Samples.random(MESSAGES, 2, 100, 0, 8));
    bytes = Files.readAllBytes(file);
    all = Dump.of(file);
  }

  int lastChunk() {
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    return (int) buffer().getLong(text.lastIndexOf("chunk_pos=") + 10);
  }

  ByteBuffer buffer() {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Writes the file with changes. */
  void edit(Consumer<ByteBuffer> edit) throws IOException {
    byte[] copy = bytes.clone();
    edit.accept(ByteBuffer.wrap(copy).order(ByteOrder.LITTLE_ENDIAN));
    Files.write(file, copy);
  }

  int value(String field, int occurrence) {
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    int at = -1;
    for (int i = 0; i <= occurrence; i++) {
      at = text.indexOf("\0\0\0" + field + "=", at + 1);
      assertTrue(at >= 0, field);
    }
    return at + 3 + field.length() + 1;
  }

  void assertOneLine(String message) {
    assertTrue(message.startsWith(file.toString()), message);
    assertFalse(message.chars().anyMatch(c -> c < ' '), message);
    assertTrue(message.length() < 500 + 3 * file.toString().length(), message);
  }
}
