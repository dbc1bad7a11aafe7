package org.seqloc.nodes.recorder;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.seqloc.bags.BagWriter;
import org.seqloc.bags.Connection;

/**
 * Writes messages to one bag after the other, so that a crash costs a second of them at most. For
 * one thread.
 */
final class RecordingFiles implements AutoCloseable {

  /** Messages are held back for a full chunk no longer than this: slow topics take minutes. */
  static final long FLUSH_NANOS = 1_000_000_000;

  private final RecorderOptions options;
  private final Function<Path, BagWriter> opener;
  private final Consumer<Path> onFile;
  private final Map<Connection, Integer> connections = new HashMap<>();
  private final Map<Connection, ByteBuf> latched = new LinkedHashMap<>();
  private final List<Path> closed = new ArrayList<>();
  private BagWriter writer;
  private long flushedNanoTime = System.nanoTime();
  private long firstNanos;
  private long messages;

  /**
   * @param onFile told of each file when it is begun
   */
  RecordingFiles(RecorderOptions options, Function<Path, BagWriter> opener, Consumer<Path> onFile) {
    this.options = options;
    this.opener = opener;
    this.onFile = onFile;
    open();
  }

  private void open() {
    Path path = options.file(closed.size());
    onFile.accept(path);
    writer = opener.apply(path);
    connections.clear();
    firstNanos = 0;
  }

  void write(Connection connection, long receiptNanos, ByteBuf payload) {
    boolean begun = firstNanos != 0;
    boolean full =
        writer.sizeBytes() >= options.splitBytes()
            || (begun && receiptNanos - firstNanos >= options.splitNanos());
    if (begun && full) {
      finish();
      open();
      latched.forEach((latching, last) -> append(latching, receiptNanos, last));
    }
    append(connection, receiptNanos, payload);
    messages++;
    if (connection.latching() && options.repeatLatched()) {
      latched.put(connection, Unpooled.copiedBuffer(payload));
    }
  }

  private void append(Connection connection, long receiptNanos, ByteBuf payload) {
    if (firstNanos == 0) {
      firstNanos = receiptNanos;
    }
    int id = connections.computeIfAbsent(connection, writer::connect);
    writer.write(id, receiptNanos, payload);
  }

  /** How long until {@link #flushIfDue} has something to do. */
  long nanosToFlush() {
    return flushedNanoTime + FLUSH_NANOS - System.nanoTime();
  }

  /** Writes what was held back for a full chunk when it is time to. */
  void flushIfDue() {
    if (nanosToFlush() <= 0) {
      writer.flush();
      flushedNanoTime = System.nanoTime();
    }
  }

  private void finish() {
    writer.close();
    closed.add(writer.path());
  }

  /** The number of messages that came; latched ones count once. */
  long messages() {
    return messages;
  }

  /** Completes the last file. */
  @Override
  public void close() {
    finish();
  }
}
