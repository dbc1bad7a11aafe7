package org.seqloc.bags.mcap;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.PriorityQueue;
import org.seqloc.bags.BagCursor;
import org.seqloc.bags.BagMessage;
import org.seqloc.bags.DamagedBagException;
import org.seqloc.bags.MappedFile;
import org.seqloc.bags.ReadAhead;
import org.seqloc.bags.Warnings;

/**
 * Merges the chunks of an MCAP file in time order. A chunk takes part from its first message's time
 * to its last; only the chunks that take part hold memory.
 */
final class McapCursor implements BagCursor {

  // Half of it is for chunks that are read ahead.
  static final long CACHE_BYTES = Math.min(256L << 20, Runtime.getRuntime().maxMemory() / 8);

  private static final long PLACES_BYTES = Runtime.getRuntime().maxMemory() / 8;

  private final Filter filter;
  private final ChunkCache cache;
  private final MessagePlaces.Budget budget;
  private final Warnings damage;
  // By start time: those that do not take part yet.
  private final ReadAhead<ChunkInfo> later;
  // By their next message. Chunks do not share positions, so equal stamps go by file order.
  private final PriorityQueue<ChunkRun> active =
      new PriorityQueue<>(
          Comparator.comparingLong(ChunkRun::nanos).thenComparingLong(ChunkRun::start));

  McapCursor(
      MappedFile file, List<ChunkInfo> chunks, Filter filter, long cacheBytes, Warnings damage) {
    this.filter = filter;
    this.damage = damage;
    this.budget = new MessagePlaces.Budget(file.path(), PLACES_BYTES);
    List<ChunkInfo> relevant = new ArrayList<>();
    for (ChunkInfo chunk : chunks) {
      if (filter.mayTake(chunk)) {
        relevant.add(chunk);
      }
    }
    relevant.sort(Comparator.comparingLong(ChunkInfo::startNanos));
    this.later = new ReadAhead<>(relevant, new CheckedRecords(file), cacheBytes / 2);
    this.cache = new ChunkCache(file, later, cacheBytes / 2);
  }

  @Override
  public boolean hasNext() {
    while (later.hasNext()
        && (active.isEmpty() || later.peek().startNanos() <= active.peek().nanos())) {
      open(later.next()).ifPresent(active::add);
    }
    return !active.isEmpty();
  }

  @Override
  public BagMessage next() {
    if (!hasNext()) {
      throw new NoSuchElementException("the file has no more messages");
    }
    ChunkRun run = active.poll();
    BagMessage message = run.next();
    if (run.hasNext()) {
      active.add(run);
    }
    return message;
  }

  /** A chunk that takes part; none where it is damaged. */
  private Optional<ChunkRun> open(ChunkInfo chunk) {
    try {
      return ChunkRun.open(chunk, cache, filter, budget, damage);
    } catch (DamagedBagException e) {
      cache.remove(chunk);
      damage.passOver(e, chunk.lost());
      return Optional.empty();
    }
  }

  @Override
  public void close() {
    later.close();
    active.clear();
    cache.clear();
  }
}
