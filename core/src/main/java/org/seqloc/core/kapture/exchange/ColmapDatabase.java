package org.seqloc.core.kapture.exchange;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.seqloc.core.SeqlocException;
import org.seqloc.core.geometry.Camera;
import org.seqloc.core.geometry.CameraModel;
import org.seqloc.core.geometry.Pose;
import org.seqloc.core.geometry.Quaternion;
import org.seqloc.core.geometry.Vector3;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteOpenMode;

/**
 * The SQLite database in which COLMAP keeps features and matches, read only, of any version's
 * schema.
 *
 * @see <a href="https://colmap.github.io/database.html">COLMAP: database format</a>
 */
final class ColmapDatabase implements AutoCloseable {

  /** The id of a pair is first * this + second. */
  static final long PAIR_FACTOR = Integer.MAX_VALUE;

  private static final int MAX_BLOB_BYTES = 1 << 30;

  /** A row of the table images; the pose is there in old versions, when it was given. */
  record Image(int id, String name, int camera, Optional<Pose> cameraFromWorldPrior) {}

  /**
   * A matrix as it lies in a table: rows x columns numbers, little endian. Its bytes are not to be
   * changed.
   */
  static final class Matrix {
    private final int rows;
    private final int columns;
    private final byte[] bytes;

    Matrix(int rows, int columns, byte[] bytes) {
      this.rows = rows;
      this.columns = columns;
      this.bytes = bytes;
    }

    int rows() {
      return rows;
    }

    int columns() {
      return columns;
    }

    byte[] bytes() {
      return bytes;
    }

    ByteBuffer buffer() {
      return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
  }

  interface ImageSink {
    void image(Image image);
  }

  interface MatrixSink {
    void matrix(long id, Matrix matrix);
  }

  private interface RowSink {
    void row(ResultSet row) throws SQLException;
  }

  private final Path file;
  private final Connection connection;

  /** Where the database was copied to be read, with changes that are not in it yet. */
  private final Optional<Path> aside;

  private ColmapDatabase(Path file, Connection connection, Optional<Path> aside) {
    this.file = file;
    this.connection = connection;
    this.aside = aside;
  }

  static ColmapDatabase open(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new SeqlocException(file + " is missing: COLMAP's database");
    }
    Optional<Path> aside = copyIfChanging(file);
    try {
      ColmapDatabase database = new ColmapDatabase(file, connect(file, aside), aside);
      try {
        database.check();
      } catch (SQLException | RuntimeException e) {
        database.close();
        throw e;
      }
      return database;
    } catch (SQLException e) {
      aside.ifPresent(ColmapDatabase::remove);
      throw fault(file, e);
    }
  }

  private static Connection connect(Path file, Optional<Path> aside) throws SQLException {
    SQLiteConfig config = new SQLiteConfig();
    config.resetOpenMode(SQLiteOpenMode.CREATE);
    config.setOpenMode(SQLiteOpenMode.OPEN_URI);
    if (aside.isPresent()) {
      Path copy = aside.get().resolve(file.getFileName());
      return config.createConnection("jdbc:sqlite:file:" + copy.toUri().getRawPath());
    }
    config.setReadOnly(true);
    // Nothing is put beside the file, whose folder may be read-only.
    return config.createConnection(
        "jdbc:sqlite:file:" + file.toAbsolutePath().toUri().getRawPath() + "?immutable=1");
  }

  private void check() throws SQLException {
    try (Statement statement = connection.createStatement()) {
      // What the file defines itself (views, triggers) must not run functions of ours.
      statement.execute("PRAGMA trusted_schema = OFF");
    }
    if (!hasTable("cameras") || !hasTable("images")) {
      throw new SeqlocException(
          file + " is not COLMAP's database: it has no tables cameras and images");
    }
  }

  /** Changes lie in a file beside a database whose program is at work or was killed. */
  private static Optional<Path> copyIfChanging(Path file) {
    Path name = file.getFileName();
    try {
      List<Path> beside = new ArrayList<>();
      for (String ending : List.of("-wal", "-journal")) {
        Path changes = file.resolveSibling(name + ending);
        if (Files.isRegularFile(changes) && Files.size(changes) > 0) {
          beside.add(changes);
        }
      }
      if (beside.isEmpty()) {
        return Optional.empty();
      }
      Path folder = Files.createTempDirectory("seqloc-colmap");
      try {
        Files.copy(file, folder.resolve(name));
        for (Path changes : beside) {
          Files.copy(changes, folder.resolve(changes.getFileName()));
        }
      } catch (IOException e) {
        remove(folder);
        throw e;
      }
      return Optional.of(folder);
    } catch (IOException e) {
      throw new SeqlocException("cannot copy " + file + " aside to read it: " + e, e);
    }
  }

  private static void remove(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
      Files.delete(folder);
    } catch (IOException e) {
      throw new SeqlocException("cannot remove the temporary folder " + folder + ": " + e, e);
    }
  }

  static SeqlocException fault(Path file, SQLException e) {
    String message = e.getMessage() == null ? e.toString() : e.getMessage();
    String what =
        switch (SQLiteErrorCode.getErrorCode(e.getErrorCode() & 0xff)) {
          case SQLITE_BUSY, SQLITE_LOCKED -> "another program is at work on it: end that first: ";
          case SQLITE_CANTOPEN, SQLITE_READONLY, SQLITE_PERM, SQLITE_AUTH, SQLITE_IOERR ->
              "it cannot be opened or read: ";
          default -> "not a whole SQLite database: ";
        };
    return new SeqlocException(file + ": " + what + message.lines().findFirst().orElse(""), e);
  }

  private boolean hasTable(String name) {
    boolean[] found = new boolean[1];
    // A view of this name could be an endless query.
    query(
        "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = '" + name + "'",
        row -> found[0] = true);
    return found[0];
  }

  private Set<String> columns(String table) {
    Set<String> columns = new HashSet<>();
    query("PRAGMA table_info(" + table + ")", row -> columns.add(row.getString("name")));
    return columns;
  }

  private void query(String sql, RowSink sink) {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        sink.row(rows);
      }
    } catch (SQLException e) {
      throw fault(file, e);
    }
  }

  SortedMap<Integer, Camera> cameras() {
    SortedMap<Integer, Camera> cameras = new TreeMap<>();
    query(
        "SELECT camera_id, model, width, height, length(params), params FROM cameras"
            + " ORDER BY camera_id",
        row -> {
          int id = id(row.getLong(1), "camera", Integer.MAX_VALUE);
          long number = row.getLong(2);
          if (number < 0 || number >= ColmapModel.CAMERA_MODELS.size()) {
            throw new SeqlocException(
                file
                    + ", camera "
                    + id
                    + ": kapture has no camera model of COLMAP's number "
                    + number);
          }
          CameraModel model = ColmapModel.CAMERA_MODELS.get((int) number);
          long bytes = row.getLong(5);
          if (bytes != 8L * model.parameterCount()) {
            throw new SeqlocException(
                file + ", camera " + id + ": " + bytes + " bytes of parameters for " + model);
          }
          double[] parameters = new double[model.parameterCount()];
          ByteBuffer.wrap(row.getBytes(6))
              .order(ByteOrder.LITTLE_ENDIAN)
              .asDoubleBuffer()
              .get(parameters);
          try {
            cameras.put(
                id, new Camera(model, size(row.getLong(3)), size(row.getLong(4)), parameters));
          } catch (IllegalArgumentException e) {
            throw new SeqlocException(file + ", camera " + id + ": " + e.getMessage(), e);
          }
        });
    return cameras;
  }

  private static int size(long size) {
    return (int) Math.max(0, Math.min(size, Integer.MAX_VALUE));
  }

  /** The images by id. */
  void images(ImageSink sink) {
    boolean priors = columns("images").contains("prior_qw");
    String pose =
        priors ? ", prior_qw, prior_qx, prior_qy, prior_qz, prior_tx, prior_ty, prior_tz" : "";
    query(
        "SELECT image_id, name, camera_id" + pose + " FROM images ORDER BY image_id",
        row -> {
          int id = id(row.getLong(1), "image", ColmapModel.MAX_IMAGE_ID);
          String name = row.getString(2);
          if (name == null) {
            throw new SeqlocException(file + ", image " + id + ": it has no name");
          }
          sink.image(
              new Image(
                  id,
                  name,
                  id(row.getLong(3), "camera", Integer.MAX_VALUE),
                  priors ? prior(row) : Optional.empty()));
        });
  }

  /** NULL, NaN and the zero quaternion all stand for a pose that is not known. */
  private static Optional<Pose> prior(ResultSet row) throws SQLException {
    double[] p = new double[7];
    for (int i = 0; i < p.length; i++) {
      p[i] = row.getDouble(4 + i);
      if (row.wasNull() || !Double.isFinite(p[i])) {
        return Optional.empty();
      }
    }
    if (Math.hypot(Math.hypot(p[0], p[1]), Math.hypot(p[2], p[3])) < 1e-6) {
      return Optional.empty();
    }
    return Optional.of(
        new Pose(new Quaternion(p[0], p[1], p[2], p[3]), new Vector3(p[4], p[5], p[6])));
  }

  private int id(long id, String what, int max) {
    if (id < 0 || id > max) {
      throw new SeqlocException(file + ": " + id + " is no id of a " + what);
    }
    return (int) id;
  }

  /** The keypoints by image: float32 of 2, 4 or 6 columns, x and y first. */
  void keypoints(MatrixSink sink) {
    matrices("keypoints", "image_id", 4, sink);
  }

  /** The descriptors by image: bytes. */
  void descriptors(MatrixSink sink) {
    matrices("descriptors", "image_id", 1, sink);
  }

  /** Whether geometry of pairs was verified. */
  boolean hasVerifiedMatches() {
    return hasRows("two_view_geometries");
  }

  /** Whether a table is there and not empty. */
  boolean hasRows(String table) {
    boolean[] found = new boolean[1];
    if (hasTable(table)) {
      query("SELECT 1 FROM " + table + " LIMIT 1", row -> found[0] = true);
    }
    return found[0];
  }

  /**
   * The matches by pair: unsigned int32 of 2 columns.
   *
   * @param verified those that agree with the geometry of the pair, not all
   */
  void matches(boolean verified, MatrixSink sink) {
    matrices(verified ? "two_view_geometries" : "matches", "pair_id", 4, sink);
  }

  private void matrices(String table, String key, int bytesOfNumber, MatrixSink sink) {
    if (!hasTable(table)) {
      return;
    }
    String id = key + " FROM " + table;
    query(
        "SELECT rows, cols, length(data), data, " + id + " ORDER BY " + key,
        row -> {
          long rows = row.getLong(1);
          long columns = row.getLong(2);
          long bytes = row.getLong(3);
          boolean fits =
              rows >= 0
                  && columns >= 0
                  && bytes <= MAX_BLOB_BYTES
                  && rows <= MAX_BLOB_BYTES
                  && columns <= 1 << 16
                  && rows * columns * bytesOfNumber == bytes;
          if (!fits) {
            throw new SeqlocException(
                String.format(
                    Locale.ROOT,
                    "%s, %s of %s %d: %d bytes for %d x %d numbers",
                    file,
                    table,
                    key,
                    row.getLong(5),
                    bytes,
                    rows,
                    columns));
          }
          byte[] data = bytes == 0 ? new byte[0] : row.getBytes(4);
          sink.matrix(row.getLong(5), new Matrix((int) rows, (int) columns, data));
        });
  }

  @Override
  public void close() {
    try {
      connection.close();
      aside.ifPresent(ColmapDatabase::remove);
    } catch (SQLException e) {
      throw fault(file, e);
    }
  }
}
