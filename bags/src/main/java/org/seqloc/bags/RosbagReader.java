package org.seqloc.bags;

import java.nio.file.Path;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.seqloc.core.SeqlocException;

/**
 * Reads rosbags of format version 2.0 by their index. The file is mapped, so that messages of
 * uncompressed chunks are slices of it; compressed chunks are decompressed one by one when a cursor
 * comes to them.
 */
public final class RosbagReader implements Bag {

  private final MappedFile file;
  private final List<Connection> connections;
  private final List<ChunkInfo> chunks;
  private final Map<Connection, Long> counts = new HashMap<>();
  private final long startNanos;
  private final long endNanos;

  private RosbagReader(MappedFile file, RosbagIndex index) {
    this.file = file;
    this.connections = index.connections();
    this.chunks = index.chunks();
    connections.forEach(c -> counts.put(c, 0L));
    long start = Long.MAX_VALUE;
    long end = 0;
    for (ChunkInfo chunk : chunks) {
      if (chunk.messageCount() > 0) {
        start = Math.min(start, chunk.startNanos());
        end = Math.max(end, chunk.endNanos());
      }
      for (int i = 0; i < chunk.connectionCount(); i++) {
        counts.merge(connections.get(chunk.connection(i)), chunk.count(i), Long::sum);
      }
    }
    this.startNanos = start == Long.MAX_VALUE ? 0 : start;
    this.endNanos = end;
  }

  /**
   * Opens a rosbag of version 2.0.
   *
   * @throws SeqlocException when there is no such file, it is not such a bag, has no index or is
   *     damaged; the message says which, where, and what mends it
   */
  public static RosbagReader open(Path path) {
    MappedFile file = MappedFile.open(path, "rosbag reindex %s");
    try {
      return new RosbagReader(file, RosbagIndex.read(file));
    } catch (RuntimeException e) {
      file.close();
      throw e;
    }
  }

  @Override
  public Path path() {
    return file.path();
  }

  @Override
  public List<Connection> connections() {
    return connections;
  }

  @Override
  public long startNanos() {
    return startNanos;
  }

  @Override
  public long endNanos() {
    return endNanos;
  }

  @Override
  public long messageCount() {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }

  @Override
  public long messageCount(Connection connection) {
    Long count = counts.get(connection);
    if (count == null) {
      throw new IllegalArgumentException(connection.topic() + " is not a connection of " + path());
    }
    return count;
  }

  @Override
  public BagCursor messages(Predicate<Connection> filter, long fromNanos, long toNanos) {
    return messages(filter, fromNanos, toNanos, RosbagCursor.CACHE_BYTES);
  }

  BagCursor messages(Predicate<Connection> filter, long fromNanos, long toNanos, long cacheBytes) {
    BitSet wanted = new BitSet();
    for (int i = 0; i < connections.size(); i++) {
      wanted.set(i, filter.test(connections.get(i)));
    }
    return new RosbagCursor(file, connections, chunks, wanted, fromNanos, toNanos, cacheBytes);
  }

  @Override
  public BagInfo info() {
    return RosbagSummary.of(this, chunks.stream().map(c -> Chunk.read(file, c)));
  }

  long sizeBytes() {
    return file.size();
  }

  /** Closes the file; messages that were read stay valid. */
  @Override
  public void close() {
    file.close();
  }
}
