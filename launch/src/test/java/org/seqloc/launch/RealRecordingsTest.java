package org.seqloc.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.seqloc.core.SharedData;

/** The main job on real recordings, by the README's commands. */
class RealRecordingsTest {

  @TempDir private Path folder;

  @Test
  void kittiStereoIsLocalizedToCentimetresFromABag() throws IOException {
    Path kitti = SharedData.require("data/kitti_seq1");
    Path k = folder.resolve("K");
    Path mapping = folder.resolve("K_MAP");
    Path query = folder.resolve("K_QUERY");
    Path bag = folder.resolve("query.bag");
    Path map = folder.resolve("drive.seqmap");
    Path out = folder.resolve("OUT");
    CommandRun.succeeding("kapture", "import", "kitti-odometry", kitti, "--out", k);
    CommandRun.succeeding("kapture", "subset", k, "--every", 2, "--offset", 0, "--out", mapping);
    CommandRun.succeeding("kapture", "subset", k, "--every", 2, "--offset", 1, "--out", query);
    CommandRun.succeeding("bag", "from-kapture", query, "--out", bag);
    CommandRun.succeeding("map", "build", "--kapture", mapping, "--out", map);
    CommandRun.succeeding("localize", "--map", map, "--bag", bag, "--out", out);
    CommandRun.succeeding(
        "evaluate", "--reference", query, "--estimate", out.resolve("poses.tum"), "--out", out);
    JsonNode summary = summary(out);
    assertEquals(25, summary.get("frames").asInt());
    assertEquals(1.0, summary.get("recall").get("0.25m_2deg").asDouble(), summary::toString);
    assertTrue(summary.get("median_translation_error_m").asDouble() <= 0.05, summary::toString);
    assertTrue(summary.get("median_rotation_error_deg").asDouble() <= 0.1, summary::toString);
  }

  @Test
  void singleCamerasAreLocalizedInAGalleryMappedByARig() throws IOException {
    Path gallery = SharedData.require("data/virtual_gallery");
    Path map = folder.resolve("gallery.seqmap");
    Path out = folder.resolve("OUT");
    CommandRun.succeeding("map", "build", "--kapture", gallery.resolve("mapping"), "--out", map);
    CommandRun run =
        CommandRun.succeeding(
            "localize",
            "--map",
            map,
            "--kapture",
            gallery.resolve("query"),
            "--each",
            "--out",
            out);
    assertTrue(run.err().contains("every frame is localized alone"), run.err());
    assertEquals(4, run.out().lines().filter(line -> line.contains("LOCALIZED")).count());
    assertTrue(summary(out).get("max_translation_error_m").asDouble() < 0.05, run.out());
  }

  @Test
  void sixCamerasOfACarAreLocalizedAsOneRig() throws IOException {
    Path ddad = SharedData.require("data/ddad_rig6/scene_02");
    Path k = folder.resolve("K");
    Path mapping = folder.resolve("K_MAP");
    Path query = folder.resolve("K_QUERY");
    Path map = folder.resolve("car.seqmap");
    Path out = folder.resolve("OUT");
    CommandRun.succeeding("kapture", "import", "ddad", ddad, "--out", k);
    CommandRun.succeeding("kapture", "subset", k, "--every", 2, "--offset", 0, "--out", mapping);
    CommandRun.succeeding("kapture", "subset", k, "--every", 2, "--offset", 1, "--out", query);
    CommandRun.succeeding("map", "build", "--kapture", mapping, "--out", map);
    CommandRun.succeeding("localize", "--map", map, "--kapture", query, "--out", out);
    assertTrue(
        summary(out).get("max_translation_error_m").asDouble() < 0.05, summary(out)::toString);
  }

  private static JsonNode summary(Path out) throws IOException {
    return new ObjectMapper().readTree(out.resolve("summary.json").toFile());
  }
}
