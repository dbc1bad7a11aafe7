package org.seqloc.bags.sensor;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.StringJoiner;
import java.util.function.Function;
import org.seqloc.msgs.MalformedMessageException;

/**
 * A point cloud as a PCD file of version 0.7, binary: a header of text, then the points without
 * padding, little endian.
 *
 * @see <a
 *     href="https://pcl.readthedocs.io/projects/tutorials/en/latest/pcd_file_format.html">PCD</a>
 */
final class PcdFile {

  /**
   * What a point has.
   *
   * @param name without spaces
   * @param type I (signed), U (unsigned) or F (floating)
   * @param size bytes of one number
   * @param count how many numbers
   */
  record Field(String name, char type, int size, int count) {

    static Field ofFloat(String name) {
      return new Field(name, 'F', Float.BYTES, 1);
    }

    int bytes() {
      return size * count;
    }
  }

  private final byte[] content;
  private final int dataStart;

  /**
   * Makes a file, all of whose numbers are zero.
   *
   * @param height 1 where the points are in no rows
   * @throws MalformedMessageException when the file would have 2 GiB or more
   */
  PcdFile(List<Field> fields, int width, int height) {
    long points = (long) width * height;
    byte[] header =
        ("# .PCD v0.7 - Point Cloud Data file format\nVERSION 0.7\n"
                + line("FIELDS", fields, Field::name)
                + line("SIZE", fields, Field::size)
                + line("TYPE", fields, Field::type)
                + line("COUNT", fields, Field::count)
                + ("WIDTH " + width + "\nHEIGHT " + height + "\nVIEWPOINT 0 0 0 1 0 0 0\n")
                + ("POINTS " + points + "\nDATA binary\n"))
            .getBytes(StandardCharsets.UTF_8);
    long pointBytes = fields.stream().mapToLong(Field::bytes).sum();
    if (points > (Integer.MAX_VALUE - header.length - 16) / Math.max(1, pointBytes)) {
      throw new MalformedMessageException(
          points + " points of " + pointBytes + " bytes are too many for a file");
    }
    content = new byte[header.length + (int) (points * pointBytes)];
    System.arraycopy(header, 0, content, 0, header.length);
    dataStart = header.length;
  }

  private static String line(String key, List<Field> fields, Function<Field, Object> value) {
    StringJoiner line = new StringJoiner(" ", key + " ", "\n");
    fields.forEach(field -> line.add(value.apply(field).toString()));
    return line.toString();
  }

  /** The whole file. */
  byte[] content() {
    return content;
  }

  /** Where the first point is in the file. */
  int dataStart() {
    return dataStart;
  }

  /** The points, to be filled in. */
  ByteBuffer points() {
    return ByteBuffer.wrap(content, dataStart, content.length - dataStart)
        .slice()
        .order(ByteOrder.LITTLE_ENDIAN);
  }
}
