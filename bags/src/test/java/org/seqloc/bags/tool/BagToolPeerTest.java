package org.seqloc.bags.tool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.seqloc.bags.Bag;
import org.seqloc.bags.Ros;
import org.seqloc.core.Progress;
import org.seqloc.core.SharedData;

/** ROS Noetic's rosbag reads what the tools write, and finds in it what its own tools leave. */
class BagToolPeerTest {

  // What ROS says of a file that does not change.
  private static final Map<Path, List<String>> DUMPS = new HashMap<>();
  private static final Map<Path, List<String>> CHECKS = new HashMap<>();

  @TempDir private Path folder;
  private Path source;

  @BeforeEach
  void requireSource() {
    source = SharedData.require("data/bags/example.bag");
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "lz4"})
  void convertsAsRosDoes(String compression) {
    Path ours = folder.resolve("ours.bag");
    copy(List.of(source), Selection.ALL, ours, compression);
    assertEquals(dump(source), dump(ours));
    assertAccepted(ours, source);
  }

  @Test
  void filtersAsRosDoes() {
    Path theirs = folder.resolve("theirs.bag");
    Ros.rosbag(
        "filter",
        source,
        theirs,
        "topic in ('/tf', '/turtle1/pose') and t.to_nsec() >= 1396293890000000000"
            + " and t.to_nsec() <= 1396293895000000000");
    Path ours = folder.resolve("ours.bag");
    copy(
        List.of(source),
        new Selection(
            c -> c.topic().equals("/tf") || c.topic().equals("/turtle1/pose"),
            1396293890_000_000_000L,
            1396293895_000_000_000L),
        ours,
        "none");
    assertEquals(dump(theirs), dump(ours));
    assertAccepted(ours, theirs);
  }

  @Test
  void splitsAndMergesBack() {
    List<Path> parts;
    try (Bag bag = Bag.open(source)) {
      parts =
          BagSplit.split(
              bag,
              folder.resolve("part"),
              new BagSplit.Options(
                  Optional.of(200_000L),
                  Optional.of(4_000_000_000L),
                  false,
                  BagFormat.ROSBAG,
                  Optional.of("lz4"),
                  false),
              Progress.NONE);
    }
    assertTrue(parts.size() >= 6, parts.toString());
    List<String> dumps = new ArrayList<>();
    for (Path part : parts) {
      dumps.addAll(dump(part));
    }
    assertEquals(dump(source), dumps.stream().sorted().toList());
    Path merged = folder.resolve("merged.bag");
    copy(parts, Selection.ALL, merged, "bz2");
    assertEquals(dump(source), dump(merged));
    assertAccepted(merged, source);
    try (Bag bag = Bag.open(merged);
        Bag original = Bag.open(source)) {
      assertEquals(original.connections().size(), bag.connections().size());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {500, 110_000})
  void reindexesWhatRosReindexes(int cut) throws IOException {
    // Several chunks, so that ROS keeps some.
    Path whole = folder.resolve("whole.bag");
    Ros.script("copy_bag.py", source, whole, "lz4", 20_000);
    byte[] bytes = Files.readAllBytes(whole);
    Path file = folder.resolve("a.bag");
    Path theirs = folder.resolve("theirs.bag");
    Files.write(file, Arrays.copyOf(bytes, bytes.length - Math.min(cut, bytes.length / 2)));
    Files.copy(file, theirs, StandardCopyOption.REPLACE_EXISTING);
    Ros.rosbag("reindex", "-q", theirs);
    BagReindex.Result result = BagReindex.inPlace(file, false, Progress.NONE);
    assertEquals(file, result.file());
    assertEquals(folder.resolve("a.orig.bag"), result.original());
    assertEquals(-1, Files.mismatch(result.original(), folder.resolve("theirs.orig.bag")));
    List<String> ours = dump(file);
    assertEquals(result.messages(), ours.size());
    assertTrue(ours.containsAll(dump(theirs)));
    assertTrue(dump(whole).containsAll(ours));
    assertAccepted(file, source);
    assertTrue(BagCheck.check(file, Progress.NONE).isSound());
  }

  private static void copy(List<Path> in, Selection selection, Path out, String compression) {
    try (Bag bag = Bag.open(in);
        OutputBag target = OutputBag.create(out, Optional.of(compression), bag.connections())) {
      BagCopy.copy(bag, selection, target, Progress.NONE);
      target.commit();
    }
  }

  /** Every message by topic, type, time and sum, as ROS reads them. */
  private static List<String> dump(Path file) {
    return DUMPS.computeIfAbsent(
        file, f -> Ros.script("dump_bag.py", f).stream().sorted().toList());
  }

  /** Types that are not installed here are named, in the original as well. */
  private static void assertAccepted(Path file, Path original) {
    List<String> expected = CHECKS.computeIfAbsent(original, o -> Ros.rosbag("check", o));
    assertTrue(expected.containsAll(Ros.rosbag("check", file)));
    assertTrue(Ros.rosbag("info", file).stream().anyMatch(l -> l.startsWith("messages: ")));
  }
}
