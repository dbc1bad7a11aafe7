package org.seqloc.launch;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
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
    List<String> program = BenchPrograms.ours(List.of(), "bench");
    program.addAll(List.of(arguments));
    return program;
  }

  /**
   * Builds the program for roscpp.
   *
   * @throws SeqlocException when roscpp or a compiler is not there
   */
  static BenchClient roscpp(Path folder) throws IOException, InterruptedException {
    Path program =
        BenchPrograms.build(
            ROSCPP,
            "roscpp_peer.cpp",
            "$(pkg-config --cflags --libs roscpp)",
            "g++ pkg-config libroscpp-dev libsensor-msgs-dev libgeometry-msgs-dev libstd-msgs-dev",
            folder);
    return new BenchClient(ROSCPP, List.of(program.toString()), List.of());
  }

  /**
   * @throws SeqlocException when rospy is not there
   */
  static BenchClient rospy(Path folder) throws IOException, InterruptedException {
    String python =
        BenchPrograms.python(
            "rospy",
            "rospy, sensor_msgs, geometry_msgs",
            BenchPrograms.PYTHONS,
            "on Debian: apt install python3-rospy python3-sensor-msgs python3-geometry-msgs",
            folder);
    Path program = BenchPrograms.unpack("rospy_peer.py", folder);
    return new BenchClient("rospy", List.of(python, program.toString()), List.of());
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
