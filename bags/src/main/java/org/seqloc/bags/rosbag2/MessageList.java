package org.seqloc.bags.rosbag2;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.seqloc.core.SeqlocException;

/**
 * The messages of a database without a sound index, by stamp and, where that is equal, in the order
 * they were recorded. Takes about 100 bytes for each.
 */
final class MessageList {

  private record Entry(long id, long nanos, int topic) {}

  private static final int ENTRY_BYTES = 100;
  private static final long MAX_MESSAGES = Runtime.getRuntime().maxMemory() / 4 / ENTRY_BYTES;

  private final SqliteFile file;
  private final Map<Long, Entry> found = new HashMap<>();
  private final List<Entry> sorted = new ArrayList<>();
  private final List<String> warnings = new ArrayList<>();

  private MessageList(SqliteFile file) {
    this.file = file;
  }

  /**
   * Reads the table from its start and, where that comes to damage, from its end as well.
   *
   * @param topics the topics by their numbers in the database
   * @param damaged whether damage was met before, so that each message must be looked at
   */
  static MessageList read(
      SqliteFile file, Connection connection, Map<Long, Integer> topics, boolean damaged)
      throws SQLException {
    MessageList list = new MessageList(file);
    boolean whole = list.scan(connection, topics, "ASC");
    if (!whole) {
      list.scan(connection, topics, "DESC");
    }
    long lost = whole && !damaged ? 0 : list.dropUnreadable(connection);
    list.sorted.addAll(list.found.values());
    list.found.clear();
    list.sorted.sort(
        (a, b) -> {
          int order = Long.compare(a.nanos(), b.nanos());
          return order != 0 ? order : Long.compare(a.id(), b.id());
        });
    if (!whole || damaged) {
      list.warnings.add(
          String.format(
              "%s: the database is damaged; %d messages are whole, %d more were met in pieces",
              file.path(), list.size(), lost));
    }
    return list;
  }

  private boolean scan(Connection connection, Map<Long, Integer> topics, String order)
      throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT id, timestamp, topic_id FROM messages NOT INDEXED ORDER BY id " + order)) {
      // Pages that refer to each other in circles would give rows without end.
      for (long left = file.contentBytes(); rows.next(); left--) {
        if (left == 0) {
          return false;
        }
        Integer topic = topics.get(rows.getLong(3));
        if (topic != null) {
          if (found.size() == MAX_MESSAGES) {
            throw new SeqlocException(
                String.format(
                    "%s: without a sound index, and more than %d messages do not fit into memory;"
                        + " give Java more (-Xmx), or make the index: `sqlite3 %s 'CREATE INDEX"
                        + " timestamp_idx ON messages (timestamp ASC)'`",
                    file.path(), MAX_MESSAGES, file.path()));
          }
          found.put(rows.getLong(1), new Entry(rows.getLong(1), rows.getLong(2), topic));
        }
      }
      return true;
    } catch (SQLException e) {
      if (!SqliteFile.isDamage(e)) {
        throw file.damaged(e);
      }
      return false;
    }
  }

  /** Drops the messages that are not whole; their number. */
  private long dropUnreadable(Connection connection) throws SQLException {
    long before = found.size();
    try (PreparedStatement statement =
        connection.prepareStatement("SELECT data FROM messages WHERE id = ?")) {
      found.keySet().removeIf(id -> !isReadable(statement, id));
    }
    return before - found.size();
  }

  private boolean isReadable(PreparedStatement statement, long id) {
    try {
      statement.setLong(1, id);
      try (ResultSet rows = statement.executeQuery()) {
        return rows.next();
      }
    } catch (SQLException e) {
      if (!SqliteFile.isDamage(e)) {
        throw file.damaged(e);
      }
      return false;
    }
  }

  int size() {
    return sorted.size();
  }

  long id(int at) {
    return sorted.get(at).id();
  }

  long nanos(int at) {
    return sorted.get(at).nanos();
  }

  int topic(int at) {
    return sorted.get(at).topic();
  }

  List<String> warnings() {
    return warnings;
  }
}
