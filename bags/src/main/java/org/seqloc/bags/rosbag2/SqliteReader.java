package org.seqloc.bags.rosbag2;

import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.seqloc.bags.Bag;
import org.seqloc.bags.BagCursor;
import org.seqloc.bags.BagInfo;
import org.seqloc.bags.BagSummary;
import org.seqloc.bags.Connection;
import org.seqloc.bags.Encoding;
import org.seqloc.bags.Warnings;
import org.seqloc.core.SeqlocException;

/**
 * One file of a rosbag2 in SQLite, of any schema: a table of topics and one of messages, with or
 * without their definitions.
 *
 * <p>Where the index over the messages' stamps is there, messages come by it; else, and where the
 * database is damaged, the table is read once for a list of what can be read.
 */
final class SqliteReader implements Bag {

  /** Of characters in the names, types and definitions of topics. */
  private static final long MAX_TEXT = Runtime.getRuntime().maxMemory() / 8;

  private final SqliteFile file;
  private final List<Connection> connections = new ArrayList<>();
  private final Map<Connection, Integer> places = new HashMap<>();
  private final Map<Long, Integer> byTopicId = new HashMap<>();
  private final List<Long> topicIds = new ArrayList<>();
  private final Warnings warnings;
  private final Set<SqliteCursor> cursors = ConcurrentHashMap.newKeySet();
  // Of the messages by stamp, or what can be read without it.
  private final Optional<String> index;
  private final Optional<MessageList> list;
  private long startNanos;
  private long endNanos;
  private long messageCount;
  private long[] counts;
  private long textLeft;

  /**
   * @param name of the file for messages: the one it was decompressed from
   * @throws SeqlocException when this is not a recording, or nothing of it can be read
   */
  SqliteReader(Path path, Path name) {
    file = new SqliteFile(path, name);
    warnings = new Warnings(name);
    textLeft = Math.min(MAX_TEXT, file.contentBytes());
    try (java.sql.Connection connection = file.connect()) {
      readTopics(connection);
      if (file.hasJournal()) {
        warnings.add(name + ": the recorder did not close it; what its journal has is read too");
      }
      Optional<String> found = findIndex(connection);
      boolean sound = !file.isDamaged() && found.isPresent() && readRange(connection);
      index = sound ? found : Optional.empty();
      list = sound ? Optional.empty() : Optional.of(readList(connection));
    } catch (SQLException e) {
      file.close();
      throw file.damaged(e);
    } catch (RuntimeException e) {
      file.close();
      throw e;
    }
  }

  private void readTopics(java.sql.Connection connection) throws SQLException {
    Set<String> columns = SqliteFile.columns(connection, "topics");
    if (!columns.containsAll(Set.of("id", "name", "type", "serialization_format"))
        || !SqliteFile.columns(connection, "messages")
            .containsAll(Set.of("id", "topic_id", "timestamp", "data"))) {
      throw new SeqlocException(
          file.path() + ": a database, but not of rosbag2: tables topics and messages are missing");
    }
    Map<String, String[]> definitions = readDefinitions(connection);
    String qosColumn = columns.contains("offered_qos_profiles") ? "offered_qos_profiles" : "''";
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT id, name, type, serialization_format, "
                    + qosColumn
                    + " FROM topics ORDER BY id")) {
      while (rows.next()) {
        String type = text(rows, 3);
        String[] definition = definitions.getOrDefault(type, new String[] {"", ""});
        String qos = text(rows, 5);
        byTopicId.put(rows.getLong(1), connections.size());
        topicIds.add(rows.getLong(1));
        add(
            new Connection(
                connections.size(),
                text(rows, 2),
                type,
                "",
                definition[1],
                false,
                "",
                new Encoding(text(rows, 4), definition[0]),
                qos));
      }
    }
  }

  private void add(Connection connection) {
    places.put(connection, connections.size());
    connections.add(connection);
  }

  /** By type: the schema's language and its text. */
  private Map<String, String[]> readDefinitions(java.sql.Connection connection)
      throws SQLException {
    Map<String, String[]> definitions = new HashMap<>();
    if (!SqliteFile.columns(connection, "message_definitions")
        .containsAll(Set.of("topic_type", "encoding", "encoded_message_definition"))) {
      return definitions;
    }
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT topic_type, encoding, encoded_message_definition"
                    + " FROM message_definitions ORDER BY id")) {
      while (rows.next()) {
        String definition = text(rows, 3);
        if (!definition.isEmpty()) {
          definitions.putIfAbsent(text(rows, 1), new String[] {text(rows, 2), definition});
        }
      }
    }
    return definitions;
  }

  /** A text of topics or definitions, which together are no longer than the file. */
  private String text(ResultSet rows, int column) throws SQLException {
    String text = Objects.requireNonNullElse(rows.getString(column), "");
    // One for the row, which pages that refer to each other in circles would give without end.
    textLeft -= 1 + text.length();
    if (textLeft < 0) {
      throw new SeqlocException(
          file.path()
              + ": the database is damaged: its topics take more than the file has or fits into"
              + " memory; `sqlite3 "
              + file.path().getFileName()
              + " .recover | sqlite3 saved.db3` may save the rest");
    }
    return text;
  }

  /** The index by which messages come in the order of their stamps. */
  private static Optional<String> findIndex(java.sql.Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT l.name FROM pragma_index_list('messages') l, pragma_index_info(l.name) i"
                    + " WHERE i.seqno = 0 AND i.name = 'timestamp' AND l.partial = 0")) {
      return rows.next() ? Optional.of(rows.getString(1)) : Optional.empty();
    }
  }

  /** Reads number and stamps of the messages; false where that shows damage. */
  private boolean readRange(java.sql.Connection connection) {
    try {
      messageCount = number(connection, "SELECT count(*) FROM messages");
      startNanos = number(connection, "SELECT min(timestamp) FROM messages");
      endNanos = number(connection, "SELECT max(timestamp) FROM messages");
      return true;
    } catch (SQLException e) {
      if (!SqliteFile.isDamage(e)) {
        throw file.damaged(e);
      }
      return false;
    }
  }

  private static long number(java.sql.Connection connection, String query) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      return rows.getLong(1);
    }
  }

  private MessageList readList(java.sql.Connection connection) throws SQLException {
    MessageList read = MessageList.read(file, connection, byTopicId, file.isDamaged());
    read.warnings().forEach(warnings::add);
    messageCount = read.size();
    counts = new long[connections.size()];
    for (int i = 0; i < read.size(); i++) {
      counts[read.topic(i)]++;
    }
    if (read.size() > 0) {
      startNanos = read.nanos(0);
      endNanos = read.nanos(read.size() - 1);
    }
    return read;
  }

  @Override
  public Path path() {
    return file.path();
  }

  @Override
  public List<Connection> connections() {
    return List.copyOf(connections);
  }

  @Override
  public long startNanos() {
    return startNanos;
  }

  @Override
  public long endNanos() {
    return endNanos;
  }

  @Override
  public long messageCount() {
    return messageCount;
  }

  @Override
  public long messageCount(Connection connection) {
    Integer at = places.get(connection);
    if (at == null) {
      throw new IllegalArgumentException(connection.topic() + " is not a connection of " + path());
    }
    return counts()[at];
  }

  /** Counts the messages of each topic, which takes a way through the whole table. */
  private synchronized long[] counts() {
    if (counts == null) {
      long[] counted = new long[connections.size()];
      try (java.sql.Connection connection = file.connect();
          Statement statement = connection.createStatement();
          ResultSet rows =
              statement.executeQuery("SELECT topic_id, count(*) FROM messages GROUP BY topic_id")) {
        while (rows.next()) {
          Integer at = byTopicId.get(rows.getLong(1));
          if (at != null) {
            counted[at] = rows.getLong(2);
          }
        }
      } catch (SQLException e) {
        throw file.damaged(e);
      }
      counts = counted;
    }
    return counts;
  }

  @Override
  public BagCursor messages(Predicate<Connection> filter, long fromNanos, long toNanos) {
    BitSet wanted = new BitSet();
    for (int i = 0; i < connections.size(); i++) {
      wanted.set(i, filter.test(connections.get(i)));
    }
    SqliteCursor cursor =
        list.isPresent()
            ? new SqliteCursor(this, list.get(), wanted, fromNanos, toNanos)
            : new SqliteCursor(this, index.orElseThrow(), wanted, fromNanos, toNanos);
    cursors.add(cursor);
    return cursor;
  }

  /** What can be read of the messages, found without the index: for a cursor that met damage. */
  MessageList readable(java.sql.Connection connection) throws SQLException {
    MessageList readable = MessageList.read(file, connection, byTopicId, true);
    readable.warnings().forEach(warnings::add);
    return readable;
  }

  SqliteFile file() {
    return file;
  }

  Connection connection(int at) {
    return connections.get(at);
  }

  /** The topic with this number in the database; empty when there is none. */
  Optional<Integer> ofTopicId(long id) {
    return Optional.ofNullable(byTopicId.get(id));
  }

  long topicId(int at) {
    return topicIds.get(at);
  }

  void closed(SqliteCursor cursor) {
    cursors.remove(cursor);
  }

  @Override
  public BagInfo info() {
    return BagSummary.of(this, "rosbag2 (sqlite3)", file.sizeBytes(), Stream.empty());
  }

  @Override
  public List<String> warnings() {
    return warnings.lines();
  }

  @Override
  public void close() {
    cursors.forEach(SqliteCursor::close);
    file.close();
  }
}
