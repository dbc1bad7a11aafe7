package org.seqloc.bags.mcap;

import java.util.Optional;
import org.seqloc.bags.BagMessage;
import org.seqloc.bags.DamagedBagException;
import org.seqloc.bags.Section;
import org.seqloc.bags.Warnings;

/**
 * The messages that a chunk still has to give, in order of log time. Where they lie in that order,
 * as nearly always, they are found as they are needed; else their places are sorted beforehand.
 */
final class ChunkRun {

  /** What becomes of a chunk that is damaged somewhere behind its start. */
  static final String REST_IS_LOST = "the rest of its chunk is left out";

  private final ChunkInfo chunk;
  private final ChunkCache cache;
  private final Filter filter;
  // Without places the messages are in order, each found behind the one before.
  private final Optional<MessagePlaces> places;
  // Of the next message. Its bytes are the cache's: many runs can wait at a time.
  private int at;
  private long nanos;
  private int placesTaken = 1;
  private boolean hasNext = true;

  private ChunkRun(
      ChunkInfo chunk,
      ChunkCache cache,
      Filter filter,
      Optional<MessagePlaces> places,
      Records first) {
    this.chunk = chunk;
    this.cache = cache;
    this.filter = filter;
    this.places = places;
    this.at = first.start();
    this.nanos = first.logNanos();
  }

  /**
   * Looks a chunk over; empty when no message of it is to be given.
   *
   * @param damage hears of damage behind messages that are whole
   * @throws DamagedBagException when nothing of the chunk can be given
   */
  static Optional<ChunkRun> open(
      ChunkInfo chunk,
      ChunkCache cache,
      Filter filter,
      MessagePlaces.Budget budget,
      Warnings damage) {
    Optional<MessagePlaces> indexed =
        filter.takesAll(chunk)
            ? Optional.empty()
            : MessagePlaces.indexed(chunk, cache, filter, budget);
    if (indexed.isPresent()) {
      return sorted(chunk, cache, filter, indexed.get());
    }
    Section records = cache.checkedRecords(chunk);
    int firstAt = -1;
    long last = Long.MIN_VALUE;
    boolean inOrder = true;
    Records r = new Records(records);
    try {
      while (r.next()) {
        if (r.op() != McapFormat.OP_MESSAGE) {
          continue;
        }
        long nanos = checkedNanos(r, chunk, filter);
        if (filter.takes(r.channel(), nanos)) {
          firstAt = firstAt < 0 ? r.start() : firstAt;
          inOrder &= nanos >= last;
          last = nanos;
        }
      }
    } catch (DamagedBagException e) {
      damage.passOver(e, REST_IS_LOST);
      Section whole = records.part(0, r.start());
      return sorted(chunk, cache, filter, MessagePlaces.sorted(whole, filter, budget));
    }
    if (firstAt < 0) {
      cache.remove(chunk);
      return Optional.empty();
    }
    if (!inOrder) {
      return sorted(chunk, cache, filter, MessagePlaces.sorted(records, filter, budget));
    }
    Records first = recordAt(records, firstAt);
    return Optional.of(new ChunkRun(chunk, cache, filter, Optional.empty(), first));
  }

  private static long checkedNanos(Records message, ChunkInfo chunk, Filter filter) {
    filter.connection(message);
    long nanos = message.logNanos();
    if (nanos < chunk.startNanos() || nanos > chunk.endNanos()) {
      throw message.damaged("a message of " + nanos + " ns, outside its chunk's time span");
    }
    return nanos;
  }

  private static Optional<ChunkRun> sorted(
      ChunkInfo chunk, ChunkCache cache, Filter filter, MessagePlaces places) {
    if (places.count() == 0) {
      cache.remove(chunk);
      places.close();
      return Optional.empty();
    }
    Records first = recordAt(cache.records(chunk), places.get(0));
    return Optional.of(new ChunkRun(chunk, cache, filter, Optional.of(places), first));
  }

  /** Whether there is another message. */
  boolean hasNext() {
    return hasNext;
  }

  /** Log time of the next message. */
  long nanos() {
    return nanos;
  }

  /** Where the chunk starts in the file. */
  long start() {
    return chunk.start();
  }

  /** The next message. */
  BagMessage next() {
    Records record = recordAt(cache.records(chunk), at);
    BagMessage message =
        new BagMessage(
            filter.connection(record),
            nanos,
            record.section().buffer(record.payloadAt(), record.end() - record.payloadAt()),
            record.publishNanos(),
            record.sequence());
    hasNext = places.isPresent() ? moveToPlace(places.get(), record) : moveOn(record);
    if (hasNext) {
      at = record.start();
      nanos = record.logNanos();
    } else {
      cache.remove(chunk);
      places.ifPresent(MessagePlaces::close);
    }
    return message;
  }

  private boolean moveOn(Records record) {
    while (record.next()) {
      if (record.op() == McapFormat.OP_MESSAGE
          && filter.takes(record.channel(), record.logNanos())) {
        return true;
      }
    }
    return false;
  }

  private boolean moveToPlace(MessagePlaces places, Records record) {
    if (placesTaken == places.count()) {
      return false;
    }
    record.moveTo(places.get(placesTaken));
    placesTaken++;
    return record.next();
  }

  private static Records recordAt(Section records, int at) {
    Records record = new Records(records, at);
    record.next();
    return record;
  }
}
