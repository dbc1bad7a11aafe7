package org.seqloc.bags;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.seqloc.core.SharedData;

/** Reads what ROS Noetic writes and the other way round. */
class RosbagPeerTest {

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "bags/Float64MultiArray.bag",
        "bags/PointCloud2.bag",
        "bags/example-bz2.bag",
        "bags/example-lz4.bag",
        "bags/example.bag",
        "bags/no-messages.bag",
        "t265/trimmed_locoffice.bag"
      })
  void readsAndDescribesBagsAsRosDoes(String name) {
    Path file = SharedData.require("data/" + name);
    assertSameMessages(Ros.script("dump_bag.py", file), Dump.of(file));
    assertEquals(Ros.rosbag("info", file), info(file));
  }

  @ParameterizedTest
  @CsvSource({"none,20000", "bz2,100000", "lz4,20000", "lz4,786432"})
  void readsBagsThatRosWrote(String compression, int chunkBytes) {
    Path source = SharedData.require("data/bags/example.bag");
    Path copy = folder.resolve("copy.bag");
    Ros.script("copy_bag.py", source, copy, compression, chunkBytes);
    assertSameMessages(Dump.of(source), Dump.of(copy));
    assertEquals(Ros.rosbag("info", copy), info(copy));
  }

  @ParameterizedTest
  @EnumSource(value = Compression.class, mode = EnumSource.Mode.EXCLUDE, names = "ZSTD")
  void writesBagsThatRosReads(Compression compression) {
    Path source = SharedData.require("data/bags/example.bag");
    Path copy = folder.resolve("copy.bag");
    copy(source, copy, compression, 50_000);
    assertSameMessages(Dump.of(source), Dump.of(copy));
    assertSameMessages(Dump.of(source), Ros.script("dump_bag.py", copy));
    assertEquals(Ros.rosbag("info", copy), info(copy));
  }

  @ParameterizedTest
  @CsvSource({"NONE,''", "BZ2,--bz2", "LZ4,--lz4"})
  void exchangesBagsWithCpp(Compression compression, String option) {
    Path source = SharedData.require("data/bags/example.bag");
    Path ours = folder.resolve("ours.bag");
    Path theirs = folder.resolve("theirs.bag");
    copy(source, ours, compression, 50_000);
    Ros.copyWithCpp(ours, theirs, option.isEmpty() ? new String[0] : new String[] {option});
    assertSameMessages(Dump.of(source), Dump.of(theirs));
    assertEquals(Ros.rosbag("info", theirs), info(theirs));
  }

  @Test
  void rosbagCheckSaysTheSameOfOurCopy() {
    Path source = SharedData.require("data/bags/example.bag");
    Path copy = folder.resolve("copy.bag");
    copy(source, copy, Compression.LZ4, 786_432);
    assertEquals(Ros.rosbag("check", source), Ros.rosbag("check", copy));
  }

  /** Messages of equal stamps come in any order from ROS. */
  private static void assertSameMessages(List<String> expected, List<String> actual) {
    assertEquals(expected.stream().sorted().toList(), actual.stream().sorted().toList());
    assertEquals(stamps(expected), stamps(actual));
  }

  private static List<String> stamps(List<String> dump) {
    return dump.stream().map(line -> line.split(" ")[3]).toList();
  }

  private static List<String> info(Path file) {
    try (Bag bag = Bag.open(file)) {
      StringBuilder out = new StringBuilder();
      BagInfoPrinter.print(bag.info(), ZoneId.systemDefault(), out);
      List<String> lines = new ArrayList<>(out.toString().lines().toList());
      assertFalse(lines.isEmpty());
      // ROS strips the end of the text, not of each line.
      lines.set(lines.size() - 1, lines.get(lines.size() - 1).stripTrailing());
      return lines;
    }
  }

  private static void copy(Path source, Path target, Compression compression, int chunkBytes) {
    try (Bag bag = Bag.open(source);
        RosbagWriter writer = new RosbagWriter(target, compression, chunkBytes)) {
      Map<Integer, Integer> ids = new HashMap<>();
      for (Connection connection : bag.connections()) {
        ids.put(connection.id(), writer.connect(connection));
      }
      bag.messages()
          .forEachRemaining(
              m -> writer.write(ids.get(m.connection().id()), m.receiptNanos(), m.payload()));
    }
  }
}
