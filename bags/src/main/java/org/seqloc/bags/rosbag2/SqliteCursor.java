package org.seqloc.bags.rosbag2;

import io.netty.buffer.Unpooled;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.BitSet;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.seqloc.bags.BagCursor;
import org.seqloc.bags.BagMessage;
import org.seqloc.core.SeqlocException;

/** Walks the messages of a database, one in memory at a time, with a connection of its own. */
final class SqliteCursor implements BagCursor {

  /** More topics than this are chosen here, not by the database. */
  private static final int MAX_NAMED_TOPICS = 500;

  private final SqliteReader bag;
  private final BitSet wanted;
  private final Connection connection;
  private final PreparedStatement statement;
  // By the index: all messages in one result.
  private final Optional<ResultSet> rows;
  // By a list: one result for each message.
  private final Optional<MessageList> list;
  private final long fromNanos;
  private final long toNanos;
  // Pages that refer to each other in circles would give rows without end.
  private long left;
  private int at;
  private BagMessage next;
  private boolean closed;

  /** By the index over stamps. */
  SqliteCursor(SqliteReader bag, String index, BitSet wanted, long fromNanos, long toNanos) {
    this.bag = bag;
    this.wanted = wanted;
    this.fromNanos = fromNanos;
    this.toNanos = toNanos;
    this.list = Optional.empty();
    this.left = bag.file().sizeBytes();
    boolean named =
        wanted.cardinality() < bag.connections().size() && wanted.cardinality() <= MAX_NAMED_TOPICS;
    String topics =
        wanted.stream()
            .mapToObj(i -> Long.toString(bag.topicId(i)))
            .collect(Collectors.joining(","));
    String query =
        "SELECT topic_id, timestamp, data FROM messages INDEXED BY \""
            + index.replace("\"", "\"\"")
            + "\" WHERE timestamp BETWEEN ? AND ?"
            + (named ? " AND topic_id IN (" + topics + ")" : "")
            + " ORDER BY timestamp, id";
    try {
      connection = bag.file().connect();
      try {
        statement = connection.prepareStatement(query);
        statement.setLong(1, fromNanos);
        statement.setLong(2, toNanos);
        rows = Optional.of(statement.executeQuery());
      } catch (SQLException e) {
        connection.close();
        throw e;
      }
    } catch (SQLException e) {
      throw bag.file().damaged(e);
    }
  }

  /** By a list of the messages. */
  SqliteCursor(SqliteReader bag, MessageList list, BitSet wanted, long fromNanos, long toNanos) {
    this.bag = bag;
    this.wanted = wanted;
    this.fromNanos = fromNanos;
    this.toNanos = toNanos;
    this.list = Optional.of(list);
    this.rows = Optional.empty();
    try {
      connection = bag.file().connect();
      try {
        statement =
            connection.prepareStatement(
                "SELECT topic_id, timestamp, data FROM messages WHERE id = ?");
      } catch (SQLException e) {
        connection.close();
        throw e;
      }
    } catch (SQLException e) {
      throw bag.file().damaged(e);
    }
  }

  @Override
  public synchronized boolean hasNext() {
    if (next == null && !closed) {
      try {
        next = rows.isPresent() ? advance(rows.get()) : advance(list.orElseThrow());
      } catch (SQLException e) {
        throw bag.file().damaged(e);
      }
      if (next == null) {
        close();
      }
    }
    return next != null;
  }

  @Override
  public synchronized BagMessage next() {
    if (!hasNext()) {
      throw new NoSuchElementException("the bag has no more messages");
    }
    BagMessage message = next;
    next = null;
    return message;
  }

  private BagMessage advance(ResultSet result) throws SQLException {
    while (result.next()) {
      if (left-- == 0) {
        throw new SeqlocException(
            bag.path() + ": the database is damaged: it has more messages than bytes");
      }
      Optional<Integer> topic = bag.ofTopicId(result.getLong(1));
      if (topic.isPresent() && wanted.get(topic.get())) {
        return message(topic.get(), result);
      }
    }
    return null;
  }

  private BagMessage advance(MessageList messages) throws SQLException {
    for (; at < messages.size() && messages.nanos(at) <= toNanos; at++) {
      if (messages.nanos(at) >= fromNanos && wanted.get(messages.topic(at))) {
        statement.setLong(1, messages.id(at));
        try (ResultSet result = statement.executeQuery()) {
          if (result.next()) {
            return message(messages.topic(at++), result);
          }
        }
      }
    }
    return null;
  }

  private BagMessage message(int topic, ResultSet result) throws SQLException {
    byte[] data = Objects.requireNonNullElse(result.getBytes(3), new byte[0]);
    return new BagMessage(bag.connection(topic), result.getLong(2), Unpooled.wrappedBuffer(data));
  }

  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    next = null;
    bag.closed(this);
    try {
      // Closes its statements and results.
      connection.close();
    } catch (SQLException e) {
      throw bag.file().damaged(e);
    }
  }
}
