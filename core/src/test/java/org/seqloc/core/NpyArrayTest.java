package org.seqloc.core;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NpyArrayTest {

  @TempDir Path temp;

  private static NpyArray read(byte[] file) throws IOException {
    return NpyArray.read(new ByteArrayInputStream(file));
  }

  private static void assertFails(String message, byte[] file) {
    assertEquals(message, assertThrows(IOException.class, () -> read(file)).getMessage());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void versions(int version) throws IOException {
    byte[] data = HexFormat.of().parseHex("0000803f000000c00000404000008040000000000000003f");
    NpyArray array = read(NpyFixtures.npy(version, NpyFixtures.header("<f4", false, "3, 2"), data));
    assertEquals(List.of(3, 2), array.header().shape());
    assertEquals("float32", array.header().type());
    assertArrayEquals(new float[] {1, -2, 3, 4, 0, 0.5f}, array.toFloats());
    assertArrayEquals(data, array.toBytes());
  }

  @ParameterizedTest
  @CsvSource({
    "<f8, 000000000000f83f, 1.5",
    ">f8, 3ff8000000000000, 1.5",
    ">f4, 3fc00000, 1.5",
    "|i1, fe, -2",
    "|u1, fe, 254",
    "<i2, feff, -2",
    ">u2, 0102, 258",
    "<u4, ffffffff, 4294967295",
    ">i4, fffffffe, -2",
    "<i8, feffffffffffffff, -2",
    ">i8, 0000000000000102, 258"
  })
  void types(String descr, String hex, double value) throws IOException {
    byte[] data = HexFormat.of().parseHex(hex);
    NpyArray array = read(NpyFixtures.npy(1, NpyFixtures.header(descr, false, ""), data));
    assertEquals(1, array.length());
    assertEquals(value, array.get(0));
  }

  @Test
  void theOrderOfFortranIsTurned() throws IOException {
    NpyArray array =
        read(
            NpyFixtures.npy(
                1,
                NpyFixtures.header(">i2", true, "2, 3"),
                new byte[] {0, 1, 0, 4, 0, 2, 0, 5, 0, 3, 0, 6}));
    assertArrayEquals(new double[] {1, 2, 3, 4, 5, 6}, array.toDoubles());
    assertFails(
        "an array of shape [1, 2, 1] in the order of Fortran",
        NpyFixtures.npy(1, NpyFixtures.header("|u1", true, "1, 2, 1"), new byte[2]));
  }

  @Test
  void noMemoryIsTakenForWhatIsNotThere() {
    byte[] large = NpyFixtures.npy(1, NpyFixtures.header("<f4", false, "33554432,"), new byte[8]);
    assertFails("cut off: 8 of 134217728 bytes are there", large);
    assertFails(
        "an array of shape [33554433]: more than 128 MiB",
        NpyFixtures.npy(1, NpyFixtures.header("<f4", false, "33554433,"), new byte[8]));
    assertFails(
        "an array of shape [2147483647, 2147483647, 2147483647, 2147483647]: more than 128 MiB",
        NpyFixtures.npy(
            1,
            NpyFixtures.header("|u1", false, "2147483647, 2147483647, 2147483647, 2147483647"),
            new byte[8]));
    assertFails(
        "an array of shape [9999999999]",
        NpyFixtures.npy(1, NpyFixtures.header("|u1", false, "9999999999,"), new byte[8]));
    assertFails("a header of 2147483647 bytes", header(0x7fffffff));
    assertFails("a header of 4294967295 bytes", header(-1));
  }

  private static byte[] header(int length) {
    byte[] file = NpyFixtures.npy(2, "", new byte[0]);
    for (int i = 0; i < 4; i++) {
      file[8 + i] = (byte) (length >> (8 * i));
    }
    return file;
  }

  @Test
  void whatDoesNotFitIsRefused() throws IOException {
    byte[] file = NpyFixtures.floats(2, 1, 2, 3, 4);
    assertFails(
        "more bytes than an array of shape [2, 2] takes", Arrays.copyOf(file, file.length + 1));
    for (int length = 0; length < file.length; length++) {
      byte[] cut = Arrays.copyOf(file, length);
      String message = assertThrows(IOException.class, () -> read(cut)).getMessage();
      assertTrue(message.startsWith("cut off: "), message);
    }
    byte[] other = file.clone();
    other[1] = 'X';
    assertFails("not of NumPy's NPY format", other);
    other = file.clone();
    other[6] = 4;
    assertFails("version 4 of NumPy's NPY format is not read", other);
    for (String descr : List.of("|O", "<U5", "<c8", "<f2", "<V4")) {
      byte[] unread = NpyFixtures.npy(1, NpyFixtures.header(descr, false, "1,"), new byte[20]);
      assertThrows(IOException.class, () -> read(unread), descr);
    }
    // Python would evaluate this to a shape.
    assertFails(
        "not an array of plain numbers: {'descr': '<f4', 'fortran_order': False, 'shape': (1+1,), }",
        NpyFixtures.npy(1, NpyFixtures.header("<f4", false, "1+1,"), new byte[8]));
  }

  /** As NumPy 1.24 wrote it: savez_compressed(a=float32 [[1, 2.5]], b=uint8 [7, 8, 9]). */
  private static final String NUMPY =
      "UEsDBBQAAAAIAAAAIQATYsF/TgAAAIgAAAAFABQAYS5ucHkBABAAiAAAAAAAAABOAAAAAAAAAJvs"
          + "F+obEMnIUMZQrZ6SWpxcpG6loG6TZqKuo6Cell9UUpSYF59flJIKEndLzClOBYoXZyQWpAL5GoY6"
          + "CkaaOgq1CmQDLgaGBnsGBgUHAFBLAwQUAAAACAAAACEADJ45r0cAAACDAAAABQAUAGIubnB5AQAQ"
          + "AIMAAAAAAAAARwAAAAAAAACb7BfqGxDJyFDGUK2eklqcXKRupaBeU2qorqOgnpZfVFKUmBefX5SS"
          + "ChJ3S8wpTgWKF2ckFqQC+RrGOpo6CrUKFAAudg5OAFBLAQIUAxQAAAAIAAAAIQATYsF/TgAAAIgA"
          + "AAAFAAAAAAAAAAAAAACAAQAAAABhLm5weVBLAQIUAxQAAAAIAAAAIQAMnjmvRwAAAIMAAAAFAAAA"
          + "AAAAAAAAAACAAYUAAABiLm5weVBLBQYAAAAAAgACAGYAAAADAQAAAAA=";

  @Test
  void aFileOfNumPys() throws IOException {
    Path file = Files.write(temp.resolve("a.npz"), Base64.getDecoder().decode(NUMPY));
    try (NpzFile npz = NpzFile.open(file)) {
      assertEquals(List.of(1, 2), npz.header("a").orElseThrow().shape());
      assertArrayEquals(new float[] {1, 2.5f}, npz.array("a").orElseThrow().toFloats());
      assertArrayEquals(new byte[] {7, 8, 9}, npz.array("b").orElseThrow().toBytes());
      assertTrue(npz.array("c").isEmpty());
    }
  }

  @Test
  void filesThatAreNoneOrDamagedAreTold() throws IOException {
    Path file = temp.resolve("a.npz");
    assertEquals(
        file + " is missing",
        assertThrows(SeqlocException.class, () -> NpzFile.open(file)).getMessage());
    byte[] whole = Base64.getDecoder().decode(NUMPY);
    for (int length = 0; length < whole.length; length++) {
      Files.write(file, Arrays.copyOf(whole, length));
      String message = assertThrows(SeqlocException.class, () -> NpzFile.open(file)).getMessage();
      assertTrue(message.startsWith(file + " cannot be read as NumPy's npz: "), message);
    }
    NpyFixtures.npz(file, Map.of("a", NpyFixtures.floats(1, 1, 2, 3)));
    byte[] damaged = Files.readAllBytes(file);
    // The sum of the content, where the directory at the end tells it.
    for (int i = damaged.length - 1; i > 0; i--) {
      if (damaged[i] == 'P' && damaged[i + 1] == 'K' && damaged[i + 2] == 1) {
        damaged[i + 16] ^= 1;
      }
    }
    Files.write(file, damaged);
    try (NpzFile npz = NpzFile.open(file)) {
      assertEquals(
          file + ", array 'a': damaged: its sum is another: write the file again",
          assertThrows(SeqlocException.class, () -> npz.array("a")).getMessage());
    }
  }
}
