package org.seqloc.bags.mcap;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.seqloc.bags.Bag;
import org.seqloc.bags.BagCursor;
import org.seqloc.bags.BagInfo;
import org.seqloc.bags.BagInfo.CompressionUse;
import org.seqloc.bags.BagSummary;
import org.seqloc.bags.Connection;
import org.seqloc.bags.DamagedBagException;
import org.seqloc.bags.MappedFile;
import org.seqloc.bags.Section;
import org.seqloc.bags.Warnings;
import org.seqloc.core.SeqlocException;

/**
 * Reads MCAP files: by their summary where there is one, else by their records, up to where a file
 * is cut off or damaged ({@link #warnings}). The file is mapped, so that messages outside of
 * compressed chunks are slices of it; compressed chunks are decompressed one by one when a cursor
 * comes to them. Receipt times are MCAP's log times.
 *
 * <p>Checksums of the summary and of chunks are checked, where they are read as a whole.
 */
public final class McapReader implements Bag {

  private static final String MEND = "seqloc bag reindex %s";
  // Magic without the version, which is a character behind it.
  private static final int MAGIC_NAME_LENGTH = 5;
  private static final long MAX_HEADER_END = 1 << 20;

  private final MappedFile file;
  private final String profile;
  private final McapIndex index;
  private final Warnings damage;
  private final Map<Integer, Connection> connections = new HashMap<>();

  private McapReader(MappedFile file, String profile, McapIndex index, Warnings damage) {
    this.file = file;
    this.profile = profile;
    this.index = index;
    this.damage = damage;
    index.connections().forEach(c -> connections.put(c.id(), c));
  }

  /** Whether a file starts as MCAP files do; false as well when it cannot be read. */
  public static boolean isMcap(Path path) {
    try (InputStream in = Files.newInputStream(path)) {
      byte[] start = in.readNBytes(MAGIC_NAME_LENGTH);
      return start.length > 0 && ByteBuffer.wrap(start).equals(magic().limit(start.length));
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * Opens an MCAP file.
   *
   * @throws SeqlocException when there is no such file, it is not such a file, or so damaged that
   *     nothing of it can be read; the message says which, and where
   */
  public static McapReader open(Path path) {
    return open(path, true);
  }

  /**
   * Opens an MCAP file by reading it from its start to its end, whatever its summary says.
   *
   * @throws SeqlocException as {@link #open}
   */
  public static McapReader recover(Path path) {
    return open(path, false);
  }

  private static McapReader open(Path path, boolean bySummary) {
    MappedFile file = MappedFile.open(path, MEND);
    try {
      return read(file, bySummary);
    } catch (RuntimeException e) {
      file.close();
      throw e;
    }
  }

  private static McapReader read(MappedFile file, boolean bySummary) {
    checkMagic(file);
    Section start = file.section(McapFormat.MAGIC_LENGTH, Math.min(file.size(), MAX_HEADER_END));
    Records header = new Records(start);
    if (!header.next() || header.op() != McapFormat.OP_HEADER) {
      throw file.damaged(McapFormat.MAGIC_LENGTH, "no header record");
    }
    String profile = header.fields().text("the profile");
    long dataStart = McapFormat.MAGIC_LENGTH + (long) header.end();
    Warnings warnings = new Warnings(file.path());
    Optional<McapIndex> summary = Optional.empty();
    if (bySummary && SummaryReader.hasFooter(file)) {
      try {
        summary = SummaryReader.read(file, dataStart, warnings);
      } catch (SeqlocException e) {
        // The data tell as much, only slower.
        warnings.add(e.getMessage());
      }
    }
    McapIndex index = summary.orElseGet(() -> DataScan.scan(file, dataStart, warnings));
    return new McapReader(file, profile, index, warnings);
  }

  private static void checkMagic(MappedFile file) {
    int length = (int) Math.min(file.size(), McapFormat.MAGIC_LENGTH);
    Section start = file.section(0, length);
    ByteBuffer bytes = start.bytes(0, length);
    if (bytes.equals(magic()) && length == McapFormat.MAGIC_LENGTH) {
      return;
    }
    if (bytes.equals(magic().limit(length))) {
      throw new SeqlocException(
          String.format(
              "%s: cut off within its first bytes, after %d; nothing of it can be saved",
              file.path(), length));
    }
    ByteBuffer name = magic().limit(Math.min(length, MAGIC_NAME_LENGTH));
    if (length > MAGIC_NAME_LENGTH && bytes.duplicate().limit(MAGIC_NAME_LENGTH).equals(name)) {
      throw new SeqlocException(
          String.format(
              "%s: an MCAP file of version 0x%02x, 0x30 is supported, or damaged in its first"
                  + " bytes; convert it with the tool that wrote it",
              file.path(), start.byteAt(MAGIC_NAME_LENGTH) & 0xff));
    }
    throw new SeqlocException(file.path() + ": not an MCAP file; name a recorded one");
  }

  private static ByteBuffer magic() {
    return ByteBuffer.allocate(McapFormat.MAGIC_LENGTH)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(0, McapFormat.MAGIC);
  }

  @Override
  public Path path() {
    return file.path();
  }

  /** The profile that the file says to keep to: {@code ros1}, {@code ros2}, or another. */
  public String profile() {
    return profile;
  }

  @Override
  public List<Connection> connections() {
    return index.connections();
  }

  @Override
  public long startNanos() {
    return index.startNanos();
  }

  @Override
  public long endNanos() {
    return index.endNanos();
  }

  @Override
  public long messageCount() {
    return index.counts().values().stream().mapToLong(Long::longValue).sum();
  }

  @Override
  public long messageCount(Connection connection) {
    if (!connection.equals(connections.get(connection.id()))) {
      throw new IllegalArgumentException(connection.topic() + " is not a connection of " + path());
    }
    return index.counts().getOrDefault(connection.id(), 0L);
  }

  @Override
  public long extraRecords() {
    return index.extraRecords();
  }

  @Override
  public BagCursor messages(Predicate<Connection> filter, long fromNanos, long toNanos) {
    return messages(filter, fromNanos, toNanos, McapCursor.CACHE_BYTES);
  }

  BagCursor messages(Predicate<Connection> filter, long fromNanos, long toNanos, long cacheBytes) {
    BitSet wanted = new BitSet();
    for (Connection connection : connections()) {
      wanted.set(connection.id(), filter.test(connection));
    }
    Filter taken = new Filter(connections, wanted, fromNanos, toNanos);
    return new McapCursor(file, index.chunks(), taken, cacheBytes, damage);
  }

  @Override
  public List<String> warnings() {
    return damage.lines();
  }

  @Override
  public BagInfo info() {
    Stream<CompressionUse> chunks =
        index.chunks().stream()
            .filter(c -> !c.isStretch())
            .flatMap(c -> chunk(c).stream())
            .map(c -> new CompressionUse(c.compression(), 1, c.length(), c.compressedLength()));
    return BagSummary.of(this, "MCAP", file.size(), chunks);
  }

  private Optional<Chunk> chunk(ChunkInfo info) {
    try {
      return Optional.of(Chunk.read(file, info.start(), info.end()));
    } catch (DamagedBagException e) {
      damage.passOver(e, info.lost());
      return Optional.empty();
    }
  }

  /** Closes the file; messages that were read stay valid. */
  @Override
  public void close() {
    file.close();
  }
}
