package org.seqloc.core.kapture;

import java.util.List;

/**
 * The records of one kind, ordered by timestamp, then device, then values.
 *
 * <p>Columns, not objects: a record takes 24 bytes, 28 where its file is not sorted, and its values
 * as UTF-8, so a million images with paths of 40 characters take 64 MB. The values are kept as they
 * stand in the file, numbers digit for digit.
 */
public final class RecordTable extends KeyedRows {

  private final RecordKind kind;
  private final StringColumn values;

  private RecordTable(RecordKind kind, RowKeys keys, RowOrder places, StringColumn values) {
    super(keys, places);
    this.kind = kind;
    this.values = values;
  }

  public RecordKind kind() {
    return kind;
  }

  /** The values of a record, separated by a comma and a blank. */
  public String values(int row) {
    return values.get(place(row));
  }

  /** One value of a record, as text. */
  public String value(int row, int column) {
    String all = values(row);
    return kind.columnNames().size() == 1 ? all : KaptureText.split(all).get(column);
  }

  /**
   * One value of a record as a number; NaN and infinity are possible, as in a GNSS altitude that is
   * not known.
   */
  public double number(int row, int column) {
    return KaptureText.numberOrNaN(value(row, column), kind.columnNames().get(column));
  }

  StringColumn column() {
    return values;
  }

  /** Collects records in any order. */
  static final class Builder {
    private final RecordKind kind;
    private final RowKeys keys = new RowKeys();
    private final StringColumn values = new StringColumn();
    private final LineNumbers lines = new LineNumbers();

    Builder(RecordKind kind) {
      this.kind = kind;
    }

    /**
     * @param line where the row stands in its file, from 1; 0 when it comes from elsewhere
     * @throws IllegalArgumentException when a value does not fit, or the row before has its key
     */
    void add(int line, long stamp, String device, List<String> row) {
      KaptureText.checkId(device, "device id");
      String text = kind.check(row);
      if (kind.keyColumns() == 0 && keys.lastIs(stamp, device)) {
        throw second(kind, line, stamp, device);
      }
      values.add(text);
      keys.add(stamp, device);
      lines.add(line);
    }

    /**
     * @throws RowException when two records have the same key
     */
    RecordTable build() {
      RowKeys byName = keys.numberedByName();
      RowOrder order = RowOrder.of(byName, values);
      RowKeys ordered = byName.ordered(order);
      for (int i = 1; i < ordered.size(); i++) {
        if (ordered.compare(i - 1, i) == 0
            && sameKeyValues(kind, values.get(order.row(i - 1)), values.get(order.row(i)))) {
          // Of two rows the one that comes later in the file is the second.
          int row = Math.max(order.row(i - 1), order.row(i));
          throw second(kind, lines.get(row), byName.stamp(row), byName.device(row));
        }
      }
      return new RecordTable(kind, ordered, order, values);
    }
  }

  /** Whether rows of one device and timestamp have the same key. */
  static boolean sameKeyValues(RecordKind kind, String a, String b) {
    return kind.keyColumns() == 0
        || KaptureText.split(a)
            .subList(0, kind.keyColumns())
            .equals(KaptureText.split(b).subList(0, kind.keyColumns()));
  }

  static RowException second(RecordKind kind, int line, long stamp, String device) {
    String what =
        switch (kind) {
          case CAMERA -> "image";
          case WIFI, BLUETOOTH -> kind.label() + " signal from the same sender";
          default -> kind.label() + " record";
        };
    return new RowException(
        kind.fileName(), line, "a second " + what + " of '" + device + "' at timestamp " + stamp);
  }
}
