package org.seqloc.core.map;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.seqloc.core.SeqlocException;
import org.seqloc.core.map.MapFormat.Section;

class MapFormatTest {

  @TempDir Path folder;

  private Path write() throws IOException {
    Path file = folder.resolve("some.seqmap");
    try (MapWriter writer = new MapWriter(file)) {
      for (Section section : Section.values()) {
        writer.append(ByteBuffer.wrap(new byte[] {(byte) section.index(), 2, 3}));
        writer.append(ByteBuffer.wrap(new byte[section.index()]));
        writer.end(section);
      }
      writer.finish();
    }
    return file;
  }

  private static void read(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file)) {
      MapFormat.readHeader(channel, file)
          .forEach((section, extent) -> assertEquals(3 + section.index(), extent.length()));
    }
  }

  @Test
  void sectionsAreFoundAgain() throws IOException {
    read(write());
  }

  @Test
  void everyFlippedByteIsNoticed() throws IOException {
    Path file = write();
    byte[] good = Files.readAllBytes(file);
    for (int i = 0; i < good.length; i++) {
      byte[] bad = good.clone();
      bad[i] ^= 0x10;
      Files.write(file, bad);
      SeqlocException e = assertThrows(SeqlocException.class, () -> read(file), "byte " + i);
      assertTrue(e.getMessage().startsWith(file.toString()), e.getMessage());
    }
  }

  @Test
  void everyPrefixIsRefused() throws IOException {
    Path file = write();
    byte[] good = Files.readAllBytes(file);
    for (int length = 0; length < good.length; length++) {
      Files.write(file, java.util.Arrays.copyOf(good, length));
      assertThrows(SeqlocException.class, () -> read(file), "length " + length);
    }
  }

  @Test
  void anotherVersionIsNamed() throws IOException {
    Path file = write();
    byte[] bytes = Files.readAllBytes(file);
    bytes[8] = 9;
    Files.write(file, bytes);
    String message = assertThrows(SeqlocException.class, () -> read(file)).getMessage();
    assertTrue(message.contains("version 9") && message.contains("version 1"), message);
  }

  @Test
  void unfinishedMapLeavesNothingBehind() throws IOException {
    Path file = folder.resolve("half.seqmap");
    try (MapWriter writer = new MapWriter(file)) {
      writer.append(ByteBuffer.wrap(new byte[10]));
    }
    try (var files = Files.list(folder)) {
      assertFalse(files.findAny().isPresent());
    }
  }

  @Test
  void landmarksKeepTheirDescriptorsToOnePercent() {
    float[] descriptors = {0.6f, -0.8f, 0, 0, 0.1f, 0.7f, -0.7f, 0.1f};
    ByteBuffer bytes = LandmarkCodec.encode(new int[] {4, 9}, new int[] {1, 0}, descriptors, 4);
    Landmarks landmarks = LandmarkCodec.decode(bytes, 2, 4, 10);
    assertEquals(4, landmarks.pointId(0));
    assertEquals(9, landmarks.pointId(1));
    assertArrayEquals(
        new float[] {0.1f, 0.7f, -0.7f, 0.1f, 0.6f, -0.8f, 0, 0}, landmarks.descriptors(), 0.01f);
  }

  @Test
  void pointIdOutsideTheMapIsRefused() {
    ByteBuffer bytes = LandmarkCodec.encode(new int[] {10}, new int[] {0}, new float[] {1}, 1);
    assertThrows(IllegalArgumentException.class, () -> LandmarkCodec.decode(bytes, 1, 1, 10));
  }
}
