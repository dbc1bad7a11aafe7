package org.seqloc.bags.rosbag2;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.seqloc.bags.Bag;
import org.seqloc.bags.BagCursor;
import org.seqloc.bags.BagInfo;
import org.seqloc.bags.BagMessage;
import org.seqloc.bags.BagSummary;
import org.seqloc.bags.Connection;
import org.seqloc.bags.MappingCursor;
import org.seqloc.bags.MergedCursor;
import org.seqloc.bags.Printed;
import org.seqloc.bags.Qos;
import org.seqloc.bags.Warnings;
import org.seqloc.core.SeqlocException;

/**
 * Reads recordings of ROS 2: a folder with {@code metadata.yaml} (versions 1 to 9), or one of its
 * files. The files are databases of SQLite or MCAP, compressed as a whole or message by message
 * (zstd), or not.
 *
 * <p>Messages of several files come in the order of their stamps; a file takes part from when a
 * cursor comes to its time. Topics of several files are one connection when name, type and
 * serialization are the same. Messages stay as they were recorded, in CDR: {@link
 * org.seqloc.bags.BagMessage#decode} reads them, and {@link Ros1View} shows the recording as one of
 * ROS 1.
 *
 * <p>Files that are compressed as a whole are decompressed into a folder for temporary files, which
 * {@link #close} deletes.
 */
public final class Rosbag2Reader implements Bag {

  /** What makes topics of several files one. */
  private record Key(String topic, String type, String serialization) {}

  private final Path path;
  private final RecordedFiles files;
  private final Optional<Rosbag2Metadata> metadata;
  private final List<Connection> connections;

  /** A connection of one of the files. */
  private record Own(Bag file, Connection connection) {}

  private final Map<Connection, List<Own>> parts = new HashMap<>();
  // Of each file: which of the recording's connections its own are.
  private final List<Map<Connection, Connection>> joined = new ArrayList<>();
  // By the quality of service that is noted.
  private final Map<String, Boolean> latching = new HashMap<>();
  private final Warnings damage;

  private Rosbag2Reader(Path path, RecordedFiles files, Optional<Rosbag2Metadata> metadata) {
    this.path = path;
    this.files = files;
    this.metadata = metadata;
    this.connections = join();
    this.damage = new Warnings(path);
  }

  /**
   * Whether this is a recording of ROS 2 by its looks: such a folder, a database, or a file whose
   * messages the metadata beside it tell to be compressed.
   */
  public static boolean isRosbag2(Path path) {
    if (path.endsWith(Rosbag2Metadata.NAME)) {
      return true;
    }
    return Files.isDirectory(path)
        ? Files.exists(path.resolve(Rosbag2Metadata.NAME)) || RecordedFiles.areIn(path)
        : RecordedFiles.isDatabase(path)
            || metadataOf(path).map(Rosbag2Metadata::compressesMessages).orElse(false);
  }

  /**
   * Opens a recording.
   *
   * @param path a folder, its {@code metadata.yaml}, or a file of SQLite or MCAP
   * @throws SeqlocException when there is no such thing, or nothing of it can be read; the message
   *     says which, and what mends it
   */
  public static Rosbag2Reader open(Path path) {
    boolean named = path.endsWith(Rosbag2Metadata.NAME);
    if (!named && !Files.isDirectory(path)) {
      return openFile(path);
    }
    return openFolder(named ? path.toAbsolutePath().getParent() : path);
  }

  private static Rosbag2Reader openFile(Path path) {
    Optional<Rosbag2Metadata> metadata = metadataOf(path);
    metadata.ifPresent(m -> m.checkCompression(path));
    RecordedFiles files = new RecordedFiles();
    try {
      files.open(path);
      return new Rosbag2Reader(path, files, metadata);
    } catch (RuntimeException e) {
      files.close();
      throw e;
    }
  }

  /**
   * The metadata beside a file that is one of theirs: they tell whether messages are compressed.
   */
  private static Optional<Rosbag2Metadata> metadataOf(Path file) {
    Path beside = file.resolveSibling(Rosbag2Metadata.NAME);
    if (!Files.isRegularFile(beside)) {
      return Optional.empty();
    }
    try {
      Rosbag2Metadata metadata = Rosbag2Metadata.read(beside);
      return Optional.of(metadata).filter(m -> m.names(file));
    } catch (SeqlocException e) {
      return Optional.empty();
    }
  }

  private static Rosbag2Reader openFolder(Path folder) {
    Path file = folder.resolve(Rosbag2Metadata.NAME);
    RecordedFiles files = new RecordedFiles();
    try {
      if (Files.exists(file)) {
        files.name(file);
      } else {
        files.openFound(folder);
        files.warn(folder + ": no " + Rosbag2Metadata.NAME + "; all files are read");
        return new Rosbag2Reader(folder, files, Optional.empty());
      }
      Rosbag2Metadata metadata;
      try {
        metadata = Rosbag2Metadata.read(file);
      } catch (SeqlocException e) {
        files.openFound(folder);
        files.warn(e.getMessage());
        return new Rosbag2Reader(folder, files, Optional.empty());
      }
      metadata.checkCompression(file);
      files.openNamed(folder, metadata);
      Rosbag2Reader bag = new Rosbag2Reader(folder, files, Optional.of(metadata));
      bag.compareCount(file, metadata);
      return bag;
    } catch (RuntimeException e) {
      files.close();
      throw e;
    }
  }

  private void compareCount(Path file, Rosbag2Metadata metadata) {
    long told = metadata.messageCount().orElse(messageCount());
    if (told != messageCount()) {
      damage.add(
          String.format(
              "%s: tells of %d messages, there are %d; `ros2 bag reindex` makes it anew",
              file, told, messageCount()));
    }
  }

  private List<Connection> join() {
    Map<Key, Connection> all = new LinkedHashMap<>();
    for (Bag file : files.opened()) {
      for (Connection c : file.connections()) {
        all.merge(key(c), joined(c, all.size()), Rosbag2Reader::richer);
      }
    }
    for (Bag file : files.opened()) {
      Map<Connection, Connection> ofFile = new HashMap<>();
      for (Connection c : file.connections()) {
        Connection whole = all.get(key(c));
        ofFile.put(c, whole);
        parts.computeIfAbsent(whole, w -> new ArrayList<>()).add(new Own(file, c));
      }
      joined.add(ofFile);
    }
    return List.copyOf(all.values());
  }

  private static Key key(Connection c) {
    return new Key(c.topic(), c.type(), c.encoding().message());
  }

  private Connection joined(Connection c, int id) {
    String qos =
        c.qos().isEmpty()
            ? metadata.map(m -> m.qos().getOrDefault(c.topic(), "")).orElse("")
            : c.qos();
    return new Connection(
        id,
        c.topic(),
        c.type(),
        c.md5(),
        c.definition(),
        c.latching() || latching.computeIfAbsent(qos, Qos::isLatching),
        c.callerId(),
        c.encoding(),
        qos,
        c.metadata());
  }

  /** Of the same topic in two files: what the first lacks from the second. */
  private static Connection richer(Connection first, Connection second) {
    Connection defined = first.definition().isEmpty() ? second : first;
    return new Connection(
        first.id(),
        first.topic(),
        first.type(),
        defined.md5(),
        defined.definition(),
        first.latching() || second.latching(),
        first.callerId(),
        defined.encoding(),
        first.qos().isEmpty() ? second.qos() : first.qos(),
        first.metadata().isEmpty() ? second.metadata() : first.metadata());
  }

  @Override
  public Path path() {
    return path;
  }

  /** Those that were recorded, as they are named on the disk, and the metadata of a folder. */
  @Override
  public List<Path> files() {
    return files.names();
  }

  @Override
  public List<Connection> connections() {
    return connections;
  }

  @Override
  public long startNanos() {
    return nonEmpty().mapToLong(Bag::startNanos).min().orElse(0);
  }

  @Override
  public long endNanos() {
    return nonEmpty().mapToLong(Bag::endNanos).max().orElse(0);
  }

  private Stream<Bag> nonEmpty() {
    return files.opened().stream().filter(file -> file.messageCount() > 0);
  }

  @Override
  public long messageCount() {
    return files.opened().stream().mapToLong(Bag::messageCount).sum();
  }

  @Override
  public long messageCount(Connection connection) {
    List<Own> owns = parts.get(connection);
    if (owns == null) {
      throw new IllegalArgumentException(connection.topic() + " is not a connection of " + path);
    }
    return owns.stream().mapToLong(own -> own.file().messageCount(own.connection())).sum();
  }

  @Override
  public long extraRecords() {
    return files.opened().stream().mapToLong(Bag::extraRecords).sum();
  }

  @Override
  public BagCursor messages(Predicate<Connection> filter, long fromNanos, long toNanos) {
    List<MergedCursor.Source> sources = new ArrayList<>();
    for (int i = 0; i < joined.size(); i++) {
      Bag file = files.opened().get(i);
      if (file.messageCount() > 0 && file.startNanos() <= toNanos && file.endNanos() >= fromNanos) {
        Map<Connection, Connection> known = joined.get(i);
        sources.add(
            new MergedCursor.Source(
                file.startNanos(),
                known,
                () -> file.messages(c -> filter.test(known.get(c)), fromNanos, toNanos)));
      }
    }
    return new MappingCursor(new MergedCursor(sources), this::decompressed);
  }

  /** The message itself where it is not compressed; none where it cannot be decompressed. */
  private Optional<BagMessage> decompressed(BagMessage message) {
    Connection connection = message.connection();
    // CDR never starts like this, and a file alone does not say whether its messages are
    // compressed.
    boolean looksCompressed = connection.encoding().isCdr() && Zstd.isFrame(message.payload());
    if (!looksCompressed && !metadata.map(Rosbag2Metadata::compressesMessages).orElse(false)) {
      return Optional.of(message);
    }
    try {
      return Optional.of(message.with(connection, Zstd.message(message.payload())));
    } catch (IOException e) {
      damage.add(
          String.format(
              "%s: topic %s: the message received at %s cannot be decompressed: %s; it is left"
                  + " out",
              path, connection.topic(), Printed.seconds(message.receiptNanos()), e.getMessage()));
      return Optional.empty();
    }
  }

  @Override
  public BagInfo info() {
    String version = metadata.map(m -> " " + m.version()).orElse("");
    List<BagInfo> infos = files.opened().stream().map(Bag::info).toList();
    return BagSummary.of(
        this,
        "rosbag2" + version,
        infos.stream().mapToLong(BagInfo::sizeBytes).sum(),
        infos.stream().flatMap(info -> info.compressions().stream()));
  }

  @Override
  public List<String> warnings() {
    return Stream.concat(files.warnings().stream(), damage.lines().stream()).toList();
  }

  /** Closes the files and deletes temporary ones. Messages that were read stay valid. */
  @Override
  public void close() {
    files.close();
  }
}
