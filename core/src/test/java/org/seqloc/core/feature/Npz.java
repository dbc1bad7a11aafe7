package org.seqloc.core.feature;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** Reads the float32 arrays of NumPy's .npz: a zip of .npy files. Others are left out. */
final class Npz {

  private static final Pattern SHAPE = Pattern.compile("'shape': \\(([0-9, ]*)\\)");

  private Npz() {}

  static Map<String, float[]> read(Path file) throws IOException {
    Map<String, float[]> arrays = new HashMap<>();
    try (InputStream in = Files.newInputStream(file);
        ZipInputStream zip = new ZipInputStream(in)) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        ByteBuffer bytes = ByteBuffer.wrap(zip.readAllBytes()).order(ByteOrder.LITTLE_ENDIAN);
        int headerLength = bytes.getShort(8) & 0xffff;
        String header = new String(bytes.array(), 10, headerLength, ISO_8859_1);
        if (header.contains("'<f4'") && header.contains("'fortran_order': False")) {
          Matcher matcher = SHAPE.matcher(header);
          if (!matcher.find()) {
            throw new IOException(entry.getName() + " has no shape: " + header);
          }
          int[] shape =
              Arrays.stream(matcher.group(1).split(","))
                  .map(String::strip)
                  .filter(s -> !s.isEmpty())
                  .mapToInt(Integer::parseInt)
                  .toArray();
          float[] values = new float[Arrays.stream(shape).reduce(1, Math::multiplyExact)];
          bytes.position(10 + headerLength);
          bytes.asFloatBuffer().get(values);
          arrays.put(entry.getName().replaceFirst("\\.npy$", ""), values);
        }
      }
    }
    return arrays;
  }
}
