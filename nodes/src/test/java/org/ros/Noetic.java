package org.ros;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** ROS Noetic's own tools as processes; all are ended on close. */
public final class Noetic implements AutoCloseable {

  private final URI master;
  private final Path logs;
  private final List<Tool> running = new ArrayList<>();

  /**
   * @param logs a folder for the tools' output
   */
  public Noetic(URI master, Path logs) {
    this.master = master;
    this.logs = logs;
  }

  /** Skips the test where a tool is not installed. */
  public static void require(String... tools) {
    for (String tool : tools) {
      boolean found =
          Stream.of(
                  System.getenv().getOrDefault("PATH", "").split(Pattern.quote(File.pathSeparator)))
              .anyMatch(folder -> Files.isExecutable(Path.of(folder, tool)));
      assumeTrue(
          found,
          () ->
              "skipped: no "
                  + tool
                  + " here; install Debian's ros-core, python3-rosbag and"
                  + " python3-rostopic to test against ROS Noetic");
    }
  }

  /**
   * Builds a node of roscpp; skips the test where there is no compiler or no roscpp.
   *
   * @param folder where the program goes
   */
  public static Path buildWithRoscpp(Path source, Path folder) {
    require("g++", "pkg-config");
    String name = source.getFileName().toString().replace(".cpp", "");
    Path program = folder.resolve(name);
    Path log = folder.resolve(name + ".log");
    try {
      assumeTrue(
          run(
                  log,
                  "pkg-config",
                  "--exists",
                  "roscpp sensor_msgs geometry_msgs tf2_msgs std_msgs std_srvs")
              == 0,
          "skipped: no roscpp here; install Debian's libroscpp-dev, libsensor-msgs-dev,"
              + " libgeometry-msgs-dev, libtf2-msgs-dev, libstd-msgs-dev and libstd-srvs-dev to"
              + " test against it");
      String build =
          "exec g++ -O1 -std=c++17 \"$0\" -o \"$1\" $(pkg-config --cflags --libs roscpp)";
      if (run(log, "sh", "-c", build, source.toString(), program.toString()) != 0) {
        throw new AssertionError(source + " does not build: " + Files.readString(log));
      }
      return program;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int run(Path log, String... command) throws IOException {
    try {
      return new ProcessBuilder(command)
          .redirectErrorStream(true)
          .redirectOutput(log.toFile())
          .start()
          .waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return -1;
    }
  }

  public static int freePort() {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A process of ROS Noetic and what it has printed. */
  public static final class Tool {
    private final Process process;
    private final Path log;

    private Tool(Process process, Path log) {
      this.process = process;
      this.log = log;
    }

    public String output() {
      try {
        return Files.readString(log, StandardCharsets.UTF_8);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    public Tool awaitOutput(String text) {
      Await.until(
          () -> output().contains(text) || !process.isAlive(),
          () -> "'" + text + "' in " + output());
      if (!output().contains(text)) {
        throw new AssertionError("ended without printing '" + text + "': " + output());
      }
      return this;
    }

    /** Waits for its end. */
    public String awaitEnd() {
      Await.until(() -> !process.isAlive(), () -> "the end of a process that printed " + output());
      return output();
    }

    /** As Ctrl-C does, which reaches the children of the scripts too. */
    public Tool interrupt() {
      Stream.concat(process.descendants(), Stream.of(process.toHandle()))
          .forEach(each -> interrupt(each.pid()));
      return this;
    }

    /** Without a chance to say good-bye to the master. */
    public void kill() {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }

    private static void interrupt(long pid) {
      try {
        new ProcessBuilder("kill", "-INT", Long.toString(pid)).start().waitFor();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  public Tool start(String... command) {
    try {
      Path log = Files.createTempFile(logs, Path.of(command[0]).getFileName().toString(), ".log");
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .directory(logs.toFile())
              .redirectErrorStream(true)
              .redirectOutput(log.toFile());
      builder.environment().put("ROS_MASTER_URI", master.toString());
      builder.environment().put("ROS_IP", "127.0.0.1");
      builder.environment().put("ROS_HOME", logs.resolve("ros_home").toString());
      builder.environment().put("PYTHONUNBUFFERED", "1");
      Tool tool = new Tool(builder.start(), log);
      running.add(tool);
      return tool;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    for (Tool tool : running) {
      tool.kill();
    }
    for (Tool tool : running) {
      try {
        tool.process.waitFor(10, TimeUnit.SECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
