package org.seqloc.bags.rosbag2;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** Recordings that rosbags wrote, see PROVENANCE.md beside them; copies for tests to spoil. */
final class Golden {

  private Golden() {}

  static Path path(String name) {
    try {
      return Path.of(
          Objects.requireNonNull(Golden.class.getResource("golden/" + name), name).toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What rosbags reads: topic, type, stamp, whether latched, values, bytes in ROS 1. */
  static List<String> lines(String name) {
    try {
      return Files.readAllLines(path(name + ".txt"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Copies a recording to a folder {@code bag} within the given one. */
  static Path copy(String name, Path to) {
    Path folder = to.resolve("bag");
    try (Stream<Path> files = Files.list(path(name))) {
      Files.createDirectory(folder);
      for (Path file : (Iterable<Path>) files::iterator) {
        Files.copy(file, folder.resolve(file.getFileName()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return folder;
  }

  static void execute(Path database, String... statements) {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database);
        Statement statement = connection.createStatement()) {
      for (String each : statements) {
        statement.execute(each);
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
