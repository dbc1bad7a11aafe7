package org.seqloc.bags.rosbag2;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.luben.zstd.ZstdOutputStreamNoFinalizer;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.seqloc.bags.Bag;
import org.seqloc.bags.BagCursor;
import org.seqloc.bags.BagMessage;
import org.seqloc.core.SeqlocException;

/** Databases that are cut off, spoiled, or were never closed. */
class Rosbag2DamageTest {

  private static final String FILE = "sqlite_9.db3";

  @TempDir private Path folder;

  /** What could be read before the end or an error of one line. */
  private record Read(List<String> messages, List<String> warnings, boolean whole) {}

  private static Read read(Path path) {
    List<String> messages = new ArrayList<>();
    List<String> warnings = new ArrayList<>();
    try (Bag bag = Rosbag2Reader.open(path)) {
      try (BagCursor cursor = bag.messages()) {
        while (cursor.hasNext()) {
          BagMessage m = cursor.next();
          messages.add(
              m.connection().topic() + " " + m.receiptNanos() + " " + m.payload().hashCode());
        }
      } finally {
        warnings.addAll(bag.warnings());
      }
      return new Read(messages, warnings, true);
    } catch (SeqlocException e) {
      assertEquals(1, e.getMessage().lines().count(), e.getMessage());
      return new Read(messages, warnings, false);
    }
  }

  /** A recording of 400 messages of 3 kB, with an index in the midst of them. */
  private Path recording() throws SQLException {
    return recording(400, 3000);
  }

  private Path recording(int messages, int length) throws SQLException {
    Path file = folder.resolve("recording.db3");
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement()) {
      statement.execute(
          "CREATE TABLE topics(id INTEGER PRIMARY KEY, name TEXT NOT NULL, type TEXT NOT NULL,"
              + " serialization_format TEXT NOT NULL, offered_qos_profiles TEXT NOT NULL)");
      statement.execute(
          "CREATE TABLE messages(id INTEGER PRIMARY KEY, topic_id INTEGER NOT NULL,"
              + " timestamp INTEGER NOT NULL, data BLOB NOT NULL)");
      statement.execute("CREATE INDEX timestamp_idx ON messages (timestamp ASC)");
      statement.execute("INSERT INTO topics VALUES(1, '/a', 'std_msgs/msg/String', 'cdr', '')");
      connection.setAutoCommit(false);
      insert(connection, 0, messages, length);
      connection.commit();
    }
    return file;
  }

  private static void insert(Connection connection, int from, int to, int length)
      throws SQLException {
    SplittableRandom random = new SplittableRandom(from);
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT INTO messages(topic_id, timestamp, data) VALUES(1,?,?)")) {
      for (int i = from; i < to; i++) {
        byte[] data = new byte[length];
        random.nextBytes(data);
        data[0] = 0;
        data[1] = 1;
        insert.setLong(1, 1_700_000_000_000_000_000L + i);
        insert.setBytes(2, data);
        insert.execute();
      }
    }
  }

  @Test
  void readsACutDatabaseAsFarAsItIsWhole() throws IOException, SQLException {
    Path file = recording();
    byte[] bytes = Files.readAllBytes(file);
    List<String> whole = read(file).messages();
    assertEquals(400, whole.size());
    int recovered = 0;
    int cuts = 0;
    for (int length = bytes.length - 1; length > 0; length -= 20_011) {
      Files.write(file, Arrays.copyOf(bytes, length));
      Read read = read(file);
      assertTrue(whole.containsAll(read.messages()));
      // Each message takes about a page of 4096 bytes, and some bytes of the index.
      int present = (int) (400L * length / bytes.length);
      if (length > 100_000) {
        assertTrue(read.whole(), "cut to " + length);
        assertTrue(
            read.messages().size() > present - 20, read.messages().size() + " of " + present);
        assertTrue(read.warnings().get(0).contains("damaged"), read.warnings()::toString);
      }
      recovered += read.messages().size();
      cuts++;
    }
    assertTrue(cuts > 50 && recovered > 40 * cuts, recovered + " after " + cuts + " cuts");
  }

  @Test
  void spoiledBytesEndInMessagesOrOneLine() throws IOException {
    Path bag = Golden.copy("sqlite_9", folder);
    Path file = bag.resolve(FILE);
    byte[] bytes = Files.readAllBytes(file);
    SplittableRandom random = new SplittableRandom(1);
    int refused = 0;
    int read = 0;
    for (int i = 0; i < 300; i++) {
      byte[] spoiled = bytes.clone();
      // Half of them in the pages of the schema and the tables' roots.
      int at = random.nextInt(i % 2 == 0 ? bytes.length : 4096);
      spoiled[at] = (byte) random.nextInt(256);
      if (i % 3 == 0) {
        random.nextBytes(spoiled);
        System.arraycopy(bytes, 0, spoiled, 0, at);
      }
      Files.write(file, spoiled);
      Read result = read(bag);
      if (result.whole()) {
        read++;
      } else {
        refused++;
      }
    }
    assertTrue(read > 50 && refused > 10, read + " read, " + refused + " refused");
  }

  @Test
  void readsWhatTheJournalOfACrashedRecorderHas() throws IOException, SQLException {
    Path file = recording();
    Path left = Files.createDirectory(folder.resolve("left")).resolve("recording.db3");
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file)) {
      try (Statement statement = connection.createStatement()) {
        statement.execute("PRAGMA journal_mode=WAL");
      }
      insert(connection, 400, 420, 3000);
      Files.copy(file, left);
      Files.copy(Path.of(file + "-wal"), Path.of(left + "-wal"));
    }
    Set<Path> before = files(left.getParent());
    Read read = read(left);
    assertEquals(420, read.messages().size());
    assertTrue(read.warnings().get(0).contains("did not close"), read.warnings()::toString);
    assertEquals(before, files(left.getParent()));
    // Without it, what was written to the database itself.
    Files.delete(Path.of(left + "-wal"));
    assertEquals(400, read(left).messages().size());
  }

  @Test
  void aJournalMayHaveMoreMessagesThanTheDatabaseHasBytes() throws IOException, SQLException {
    Path file = recording(0, 0);
    Path left = Files.createDirectory(folder.resolve("left")).resolve("recording.db3");
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file)) {
      try (Statement statement = connection.createStatement()) {
        statement.execute("PRAGMA journal_mode=WAL");
        statement.execute("PRAGMA wal_autocheckpoint=0");
      }
      connection.setAutoCommit(false);
      insert(connection, 0, 30_000, 8);
      connection.commit();
      Files.copy(file, left);
      Files.copy(Path.of(file + "-wal"), Path.of(left + "-wal"));
    }
    assertTrue(Files.size(left) < 30_000, Files.size(left) + " bytes");
    Read read = read(left);
    assertEquals(30_000, read.messages().size());
    assertEquals(1, read.warnings().size(), read.warnings()::toString);
  }

  private static Set<Path> files(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      return new HashSet<>(files.toList());
    }
  }

  @Test
  void readsFromBothEndsOfADamage() throws IOException, SQLException {
    Path file = recording();
    List<String> whole = read(file).messages();
    byte[] bytes = Files.readAllBytes(file);
    // Pages in the midst become zeros.
    Arrays.fill(bytes, bytes.length / 2, bytes.length / 2 + 40 * 4096, (byte) 0);
    Files.write(file, bytes);
    Read read = read(file);
    assertTrue(read.whole());
    assertTrue(
        read.warnings().get(0).matches(".* damaged; \\d+ messages are whole, \\d+ more .*"),
        read.warnings()::toString);
    assertEquals(whole.stream().filter(read.messages()::contains).toList(), read.messages());
    assertTrue(read.messages().size() > 340, read.messages().size() + " messages");
  }

  @Test
  void aDatabaseCutAtEvery1000thByteIsReadAsFarAsItIsWhole() throws IOException, SQLException {
    Path file = recording(100, 600);
    byte[] bytes = Files.readAllBytes(file);
    List<String> whole = read(file).messages();
    assertEquals(100, whole.size());
    int recovered = 0;
    int cuts = 0;
    for (int length = 1000; length < bytes.length; length += 1000) {
      Files.write(file, Arrays.copyOf(bytes, length));
      Read read = read(file);
      assertEquals(
          whole.stream().filter(read.messages()::contains).toList(),
          read.messages(),
          "cut to " + length);
      recovered += read.messages().size();
      cuts++;
    }
    assertTrue(cuts > 60 && recovered > 35 * cuts, recovered + " after " + cuts + " cuts");
  }

  @Test
  void aWrongIndexCostsNothing() throws IOException, SQLException {
    Path file = recording();
    byte[] bytes = Files.readAllBytes(file);
    List<String> whole = read(file).messages();
    int root;
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT rootpage FROM sqlite_master WHERE name = 'timestamp_idx'")) {
      root = rows.getInt(1);
    }
    int page = ByteBuffer.wrap(bytes).getShort(16);
    SplittableRandom random = new SplittableRandom(4);
    for (int i = 0; i < 30; i++) {
      byte[] wrong = bytes.clone();
      int from = (root - 1) * page;
      if (i == 0) {
        Arrays.fill(wrong, from, from + page, (byte) 0);
      } else {
        // Of the page's head, or its list of cells.
        wrong[from + random.nextInt(60)] ^= (byte) (1 + random.nextInt(255));
      }
      Files.write(file, wrong);
      Read read = read(file);
      assertTrue(read.whole(), "case " + i);
      if (read.warnings().isEmpty()) {
        assertTrue(whole.containsAll(read.messages()), "case " + i);
      } else {
        assertEquals(whole, read.messages(), "case " + i);
        assertTrue(read.warnings().get(0).contains("damaged"), read.warnings()::toString);
      }
    }
  }

  @Test
  void aBombOfAFileIsRefused() throws IOException {
    Path file = folder.resolve("bomb.db3.zstd");
    try (OutputStream out = new ZstdOutputStreamNoFinalizer(Files.newOutputStream(file))) {
      byte[] zeros = new byte[1 << 20];
      for (int i = 0; i < 300; i++) {
        out.write(zeros);
      }
    }
    assertTrue(Files.size(file) < 100_000, Files.size(file) + " bytes");
    SeqlocException refusal = assertThrows(SeqlocException.class, () -> Rosbag2Reader.open(file));
    assertEquals(
        file
            + ": cannot be decompressed: it comes to more than 1000 times its length; try `zstd -d"
            + " bomb.db3.zstd`",
        refusal.getMessage());
  }

  @Test
  void aHundredThousandTopicsAreNoTrouble() throws SQLException {
    int count = 100_000;
    Path file = recording(0, 0);
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file)) {
      connection.setAutoCommit(false);
      try (PreparedStatement topic =
              connection.prepareStatement(
                  "INSERT INTO topics VALUES(?, ?, 'std_msgs/msg/String', 'cdr', ?)");
          PreparedStatement message =
              connection.prepareStatement("INSERT INTO messages VALUES(?, ?, ?, ?)")) {
        for (int i = 2; i <= count; i++) {
          topic.setInt(1, i);
          topic.setString(2, "/topic" + i);
          topic.setString(3, "- durability: 1");
          topic.execute();
          message.setInt(1, i);
          message.setInt(2, i);
          message.setLong(3, 1_000_000_000L + i);
          message.setBytes(4, new byte[8]);
          message.execute();
        }
      }
      connection.commit();
    }
    try (Bag bag = Rosbag2Reader.open(file)) {
      assertEquals(count, bag.connections().size());
      assertEquals(count, bag.info().topics().size());
      assertTrue(bag.connections().get(count - 1).latching());
      assertEquals(count - 1, read(file).messages().size());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"topics", "messages", "message_definitions"})
  @Timeout(60)
  void viewsThatComputeRowsWithoutEndAreNotAsked(String table) throws SQLException {
    Path file = recording();
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement()) {
      statement.execute("DROP TABLE IF EXISTS " + table);
      statement.execute(
          "CREATE VIEW "
              + table
              + " AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i AS"
              + " id, '/t' || i AS name, 'a/msg/B' AS type, 'cdr' AS serialization_format, '' AS"
              + " offered_qos_profiles, i AS topic_id, i AS timestamp, x'00' AS data, 'a/msg/B' ||"
              + " i AS topic_type, 'ros2msg' AS encoding, 'x' AS encoded_message_definition FROM"
              + " n");
    }
    if (table.equals("message_definitions")) {
      assertFalse(read(file).messages().isEmpty());
    } else {
      SeqlocException e =
          assertThrows(SeqlocException.class, () -> Rosbag2Reader.open(file).close());
      assertTrue(e.getMessage().endsWith("tables topics and messages are missing"), e.getMessage());
    }
  }

  @Test
  void cutCompressedFilesAreRefused() throws IOException {
    Path bag = Golden.copy("sqlite_file", folder);
    Path file = bag.resolve("sqlite_file.db3.zstd");
    byte[] bytes = Files.readAllBytes(file);
    for (int length = 0; length < bytes.length; length += 500) {
      Files.write(file, Arrays.copyOf(bytes, length));
      assertFalse(read(bag).whole(), "cut to " + length);
    }
  }
}
