package org.seqloc.launch;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.ros.Noetic;

/** Our command line as a process of its own, beside those of ROS Noetic. */
final class SeqlocProcess {

  private SeqlocProcess() {}

  static Noetic.Tool start(Noetic processes, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    // Quick to start.
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    command.addAll(List.of(arguments));
    return processes.start(command.toArray(String[]::new));
  }
}
