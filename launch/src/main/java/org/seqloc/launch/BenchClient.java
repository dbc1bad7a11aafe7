package org.seqloc.launch;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.seqloc.core.SeqlocException;

/**
 * A ROS client that can be measured: how its sink and its source are started.
 *
 * @param name as shown
 * @param program the command line without the arguments that all clients take
 * @param options what is added behind them
 */
record BenchClient(String name, List<String> program, List<String> options) {

  static final String ROSCPP = "roscpp";

  private static final int BUILD_MINUTES = 5;

  /** Ours, as a node written for rosjava uses it. */
  static BenchClient ours() {
    return new BenchClient("seqloc", ourProgram("peer"), List.of());
  }

  /** Ours, without copies: handed over, and listened to where it lies. */
  static BenchClient oursUncopied() {
    return new BenchClient("seqloc, uncopied", ourProgram("peer"), List.of("--uncopied"));
  }

  /**
   * @param arguments behind {@code seqloc bench}
   */
  static List<String> ourProgram(String... arguments) {
    List<String> program =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "bench"));
    program.addAll(List.of(arguments));
    return program;
  }

  /**
   * Builds the program for roscpp.
   *
   * @throws SeqlocException when roscpp or a compiler is not there
   */
  static BenchClient roscpp(Path folder) throws IOException, InterruptedException {
    Path source = unpack("roscpp_peer.cpp", folder);
    Path program = folder.resolve("roscpp_peer");
    Path log = folder.resolve("roscpp_peer.log");
    int status =
        run(
            log,
            "sh",
            "-c",
            "exec g++ -O2 -std=c++17 \"$0\" -o \"$1\" $(pkg-config --cflags --libs roscpp)",
            source.toString(),
            program.toString());
    if (status != 0) {
      throw new SeqlocException(
          "roscpp: its program does not build ("
              + firstLine(log)
              + "); on Debian: apt install g++ pkg-config libroscpp-dev libsensor-msgs-dev libgeometry-msgs-dev libstd-msgs-dev");
    }
    return new BenchClient(ROSCPP, List.of(program.toString()), List.of());
  }

  /**
   * @throws SeqlocException when rospy is not there
   */
  static BenchClient rospy(Path folder) throws IOException, InterruptedException {
    Path program = unpack("rospy_peer.py", folder);
    Path log = folder.resolve("rospy_peer.log");
    for (String python : List.of("python3", "/usr/bin/python3")) {
      if (run(log, python, "-c", "import rospy, sensor_msgs, geometry_msgs") == 0) {
        return new BenchClient("rospy", List.of(python, program.toString()), List.of());
      }
    }
    throw new SeqlocException(
        "rospy: python3 cannot import it; on Debian: apt install python3-rospy python3-sensor-msgs python3-geometry-msgs");
  }

  private static int run(Path log, String... command) throws IOException, InterruptedException {
    Process process;
    try {
      process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
    } catch (IOException e) {
      Files.writeString(log, String.valueOf(e.getMessage()));
      return 127;
    }
    try {
      if (process.waitFor(BUILD_MINUTES, TimeUnit.MINUTES)) {
        return process.exitValue();
      }
      Files.writeString(log, "it takes more than " + BUILD_MINUTES + " minutes");
      return 124;
    } finally {
      process.destroyForcibly();
    }
  }

  private static String firstLine(Path log) throws IOException {
    try (var lines = Files.lines(log)) {
      return lines.findFirst().orElse("no word why");
    }
  }

  private static Path unpack(String resource, Path folder) throws IOException {
    Path file = folder.resolve(resource);
    try (InputStream in = BenchClient.class.getResourceAsStream("bench/" + resource)) {
      Files.copy(in, file);
    }
    return file;
  }

  List<String> sink(BenchPayload payload) {
    return command("sink", payload.label());
  }

  List<String> source(BenchPayload payload, BenchSource.Pace pace) {
    return command(
        "source",
        payload.label(),
        Long.toString(pace.window()),
        number(pace.rateHz()),
        number(pace.warmUpSeconds()),
        number(pace.measureSeconds()));
  }

  private List<String> command(String... arguments) {
    List<String> command = new ArrayList<>(program);
    command.addAll(List.of(arguments));
    command.addAll(options);
    return command;
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.3f", value);
  }
}
