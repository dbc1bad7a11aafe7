package org.seqloc.core.kapture.exchange;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import org.seqloc.core.SeqlocException;
import org.seqloc.core.geometry.Camera;
import org.seqloc.core.geometry.Pose;
import org.seqloc.core.geometry.Quaternion;
import org.seqloc.core.geometry.Vector3;
import org.sqlite.SQLiteConfig;

/**
 * Writes COLMAP's database in the schema of COLMAP 3.6 to 3.8, which later versions bring up to
 * date as they open it.
 */
final class ColmapDatabaseWriter implements AutoCloseable {

  /** COLMAP's number of a pair whose cameras' calibration was not used. */
  private static final int UNCALIBRATED = 3;

  private static final List<String> SCHEMA =
      List.of(
          "CREATE TABLE cameras (camera_id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,"
              + " model INTEGER NOT NULL, width INTEGER NOT NULL, height INTEGER NOT NULL,"
              + " params BLOB, prior_focal_length INTEGER NOT NULL)",
          "CREATE TABLE images (image_id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,"
              + " name TEXT NOT NULL UNIQUE, camera_id INTEGER NOT NULL,"
              + " prior_qw REAL, prior_qx REAL, prior_qy REAL, prior_qz REAL,"
              + " prior_tx REAL, prior_ty REAL, prior_tz REAL,"
              + " CONSTRAINT image_id_check CHECK(image_id >= 0 and image_id < 2147483647),"
              + " FOREIGN KEY(camera_id) REFERENCES cameras(camera_id))",
          "CREATE UNIQUE INDEX index_name ON images(name)",
          "CREATE TABLE keypoints (image_id INTEGER PRIMARY KEY NOT NULL, rows INTEGER NOT NULL,"
              + " cols INTEGER NOT NULL, data BLOB,"
              + " FOREIGN KEY(image_id) REFERENCES images(image_id) ON DELETE CASCADE)",
          "CREATE TABLE descriptors (image_id INTEGER PRIMARY KEY NOT NULL,"
              + " rows INTEGER NOT NULL, cols INTEGER NOT NULL, data BLOB,"
              + " FOREIGN KEY(image_id) REFERENCES images(image_id) ON DELETE CASCADE)",
          "CREATE TABLE matches (pair_id INTEGER PRIMARY KEY NOT NULL, rows INTEGER NOT NULL,"
              + " cols INTEGER NOT NULL, data BLOB)",
          "CREATE TABLE two_view_geometries (pair_id INTEGER PRIMARY KEY NOT NULL,"
              + " rows INTEGER NOT NULL, cols INTEGER NOT NULL, data BLOB,"
              + " config INTEGER NOT NULL, F BLOB, E BLOB, H BLOB, qvec BLOB, tvec BLOB)");

  private final Path file;
  private final Connection connection;

  /**
   * @param file not there yet; it is whole after {@link #close}
   */
  ColmapDatabaseWriter(Path file) {
    this.file = file;
    SQLiteConfig config = new SQLiteConfig();
    // The file is renamed when it is whole, so a journal would protect nothing.
    config.setJournalMode(SQLiteConfig.JournalMode.OFF);
    config.setSynchronous(SQLiteConfig.SynchronousMode.OFF);
    try {
      connection = config.createConnection("jdbc:sqlite:" + file.toAbsolutePath());
      connection.setAutoCommit(false);
      try (Statement statement = connection.createStatement()) {
        for (String table : SCHEMA) {
          statement.execute(table);
        }
      }
    } catch (SQLException e) {
      throw fault(e);
    }
  }

  private SeqlocException fault(SQLException e) {
    return new SeqlocException("cannot write " + file + ": " + e.getMessage(), e);
  }

  /**
   * @param trusted whether COLMAP should take the focal length for known
   */
  void camera(int id, Camera camera, boolean trusted) {
    double[] parameters = camera.parameters();
    ByteBuffer blob = ByteBuffer.allocate(8 * parameters.length).order(ByteOrder.LITTLE_ENDIAN);
    blob.asDoubleBuffer().put(parameters);
    insert(
        "cameras",
        id,
        ColmapModel.CAMERA_MODELS.indexOf(camera.model()),
        camera.width(),
        camera.height(),
        blob.array(),
        trusted ? 1 : 0);
  }

  void image(int id, String name, int camera, Optional<Pose> cameraFromWorldPrior) {
    Object[] row = new Object[10];
    row[0] = id;
    row[1] = name;
    row[2] = camera;
    if (cameraFromWorldPrior.isPresent()) {
      Quaternion q = cameraFromWorldPrior.get().rotation();
      Vector3 t = cameraFromWorldPrior.get().translation();
      double[] pose = {q.w(), q.x(), q.y(), q.z(), t.x(), t.y(), t.z()};
      for (int i = 0; i < pose.length; i++) {
        row[3 + i] = pose[i];
      }
    }
    insert("images", row);
  }

  /** Adds float32 of 2, 4 or 6 columns. */
  void keypoints(int image, int rows, int columns, byte[] floats) {
    insert("keypoints", image, rows, columns, floats);
  }

  void descriptors(int image, int rows, int columns, byte[] bytes) {
    insert("descriptors", image, rows, columns, bytes);
  }

  /**
   * Adds matches.
   *
   * @param pairs unsigned int32 of 2 columns: indices in the first and the second image
   * @param verified whether they count as agreeing with the pair's geometry
   */
  void matches(int first, int second, int rows, byte[] pairs, boolean verified) {
    long pair = first * ColmapDatabase.PAIR_FACTOR + second;
    insert("matches", pair, rows, 2, pairs);
    if (verified) {
      Object[] row = new Object[10];
      row[0] = pair;
      row[1] = rows;
      row[2] = 2;
      row[3] = pairs;
      row[4] = UNCALIBRATED;
      insert("two_view_geometries", row);
    }
  }

  private void insert(String table, Object... values) {
    String marks = "?" + ", ?".repeat(values.length - 1);
    try (PreparedStatement statement =
        connection.prepareStatement("INSERT INTO " + table + " VALUES (" + marks + ")")) {
      for (int i = 0; i < values.length; i++) {
        statement.setObject(i + 1, values[i]);
      }
      statement.executeUpdate();
    } catch (SQLException e) {
      throw fault(e);
    }
  }

  /** Makes the file whole. */
  void finish() {
    try {
      connection.commit();
    } catch (SQLException e) {
      throw fault(e);
    }
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      throw fault(e);
    }
  }
}
