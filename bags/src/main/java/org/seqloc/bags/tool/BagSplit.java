package org.seqloc.bags.tool;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.seqloc.bags.Bag;
import org.seqloc.bags.BagCursor;
import org.seqloc.bags.BagMessage;
import org.seqloc.bags.Connection;
import org.seqloc.core.Progress;
import org.seqloc.core.SeqlocException;

/**
 * Splits a bag into files that follow each other in time, {@code NAME_0.bag}, {@code NAME_1.bag}
 * and so on, as {@code rosbag record --split} names them. Each holds the connections that have
 * messages in it.
 */
public final class BagSplit {

  /**
   * How long a part may get; at least one of the two.
   *
   * @param bytes a part ends with the message that takes the file beyond this size
   * @param nanos a part holds messages of less than this time from its start
   * @param repeatLatched whether each further part begins with the last message of every latched
   *     connection, received at the part's start, so that it can be used alone
   * @param format of the parts
   * @param compression by name, as for {@link OutputBag}
   * @param replace whether files of the parts' names may be replaced
   */
  public record Options(
      Optional<Long> bytes,
      Optional<Long> nanos,
      boolean repeatLatched,
      BagFormat format,
      Optional<String> compression,
      boolean replace) {
    public Options {
      if (bytes.isEmpty() && nanos.isEmpty()) {
        throw new IllegalArgumentException("neither size nor duration");
      }
      bytes.ifPresent(b -> requirePositive(b, "size"));
      nanos.ifPresent(n -> requirePositive(n, "duration"));
    }

    private static void requirePositive(long value, String what) {
      if (value <= 0) {
        throw new IllegalArgumentException(what + " must be > 0");
      }
    }
  }

  // More would be a mistake in the unit, and fill a folder.
  private static final int MAX_PARTS = 100_000;

  private final Bag bag;
  private final Path prefix;
  private final Options options;
  private final List<OutputBag> parts = new ArrayList<>();
  private final Map<Connection, BagMessage> latched = new LinkedHashMap<>();
  private BagCopy current;
  private long end;

  private BagSplit(Bag bag, Path prefix, Options options) {
    this.bag = bag;
    this.prefix = prefix;
    this.options = options;
  }

  /**
   * Splits a bag. The parts get their names when all are whole.
   *
   * @param prefix folder and start of the parts' names
   * @return the parts
   */
  public static List<Path> split(Bag bag, Path prefix, Options options, Progress progress) {
    BagSplit split = new BagSplit(bag, prefix, options);
    try {
      split.run(progress);
      return split.parts.stream().map(OutputBag::path).toList();
    } finally {
      split.parts.forEach(OutputBag::close);
    }
  }

  private void run(Progress progress) {
    progress.begin("splitting " + bag.path().getFileName(), bag.messageCount());
    try (BagCursor messages = bag.messages()) {
      while (messages.hasNext()) {
        BagMessage message = messages.next();
        if (current == null || isFull(message)) {
          next(message);
        }
        current.write(message);
        if (options.repeatLatched() && message.connection().latching()) {
          latched.put(message.connection(), message);
        }
        progress.advance(1);
      }
    }
    if (!parts.isEmpty()) {
      parts.get(parts.size() - 1).finish();
    }
    progress.end();
    parts.forEach(OutputBag::commit);
  }

  private boolean isFull(BagMessage next) {
    OutputBag part = parts.get(parts.size() - 1);
    return (options.bytes().isPresent() && part.sizeBytes() > options.bytes().get())
        || (options.nanos().isPresent() && next.receiptNanos() >= end);
  }

  private void next(BagMessage first) {
    if (!parts.isEmpty()) {
      parts.get(parts.size() - 1).finish();
    }
    if (parts.size() == MAX_PARTS) {
      throw new SeqlocException(
          bag.path() + ": comes to more than " + MAX_PARTS + " parts; give a larger size");
    }
    Path target =
        prefix.resolveSibling(
            prefix.getFileName() + "_" + parts.size() + options.format().ending());
    OutputBag.checkTarget(target, options.replace(), bag.files());
    OutputBag part = OutputBag.create(target, options.compression(), bag.connections());
    parts.add(part);
    current = new BagCopy(bag, part);
    for (BagMessage last : latched.values()) {
      current.write(new BagMessage(last.connection(), first.receiptNanos(), last.payload()));
    }
    if (options.nanos().isPresent()) {
      // Parts follow the clock, unless one was full before its time: a silence longer than a part
      // makes no empty file.
      long nanos = options.nanos().get();
      boolean timely = parts.size() > 1 && first.receiptNanos() >= end;
      long start = timely ? end : first.receiptNanos();
      end = start + ((first.receiptNanos() - start) / nanos + 1) * nanos;
    }
  }
}
