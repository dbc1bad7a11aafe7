package org.seqloc.core.kapture;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.StringJoiner;

/**
 * The points of points3d.txt: x, y, z in metres of the world's frame, maybe with red, green, blue
 * of 0 to 255. A point's number is its row. A point takes 24 or 48 bytes.
 */
public final class Points3d {

  private final int columns;
  private final double[] values;
  private final int size;

  private Points3d(int columns, double[] values, int size) {
    this.columns = columns;
    this.values = values;
    this.size = size;
  }

  public int size() {
    return size;
  }

  public boolean hasColors() {
    return columns == 6;
  }

  /** x, y, z, and with colours r, g, b. */
  public double[] row(int point) {
    Objects.checkIndex(point, size);
    return Arrays.copyOfRange(values, point * columns, (point + 1) * columns);
  }

  static String header(int columns) {
    return columns == 6 ? "X, Y, Z, R, G, B" : "X, Y, Z";
  }

  int columns() {
    return columns;
  }

  /**
   * @throws org.seqloc.core.SeqlocException naming file and line of a row that does not fit
   */
  static Points3d read(Path file) {
    Builder[] builder = new Builder[1];
    KaptureText.read(
        file,
        3,
        6,
        "X, Y, Z[, R, G, B]",
        (line, row) -> {
          if (builder[0] == null) {
            builder[0] = new Builder(row.size() == 6);
          }
          builder[0].add(parse(row));
        });
    return builder[0] == null ? new Builder(true).build() : builder[0].build();
  }

  static double[] parse(List<String> row) {
    double[] point = new double[row.size()];
    for (int i = 0; i < point.length; i++) {
      point[i] = KaptureText.numberOrNaN(row.get(i), "the value of column " + (i + 1));
    }
    return point;
  }

  /** Collects points. */
  public static final class Builder {
    private final int columns;
    private double[] values = new double[96];
    private int size;

    /**
     * @param colors whether points have six numbers, not three
     */
    public Builder(boolean colors) {
      columns = colors ? 6 : 3;
    }

    /**
     * Adds the next point.
     *
     * @param point x, y, z, and with colours r, g, b
     */
    public Builder add(double... point) {
      if (point.length != columns) {
        throw new IllegalArgumentException(
            "the row has " + point.length + " columns, those before have " + columns);
      }
      int at = size * columns;
      if (at + columns > values.length) {
        long rows = Math.min(Integer.MAX_VALUE / columns - 1, size + (size >> 1) + 16L);
        if (rows <= size) {
          throw new IllegalArgumentException("more than " + size + " points");
        }
        values = Arrays.copyOf(values, (int) rows * columns);
      }
      System.arraycopy(point, 0, values, at, columns);
      size++;
      return this;
    }

    public Points3d build() {
      return new Points3d(columns, Arrays.copyOf(values, size * columns), size);
    }
  }

  /** Writes a table; the numbers read back as the same doubles. */
  void write(Path file) throws IOException {
    try (TableWriter table = new TableWriter(file, header(columns()))) {
      for (int i = 0; i < size(); i++) {
        StringJoiner row = new StringJoiner(", ");
        for (double value : row(i)) {
          row.add(Double.isNaN(value) ? "nan" : Double.toString(value).replace("Infinity", "inf"));
        }
        table.row(row.toString());
      }
    }
  }
}
