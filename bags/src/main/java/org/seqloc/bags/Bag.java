package org.seqloc.bags;

import java.io.Closeable;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.seqloc.bags.mcap.McapReader;
import org.seqloc.bags.rosbag2.Rosbag2Reader;
import org.seqloc.core.SeqlocException;

/**
 * A recording, open for reading. Several threads may read it, each with a cursor of its own. The
 * file is not loaded: only its list of chunks is, about 100 bytes for each.
 */
public interface Bag extends Closeable {

  /**
   * Opens a rosbag of version 2.0, an MCAP file, or a rosbag2 (its folder or one of its databases),
   * told apart by what is there. What can be read of a damaged or unfinished file is; {@link
   * #warnings} tells what was lost.
   *
   * @throws SeqlocException when there is no such file, it is none of them, is encrypted or nothing
   *     of it can be read; the message says which, where, and what mends it
   */
  static Bag open(Path file) {
    if (Rosbag2Reader.isRosbag2(file)) {
      return Rosbag2Reader.open(file);
    }
    return McapReader.isMcap(file) ? McapReader.open(file) : RosbagReader.open(file);
  }

  /**
   * Opens several files as one recording, their messages in order of time.
   *
   * @param files at least one
   * @throws SeqlocException as {@link #open(Path)}
   */
  static Bag open(List<Path> files) {
    return files.size() == 1 ? open(files.get(0)) : MergedBag.open(files);
  }

  /** The file as it was named on opening; the first of several. */
  Path path();

  /** All files of the recording. */
  default List<Path> files() {
    return List.of(path());
  }

  /** The recorded streams, in the order of the file. */
  List<Connection> connections();

  /** Receipt time of the earliest message, nanoseconds since the epoch; 0 for an empty bag. */
  long startNanos();

  /** Receipt time of the latest message, nanoseconds since the epoch; 0 for an empty bag. */
  long endNanos();

  /** The number of messages, as far as it is known before they are read. */
  long messageCount();

  /** The number of messages of one of {@link #connections}. */
  long messageCount(Connection connection);

  /** The number of messages on a topic; 0 for a topic that was not recorded. */
  default long messageCount(String topic) {
    return connections().stream()
        .filter(c -> c.topic().equals(topic))
        .mapToLong(this::messageCount)
        .sum();
  }

  /** The number of messages on each topic that was recorded. */
  default Map<String, Long> messageCounts() {
    return connections().stream()
        .collect(
            Collectors.groupingBy(Connection::topic, Collectors.summingLong(this::messageCount)));
  }

  /** All messages. */
  default BagCursor messages() {
    return messages(c -> true);
  }

  /** The messages of some topics; topics that were not recorded contribute nothing. */
  default BagCursor messages(Set<String> topics) {
    return messages(c -> topics.contains(c.topic()));
  }

  /** The messages of some connections. */
  default BagCursor messages(Predicate<Connection> connections) {
    return messages(connections, 0, Long.MAX_VALUE);
  }

  /**
   * The messages of some connections within a time span.
   *
   * @param fromNanos earliest receipt time, inclusive
   * @param toNanos latest receipt time, inclusive
   */
  BagCursor messages(Predicate<Connection> connections, long fromNanos, long toNanos);

  /** How many records the files have for their users beside messages: attachments, metadata. */
  default long extraRecords() {
    return 0;
  }

  /** What {@code rosbag info} tells of the bag. */
  BagInfo info();

  /**
   * What is wrong with the file, one line each with the file's name; empty for a whole one. Not all
   * damage shows on opening: what cursors come to and pass over is added then. The messages that
   * are given are whole.
   */
  default List<String> warnings() {
    return List.of();
  }

  @Override
  void close();
}
