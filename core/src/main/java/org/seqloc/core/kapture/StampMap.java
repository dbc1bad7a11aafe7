package org.seqloc.core.kapture;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Comparator;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.SortedMap;

/** {@link Trajectories} as a map by timestamp, made as it is looked at; it cannot be changed. */
@SuppressWarnings("JdkObsolete") // the interface that Kapture gives out; nothing more is needed
final class StampMap extends AbstractMap<Long, SortedMap<String, KapturePose>>
    implements SortedMap<Long, SortedMap<String, KapturePose>> {

  private final Trajectories poses;
  private final int start;
  private final int end;

  /** The rows {@code start} to {@code end}, which share no timestamp with the others. */
  private StampMap(Trajectories poses, int start, int end) {
    this.poses = poses;
    this.start = start;
    this.end = end;
  }

  static StampMap of(Trajectories poses) {
    return new StampMap(poses, 0, poses.size());
  }

  @Override
  public SortedMap<String, KapturePose> get(Object key) {
    if (key instanceof Long stamp) {
      int row = poses.firstAtOrAfter(stamp);
      if (row >= start && row < end && poses.stampNanos(row) == stamp) {
        return poses.posesFrom(row);
      }
    }
    return null;
  }

  @Override
  public boolean containsKey(Object key) {
    return get(key) != null;
  }

  @Override
  public Set<Entry<Long, SortedMap<String, KapturePose>>> entrySet() {
    return new AbstractSet<>() {
      @Override
      public int size() {
        int stamps = 0;
        for (int row = start; row < end; row = poses.keys().endOfStamp(row)) {
          stamps++;
        }
        return stamps;
      }

      @Override
      public Iterator<Entry<Long, SortedMap<String, KapturePose>>> iterator() {
        return new Rows();
      }
    };
  }

  private final class Rows implements Iterator<Entry<Long, SortedMap<String, KapturePose>>> {
    private int row = start;

    @Override
    public boolean hasNext() {
      return row < end;
    }

    @Override
    public Entry<Long, SortedMap<String, KapturePose>> next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      Entry<Long, SortedMap<String, KapturePose>> entry =
          Map.entry(poses.stampNanos(row), poses.posesFrom(row));
      row = poses.keys().endOfStamp(row);
      return entry;
    }
  }

  @Override
  public Comparator<? super Long> comparator() {
    return null; // the natural order
  }

  @Override
  public SortedMap<Long, SortedMap<String, KapturePose>> subMap(Long from, Long to) {
    return between(poses.firstAtOrAfter(from), poses.firstAtOrAfter(to));
  }

  @Override
  public SortedMap<Long, SortedMap<String, KapturePose>> headMap(Long to) {
    return between(start, poses.firstAtOrAfter(to));
  }

  @Override
  public SortedMap<Long, SortedMap<String, KapturePose>> tailMap(Long from) {
    return between(poses.firstAtOrAfter(from), end);
  }

  private StampMap between(int from, int to) {
    int low = Math.max(from, start);
    return new StampMap(poses, low, Math.max(low, Math.min(to, end)));
  }

  @Override
  public Long firstKey() {
    return key(start);
  }

  @Override
  public Long lastKey() {
    return key(end - 1);
  }

  private Long key(int row) {
    if (start == end) {
      throw new NoSuchElementException();
    }
    return poses.stampNanos(row);
  }
}
