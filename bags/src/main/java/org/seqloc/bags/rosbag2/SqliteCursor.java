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
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** Walks the messages of a database, one in memory at a time, with a connection of its own. */
final class SqliteCursor implements BagCursor {

  /** More topics than this are chosen here, not by the database. */
  private static final int MAX_NAMED_TOPICS = 500;

  private static final String BY_ID = "SELECT topic_id, timestamp, data FROM messages WHERE id = ?";

  private final SqliteReader bag;
  private final BitSet wanted;
  private final Connection connection;
  private PreparedStatement statement;
  // By the index: all messages in one result.
  private Optional<ResultSet> rows;
  // By a list, from the start or from where damage was met: one result for each message.
  private Optional<MessageList> list;
  private final long fromNanos;
  private final long toNanos;
  // Pages that refer to each other in circles would give rows without end.
  private long left;
  // Of the message that the index gave last.
  private long lastNanos = Long.MIN_VALUE;
  private long lastId = Long.MIN_VALUE;
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
    this.left = bag.file().contentBytes();
    boolean named =
        wanted.cardinality() < bag.connections().size() && wanted.cardinality() <= MAX_NAMED_TOPICS;
    String topics =
        wanted.stream()
            .mapToObj(i -> Long.toString(bag.topicId(i)))
            .collect(Collectors.joining(","));
    String query =
        "SELECT topic_id, timestamp, data, id FROM messages INDEXED BY \""
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
        statement = connection.prepareStatement(BY_ID);
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
        next = rows.isPresent() ? advanceOrSwitch(rows.get()) : advance(list.orElseThrow());
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

  /** Where the index comes to damage, goes on with what can be found without it. */
  private BagMessage advanceOrSwitch(ResultSet result) throws SQLException {
    try {
      return advance(result);
    } catch (SQLException e) {
      if (!SqliteFile.isDamage(e)) {
        throw e;
      }
    }
    statement.close();
    rows = Optional.empty();
    MessageList readable = bag.readable(connection);
    list = Optional.of(readable);
    statement = connection.prepareStatement(BY_ID);
    while (at < readable.size() && isGiven(readable.nanos(at), readable.id(at))) {
      at++;
    }
    return advance(readable);
  }

  private boolean isGiven(long nanos, long id) {
    return nanos < lastNanos || (nanos == lastNanos && id <= lastId);
  }

  private BagMessage advance(ResultSet result) throws SQLException {
    while (result.next()) {
      if (left-- == 0 || isGiven(result.getLong(2), result.getLong(4))) {
        throw new SQLiteException("the index does not ascend", SQLiteErrorCode.SQLITE_CORRUPT);
      }
      lastNanos = result.getLong(2);
      lastId = result.getLong(4);
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
