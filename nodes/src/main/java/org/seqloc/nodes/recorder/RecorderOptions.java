package org.seqloc.nodes.recorder;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What is recorded, and where to.
 *
 * @param topics these in any case; global names
 * @param wanted all published topics whose whole name matches, those that come later too
 * @param excluded none whose whole name matches, of those that {@code wanted} finds
 * @param file where to, with its ending; in several files _0, _1 and so on come before the ending
 * @param splitBytes another file is begun beyond so many bytes
 * @param splitNanos another file is begun after so much time
 * @param repeatLatched whether each further file begins with the last message of every latched
 *     publisher, so that it can be used alone
 * @param limitPerTopic at most so many messages of each topic
 * @param bufferBytes how much may wait for the disk before the oldest is dropped
 */
public record RecorderOptions(
    Set<String> topics,
    Optional<Pattern> wanted,
    Optional<Pattern> excluded,
    Path file,
    long splitBytes,
    long splitNanos,
    boolean repeatLatched,
    long limitPerTopic,
    long bufferBytes) {

  /** As rosbag record has it, 256 MB. */
  public static final long DEFAULT_BUFFER_BYTES = 256L << 20;

  public RecorderOptions {
    topics = Set.copyOf(topics);
    Objects.requireNonNull(wanted, "wanted");
    Objects.requireNonNull(excluded, "excluded");
    Objects.requireNonNull(file, "file");
    for (long limit : List.of(splitBytes, splitNanos, limitPerTopic, bufferBytes)) {
      if (limit < 1) {
        throw new IllegalArgumentException("limits must be at least 1, got " + limit);
      }
    }
    if (topics.isEmpty() && wanted.isEmpty()) {
      throw new IllegalArgumentException("name the topics to record, or record all of them");
    }
  }

  /** Some topics into one file, without further limits. */
  public static RecorderOptions ofTopics(Set<String> topics, Path file) {
    return new RecorderOptions(
        topics,
        Optional.empty(),
        Optional.empty(),
        file,
        Long.MAX_VALUE,
        Long.MAX_VALUE,
        true,
        Long.MAX_VALUE,
        DEFAULT_BUFFER_BYTES);
  }

  private boolean isSplit() {
    return splitBytes != Long.MAX_VALUE || splitNanos != Long.MAX_VALUE;
  }

  /** The name of the file with this index, from 0. */
  Path file(int index) {
    if (!isSplit()) {
      return file;
    }
    String name = file.getFileName().toString();
    int dot = name.lastIndexOf('.') < 0 ? name.length() : name.lastIndexOf('.');
    return file.resolveSibling(name.substring(0, dot) + "_" + index + name.substring(dot));
  }

  /** Whether a published topic is recorded. */
  boolean includes(String topic) {
    return topics.contains(topic)
        || (wanted.isPresent()
            && wanted.get().matcher(topic).matches()
            && !(excluded.isPresent() && excluded.get().matcher(topic).matches()));
  }
}
