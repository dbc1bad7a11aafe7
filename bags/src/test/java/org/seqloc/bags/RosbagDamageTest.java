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
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.seqloc.core.SeqlocException;

/**
 * Files that are not whole bags, read by their index: each is refused in one line that says where.
 */
@Timeout(60)
class RosbagDamageTest {

  private static final int CHUNKS_AT = RosbagIndex.HEADER_AT + 4096 + 8;

  @TempDir private Path folder;
  private Path file;
  private int opened;

  @BeforeEach
  void nameFile() {
    file = folder.resolve("a.bag");
  }

  @Test
  void saysWhatAFileIs() throws IOException {
    assertEquals(file + ": no such file; check the path", refusal());
    Files.write(file, new byte[0]);
    assertEquals(file + ": empty file, 0 bytes; name a recorded bag", refusal());
    Files.writeString(file, "\u0089PNG\r\n\"quoted\"", StandardCharsets.ISO_8859_1);
    assertEquals(
        file
            + ": neither a rosbag v2.0 nor an MCAP file: starts with \"\\x89PNG\\x0d\\x0a\"quoted\" instead of"
            + " \"#ROSBAG V2.0\"",
        refusal());
    Files.writeString(file, "#ROSRECORD V1.2\nabc");
    assertEquals(
        file
            + ": a bag of format version 1.2, 2.0 is supported; convert it with `rosbag filter "
            + file
            + " out.bag True`",
        refusal());
    Files.writeString(file, "#ROSBAG V2");
    assertEquals(
        file + ": cut off within its first line, after 10 bytes; nothing of it can be saved",
        refusal());
    file = folder;
    assertEquals(folder + ": a folder, not a bag; name a file within", refusal());
  }

  @Test
  void tellsUnindexedFromCutOff() throws IOException {
    byte[] bytes = sample(Compression.NONE);
    Files.write(file, edited(bytes, b -> b.putLong(value("index_pos", bytes, 0), 0)));
    assertEquals(
        file
            + ": has no index, the recording did not end properly (byte 13); mend it with `seqloc bag"
            + " reindex "
            + file
            + "`",
        refusal());
    Files.write(file, Arrays.copyOf(bytes, CHUNKS_AT + 100));
    assertTrue(refusal().contains("is cut off, its index should start at byte"), refusal());
  }

  @Test
  void refusesEncryptedBags() throws IOException {
    String header = "encryptor=rosbag/AesCbcEncryptor";
    ByteBuffer bytes = ByteBuffer.allocate(200).order(ByteOrder.LITTLE_ENDIAN);
    bytes.put(RosbagIndex.magicBytes());
    bytes.putInt(4 + header.length() + 8).putInt(header.length());
    bytes.put(header.getBytes(StandardCharsets.US_ASCII));
    bytes.putInt(4).put(new byte[] {'o', 'p', '=', 3}).putInt(0);
    Files.write(file, bytes.array());
    assertTrue(refusal().contains("encrypted by rosbag/AesCbcEncryptor"), refusal());
  }

  @ParameterizedTest
  @EnumSource(value = Compression.class, mode = EnumSource.Mode.EXCLUDE, names = "ZSTD")
  void refusesEveryPrefix(Compression compression) throws IOException {
    byte[] bytes = sample(compression);
    assertTrue(bytes.length < 12_000);
    int step = compression == Compression.NONE ? 1 : 3;
    for (int length = 0; length < bytes.length; length += step) {
      if (length > 200 && length < CHUNKS_AT) {
        // The padding of the header.
        length += 100;
      }
      Files.write(file, Arrays.copyOf(bytes, length));
      assertOneLine(refusal(), length);
    }
  }

  @ParameterizedTest
  @EnumSource(value = Compression.class, mode = EnumSource.Mode.EXCLUDE, names = "ZSTD")
  void survivesEveryFlippedByte(Compression compression) throws IOException {
    byte[] bytes = sample(compression);
    Files.write(file, bytes);
    int messages = Dump.of(file).size();
    SplittableRandom random = new SplittableRandom(1);
    int refused = 0;
    int flipped = 0;
    // What is not compressed, where every byte counts, is tried throughout.
    int step = compression == Compression.NONE ? 1 : 3;
    for (int at = 0; at < bytes.length; at += 1 + random.nextInt(step)) {
      // The padding of the header means nothing.
      if (at > 150 && at < CHUNKS_AT) {
        continue;
      }
      flipped++;
      byte[] damaged = bytes.clone();
      damaged[at] ^= (byte) (1 + random.nextInt(255));
      Files.write(file, damaged);
      unmapNowAndThen();
      try (Bag bag = RosbagReader.openIndexed(file)) {
        bag.info();
        assertEquals(messages, Dump.of(bag.messages()).size(), "byte " + at);
      } catch (SeqlocException e) {
        assertOneLine(e.getMessage(), at);
        refused++;
      }
    }
    // What is left are payloads and texts that nothing protects, in compressed bags the index only.
    assertTrue(refused > flipped / 2, refused + " of " + flipped);
  }

  @ParameterizedTest
  @CsvSource({
    // Field, which occurrence, new value, what the refusal says.
    "op, 0, 7, a record of op 7 where one of op 3 belongs",
    "conn_count, 0, 99, a record of op 6 where one of op 7 belongs",
    "chunk_count, 0, 99, is cut off",
    "chunk_pos, 1, 4117, two chunks are said to start here",
    "chunk_pos, 0, 12, a chunk is said to start at byte 12",
    "chunk_pos, 0, -1, a chunk is said to start at byte -1",
    "index_pos, 0, 20, the index is said to start at byte 20",
    "index_pos, 0, -1, the index is said to start at byte -1",
    "size, 0, 1, declares 1 bytes decompressed",
    "ver, 0, 3, an index record of version 3",
    "count, 0, 2000000000, an index record of 2000000000 messages has"
  })
  void namesTheDamagedField(String field, int occurrence, long value, String refusal)
      throws IOException {
    byte[] bytes = sample(Compression.NONE);
    Files.write(
        file,
        edited(
            bytes,
            b -> {
              int at = value(field, bytes, occurrence);
              switch (field) {
                case "op" -> b.put(at, (byte) value);
                case "chunk_pos", "index_pos" -> b.putLong(at, value);
                default -> b.putInt(at, (int) value);
              }
            }));
    assertTrue(refusal().contains(refusal), refusal());
    assertTrue(refusal().contains("byte "), refusal());
    assertOneLine(refusal(), 0);
  }

  @Test
  void refusesASecondConnectionOfAnId() throws IOException {
    byte[] bytes = sample(Compression.NONE);
    int index = indexPos(bytes);
    int first = value("conn", bytes, 0, index);
    int second = value("conn", bytes, 1, index);
    Files.write(file, edited(bytes, b -> b.putInt(second, b.getInt(first))));
    assertTrue(refusal().contains("a second connection with id 0"), refusal());
  }

  @Test
  void refusesOffsetsOutsideTheChunkAndTimesOutsideItsSpan() throws IOException {
    byte[] bytes = sample(Compression.LZ4);
    // The first index record: its data follow the last field, "ver".
    int entry = value("ver", bytes, 0) + 4 + 4;
    Files.write(file, edited(bytes, b -> b.putInt(entry + 8, 1 << 30)));
    assertTrue(
        refusal().contains("damaged at byte " + entry + ": a message is said to start at byte "),
        refusal());
    Files.write(file, edited(bytes, b -> b.putInt(entry, 5)));
    assertTrue(refusal().contains("outside its chunk's time span"), refusal());
    Files.write(
        file,
        edited(
            bytes,
            b -> {
              b.putLong(entry + 12, b.getLong(entry));
              b.putInt(entry + 20, b.getInt(entry + 8));
            }));
    assertTrue(refusal().contains(" twice"), refusal());
  }

  @Test
  void refusesAHeaderOfLengthZero() throws IOException {
    byte[] bytes = sample(Compression.NONE);
    Files.write(file, edited(bytes, b -> b.putInt(CHUNKS_AT, 0)));
    assertTrue(
        refusal().contains("byte " + (CHUNKS_AT + 4) + ": a record header without field 'op'"),
        refusal());
  }

  @ParameterizedTest
  @EnumSource(
      value = Compression.class,
      names = {"BZ2", "LZ4"})
  void boundsWhatAChunkUnpacksTo(Compression compression) throws IOException {
    byte[] bytes = sample(compression);
    int size = value("size", bytes, 0);
    int truth = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt(size);
    Files.write(file, edited(bytes, b -> b.putInt(size, truth - 1)));
    assertTrue(refusal().contains("comes to more than "), refusal());
    Files.write(file, edited(bytes, b -> b.putInt(size, 400 << 20)));
    assertTrue(refusal().contains("ends after " + truth + " bytes"), refusal());
    Files.write(file, edited(bytes, b -> b.putInt(size, Integer.MAX_VALUE)));
    assertTrue(refusal().contains("more than the limit of"), refusal());
    Files.write(file, edited(bytes, b -> b.putInt(size, -1)));
    assertTrue(refusal().contains("declares 4294967295 bytes decompressed"), refusal());
  }

  private byte[] sample(Compression compression) throws IOException {
    Samples.write(file, compression, 500, 2, Samples.random(16, 2, 60, 3_000_000, 8));
    return Files.readAllBytes(file);
  }

  /** Files stay mapped until their memory is collected; thousands of mappings are slow. */
  private void unmapNowAndThen() {
    if (++opened % 500 == 0) {
      System.gc();
    }
  }

  /** What is said of the file on opening, summing up or reading it; fails when it is accepted. */
  private String refusal() {
    unmapNowAndThen();
    return assertThrows(
            SeqlocException.class,
            () -> {
              try (Bag bag = RosbagReader.openIndexed(file)) {
                bag.info();
                Dump.of(bag.messages());
              }
            })
        .getMessage();
  }

  private void assertOneLine(String message, int at) {
    assertTrue(message.startsWith(file.toString()), message);
    assertFalse(message.chars().anyMatch(c -> c < ' '), "byte " + at + ": " + message);
    assertTrue(message.length() < 400 + 3 * file.toString().length(), message);
  }

  private static byte[] edited(byte[] bytes, Consumer<ByteBuffer> edit) {
    byte[] copy = bytes.clone();
    edit.accept(ByteBuffer.wrap(copy).order(ByteOrder.LITTLE_ENDIAN));
    return copy;
  }

  private static int indexPos(byte[] bytes) {
    return (int)
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong(value("index_pos", bytes, 0));
  }

  /** Where the value of a field starts. */
  private static int value(String field, byte[] bytes, int occurrence) {
    return value(field, bytes, occurrence, 0);
  }

  private static int value(String field, byte[] bytes, int occurrence, int from) {
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    int at = from - 1;
    for (int i = 0; i <= occurrence; i++) {
      // Three zero bytes of the length go before a field's name.
      at = text.indexOf("\0\0\0" + field + "=", at + 1);
      assertTrue(at >= 0, field);
    }
    return at + 3 + field.length() + 1;
  }
}
