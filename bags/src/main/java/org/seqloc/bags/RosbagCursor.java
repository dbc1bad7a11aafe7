package org.seqloc.bags;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.PriorityQueue;
import java.util.function.BiConsumer;
import org.seqloc.bags.Fields.Name;

/**
 * Merges the chunks of a rosbag in time order. A chunk takes part from its first message's time to
 * its last; only the chunks that take part hold memory, their indices and, up to a budget, their
 * decompressed data.
 */
final class RosbagCursor implements BagCursor {

  // Where more chunks overlap in time than this holds, the least recently used one is given up and
  // decompressed again when its turn comes: slow, but the file cannot exhaust the memory.
  // Half of it is for chunks that are read ahead.
  static final long CACHE_BYTES = Math.min(256L << 20, Runtime.getRuntime().maxMemory() / 8);

  // The places of messages, of 32 bytes and a reference each, of all chunks that take part.
  static final long MAX_ENTRIES = Runtime.getRuntime().maxMemory() / 4 / 40;

  // ROS writes one connection record before a message; a long way would take as long every time.
  private static final int MAX_SKIPPED = 100;

  /** A chunk that takes part, with the messages it still has to give. */
  private static final class Run {
    final ChunkInfo info;
    final Chunk chunk;
    final List<Chunk.Entry> entries;
    int next;

    Run(ChunkInfo info, Chunk chunk, List<Chunk.Entry> entries) {
      this.info = info;
      this.chunk = chunk;
      this.entries = entries;
    }

    long nanos() {
      return entries.get(next).nanos();
    }
  }

  /** The chunks that take decompressing. */
  private record Packed(MappedFile file) implements ReadAhead.Source<ChunkInfo> {

    @Override
    public long length(ChunkInfo info) {
      Chunk chunk = Chunk.read(file, info);
      return chunk.compression() == Compression.NONE ? 0 : chunk.length();
    }

    @Override
    public Section read(ChunkInfo info) {
      return Chunk.read(file, info).data();
    }
  }

  private final MappedFile file;
  private final List<Connection> connections;
  private final BitSet wanted;
  private final long fromNanos;
  private final long toNanos;
  private final long cacheBytes;
  // Hears of what is damaged and left out; throws where that is not wanted.
  private final BiConsumer<DamagedBagException, String> damage;
  // By start time: those that do not take part yet.
  private final ReadAhead<ChunkInfo> later;
  // By their next message. Chunks do not share positions, so equal stamps go by file order.
  private final PriorityQueue<Run> active =
      new PriorityQueue<>(
          Comparator.comparingLong(Run::nanos).thenComparingLong(run -> run.info.start()));
  private final Map<Run, Section> data = new LinkedHashMap<>(16, 0.75f, true);
  private long dataBytes;
  private long room;
  private BagMessage next;
  private final BagRecord record = new BagRecord();

  RosbagCursor(
      MappedFile file,
      List<Connection> connections,
      List<ChunkInfo> chunks,
      BitSet wanted,
      long fromNanos,
      long toNanos,
      long cacheBytes,
      long maxEntries,
      BiConsumer<DamagedBagException, String> damage) {
    this.file = file;
    this.connections = connections;
    this.wanted = wanted;
    this.fromNanos = fromNanos;
    this.toNanos = toNanos;
    this.cacheBytes = cacheBytes / 2;
    this.room = maxEntries;
    this.damage = damage;
    List<ChunkInfo> relevant = new ArrayList<>();
    for (ChunkInfo chunk : chunks) {
      if (chunk.endNanos() >= fromNanos && chunk.startNanos() <= toNanos && hasWanted(chunk)) {
        relevant.add(chunk);
      }
    }
    relevant.sort(Comparator.comparingLong(ChunkInfo::startNanos));
    this.later = new ReadAhead<>(relevant, new Packed(file), cacheBytes / 2);
  }

  @Override
  public boolean hasNext() {
    while (next == null) {
      while (later.hasNext()
          && (active.isEmpty() || later.peek().startNanos() <= active.peek().nanos())) {
        begin(later.next());
      }
      if (active.isEmpty()) {
        return false;
      }
      advance(active.poll());
    }
    return true;
  }

  @Override
  public BagMessage next() {
    if (!hasNext()) {
      throw new NoSuchElementException("the bag has no more messages");
    }
    BagMessage message = next;
    next = null;
    return message;
  }

  /** Reads the next message of a chunk, which is left out where it is damaged. */
  private void advance(Run run) {
    Section section;
    try {
      section = data(run);
    } catch (DamagedBagException e) {
      damage.accept(e, lost(run.info));
      room += run.entries.size();
      return;
    }
    try {
      next = message(section, run.entries.get(run.next));
    } catch (DamagedBagException e) {
      damage.accept(e, "the message is left out");
    }
    run.next++;
    if (run.next < run.entries.size()) {
      active.add(run);
    } else {
      room += run.entries.size();
      if (data.remove(run) != null) {
        dataBytes -= section.length();
      }
    }
  }

  /** What is lost with a chunk. */
  static String lost(ChunkInfo chunk) {
    return "the " + chunk.messageCount() + " messages of its chunk are left out";
  }

  @Override
  public void close() {
    later.close();
    next = null;
    active.clear();
    data.clear();
  }

  private boolean hasWanted(ChunkInfo chunk) {
    return wantedCount(chunk) > 0;
  }

  private long wantedCount(ChunkInfo chunk) {
    long count = 0;
    for (int i = 0; i < chunk.connectionCount(); i++) {
      count += wanted.get(chunk.connection(i)) ? chunk.count(i) : 0;
    }
    return count;
  }

  private void begin(ChunkInfo info) {
    try {
      Chunk chunk = Chunk.read(file, info);
      if (info.isScanned()) {
        Section section = read(info, chunk);
        begin(
            new Run(
                info, chunk, chunk.scan(section, connections, wanted, fromNanos, toNanos, room)),
            section);
      } else {
        beginIndexed(info, chunk);
      }
    } catch (DamagedBagException e) {
      later.drop(info);
      damage.accept(e, lost(info));
    }
  }

  private void beginIndexed(ChunkInfo info, Chunk chunk) {
    List<Chunk.Entry> entries;
    try {
      entries = chunk.entries(connections, wanted, fromNanos, toNanos, room);
    } catch (DamagedBagException e) {
      beginUnindexed(info, chunk, e);
      return;
    }
    if (entries.isEmpty()) {
      later.drop(info);
    } else {
      add(new Run(info, chunk, entries));
    }
  }

  /** Finds the messages without the chunk's index. Earlier or later ones would come in disorder. */
  private void beginUnindexed(ChunkInfo info, Chunk chunk, DamagedBagException why) {
    Section section = read(info, chunk);
    List<Chunk.Entry> entries =
        chunk.scan(section, connections, wanted, info.startNanos(), info.endNanos(), room);
    long lost = Math.max(0, wantedCount(info) - entries.size());
    damage.accept(
        why,
        String.format(
            "its chunk is read without its index, %d messages are left out%s",
            lost, lost == 0 ? "" : "; `seqloc bag reindex " + file.path() + "` may save them"));
    entries.removeIf(e -> e.nanos() < fromNanos || e.nanos() > toNanos);
    begin(new Run(info, chunk, entries), section);
  }

  private void begin(Run run, Section section) {
    if (!run.entries.isEmpty()) {
      add(run);
      keep(run, section);
    }
  }

  private void add(Run run) {
    room -= run.entries.size();
    active.add(run);
  }

  private Section data(Run run) {
    Section known = data.get(run);
    return known != null ? known : keep(run, read(run.info, run.chunk));
  }

  private Section read(ChunkInfo info, Chunk chunk) {
    return chunk.compression() == Compression.NONE
        ? chunk.data()
        : later.take(info).orElseGet(chunk::data);
  }

  private Section keep(Run run, Section section) {
    data.put(run, section);
    dataBytes += section.length();
    Iterator<Section> oldest = data.values().iterator();
    while (dataBytes > cacheBytes && data.size() > 1) {
      dataBytes -= oldest.next().length();
      oldest.remove();
    }
    return section;
  }

  private BagMessage message(Section section, Chunk.Entry entry) {
    record.read(section, entry.offset());
    // The index names the place where a connection's first message was written together with the
    // connection record, which comes first.
    for (int i = 0; i < MAX_SKIPPED && record.op() == BagRecord.OP_CONNECTION; i++) {
      record.read(section, record.next());
    }
    if (record.op() != BagRecord.OP_MESSAGE) {
      throw record.damaged("a record of op " + record.op() + " where the index has a message");
    }
    Connection connection = connections.get(entry.connection());
    if (record.fields.id(Name.CONN) != connection.id()
        || record.fields.time(Name.TIME) != entry.nanos()) {
      throw record.damaged("another message than the index has here");
    }
    return new BagMessage(
        connection, entry.nanos(), section.buffer(record.dataAt(), record.dataLength()));
  }
}
