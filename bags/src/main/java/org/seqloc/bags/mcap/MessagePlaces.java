package org.seqloc.bags.mcap;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.seqloc.bags.Section;
import org.seqloc.core.SeqlocException;

/** Where the messages of a chunk are that a cursor gives, by log time, equal ones by place. */
final class MessagePlaces implements AutoCloseable {

  /** The memory that a cursor's places may take: a file can have any number in one chunk. */
  static final class Budget {
    private final Path file;
    private long leftBytes;

    Budget(Path file, long bytes) {
      this.file = file;
      this.leftBytes = bytes;
    }

    private void takeUnsorted() {
      if (leftBytes < UNSORTED_BYTES) {
        throw new SeqlocException(
            file
                + ": a chunk has more messages out of order than can be sorted in memory; give Java"
                + " more (-Xmx)");
      }
      leftBytes -= UNSORTED_BYTES;
    }
  }

  // While they are being sorted, about, and afterwards.
  private static final int UNSORTED_BYTES = 40;
  private static final int SORTED_BYTES = Integer.BYTES;

  /** A message's log time and the offset of its record in the decompressed chunk. */
  private record Place(long nanos, int offset) {}

  private static final Comparator<Place> ORDER =
      Comparator.comparingLong(Place::nanos).thenComparingInt(Place::offset);

  private final int[] offsets;
  private final Budget budget;

  private MessagePlaces(List<Place> places, Budget budget) {
    places.sort(ORDER);
    this.offsets = places.stream().mapToInt(Place::offset).toArray();
    this.budget = budget;
    budget.leftBytes += (long) offsets.length * (UNSORTED_BYTES - SORTED_BYTES);
  }

  /** The places as the records themselves tell them. */
  static MessagePlaces sorted(Section records, Filter filter, Budget budget) {
    List<Place> places = new ArrayList<>();
    for (Records r = new Records(records); r.next(); ) {
      if (r.op() == McapFormat.OP_MESSAGE && filter.takes(r.channel(), r.logNanos())) {
        budget.takeUnsorted();
        places.add(new Place(r.logNanos(), r.start()));
      }
    }
    return new MessagePlaces(places, budget);
  }

  /**
   * The places by a chunk's message indexes; nothing else of the chunk is read. Empty when there
   * are none, or the records are not where they are said to be, or reading them takes the whole
   * chunk anyway: it is compressed.
   */
  static Optional<MessagePlaces> indexed(
      ChunkInfo chunk, ChunkCache cache, Filter filter, Budget budget) {
    if (!chunk.hasMessageIndex() || cache.isCompressed(chunk)) {
      return Optional.empty();
    }
    List<Place> places = new ArrayList<>();
    try {
      Section records = cache.records(chunk);
      for (Records indexes = new Records(cache.indexes(chunk)); indexes.next(); ) {
        if (indexes.op() == McapFormat.OP_MESSAGE_INDEX) {
          add(MessageIndex.read(indexes), records, chunk, filter, budget, places);
        }
      }
      places.sort(ORDER);
      for (int i = 1; i < places.size(); i++) {
        if (places.get(i).equals(places.get(i - 1))) {
          throw records.damaged(places.get(i).offset(), "a message that the index has twice");
        }
      }
    } catch (SeqlocException e) {
      // The chunk without its index tells all; so does it where it is damaged itself.
      budget.leftBytes += (long) places.size() * UNSORTED_BYTES;
      cache.remove(chunk);
      return Optional.empty();
    }
    return Optional.of(new MessagePlaces(places, budget));
  }

  private static void add(
      MessageIndex index,
      Section records,
      ChunkInfo chunk,
      Filter filter,
      Budget budget,
      List<Place> places) {
    for (int i = 0; i < index.count(); i++) {
      long nanos = index.nanos(i);
      if (!filter.takes(index.channel(), nanos)) {
        continue;
      }
      long offset = index.offset(i);
      if (offset < 0 || offset >= records.length()) {
        throw records.damaged(0, "a message is said to be at " + offset);
      }
      Records record = new Records(records, (int) offset);
      if (!record.next()
          || record.op() != McapFormat.OP_MESSAGE
          || record.channel() != index.channel()
          || record.logNanos() != nanos
          || nanos < chunk.startNanos()
          || nanos > chunk.endNanos()) {
        throw record.damaged("another message than the index has here");
      }
      budget.takeUnsorted();
      places.add(new Place(nanos, (int) offset));
    }
  }

  int count() {
    return offsets.length;
  }

  /** The offset of the i-th message's record. */
  int get(int i) {
    return offsets[i];
  }

  /** Gives the places back to the budget. */
  @Override
  public void close() {
    budget.leftBytes += (long) offsets.length * SORTED_BYTES;
  }
}
