package org.seqloc.bags.rosbag2;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.seqloc.bags.Bag;
import org.seqloc.bags.Rosbags;
import org.seqloc.bags.cdr.CdrDefinitions;
import org.seqloc.bags.cdr.CdrStruct;
import org.seqloc.bags.convert.BagToKapture;
import org.seqloc.bags.convert.ConversionOptions;
import org.seqloc.bags.convert.FromBagOptions;
import org.seqloc.core.Progress;
import org.seqloc.core.SharedData;
import org.seqloc.core.kapture.Kapture;
import org.seqloc.core.kapture.KaptureReader;
import org.seqloc.msgs.MessageTypes;

/** Reads what Ternaris' rosbags writes: all message types of ROS 2 Humble, and odd ones. */
class RosbagsPeerTest {

  /** Types that known definitions are not given for, see KnownTypes. */
  private static final Set<String> NOT_KNOWN =
      Set.of("visualization_msgs/Marker", "visualization_msgs/MarkerArray");

  @TempDir private static Path folder;

  @Test
  void readsEveryMessageAsRosbagsDoes() throws IOException {
    Rosbags.run("bags", folder, 5000);
    List<Path> expected;
    try (var files = Files.list(folder)) {
      expected = files.filter(f -> f.toString().endsWith(".txt")).sorted().toList();
    }
    assertEquals(11, expected.size());
    for (Path each : expected) {
      Path path = folder.resolve(each.getFileName().toString().replace(".txt", ""));
      compare(Files.readAllLines(each), path);
    }
  }

  /** Values as rosbags reads them, and bytes as it writes them in ROS 1. */
  static void compare(List<String> expected, Path path) {
    List<String> values = expected.stream().map(l -> l.substring(0, l.lastIndexOf('\t'))).toList();
    try (Bag bag = Rosbag2Reader.open(path)) {
      assertEquals(List.of(), bag.warnings(), path.toString());
      assertEquals(values.size(), bag.messageCount());
      List<String> shown = Shown.lines(bag);
      assertEquals(stamps(values), stamps(shown), path.toString());
      // Messages of equal stamps come in any order from rosbags.
      assertSame(values.stream().sorted().toList(), shown.stream().sorted().toList());
    }
    int compared = 0;
    try (Bag view = Ros1View.of(Rosbag2Reader.open(path))) {
      for (String line : expected) {
        String[] columns = line.split("\t");
        boolean known = MessageTypes.find(columns[1].replace("/msg/", "/")).isPresent();
        if (known && !columns[5].equals("-")) {
          String hex = Shown.hex(view, columns[0], Long.parseLong(columns[2])).orElseThrow();
          assertEquals(columns[5], hex, line);
          compared++;
        }
      }
    }
    assertTrue(compared >= 4, compared + " messages compared in ROS 1");
  }

  /** Shows of long lines only where they differ. */
  private static void assertSame(List<String> expected, List<String> actual) {
    assertEquals(expected.size(), actual.size());
    for (int i = 0; i < expected.size(); i++) {
      String one = expected.get(i);
      String other = actual.get(i);
      int at = 0;
      while (at < Math.min(one.length(), other.length()) && one.charAt(at) == other.charAt(at)) {
        at++;
      }
      String start = one.substring(0, Math.min(100, at)) + "... at character " + at + ": ";
      assertEquals(
          start + one.substring(at, Math.min(one.length(), at + 200)),
          start + other.substring(at, Math.min(other.length(), at + 200)));
    }
  }

  private static List<String> stamps(List<String> lines) {
    return lines.stream().map(line -> line.split("\t")[2]).toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"sqlite3", "mcap"})
  void givesTheKaptureOfTheRosbagItWasConvertedFrom(String storage) throws IOException {
    Path bag = SharedData.require("data/t265/trimmed_locoffice.bag");
    Path converted = folder.resolve("t265_" + storage);
    Rosbags.run("convert", bag, converted, storage);
    Map<String, String> expected =
        new HashMap<>(kapture(bag, folder.resolve("expected_" + storage)));
    assertTrue(expected.size() > 6, expected::toString);
    Map<String, String> actual =
        new HashMap<>(kapture(converted, folder.resolve("actual_" + storage)));
    // The report tells which files were read.
    expected.remove(BagToKapture.REPORT);
    actual.remove(BagToKapture.REPORT);
    assertEquals(expected, actual);
  }

  /** The files of what a bag is converted to, and their bytes. */
  private static Map<String, String> kapture(Path path, Path out) throws IOException {
    Kapture rig = KaptureReader.read(SharedData.require("data/t265/rigs_only_kapture"));
    try (Bag bag = Ros1View.of(Bag.open(path))) {
      FromBagOptions options = ConversionOptions.of(Optional.of(rig), true);
      new BagToKapture(bag, options).write(out, false, Progress.NONE);
    }
    Map<String, String> files = new TreeMap<>();
    try (Stream<Path> walked = Files.walk(out)) {
      // The report names the bag.
      Stream<Path> data =
          walked.filter(f -> Files.isRegularFile(f) && !f.endsWith(BagToKapture.REPORT));
      for (Path file : (Iterable<Path>) data::iterator) {
        files.put(
            out.relativize(file).toString(),
            UUID.nameUUIDFromBytes(Files.readAllBytes(file)).toString());
      }
    }
    return files;
  }

  @Test
  void knownDefinitionsAreThoseOfRos2() {
    Set<String> checked = new TreeSet<>();
    List<String> differences = new ArrayList<>();
    for (String line : Rosbags.run("types")) {
      String[] columns = line.split("\t", -1);
      CdrDefinitions known = CdrDefinitions.known(columns[1]).orElse(null);
      if (known != null) {
        checked.add(columns[1]);
        String fields = fields(known.root());
        if (!fields.equals(columns[2])) {
          differences.add(columns[0] + " " + columns[1] + ": " + columns[2] + " not " + fields);
        }
      } else if (MessageTypes.find(columns[1]).isPresent()) {
        assertTrue(NOT_KNOWN.contains(columns[1]), columns[1]);
      }
    }
    assertEquals(List.of(), differences);
    Set<String> unchecked = new TreeSet<>();
    MessageTypes.names().stream()
        .filter(name -> CdrDefinitions.known(name).isPresent())
        .forEach(unchecked::add);
    unchecked.removeAll(checked);
    assertEquals(Set.of(), unchecked, "not in ROS 2");
  }

  private static String fields(CdrStruct struct) {
    return String.join(
        ";", struct.fields().stream().map(f -> f.type().rosName() + " " + f.name()).toList());
  }
}
