package org.seqloc.bags.sensor;

import java.util.Arrays;

/**
 * The timestamps that a sensor had. They mostly ascend: such ones take 8 to 12 bytes, as a sorted
 * array; those that come late go to a hash table.
 */
public final class StampSet {

  private long[] ascending = new long[64];
  private int size;
  private final LateStamps late = new LateStamps();

  /**
   * @return whether it was not there
   */
  public boolean add(long stamp) {
    if (size > 0 && stamp <= ascending[size - 1]) {
      return Arrays.binarySearch(ascending, 0, size, stamp) < 0 && late.add(stamp);
    }
    if (size == ascending.length) {
      ascending = Arrays.copyOf(ascending, size + (size >> 1));
    }
    ascending[size++] = stamp;
    return true;
  }

  public int size() {
    return size + late.size;
  }

  /** How many came after a greater one. */
  int lateCount() {
    return late.size;
  }

  /** Open addressing; 0, which marks a free place, is kept apart. */
  private static final class LateStamps {
    private long[] table = new long[16];
    private int size;
    private boolean zero;

    boolean add(long stamp) {
      if (stamp == 0) {
        boolean added = !zero;
        zero = true;
        size += added ? 1 : 0;
        return added;
      }
      if (!insert(table, stamp)) {
        return false;
      }
      size++;
      if (size > table.length / 2) {
        long[] larger = new long[table.length * 2];
        for (long old : table) {
          if (old != 0) {
            insert(larger, old);
          }
        }
        table = larger;
      }
      return true;
    }

    private static boolean insert(long[] table, long stamp) {
      // Stamps differ by round numbers of nanoseconds: the golden ratio spreads them.
      int at = (int) ((stamp * 0x9E3779B97F4A7C15L) >>> 32) & (table.length - 1);
      while (table[at] != 0) {
        if (table[at] == stamp) {
          return false;
        }
        at = (at + 1) & (table.length - 1);
      }
      table[at] = stamp;
      return true;
    }
  }
}
