package org.seqloc.bags.rosbag2;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.Set;
import org.seqloc.core.SeqlocException;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConnection;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;
import org.sqlite.SQLiteLimits;

/**
 * A database file of SQLite, never written to. A database whose writer did not close it has a
 * journal beside it: a copy of both is opened then, in a folder that {@link #close} deletes.
 */
final class SqliteFile implements Closeable {

  private static final String[] JOURNALS = {"-wal", "-journal"};
  private static final String COPY = "recording.db3";
  private static final String WHOLE = "whole.db3";
  private static final int PAGE_SIZE_AT = 16;
  private static final int MIN_PAGE = 512;
  // Of a message, which is read as a whole.
  private static final long MAX_VALUE_BYTES =
      Math.min(1_000_000_000, Runtime.getRuntime().maxMemory() / 4);

  private final Path path;
  private final Path name;
  private final TemporaryFolder folder = new TemporaryFolder();
  private final boolean journal;
  private Path opened;
  private boolean damaged;

  /**
   * @param name of the file for messages: the one it was decompressed from
   * @throws SeqlocException when this is not a database
   */
  SqliteFile(Path path, Path name) {
    this.path = path;
    this.name = name;
    try {
      opened = withJournal();
      journal = !opened.equals(path);
      Path whole = wholePages();
      damaged = !whole.equals(opened);
      opened = whole;
      try (Connection connection = connect();
          Statement statement = connection.createStatement()) {
        statement.executeQuery("SELECT count(*) FROM sqlite_master").close();
      } catch (SQLException e) {
        if (!isDamage(e)) {
          throw damaged(e);
        }
        damaged = true;
      }
    } catch (RuntimeException e) {
      folder.close();
      throw e;
    }
  }

  /** Whether the file is cut off or can be opened only by force. */
  boolean isDamaged() {
    return damaged;
  }

  /** Whether its writer did not close it. */
  boolean hasJournal() {
    return journal;
  }

  /** The file's name for messages. */
  Path path() {
    return name;
  }

  /** The length of the file on the disk. */
  long sizeBytes() {
    return size(path);
  }

  /** The length of the database, with what its journal had. */
  long contentBytes() {
    return size(opened);
  }

  private long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      throw new SeqlocException(name + ": cannot be read: " + e.getMessage(), e);
    }
  }

  private Path withJournal() {
    try {
      boolean found = false;
      for (String suffix : JOURNALS) {
        Path journal = path.resolveSibling(path.getFileName() + suffix);
        if (Files.isRegularFile(journal) && Files.size(journal) > 0) {
          Files.copy(journal, folder.path(COPY + suffix));
          found = true;
        }
      }
      if (!found) {
        return path;
      }
      Path copy = folder.path(COPY);
      Files.copy(path, copy);
      // Takes over what the journal has, and deletes it.
      try (Connection connection = new SQLiteConfig().createConnection("jdbc:sqlite:" + copy);
          Statement statement = connection.createStatement()) {
        statement.execute("PRAGMA journal_mode=DELETE");
      }
      return copy;
    } catch (IOException e) {
      throw new SeqlocException(
          name + ": was not closed, and cannot be copied: " + e.getMessage(), e);
    } catch (SQLException e) {
      throw damaged(e);
    }
  }

  /**
   * A copy without the last page when that is cut off: SQLite would take zeros for what is missing
   * of it.
   */
  private Path wholePages() {
    try (FileChannel from = FileChannel.open(opened, StandardOpenOption.READ)) {
      ByteBuffer pageSize = ByteBuffer.allocate(2);
      from.read(pageSize, PAGE_SIZE_AT);
      // In the largest, 65536 bytes, as 1.
      int stored = Short.toUnsignedInt(pageSize.getShort(0));
      int page = stored == 1 ? 1 << 16 : stored;
      long whole = page < MIN_PAGE ? from.size() : from.size() / page * page;
      if (whole == from.size() || whole == 0) {
        return opened;
      }
      Path copy = folder.path(WHOLE);
      try (FileChannel to =
          FileChannel.open(copy, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
        for (long at = 0; at < whole; ) {
          at += from.transferTo(at, whole - at, to);
        }
      }
      return copy;
    } catch (IOException e) {
      throw new SeqlocException(name + ": is damaged, and cannot be copied: " + e.getMessage(), e);
    }
  }

  /** A connection of its own for each thread that reads. */
  Connection connect() throws SQLException {
    SQLiteConfig config = new SQLiteConfig();
    config.setReadOnly(true);
    Connection connection =
        config.createConnection("jdbc:sqlite:file:" + opened.toUri().getRawPath() + "?immutable=1");
    try (Statement statement = connection.createStatement()) {
      // Whatever the database says, nothing in it is larger than the file.
      int most = (int) Math.max(1 << 20, Math.min(MAX_VALUE_BYTES, contentBytes()));
      ((SQLiteConnection) connection).setLimit(SQLiteLimits.SQLITE_LIMIT_LENGTH, most);
      // Views and triggers may not call functions that reach beyond the database.
      statement.execute("PRAGMA trusted_schema=OFF");
      if (damaged) {
        // Lets SQLite open a file that is shorter than it says.
        statement.execute("PRAGMA writable_schema=ON");
      }
      return connection;
    } catch (SQLException | RuntimeException e) {
      connection.close();
      throw e;
    }
  }

  /**
   * The columns of a table; empty when there is none that is stored: a view or a virtual table of
   * that name may compute rows without end.
   */
  static Set<String> columns(Connection connection, String table) throws SQLException {
    Set<String> columns = new HashSet<>();
    try (PreparedStatement statement =
        connection.prepareStatement(
            "SELECT c.name FROM sqlite_master t, pragma_table_info(t.name) c"
                + " WHERE t.name = ? AND t.type = 'table' AND t.rootpage > 0")) {
      statement.setString(1, table);
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          columns.add(rows.getString(1));
        }
      }
    }
    return columns;
  }

  /** Whether the file is to blame, not the question. */
  static boolean isDamage(SQLException e) {
    if (!(e instanceof SQLiteException sqlite)) {
      return false;
    }
    SQLiteErrorCode code = sqlite.getResultCode();
    int primary = code.code & 0xff;
    return primary == SQLiteErrorCode.SQLITE_CORRUPT.code
        || primary == SQLiteErrorCode.SQLITE_TOOBIG.code
        || primary == SQLiteErrorCode.SQLITE_IOERR.code;
  }

  /** What SQLite found, in one line with what mends it. */
  SeqlocException damaged(SQLException e) {
    String why = e.getMessage().lines().findFirst().orElse("no reason given");
    if (e instanceof SQLiteException sqlite
        && sqlite.getResultCode() == SQLiteErrorCode.SQLITE_NOTADB) {
      return new SeqlocException(name + ": not an SQLite database; check the path", e);
    }
    return new SeqlocException(
        String.format(
            "%s: the database is damaged: %s; `sqlite3 %s .recover | sqlite3 saved.db3` may save"
                + " the rest",
            name, why, name.getFileName()),
        e);
  }

  @Override
  public void close() {
    folder.close();
  }
}
