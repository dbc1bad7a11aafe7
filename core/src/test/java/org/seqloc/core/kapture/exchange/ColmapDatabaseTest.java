package org.seqloc.core.kapture.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.seqloc.core.kapture.exchange.ColmapFixtures.assertFails;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.seqloc.core.SeqlocException;
import org.seqloc.core.geometry.Camera;
import org.seqloc.core.geometry.CameraModel;

class ColmapDatabaseTest {

  @TempDir Path temp;

  /** As COLMAP's own are since it writes ahead: with and without changes in the file beside. */
  @Test
  void databasesThatWriteAheadAreReadAndTheirFolderLeftAlone() throws Exception {
    Path folder = Files.createDirectory(temp.resolve("a #%3f? b"));
    Path db = folder.resolve("database.db");
    Path copy = temp.resolve("copy.db");
    try (ColmapDatabaseWriter writer = new ColmapDatabaseWriter(copy)) {
      writer.camera(1, new Camera(CameraModel.PINHOLE, 4, 4, 1, 1, 2, 2), true);
      writer.finish();
    }
    try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + copy);
        Statement statement = other.createStatement()) {
      statement.execute("PRAGMA journal_mode = WAL");
      statement.execute("PRAGMA wal_autocheckpoint = 0");
      statement.execute("UPDATE cameras SET width = 9");
      for (String ending : List.of("", "-wal")) {
        Files.copy(temp.resolve("copy.db" + ending), folder.resolve("database.db" + ending));
      }
    }
    assertEquals(9, widthAndListing(db, Set.of("database.db", "database.db-wal")));
    // Closed, the changes are in the file, which still says that it writes ahead.
    Files.delete(folder.resolve("database.db-wal"));
    Files.copy(copy, db, StandardCopyOption.REPLACE_EXISTING);
    assertEquals(9, widthAndListing(db, Set.of("database.db")));
    assertEquals(
        db + ": it cannot be opened or read: x",
        ColmapDatabase.fault(db, new SQLException("x", "", 14)).getMessage());
  }

  private static int widthAndListing(Path db, Set<String> names) throws IOException {
    try (ColmapDatabase database = ColmapDatabase.open(db);
        Stream<Path> files = Files.list(db.getParent())) {
      assertEquals(names, files.map(f -> f.getFileName().toString()).collect(Collectors.toSet()));
      return database.cameras().get(1).width();
    }
  }

  @Test
  void damagedDatabasesAreOneLine() throws IOException {
    Path db = temp.resolve("database.db");
    Files.writeString(db, "not a database at all, but long enough to be looked at");
    assertTrue(
        assertThrows(SeqlocException.class, () -> ColmapDatabase.open(db).close())
            .getMessage()
            .startsWith(db + ": not a whole SQLite database"));
    Path good = temp.resolve("good.db");
    try (ColmapDatabaseWriter writer = new ColmapDatabaseWriter(good)) {
      writer.camera(1, new Camera(CameraModel.PINHOLE, 4, 4, 1, 1, 2, 2), true);
      writer.image(1, "a.png", 1, Optional.empty());
      writer.keypoints(1, 3, 2, new byte[16]);
      writer.finish();
    }
    try (ColmapDatabase database = ColmapDatabase.open(good)) {
      assertFails(
          good + ", keypoints of image_id 1: 16 bytes for 3 x 2 numbers",
          () -> database.keypoints((id, matrix) -> {}));
    }
  }
}
