package org.seqloc.core;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a file of NumPy's NPY format, version 1 to 3, says of its array. Only plain numbers are
 * read: arrays of Python's objects would be code to run.
 *
 * @param type NumPy's name of the numbers' type: {@code float32}
 * @param itemBytes bytes of a number
 * @param bigEndian the order of the bytes of a number
 * @param fortran whether the first index runs fastest, not the last
 * @param shape the number of elements along each index; none for a single number
 * @see <a href="https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html">NumPy: the
 *     format</a>
 */
public record NpyHeader(
    String type, int itemBytes, boolean bigEndian, boolean fortran, List<Integer> shape) {

  /** Far more than the features of an image take. */
  private static final int MAX_BYTES = 1 << 27;

  private static final int MAX_HEADER_BYTES = 1 << 16;
  private static final int MAX_DIMENSIONS = 32;
  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};

  private static final Map<String, String> TYPES =
      Map.of(
          "f4", "float32", "f8", "float64", "i1", "int8", "i2", "int16", "i4", "int32", "i8",
          "int64", "u1", "uint8", "u2", "uint16", "u4", "uint32");

  /** The text of a Python dictionary, as NumPy writes it; it is never evaluated. */
  private static final Pattern DICTIONARY =
      Pattern.compile(
          "\\{'descr': '([<>|=])([a-z][0-9]{1,2})', 'fortran_order': (True|False),"
              + " 'shape': \\(((?:[0-9]{1,10}(?:, ?[0-9]{1,10}){0,31},?)?)\\),? ?\\}\\s*");

  public NpyHeader {
    shape = List.copyOf(shape);
  }

  /**
   * @param order NumPy's sign of the byte order; all but &gt; is little endian
   * @param code NumPy's kind of number and its bytes: {@code f4}
   * @throws IllegalArgumentException when the type is none that is read, or the array too large
   */
  public static NpyHeader of(char order, String code, boolean fortran, List<Long> shape) {
    String type = TYPES.get(code);
    if (type == null) {
      throw new IllegalArgumentException("'" + code + "' is no type of numbers that is read");
    }
    if (shape.size() > MAX_DIMENSIONS) {
      throw new IllegalArgumentException("an array of " + shape.size() + " dimensions");
    }
    int itemBytes = code.charAt(1) - '0';
    long bytes = itemBytes;
    for (long size : shape) {
      if (size < 0 || size > Integer.MAX_VALUE) {
        throw new IllegalArgumentException("an array of shape " + shape);
      }
      // Each factor is below 2^31 and the product before it at most 2^27.
      bytes *= size;
      if (bytes > MAX_BYTES) {
        throw new IllegalArgumentException(
            "an array of shape " + shape + ": more than " + (MAX_BYTES >> 20) + " MiB");
      }
    }
    return new NpyHeader(
        type, itemBytes, order == '>', fortran, shape.stream().map(Long::intValue).toList());
  }

  /**
   * Reads from the start of a file up to the numbers.
   *
   * @throws IOException when it is none, or holds what is not read
   */
  public static NpyHeader read(InputStream in) throws IOException {
    byte[] start = exactly(in, MAGIC.length + 2);
    if (!Arrays.equals(start, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
      throw new IOException("not of NumPy's NPY format");
    }
    int version = start[MAGIC.length];
    if (version < 1 || version > 3) {
      throw new IOException("version " + version + " of NumPy's NPY format is not read");
    }
    byte[] count = exactly(in, version == 1 ? 2 : 4);
    long length = 0;
    for (int i = count.length - 1; i >= 0; i--) {
      length = (length << 8) | (count[i] & 0xff);
    }
    if (length > MAX_HEADER_BYTES) {
      throw new IOException("a header of " + length + " bytes");
    }
    return parse(new String(exactly(in, (int) length), StandardCharsets.UTF_8));
  }

  private static NpyHeader parse(String text) throws IOException {
    Matcher matcher = DICTIONARY.matcher(text);
    if (!matcher.matches()) {
      throw new IOException(
          "not an array of plain numbers: "
              + text.substring(0, Math.min(100, text.length())).strip());
    }
    List<Long> shape =
        Arrays.stream(matcher.group(4).split(","))
            .map(String::strip)
            .filter(size -> !size.isEmpty())
            .map(Long::valueOf)
            .toList();
    try {
      return of(
          matcher.group(1).charAt(0), matcher.group(2), matcher.group(3).equals("True"), shape);
    } catch (IllegalArgumentException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  /** So many bytes; no more memory is taken than there are bytes. */
  static byte[] exactly(InputStream in, int count) throws IOException {
    byte[] bytes = in.readNBytes(count);
    if (bytes.length < count) {
      throw new EOFException("cut off: " + bytes.length + " of " + count + " bytes are there");
    }
    return bytes;
  }

  /** The bytes of all numbers. */
  public int dataBytes() {
    return shape.stream().reduce(itemBytes, (a, b) -> a * b);
  }

  /** Whether there is no number. */
  public boolean isEmpty() {
    return dataBytes() == 0;
  }
}
