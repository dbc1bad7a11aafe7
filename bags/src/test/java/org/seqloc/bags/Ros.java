package org.seqloc.bags;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** ROS Noetic's own tools, where they are installed: the peer that the tests compare with. */
public final class Ros {

  private static final String PYTHON = "/usr/bin/python3";
  private static final Path ROSBAG = Path.of("/usr/bin/rosbag");

  private Ros() {}

  /** Runs one of the test's Python scripts; its output. Skips the test where ROS is absent. */
  public static List<String> script(String name, Object... arguments) {
    requireRos();
    try (InputStream in = Ros.class.getResourceAsStream(name)) {
      // In a folder of its own: Python looks for modules beside the script first.
      Path folder = Files.createTempDirectory("ros");
      Path script = folder.resolve(name);
      try {
        Files.write(script, in.readAllBytes());
        return run(script, arguments);
      } finally {
        Files.delete(script);
        Files.delete(folder);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Runs {@code rosbag}; its output. Skips the test where ROS is absent. */
  public static List<String> rosbag(Object... arguments) {
    requireRos();
    return run(ROSBAG, arguments);
  }

  /**
   * Copies a bag with ROS's C++ library, by way of the tool that would encrypt it and here does
   * not. Skips the test where ROS is absent.
   */
  static void copyWithCpp(Path source, Path target, String... options) {
    requireRos();
    Path tool = Path.of("/usr/lib/rosbag/encrypt");
    assumeTrue(Files.exists(tool), "skipped: needs ROS Noetic's rosbag tools");
    List<String> command = new ArrayList<>(List.of(tool.toString(), "-q"));
    command.addAll(List.of("-p", "rosbag/NoEncryptor", "--inbag", source.toString()));
    command.addAll(List.of("-o", target.toString()));
    command.addAll(List.of(options));
    run(command);
  }

  static void requireRos() {
    assumeTrue(Files.exists(ROSBAG), "skipped: needs ROS Noetic's python3-rosbag");
  }

  private static List<String> run(Path program, Object... arguments) {
    List<String> command = new ArrayList<>(List.of(PYTHON, program.toString()));
    for (Object argument : arguments) {
      command.add(argument.toString());
    }
    return run(command);
  }

  private static List<String> run(List<String> command) {
    try {
      ProcessBuilder builder = new ProcessBuilder(command);
      builder.redirectErrorStream(true);
      // ROS's tools ask their master for parameters only when they play; none is needed here.
      builder.environment().putIfAbsent("ROS_MASTER_URI", "http://localhost:11311");
      Process process = builder.start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertEquals(0, process.waitFor(), () -> command + ":\n" + output);
      return output.lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
