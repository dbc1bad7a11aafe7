package org.seqloc.bags;

import io.netty.buffer.ByteBuf;
import java.io.Closeable;
import java.nio.file.Path;

/**
 * Writes a recording. Its file has its name only when it is whole, after {@link #close}. All
 * methods throw a {@link org.seqloc.core.SeqlocException} where the file cannot be written. Not for
 * use by several threads at once.
 */
public interface BagWriter extends Closeable {

  /** The name the file will have. */
  Path path();

  /**
   * Adds a connection that messages can be written to; returns its number, which replaces {@link
   * Connection#id}.
   */
  int connect(Connection connection);

  /**
   * Writes the readable bytes of the buffer as a message; the buffer's reader index stays.
   *
   * @param connection a number that {@link #connect} returned
   * @param receiptNanos nanoseconds since the epoch
   */
  void write(int connection, long receiptNanos, ByteBuf payload);

  /** The length of the file so far with what is held back in memory, in bytes. */
  long sizeBytes();

  /** Ends writing and deletes the file; no effect once it is closed. */
  void abort();

  /** Writes what is held back and gives the file its name. */
  @Override
  void close();
}
