package org.seqloc.core.kapture.exchange;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.seqloc.core.NpyArray;
import org.seqloc.core.SeqlocException;

class PickleReaderTest {

  /**
   * As Python 3.11 with NumPy 1.24 wrote it, in gzip, by protocol from 2: {'1.png': array([[0, 2],
   * [3, 1]]), 'none.png': None, 'list.png': [], 'empty.png': array([]), 'f.png': asfortranarray of
   * [[1, 0], [2, 3], [0, 0]] of '>i4', 't.png': [(1, 2)]}.
   */
  private static final List<String> PYTHONS =
      List.of(
          "H4sIAAAAAAACA2WRS0/CQBSFSxGE+n7jG9/go4qiYWH8ATZhMatuSENLsU1g4JTpogsTN/L41Toz"
              + "rcGEWcztvdO559xvvtRPKCUzoyhKRe/TD6QcGnb7ke70Alfvhh3mN4OgGWlW4Do9OmBB6DANavyX"
              + "RlvxKdKG8o05x3J6LdcZaC4VHxoyZop3tpE1szx2msynFcwPkSPIj6ARLJSMlKEa6hCLScsWi/r8"
              + "5pKp8ht+DcuT8QgrBKslIy27vWKtXq+///AlN0NhWLcnXsYsKtOlJjGdxFQSseFx/U2CLYZt28zx"
              + "Eu1RV86+U5d5xx8wmRca2DXzvOJ2+yySpT1P9eSs+x4f4IDgUAzA8yMvdtyu4Vg4LhKccMferNdT"
              + "e+JYlh36nC21LM2OmDvQcFYmOGe4sOVjtKXa5Z/alVArEZSFWlrguk70/CpuhN4twd0foTfoM6r3"
              + "9pgTKkxhqP9gSUh4EGQqBI8MT7GLGEO1gWfxSkO8NEP9F12yCRMyAgAA",
          "H4sIAAAAAAACA2WQOW+DQBCFF4gTm9y3czs3uZAipXARpXEXJAoqGisyGAckg3l4KSgipYmPX53s"
              + "Lus03mJnZ3b05nvzrX2BGG6FEPJspsknFD/J47Qw/UEWmHHep1EnyzqF/pEF/iAZ0iz3qQ617NKT"
              + "bvkLzSI/WGgpHipjLDpYMizFUi11hKps7dIiDXTUXJXNiprQp5Mxlh2sGJbmKqz2ilXbtt9/2RGX"
              + "RSjWvGmrQeRRZdRkVGTEOsWG51bZMxkkgbCxaYu8Hw2pyLfa2HZrrBLEKS1EaSdUQ4G9GzLmPQf7"
              + "nJnl9bCE7DVxwCEPHRwxyHAe75jhEZxQnHpihT0hfDYTbnDhcwcXXFjjy7iU0tELrrj0tYObmf83"
              + "3M4NMLxJqy6tzuz/rwB3FPfl4NLkQxuPfO0jPHVy8w9IVWMk2wEAAA==",
          "H4sIAAAAAAACA3WQv2vCQBTHLxcPFaRDoeDo6BQodOggXbL1IEP3IjGevYC5hPMyZCh0qVV4Q8Hn"
              + "36vJ5SIO+h3u3ePej8/3fnrHf49YfeMU2HNQqC+EJ1VmRRUkuRZBVq5NGmsdVwijuRZJrjZGl4nB"
              + "AwKzhQh9tWxLDsjJL4beAv/wA6fc45TTLUoGbGmqQjRNNH3F/a5998GbYRRF76da9uDE4GIfTogT"
              + "ddF30eESrMtgoHIlLHMEg3W6Mfb+iTAUWWEqm8me7DdQctghNckD0NUVhny8BdEuYas7c3xrrZ6U"
              + "vlwberthaBeOHXvn5+Kp3dGRNz+2xbgMzpTK2PubAQAA",
          "H4sIAAAAAAACA2tgnVrMyAAGtVM0elgN9Qry0qf0COWV5hZU6iXnF6XqAZmpRZnJU3q449OK8nOT"
              + "StPSUoumTJ6iMU2BARUwQWlmKA01mGFKDyvYPCCdUlJZkArU3MOUaTGls6N9StAUDW/mHkabKX5+"
              + "fl7/gQBMeDOUTEnyZvJmapvSw+g8pQSorIcjLz8vFew8vx6OnMziEjA7dkoPZ2puQUklmJfBojEN"
              + "5popGRw9TGlItmTwYLGDoXVKBj/YfNY0uBESCD8xIvkL7jew0ZkmyB6ww+YBZogH3CAeYIW52JsR"
              + "JJ5YqgcArAy65n4BAAA=");

  @TempDir Path temp;

  /** What Python wrote, unpacked, with a character for each byte. */
  private static String python(int protocol) throws IOException {
    byte[] packed = Base64.getDecoder().decode(PYTHONS.get(protocol - 2));
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(packed))) {
      return new String(in.readAllBytes(), ISO_8859_1);
    }
  }

  private static byte[] packed(String pickle) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (OutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(pickle.getBytes(ISO_8859_1));
    }
    return out.toByteArray();
  }

  private Map<String, Object> read(String pickle) throws IOException {
    return PickleReader.dictionary(Files.write(temp.resolve("p"), packed(pickle)));
  }

  private String fault(String pickle) throws IOException {
    Path file = Files.write(temp.resolve("p"), packed(pickle));
    String message =
        assertThrows(SeqlocException.class, () -> PickleReader.dictionary(file)).getMessage();
    assertTrue(message.startsWith(file.toString()), message);
    return message.substring(file.toString().length());
  }

  private static void assertArray(List<Integer> shape, double[] values, Object array) {
    assertEquals(shape, ((NpyArray) array).header().shape());
    assertArrayEquals(values, ((NpyArray) array).toDoubles());
  }

  private static void assertPythons(Map<String, Object> all) {
    assertEquals(
        List.of("1.png", "none.png", "list.png", "empty.png", "f.png", "t.png"),
        List.copyOf(all.keySet()));
    assertArray(List.of(2, 2), new double[] {0, 2, 3, 1}, all.get("1.png"));
    assertEquals(PickleReader.NONE, all.get("none.png"));
    assertEquals(List.of(), all.get("list.png"));
    assertArray(List.of(0), new double[0], all.get("empty.png"));
    assertArray(List.of(3, 2), new double[] {1, 0, 2, 3, 0, 0}, all.get("f.png"));
    assertEquals(List.of(List.of(1L, 2L)), all.get("t.png"));
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 4, 5})
  void whatPythonWrote(int protocol) throws IOException {
    assertPythons(read(python(protocol)));
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3})
  void newerNumPyHasOtherNames(int protocol) throws IOException {
    String newer = python(protocol).replace("numpy.core.", "numpy._core.");
    assertFalse(newer.equals(python(protocol)));
    assertPythons(read(newer));
  }

  /** Python 2's texts are bytes. */
  @Test
  void whatPython2Wrote() throws IOException {
    assertArray(
        List.of(1, 2),
        new double[] {3, 513},
        read("\u0080\2}U\3a.bcnumpy.core.multiarray\n_reconstruct\ncnumpy\nndarray\nK\0\u0085U\1b\u0087R"
                + "(K\1K\1K\2\u0086cnumpy\ndtype\nU\2i2K\0K\1\u0087R(K\3U\1<NNNJ\377\377\377\377"
                + "J\377\377\377\377K\0tb\u0089U\4\3\0\1\2tbs.")
            .get("a.b"));
  }

  @Test
  void nothingIsRun() throws IOException {
    // What os.system('touch /tmp/x') is in protocol 0's and 2's, and in 4's names.
    String command = "(X\14\0\0\0touch /tmp/xtR.";
    assertEquals(
        ", byte 16 unpacked: it would run 'posix.system', which no data needs: do not trust this"
            + " file",
        fault("\u0080\2cposix\nsystem\n" + command));
    assertTrue(
        fault("\u0080\4\u008c\2os\u0094\u008c\6system\u0094\u0093" + command)
            .contains("it would run 'os.system'"));
    for (String name :
        List.of(
            "builtins\neval", "numpy\nload", "numpy.core.multiarray\nscalar", "_codecs\ndecode")) {
      assertTrue(fault("\u0080\2c" + name + "\n)R.").contains("it would run '"), name);
    }
    // Other ways to have something run: INST, OBJ, NEWOBJ, EXT1, PERSID, and dotted names.
    for (String opcode : List.of("ios\nsystem\n", "o", "\u0081", "\u0082\1", "Pid\n", "Q")) {
      assertTrue(fault("\u0080\2(" + opcode + ".").contains("none that data needs"), opcode);
    }
    // An array is not made by calling its class, nor by building upon something else.
    assertTrue(fault("\u0080\2cnumpy\nndarray\n)R.").contains("in a way that is not read"));
    assertTrue(
        fault("\u0080\2}(K\1K\2K\3K\4K\5tb.").contains("not of the kind that its use needs"));
  }

  @Test
  void oldProtocolsAndOtherThingsAreRefused() throws IOException {
    assertTrue(fault("(dp0\n.").contains("the instruction 0x64 is none that data needs"));
    assertEquals(
        ", byte 2 unpacked: protocol 6 of pickle is not read, 2 to 5 are", fault("\u0080\6}."));
    assertEquals(", byte 4 unpacked: not a dictionary", fault("\u0080\2]."));
    assertEquals(", byte 4 unpacked: more follows on the end", fault("\u0080\2}.."));
    assertTrue(fault("\u0080\2}K\1K\2s.").contains("not of the kind that its use needs"));
    assertTrue(fault("\u0080\2}(X\1\0\0\0au.").contains("a key without a value"));
    for (String underflow : List.of(".", "t.", "\u0087.", "R.", "s.", "u.", "q\0.", "b.", "a.")) {
      assertTrue(fault("\u0080\2" + underflow).contains("no value is left"), underflow);
    }
    assertTrue(fault("\u0080\2h\1.").contains("value 1 is used before it is there"));
  }

  @Test
  void arraysOfAnotherSizeAreRefused() throws IOException {
    assertEquals(
        ", byte 202 unpacked: 32 bytes for an array of shape [2, 3] of int64, which takes 48",
        fault(python(3).replaceFirst("K\2K\2\u0086", "K\2K\3\u0086")));
    assertTrue(
        fault(python(3).replaceFirst("K\2K\2\u0086", "J\377\377\377\177J\377\377\377\177\u0086"))
            .contains("an array of shape [2147483647, 2147483647]: more than 128 MiB"));
    assertTrue(
        fault(python(3).replaceFirst("K\2K\2\u0086", "J\377\377\377\377K\2\u0086"))
            .contains("an array of shape [-1, 2]"));
    assertTrue(fault(python(3).replaceFirst("i8", "O8")).contains("'O8' is no type of numbers"));
  }

  @Test
  void noMemoryIsTakenForWhatIsNotThere() throws IOException {
    for (String size : List.of("B\377\377\377\177", "B\377\377\377\377", "X\0\0\0\20\20")) {
      String message = fault("\u0080\2}" + size + "ab");
      assertTrue(
          message.endsWith(": more than 128 MiB") || message.endsWith("cut off: write it again"),
          message);
    }
    assertTrue(fault("\u0080\4}\u008e\0\0\0\0\0\0\0\u0080ab").endsWith(": more than 128 MiB"));
    assertTrue(
        fault("\u0080\2" + "]".repeat(4_200_000)).endsWith("more than 4194304 instructions"));
    assertTrue(fault("\u0080\2c" + "a".repeat(1000)).endsWith("a name of more than 256 bytes"));
  }

  /** A megabyte that is there once makes one array after the other. */
  @Test
  void aBombIsRefused() throws IOException {
    String made =
        "\u0080\2cnumpy.core.numeric\n_frombuffer\nq\0B\0\0\20\0"
            + "\0".repeat(1 << 20)
            + "q\1cnumpy\ndtype\nX\2\0\0\0u1\u0085Rq\2J\0\0\20\0\u0085q\3X\1\0\0\0Fq\4";
    String array = "h\0(h\1h\2h\3h\4tR";
    assertTrue(fault(made + array.repeat(126) + "K\1.").endsWith("not a dictionary"));
    assertTrue(fault(made + array.repeat(127) + "}.").endsWith(": more than 128 MiB"));
  }

  @Test
  void cutOffAndDamagedFilesAreTold() throws IOException {
    Path file = temp.resolve("p");
    byte[] whole = packed(python(4));
    for (int length = 0; length < whole.length; length++) {
      Files.write(file, Arrays.copyOf(whole, length));
      assertEquals(
          file + " is cut off: write it again",
          assertThrows(SeqlocException.class, () -> PickleReader.dictionary(file)).getMessage());
    }
    for (int length = 0; length < python(4).length(); length++) {
      assertEquals(" is cut off: write it again", fault(python(4).substring(0, length)));
    }
    Files.writeString(file, "not a gzip at all");
    assertEquals(
        file + " is no gzip, or damaged: Not in GZIP format",
        assertThrows(SeqlocException.class, () -> PickleReader.dictionary(file)).getMessage());
    whole[whole.length - 6] ^= 1;
    Files.write(file, whole);
    assertEquals(
        file + " is no gzip, or damaged: Corrupt GZIP trailer",
        assertThrows(SeqlocException.class, () -> PickleReader.dictionary(file)).getMessage());
  }

  /** Whatever stands there, it is read or refused in one line. */
  @Test
  void anyBytesAreReadOrRefused() throws IOException {
    Random random = new Random(7);
    int refused = 0;
    for (int i = 0; i < 800; i++) {
      StringBuilder pickle = new StringBuilder(python(2 + i % 4));
      for (int k = 0; k < 3; k++) {
        pickle.setCharAt(random.nextInt(pickle.length()), (char) random.nextInt(256));
      }
      try {
        read(pickle.toString());
      } catch (SeqlocException e) {
        refused++;
      }
    }
    assertTrue(refused > 400, "refused: " + refused);
  }
}
