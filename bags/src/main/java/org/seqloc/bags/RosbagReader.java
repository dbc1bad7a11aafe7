package org.seqloc.bags;

import java.nio.file.Path;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.seqloc.core.Progress;
import org.seqloc.core.SeqlocException;

/**
 * Reads rosbags of format version 2.0 by their index, or without it. The file is mapped, so that
 * messages of uncompressed chunks are slices of it; compressed chunks are decompressed when a
 * cursor comes to them and, once it goes through them, ahead of it on all processors.
 */
public final class RosbagReader implements Bag {

  private final MappedFile file;
  private final List<Connection> connections;
  private final List<ChunkInfo> chunks;
  private final List<String> openingWarnings;
  private final Warnings readingWarnings;
  private final BiConsumer<DamagedBagException, String> damage;
  private final Map<Connection, Long> counts = new HashMap<>();
  private final long startNanos;
  private final long endNanos;

  private RosbagReader(MappedFile file, RosbagIndex index, boolean strict) {
    this.file = file;
    this.openingWarnings = index.warnings();
    this.readingWarnings = new Warnings(file.path());
    this.damage = strict ? RosbagReader::refuse : readingWarnings::passOver;
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
   * Opens a rosbag by its index or, where that is missing or damaged, as {@link #recover} does.
   *
   * @throws SeqlocException when there is no such file, it is not such a bag, is encrypted or
   *     nothing of it can be read; the message says which, where, and what mends it
   */
  public static RosbagReader open(Path path) {
    return open(
        path,
        file -> {
          try {
            return RosbagIndex.read(file);
          } catch (DamagedBagException e) {
            return RosbagRecovery.scan(file, Optional.of(e), Progress.NONE);
          }
        },
        false);
  }

  /**
   * Opens a rosbag by its index only. Nothing is passed over: its cursors throw where the file is
   * damaged.
   *
   * @throws SeqlocException as {@link #open}, and when the index is missing or damaged
   */
  public static RosbagReader openIndexed(Path path) {
    return open(path, RosbagIndex::read, true);
  }

  /**
   * Opens a rosbag by reading it from its start to its end, whatever its index says: all whole
   * messages up to damage, and those of the chunks that can be found behind it. {@link #warnings}
   * tells what was lost. Nothing is kept of a compressed chunk whose data are not what was
   * compressed, save one that the end of the file cuts off.
   *
   * @param progress hears of the bytes that were read
   * @throws SeqlocException as {@link #open}
   */
  public static RosbagReader recover(Path path, Progress progress) {
    return open(
        path,
        file -> {
          Optional<DamagedBagException> why = Optional.empty();
          try {
            RosbagIndex.read(file);
          } catch (DamagedBagException e) {
            why = Optional.of(e);
          }
          return RosbagRecovery.scan(file, why, progress);
        },
        false);
  }

  private static RosbagReader open(
      Path path, Function<MappedFile, RosbagIndex> index, boolean strict) {
    MappedFile file = MappedFile.open(path, "seqloc bag reindex %s");
    try {
      return new RosbagReader(file, index.apply(file), strict);
    } catch (RuntimeException e) {
      file.close();
      throw e;
    }
  }

  private static void refuse(DamagedBagException damage, String lost) {
    throw damage;
  }

  @Override
  public List<String> warnings() {
    return Stream.concat(openingWarnings.stream(), readingWarnings.lines().stream()).toList();
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
    return messages(filter, fromNanos, toNanos, RosbagCursor.CACHE_BYTES, RosbagCursor.MAX_ENTRIES);
  }

  BagCursor messages(
      Predicate<Connection> filter,
      long fromNanos,
      long toNanos,
      long cacheBytes,
      long maxEntries) {
    BitSet wanted = new BitSet();
    for (int i = 0; i < connections.size(); i++) {
      wanted.set(i, filter.test(connections.get(i)));
    }
    return new RosbagCursor(
        file, connections, chunks, wanted, fromNanos, toNanos, cacheBytes, maxEntries, damage);
  }

  @Override
  public BagInfo info() {
    return BagSummary.of(
        this,
        "2.0",
        file.size(),
        chunks.stream()
            .flatMap(c -> chunk(c).stream())
            .map(
                c ->
                    new BagInfo.CompressionUse(
                        c.compression(), 1, c.length(), c.compressedLength())));
  }

  private Optional<Chunk> chunk(ChunkInfo info) {
    try {
      return Optional.of(Chunk.read(file, info));
    } catch (DamagedBagException e) {
      damage.accept(e, RosbagCursor.lost(info));
      return Optional.empty();
    }
  }

  /** Closes the file; messages that were read stay valid. */
  @Override
  public void close() {
    file.close();
  }
}
