package org.seqloc.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.seqloc.bags.Bag;
import org.seqloc.bags.Compression;
import org.seqloc.core.Progress;

/** That {@code bench bags} measures what it says; how fast, nobody asks here. */
class BenchBagsCommandTest {

  @TempDir Path temp;

  @Test
  void printsEachTableAndLeavesNothingBehind() throws IOException {
    Path work = Files.createDirectory(temp.resolve("work"));
    CommandRun run =
        CommandRun.succeeding(
            "bench",
            "bags",
            "--size",
            "6MB",
            "--seconds",
            "0",
            "--rounds",
            "1",
            "--convert",
            "6MB",
            "--large",
            "6MB",
            "--temp",
            work,
            "--out",
            temp.resolve("out"));
    assertTrue(run.out().contains("3 images 1280x720 rgb8, uncompressed, MB/s"), run.out());
    assertTrue(run.out().contains("3 images 1280x720 rgb8, lz4, MB/s"), run.out());
    assertTrue(run.out().contains("3 images to JPEG files of a kapture"), run.out());
    assertTrue(run.out().contains("3 images to PNG files of a kapture"), run.out());
    assertTrue(run.out().contains("with -Xmx512m: kapture from-bag, PNG: "), run.out());
    JsonNode tables =
        new ObjectMapper().readTree(temp.resolve("out/bags.json").toFile()).get("tables");
    assertEquals(4, tables.size());
    assertTrue(tables.get(0).at("/rows/seqloc/pixels too").asDouble() > 0, tables::toString);
    assertTrue(Files.exists(temp.resolve("out/bags.html")));
    try (Stream<Path> left = Files.list(work)) {
      assertEquals(List.of(), left.toList());
    }
  }

  @Test
  void ourReaderSeesEveryMessageAndPixel() {
    Path bag = temp.resolve("images.bag");
    BenchBag.write(bag, Compression.LZ4, 2, true, Progress.NONE);
    try (Bag read = Bag.open(bag)) {
      assertEquals(2, read.messageCount(BenchBag.IMAGES));
      assertEquals(2, read.messageCount(BenchBag.ODOMETRY));
    }
    Path images = temp.resolve("only.bag");
    BenchBag.write(images, Compression.LZ4, 2, false, Progress.NONE);
    List<BenchReader.Pass> listed =
        BenchReader.Pass.parse(CommandRun.succeeding("bench", "read", images, "0", "list").out());
    List<BenchReader.Pass> seen =
        BenchReader.Pass.parse(CommandRun.succeeding("bench", "read", images, "0", "pixels").out());
    assertEquals(2, listed.size());
    assertEquals(2L * BenchBag.IMAGE_BYTES, listed.get(0).bytes());
    assertTrue(listed.get(0).readTheSameAs(listed.get(1)));
    assertTrue(seen.get(0).readTheSameAs(seen.get(1)));
    assertFalse(seen.get(0).readTheSameAs(listed.get(0)), "pixels count");
  }

  @Test
  void complainsOfSizesThatAreNone() {
    assertTrue(
        CommandRun.complaint("bench", "bags", "--convert", "much").startsWith("--convert much: "));
    assertTrue(
        CommandRun.complaint("bench", "bags", "--rounds", "0").startsWith("--rounds, --seconds"));
  }
}
