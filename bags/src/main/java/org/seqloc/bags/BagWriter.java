package org.seqloc.bags;

import io.netty.buffer.ByteBuf;
import java.io.Closeable;
import java.nio.file.Path;
import org.seqloc.core.SeqlocException;
import org.seqloc.msgs.Message;
import org.seqloc.msgs.MessageType;

/**
 * A recording that is being written.
 *
 * <p>While it is written the file is called {@code NAME.active}, as {@code rosbag record} does; it
 * gets its name on {@link #close}. A crash leaves the active file with all chunks that were full by
 * then. Not for use by several threads at once. All methods throw a {@link SeqlocException} where
 * the file cannot be written; nothing can be written after that and close leaves the active file as
 * it is.
 */
public interface BagWriter extends Closeable {

  /** The name the file will have. */
  Path path();

  /**
   * Adds a connection that messages can be written to; returns its number, which replaces {@link
   * Connection#id}.
   *
   * @throws SeqlocException when the format cannot hold it
   */
  int connect(Connection connection);

  /** Adds a ROS 1 connection that messages can be written to; returns its number. */
  default int connect(String topic, MessageType<?> type) {
    return connect(new Connection(0, topic, type.name(), type.md5(), type.definition(), false, ""));
  }

  /**
   * Writes a message of ROS 1.
   *
   * @param connection a number that {@link #connect} returned
   * @param receiptNanos nanoseconds since the epoch; need not ascend
   * @throws IllegalArgumentException when one of them is out of range, the message is of another
   *     type than the connection or a field does not fit it
   */
  void write(int connection, long receiptNanos, Message message);

  /**
   * Writes a message that is serialized already: the readable bytes of the buffer, whose reader
   * index stays. Parameters and errors as for {@link #write(int, long, Message)}.
   */
  void write(int connection, long receiptNanos, ByteBuf payload);

  /**
   * Writes a message as it was recorded, with what else the format can tell of it. Errors as for
   * {@link #write(int, long, Message)}.
   */
  default void write(int connection, BagMessage message) {
    write(connection, message.receiptNanos(), message.payload());
  }

  /** The number of messages written so far. */
  long messageCount();

  /** The length of the file so far with the chunk that is being filled, in bytes. */
  long sizeBytes();

  /** Writes the messages that are still held back for a full chunk. */
  void flush();

  /** Writes what is held back and the index, and gives the file its name. */
  @Override
  void close();

  /** Ends writing and deletes the file; no effect once it is closed. */
  void abort();
}
