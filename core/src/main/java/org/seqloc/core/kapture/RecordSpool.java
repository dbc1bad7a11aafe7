package org.seqloc.core.kapture;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.TreeSet;

/**
 * A table of records that may be too long for memory, sorted on disk: rows gather in a run, a full
 * run is sorted and written to a file, and at the end the runs are merged. Rows may come in any
 * order; the memory taken is that of one run, about 15 MB, however many come.
 */
final class RecordSpool {

  /** Rows of a run. */
  static final int RUN_ROWS = 1 << 16;

  /** Files open at once; so many runs are first merged to one. */
  private static final int MAX_RUNS = 128;

  private final Path folder;
  private final String label;
  private final int runRows;
  private final List<Path> runs = new ArrayList<>();
  private RowKeys keys = new RowKeys();
  private StringColumn values = new StringColumn();
  private final Set<String> devices = new TreeSet<>();
  private int files;

  /**
   * @param folder of the runs' files, which the caller removes
   * @param label of the records, for messages
   */
  RecordSpool(Path folder, String label) {
    this(folder, label, RUN_ROWS);
  }

  RecordSpool(Path folder, String label, int runRows) {
    this.folder = folder;
    this.label = label;
    this.runRows = runRows;
  }

  /**
   * @param row the values as they are to stand in the table
   */
  void add(long stamp, String device, String row) throws IOException {
    devices.add(device);
    keys.add(stamp, device);
    values.add(row);
    if (keys.size() == runRows) {
      spill();
    }
  }

  /** Whose records there are. */
  Set<String> devices() {
    return Collections.unmodifiableSet(devices);
  }

  private void spill() throws IOException {
    RowKeys byName = keys.numberedByName();
    RowOrder order = RowOrder.of(byName, values);
    Path run = newFile();
    try (BufferedWriter out = Files.newBufferedWriter(run)) {
      for (int i = 0; i < byName.size(); i++) {
        int row = order.row(i);
        out.write(byName.stamp(row) + ", " + byName.device(row) + ", " + values.get(row));
        out.write('\n');
      }
    }
    runs.add(run);
    keys = new RowKeys();
    values = new StringColumn();
    if (runs.size() == MAX_RUNS) {
      Path merged = newFile();
      try (BufferedWriter out = Files.newBufferedWriter(merged)) {
        merge(
            row -> {
              out.write(row.line);
              out.write('\n');
            });
      }
      for (Path old : runs) {
        Files.delete(old);
      }
      runs.clear();
      runs.add(merged);
    }
  }

  private Path newFile() throws IOException {
    Files.createDirectories(folder);
    return folder.resolve(label + "." + files++);
  }

  /**
   * Writes all rows, sorted by timestamp, device and values.
   *
   * @param kind of the records: a second row of one key is refused; empty for those that have no
   *     key
   * @throws RowException for such a second row
   */
  void writeTo(TableWriter table, Optional<RecordKind> kind) throws IOException {
    if (keys.size() > 0) {
      spill();
    }
    Row[] before = new Row[1];
    merge(
        row -> {
          // Rows of one key come one after the other: its values stand first in the line.
          if (kind.isPresent() && before[0] != null && before[0].hasKeyOf(row, kind.get())) {
            throw RecordTable.second(kind.get(), 0, row.stamp, row.device);
          }
          before[0] = row;
          table.row(row.line);
        });
  }

  private interface RowSink {
    void row(Row row) throws IOException;
  }

  private void merge(RowSink sink) throws IOException {
    List<BufferedReader> open = new ArrayList<>();
    try {
      PriorityQueue<Row> heads = new PriorityQueue<>();
      for (Path run : runs) {
        BufferedReader reader = Files.newBufferedReader(run);
        open.add(reader);
        offer(heads, reader);
      }
      while (!heads.isEmpty()) {
        Row row = heads.remove();
        sink.row(row);
        offer(heads, row.source);
      }
    } finally {
      for (BufferedReader reader : open) {
        reader.close();
      }
    }
  }

  private static void offer(PriorityQueue<Row> heads, BufferedReader source) throws IOException {
    String line = source.readLine();
    if (line != null) {
      heads.add(new Row(line, source));
    }
  }

  /** The next row of a run. */
  private static final class Row implements Comparable<Row> {

    static final Comparator<Row> BY_KEY =
        Comparator.comparingLong((Row row) -> row.stamp).thenComparing(row -> row.device);

    private final String line;
    private final long stamp;
    private final String device;
    private final BufferedReader source;

    Row(String line, BufferedReader source) {
      int behindStamp = line.indexOf(", ");
      int behindDevice = line.indexOf(", ", behindStamp + 2);
      this.line = line;
      this.stamp = Long.parseLong(line, 0, behindStamp, 10);
      this.device = line.substring(behindStamp + 2, behindDevice);
      this.source = source;
    }

    boolean hasKeyOf(Row other, RecordKind kind) {
      return BY_KEY.compare(this, other) == 0
          && RecordTable.sameKeyValues(kind, values(), other.values());
    }

    private String values() {
      return line.substring(line.indexOf(", ", line.indexOf(", ") + 2) + 2);
    }

    @Override
    public int compareTo(Row other) {
      int byKey = BY_KEY.compare(this, other);
      return byKey != 0 ? byKey : KaptureText.compareCodePoints(line, other.line);
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Row row && row.line.equals(line) && row.source == source;
    }

    @Override
    public int hashCode() {
      return line.hashCode();
    }
  }
}
