package org.seqloc.core.kapture.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.seqloc.core.kapture.exchange.ColmapFixtures.assertFails;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.seqloc.core.Progress;
import org.seqloc.core.geometry.Camera;
import org.seqloc.core.geometry.CameraModel;
import org.seqloc.core.geometry.Pose;
import org.seqloc.core.kapture.CameraRecord;
import org.seqloc.core.kapture.DType;
import org.seqloc.core.kapture.FeatureArray;
import org.seqloc.core.kapture.FeatureConfig;
import org.seqloc.core.kapture.FeatureWriter;
import org.seqloc.core.kapture.ImagePair;
import org.seqloc.core.kapture.ImageTransfer;
import org.seqloc.core.kapture.Kapture;
import org.seqloc.core.kapture.KaptureDataset;
import org.seqloc.core.kapture.KaptureWriter;
import org.seqloc.core.kapture.MatchWriter;
import org.seqloc.core.kapture.Observations;
import org.seqloc.core.kapture.Points3d;
import org.seqloc.core.kapture.Sensor;

/** What a kapture's several features become in COLMAP, which has one of each. */
class ColmapFeaturesTest {

  @TempDir Path temp;

  private int exports;

  /** Three keypoints "sift" and two "orb" with descriptors; a point that both see. */
  @BeforeEach
  void writeKapture() {
    Kapture.Builder builder = Kapture.builder();
    builder.sensor(Sensor.ofCamera("c", "", new Camera(CameraModel.PINHOLE, 8, 6, 5, 5, 4, 3)));
    builder.record(new CameraRecord(1, "c", "a.png")).record(new CameraRecord(2, "c", "b.png"));
    builder.mapFromDevice(1, "c", Pose.IDENTITY);
    try (KaptureWriter writer = KaptureWriter.create(temp.resolve("k"), false)) {
      writer.image("a.png", new byte[1]);
      writer.image("b.png", new byte[1]);
      keypoints(writer, "sift", 3);
      keypoints(writer, "orb", 2);
      descriptors(writer, "of_orb", "orb", 2);
      descriptors(writer, "too_few", "sift", 2);
      try (MatchWriter out = writer.matches("sift", false)) {
        out.add(new ImagePair("a.png", "b.png"), FeatureArray.ofDoubles(3, new double[] {0, 0, 0}));
      }
      writer.points3d(new Points3d.Builder(false).add(1, 2, 3).build());
      Observations.Builder tracks = new Observations.Builder();
      for (String type : List.of("orb", "sift")) {
        tracks.add(new Observations.Track(0, type, List.of(new Observations.Sighting("a.png", 1))));
      }
      writer.observations(tracks.build());
      writer.finish(builder.build());
    }
  }

  private static void keypoints(KaptureWriter writer, String type, int rows) {
    try (FeatureWriter out =
        writer.features(FeatureConfig.keypoints(type, DType.FLOAT32, 2), false)) {
      out.add("a.png", FeatureArray.ofFloats(2, new float[2 * rows]));
    }
  }

  private static void descriptors(KaptureWriter writer, String type, String of, int rows) {
    try (FeatureWriter out =
        writer.features(FeatureConfig.descriptors(type, DType.UINT8, 4, of, "L2"), false)) {
      out.add("a.png", FeatureArray.ofUnsignedBytes(4, new byte[4 * rows]));
    }
  }

  private List<String> export(String keypoints, Optional<String> descriptors) {
    return ColmapExporter.write(
        KaptureDataset.open(temp.resolve("k"), false),
        temp.resolve("colmap" + ++exports),
        new ColmapExporter.Options(
            true, true, false, Optional.of(keypoints), descriptors, false, false),
        ImageTransfer.NONE,
        Progress.NONE);
  }

  @Test
  void descriptorsAreThoseOfTheKeypointsOrRefused() {
    String k = temp.resolve("k") + ": ";
    List<String> notes = export("orb", Optional.empty());
    assertTrue(
        notes.contains("1 observations are left out: they are of keypoints that are not exported"),
        notes.toString());
    try (ColmapDatabase database = ColmapDatabase.open(temp.resolve("colmap1/database.db"))) {
      assertTrue(database.hasRows("descriptors"));
    }
    assertFails(
        k + "the descriptors 'of_orb' are of the keypoints 'orb', not of those that are chosen",
        () -> export("sift", Optional.of("of_orb")));
    assertFails(
        k
            + temp.resolve("k/reconstruction/descriptors/too_few/a.png.desc")
            + " has 2 descriptors, but the image has 3 keypoints 'sift'",
        () -> export("sift", Optional.empty()));
  }

  @Test
  void matchesThatNobodyVerifiedAndPosePriorsAndRigsAreNoted() throws Exception {
    export("orb", Optional.empty());
    Path db = temp.resolve("colmap1/database.db");
    ColmapImporter.Source source =
        new ColmapImporter.Source(Optional.empty(), Optional.of(db), temp, Optional.empty());
    assertEquals(List.of(), ColmapImporter.read(source, ColmapImporter.Options.DEFAULT).notes());
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + db);
        Statement statement = connection.createStatement()) {
      statement.execute("INSERT INTO matches VALUES (2147483649, 0, 2, NULL)");
      statement.execute("CREATE TABLE rig_sensors (rig_id INTEGER)");
      statement.execute("INSERT INTO rig_sensors VALUES (1)");
      statement.execute("CREATE TABLE pose_priors (image_id INTEGER)");
      statement.execute("INSERT INTO pose_priors VALUES (1)");
    }
    List<String> notes = ColmapImporter.read(source, ColmapImporter.Options.DEFAULT).notes();
    assertEquals(
        List.of(
            "the matches are not verified: the database has no two-view geometries",
            "the pose priors of the database are not taken",
            "the rigs of the database are not taken, each image is a moment of its own: name the"
                + " rig_config.json that COLMAP had with --rig-config"),
        notes);
    assertFalse(
        ColmapImporter.read(source, new ColmapImporter.Options("k", "d", true, false))
            .notes()
            .contains(notes.get(0)));
  }

  @Test
  void whatAKilledExportHasLeftIsRemovedByTheNext() throws IOException {
    Path left = Files.createDirectories(temp.resolve(".colmap1.export/out/images"));
    Files.writeString(left.resolve("a.png"), "half");
    Path other = Files.createDirectories(temp.resolve(".colmap2.export"));
    export("orb", Optional.empty());
    assertTrue(Files.notExists(temp.resolve(".colmap1.export")));
    assertTrue(Files.notExists(temp.resolve("colmap1/images")));
    try (FileChannel channel =
            FileChannel.open(
                other.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock held = channel.lock()) {
      assertTrue(held.isValid());
      assertFails(
          temp.resolve("colmap2")
              + ": another run is writing it, in "
              + other
              + "; wait for it or end it",
          () -> export("orb", Optional.empty()));
    }
  }
}
