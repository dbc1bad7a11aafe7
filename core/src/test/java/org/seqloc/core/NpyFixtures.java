package org.seqloc.core;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Arrays as NumPy writes them, made by hand. */
public final class NpyFixtures {

  private NpyFixtures() {}

  /** A file of the NPY format with any header. */
  public static byte[] npy(int version, String header, byte[] data) {
    int length = version == 1 ? 2 : 4;
    ByteBuffer out =
        ByteBuffer.allocate(8 + length + header.length() + data.length)
            .order(ByteOrder.LITTLE_ENDIAN)
            .put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', (byte) version, 0});
    if (version == 1) {
      out.putShort((short) header.length());
    } else {
      out.putInt(header.length());
    }
    out.put(header.getBytes(ISO_8859_1)).put(data);
    byte[] bytes = new byte[out.capacity()];
    out.get(0, bytes);
    return bytes;
  }

  public static String header(String descr, boolean fortran, String shape) {
    return String.format(
        "{'descr': '%s', 'fortran_order': %s, 'shape': (%s), }   \n",
        descr, fortran ? "True" : "False", shape);
  }

  /** Rows of float32. */
  public static byte[] floats(int columns, float... values) {
    ByteBuffer data = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    data.asFloatBuffer().put(values);
    byte[] bytes = new byte[data.capacity()];
    data.get(0, bytes);
    return npy(1, header("<f4", false, values.length / columns + ", " + columns), bytes);
  }

  /** Rows of uint8. */
  public static byte[] bytes(int columns, byte... values) {
    return npy(1, header("|u1", false, values.length / columns + ", " + columns), values);
  }

  /** Writes a zip of arrays by name. */
  public static Path npz(Path file, Map<String, byte[]> arrays) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(all)) {
      for (Map.Entry<String, byte[]> array : arrays.entrySet()) {
        zip.putNextEntry(new ZipEntry(array.getKey() + ".npy"));
        zip.write(array.getValue());
      }
    }
    Files.createDirectories(file.getParent());
    return Files.write(file, all.toByteArray());
  }
}
