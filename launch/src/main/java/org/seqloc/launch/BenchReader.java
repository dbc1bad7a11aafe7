package org.seqloc.launch;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.seqloc.core.SeqlocException;

/**
 * A reader of bags that can be measured.
 *
 * @param name as shown
 * @param program that takes a bag, how many seconds to read it again and again, at least twice, and
 *     a depth, and prints each {@link Pass}
 */
record BenchReader(String name, List<String> program) {

  static final String OURS = "seqloc";
  static final String CPP = "rosbag::View (C++)";
  static final String PYTHON = "rosbag (Python)";

  /** What is done with each message. */
  enum Depth {
    /** Its header is read, and the image is made an object of the client library. */
    LIST,
    /** The same, and a byte of each 4096 of its pixels is read. */
    PIXELS
  }

  /**
   * One way through the bag, from opening to closing it.
   *
   * @param bytes of pixels
   * @param sum of all that was looked at, modulo 2^64: all readers come to the same
   */
  record Pass(long messages, long bytes, long sum, double seconds) {

    private static final Pattern REPORT =
        Pattern.compile("messages (\\d+) bytes (\\d+) sum (\\d+) seconds (\\S+)");

    static List<Pass> parse(String output) {
      List<Pass> passes = new ArrayList<>();
      Matcher report = REPORT.matcher(output);
      while (report.find()) {
        passes.add(
            new Pass(
                Long.parseLong(report.group(1)),
                Long.parseLong(report.group(2)),
                Long.parseUnsignedLong(report.group(3)),
                Double.parseDouble(report.group(4))));
      }
      return passes;
    }

    boolean readTheSameAs(Pass other) {
      return messages == other.messages && bytes == other.bytes && sum == other.sum;
    }

    /** The line that {@link #parse} reads. */
    @Override
    public String toString() {
      return String.format(
          Locale.ROOT,
          "messages %d bytes %d sum %s seconds %.9f",
          messages,
          bytes,
          Long.toUnsignedString(sum),
          seconds);
    }
  }

  static BenchReader ours() {
    return new BenchReader(OURS, BenchPrograms.ours(List.of("-Xmx512m"), "bench", "read"));
  }

  /**
   * @throws SeqlocException when rosbag's library or a compiler is not there
   */
  static BenchReader cpp(Path folder) throws IOException, InterruptedException {
    // Debian's rosbag names a package that has no .pc file, and finds its headers nowhere.
    String flags =
        "$(pkg-config --cflags --libs rosbag_storage 2>/dev/null) -I/usr/include/pluginlib"
            + " -I/usr/include/class_loader -I/usr/include/rcutils -I/usr/include/rcpputils"
            + " -I/usr/include/ament_index_cpp -lrosbag_storage -lroscpp_serialization -lrostime"
            + " -lcpp_common -lclass_loader";
    Path program =
        BenchPrograms.build(
            CPP,
            "rosbag_peer.cpp",
            flags,
            "g++ librosbag-storage-dev libroscpp-core-dev libsensor-msgs-dev",
            folder);
    return new BenchReader(CPP, List.of(program.toString()));
  }

  /**
   * @throws SeqlocException when rosbag is not there
   */
  static BenchReader python(Path folder) throws IOException, InterruptedException {
    String python =
        BenchPrograms.python(
            PYTHON,
            "rosbag, sensor_msgs",
            BenchPrograms.PYTHONS,
            "on Debian: apt install python3-rosbag python3-sensor-msgs",
            folder);
    return new BenchReader(
        PYTHON, List.of(python, BenchPrograms.unpack("rosbag_peer.py", folder).toString()));
  }

  /**
   * Reads a bag in a new process.
   *
   * @return at least two
   */
  List<Pass> read(Path bag, double seconds, Depth depth, BenchWorkplace workplace)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(program);
    command.addAll(
        List.of(bag.toString(), Double.toString(seconds), depth.name().toLowerCase(Locale.ROOT)));
    List<Pass> read = Pass.parse(workplace.run(name, command).output());
    if (read.size() < 2) {
      throw new SeqlocException(name + ": does not say what it read");
    }
    return read;
  }
}
