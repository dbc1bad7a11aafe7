package org.seqloc.nodes.recorder;

import io.netty.buffer.ByteBuf;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.seqloc.bags.BagWriter;
import org.seqloc.bags.Connection;

/** Writes messages to one bag after the other. For one thread. */
final class RecordingFiles implements AutoCloseable {

  private final RecorderOptions options;
  private final Function<Path, BagWriter> opener;
  private final Consumer<Path> onFile;
  private final Map<Connection, Integer> connections = new HashMap<>();
  private final List<Path> closed = new ArrayList<>();
  private BagWriter writer;
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
    }
    if (firstNanos == 0) {
      firstNanos = receiptNanos;
    }
    int id = connections.computeIfAbsent(connection, writer::connect);
    writer.write(id, receiptNanos, payload);
    messages++;
  }

  private void finish() {
    writer.close();
    closed.add(writer.path());
  }

  /** The number of messages in all files. */
  long messages() {
    return messages;
  }

  /** Completes the last file. */
  @Override
  public void close() {
    finish();
  }
}
