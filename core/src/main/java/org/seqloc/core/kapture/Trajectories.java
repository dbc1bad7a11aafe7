package org.seqloc.core.kapture;

import java.util.Arrays;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.seqloc.core.geometry.Quaternion;
import org.seqloc.core.geometry.Vector3;

/**
 * The rows of trajectories.txt, ordered by timestamp, then device. Columns, not objects: a pose
 * takes 68 bytes, 72 where the file is not sorted.
 *
 * <p>The numbers are kept as the file has them: a quaternion that is not quite of unit length is
 * written back as it was, and only {@link #pose} normalizes it.
 */
public final class Trajectories extends KeyedRows {

  /** qw, qx, qy, qz, tx, ty, tz; NaN where blank. */
  static final int COLUMNS = 7;

  private static final int MAX_ROWS = Integer.MAX_VALUE / COLUMNS;

  private final LongList numbers;

  private Trajectories(RowKeys keys, RowOrder places, LongList numbers) {
    super(keys, places);
    this.numbers = numbers;
  }

  public KapturePose pose(int row) {
    return pose(columns(row));
  }

  static KapturePose pose(double[] n) {
    return new KapturePose(
        Double.isNaN(n[0]) ? Optional.empty() : Optional.of(new Quaternion(n[0], n[1], n[2], n[3])),
        Double.isNaN(n[4]) ? Optional.empty() : Optional.of(new Vector3(n[4], n[5], n[6])));
  }

  /** The pose of a device at exactly this timestamp. */
  public Optional<KapturePose> at(long stampNanos, String device) {
    int row = keys().find(stampNanos, device);
    return row < 0 ? Optional.empty() : Optional.of(pose(row));
  }

  /** qw, qx, qy, qz, tx, ty, tz as in the file; a blank group is NaN. */
  public double[] columns(int row) {
    int first = place(row) * COLUMNS;
    double[] columns = new double[COLUMNS];
    for (int i = 0; i < COLUMNS; i++) {
      columns[i] = Double.longBitsToDouble(numbers.get(first + i));
    }
    return columns;
  }

  /** The poses of one timestamp, whose first row this is. */
  SortedMap<String, KapturePose> posesFrom(int row) {
    SortedMap<String, KapturePose> poses = new TreeMap<>();
    int end = keys().endOfStamp(row);
    for (int i = row; i < end; i++) {
      poses.put(device(i), pose(i));
    }
    return Collections.unmodifiableSortedMap(poses);
  }

  static double[] columns(KapturePose pose) {
    double[] n = new double[COLUMNS];
    Arrays.fill(n, Double.NaN);
    pose.rotation()
        .ifPresent(
            q -> {
              n[0] = q.w();
              n[1] = q.x();
              n[2] = q.y();
              n[3] = q.z();
            });
    pose.translation()
        .ifPresent(
            t -> {
              n[4] = t.x();
              n[5] = t.y();
              n[6] = t.z();
            });
    return n;
  }

  /** Collects poses in any order. */
  static final class Builder {
    private final RowKeys keys = new RowKeys();
    private final LineNumbers lines = new LineNumbers();

    /** The bits of doubles, {@link #COLUMNS} a row. */
    private final LongList numbers = new LongList();

    void add(int line, long stamp, String device, double[] columns) {
      if (keys.lastIs(stamp, device)) {
        throw second(line, stamp, device);
      }
      if (keys.size() == MAX_ROWS) {
        throw new IllegalArgumentException("more than " + MAX_ROWS + " poses: split the dataset");
      }
      for (double number : columns) {
        numbers.add(Double.doubleToRawLongBits(number));
      }
      keys.add(stamp, device);
      lines.add(line);
    }

    /**
     * @throws RowException when a device has two poses at a timestamp
     */
    Trajectories build() {
      RowKeys byName = keys.numberedByName();
      RowOrder order = RowOrder.of(keys.size(), byName::compare);
      RowKeys ordered = byName.ordered(order);
      for (int i = 1; i < ordered.size(); i++) {
        if (ordered.compare(i - 1, i) == 0) {
          throw second(lines.get(order.row(i)), ordered.stamp(i), ordered.device(i));
        }
      }
      return new Trajectories(ordered, order, numbers);
    }

    private static RowException second(int line, long stamp, String device) {
      return new RowException(
          "trajectories.txt", line, "a second pose of '" + device + "' at timestamp " + stamp);
    }
  }
}
