package org.seqloc.core.kapture;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.seqloc.core.FileTree;
import org.seqloc.core.SeqlocException;
import org.seqloc.core.geometry.Camera;
import org.seqloc.core.geometry.CameraModel;
import org.seqloc.core.geometry.Pose;
import org.seqloc.core.geometry.Quaternion;
import org.seqloc.core.geometry.Vector3;

class KaptureWriterTest {

  private static final Camera CAMERA = new Camera(CameraModel.PINHOLE, 64, 48, 50, 50, 31.5, 23.5);

  @TempDir Path temp;

  private static Kapture dataset() {
    Kapture.Builder builder =
        Kapture.builder()
            .sensor(Sensor.ofCamera("b", "right", CAMERA))
            .sensor(Sensor.ofCamera("a", "", CAMERA))
            .mount("rig", "b", new Pose(Quaternion.IDENTITY, new Vector3(-0.5, 0, 0)))
            .mount("rig", "a", Pose.IDENTITY);
    for (long stamp : new long[] {30, 10, 20}) {
      builder.record(new CameraRecord(stamp, "b", "b/" + stamp + ".png"));
      builder.record(new CameraRecord(stamp, "a", "a/" + stamp + ".png"));
      builder.pose(
          stamp,
          "rig",
          KapturePose.ofDeviceFromWorld(
              new Pose(Quaternion.IDENTITY, new Vector3(stamp / 10.0, 0, 1e-7))));
    }
    return builder.build();
  }

  private void write(Path target, boolean replace) {
    try (KaptureWriter writer = KaptureWriter.create(target, replace)) {
      for (CameraRecord record : dataset().cameraRecords()) {
        writer.image(record.imagePath(), new byte[] {(byte) record.stampNanos()});
      }
      writer.finish(dataset());
    }
  }

  @Test
  void writesSortedTables() throws IOException {
    write(temp.resolve("k"), false);
    Path sensors = temp.resolve("k/sensors");
    assertEquals(
        """
        # kapture format: 1.1
        # sensor_id, name, sensor_type, [sensor_params]+
        a, , camera, PINHOLE, 64, 48, 50.0, 50.0, 31.5, 23.5
        b, right, camera, PINHOLE, 64, 48, 50.0, 50.0, 31.5, 23.5
        """,
        Files.readString(sensors.resolve("sensors.txt")));
    assertEquals(
        """
        # kapture format: 1.1
        # rig_id, sensor_id, qw, qx, qy, qz, tx, ty, tz
        rig, a, 1.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0
        rig, b, 1.0, 0.0, 0.0, 0.0, -0.5, 0.0, 0.0
        """,
        Files.readString(sensors.resolve("rigs.txt")));
    assertEquals(
        """
        # kapture format: 1.1
        # timestamp, device_id, qw, qx, qy, qz, tx, ty, tz
        10, rig, 1.0, 0.0, 0.0, 0.0, 1.0, 0.0, 1.0E-7
        20, rig, 1.0, 0.0, 0.0, 0.0, 2.0, 0.0, 1.0E-7
        30, rig, 1.0, 0.0, 0.0, 0.0, 3.0, 0.0, 1.0E-7
        """,
        Files.readString(sensors.resolve("trajectories.txt")));
    assertEquals(
        """
        # kapture format: 1.1
        # timestamp, device_id, image_path
        10, a, a/10.png
        10, b, b/10.png
        20, a, a/20.png
        20, b, b/20.png
        30, a, a/30.png
        30, b, b/30.png
        """,
        Files.readString(sensors.resolve("records_camera.txt")));
    assertArrayEquals(
        new byte[] {20}, Files.readAllBytes(sensors.resolve("records_data/b/20.png")));
  }

  @Test
  void replacesKaptureOnlyWhenToldAndNothingElseEver() throws IOException {
    Path target = temp.resolve("k");
    Files.createDirectory(target); // an empty folder is no obstacle
    write(target, false);
    assertEquals(
        target + " exists and is not empty: choose another output, or --replace it",
        assertThrows(SeqlocException.class, () -> write(target, false)).getMessage());
    Files.writeString(old(target), "");
    write(target, true);
    assertFalse(Files.exists(old(target)));

    Files.writeString(target.resolve("sensors/notes"), "mine");
    assertEquals(
        target
            + " holds something beside the kapture and is not replaced: move sensors/notes"
            + " elsewhere",
        assertThrows(SeqlocException.class, () -> write(target, true)).getMessage());
    assertEquals("mine", Files.readString(target.resolve("sensors/notes")));

    Path home = Files.createDirectory(temp.resolve("home"));
    Files.writeString(home.resolve("letters"), "dear");
    assertEquals(
        home + " holds something other than kapture and is not replaced: remove it yourself",
        assertThrows(SeqlocException.class, () -> write(home, true)).getMessage());
    assertEquals("dear", Files.readString(home.resolve("letters")));
  }

  @Test
  void leavesNothingWhenItDoesNotFinish() throws IOException {
    Path target = temp.resolve("k");
    try (KaptureWriter writer = KaptureWriter.create(target, false)) {
      writer.image("a/10.png", new byte[] {1});
      assertEquals(
          "image a/20.png was not written to " + target,
          assertThrows(
                  SeqlocException.class,
                  () ->
                      writer.finish(
                          Kapture.builder()
                              .sensor(Sensor.ofCamera("a", "", CAMERA))
                              .record(new CameraRecord(20, "a", "a/20.png"))
                              .build()))
              .getMessage());
    }
    try (var left = Files.list(temp)) {
      assertEquals(List.of(), left.toList());
    }
  }

  /** A file of the dataset that is replaced. */
  private static Path old(Path target) {
    return target.resolve("sensors/records_data/old");
  }

  /** The states that a run leaves when it is killed while it replaces a dataset. */
  @Test
  void goesOnAfterAKillWhereverItStruck() throws IOException {
    Path target = temp.resolve("k");
    Path left = temp.resolve(".k.partial");
    for (boolean resumed : new boolean[] {false, true}) {
      // Between the two renames: the old dataset is out of the way, the new one not in place.
      write(target, true);
      Files.createDirectories(left);
      Files.writeString(old(target), "");
      Files.move(target, left.resolve("replaced"));
      assertEquals(
          target + " exists and is not empty: choose another output, or --replace it",
          assertThrows(SeqlocException.class, () -> write(target, false)).getMessage());
      assertTrue(Files.exists(old(target)));
      Files.move(target, left.resolve("replaced"));
      Files.writeString(left.resolve("job"), "job");
      finish(target, resumed);
      assertTrue(Files.notExists(old(target)));
      assertTrue(Files.notExists(left));

      // Between the last rename and the removal of what is left.
      Files.createDirectories(left.resolve("replaced/sensors"));
      Files.writeString(left.resolve("job"), "job");
      finish(target, resumed);
      assertTrue(Files.notExists(left));

      // The same, and nothing is to be written any more.
      Files.createDirectories(left.resolve("replaced/sensors"));
      KaptureWriter.tidy(target);
      assertTrue(Files.notExists(left));
    }
  }

  @Test
  void anEmptyFolderIsNoSuccessorOfTheOldDataset() throws IOException {
    Path target = temp.resolve("k");
    Path left = temp.resolve(".k.partial");
    write(target, false);
    Files.writeString(old(target), "");
    Files.createDirectory(left);
    Files.move(target, left.resolve("replaced"));
    Files.createDirectory(target);
    KaptureWriter.tidy(target);
    assertEquals(
        target + " exists and is not empty: choose another output, or --replace it",
        assertThrows(SeqlocException.class, () -> write(target, false)).getMessage());
    assertTrue(Files.exists(old(target)));
    assertTrue(Files.notExists(left.resolve("replaced")));
  }

  private void finish(Path target, boolean resumed) {
    try (KaptureWriter writer =
        resumed ? KaptureWriter.resume(target, true, "job") : KaptureWriter.create(target, true)) {
      writer.attach("from-bag.txt", "all");
      for (CameraRecord record : dataset().cameraRecords()) {
        writer.image(record.imagePath(), new byte[] {1});
      }
      writer.finish(dataset());
    }
  }

  @Test
  void oneRunAtATimeWritesATarget() {
    Path target = temp.resolve("k");
    try (KaptureWriter writer = KaptureWriter.create(target, false)) {
      assertEquals(
          target
              + ": another run is writing it, in "
              + temp.resolve(".k.partial")
              + "; wait for it or end it",
          assertThrows(SeqlocException.class, () -> KaptureWriter.create(target, false))
              .getMessage());
      writer.abandon();
    }
  }

  /** One that ends removes nothing of one that has just begun. */
  @Test
  @Timeout(20)
  void runsThatFollowOneAnotherAreApart() {
    Path target = temp.resolve("k");
    LongAdder written = new LongAdder();
    IntStream.range(0, 400)
        .parallel()
        .forEach(
            i -> {
              try (KaptureWriter writer = KaptureWriter.create(target, false)) {
                writer.image("a/" + i + ".png", new byte[] {1});
                assertTrue(writer.has("a/" + i + ".png"));
                written.increment();
              } catch (SeqlocException e) {
                assertTrue(e.getMessage().contains("writing it, in"), e.getMessage());
              }
            });
    assertTrue(written.sum() > 0);
    assertTrue(Files.notExists(temp.resolve(".k.partial")));
  }

  /** Takes minutes when a camera is looked for among all of them. */
  @Test
  @Timeout(20)
  void takesAHundredThousandCameras() {
    Kapture.Builder builder = Kapture.builder();
    for (int i = 100_000; i > 0; i--) {
      builder.sensor(Sensor.ofCamera("cam" + i, "", CAMERA));
      builder.record(new CameraRecord(i, "cam" + i, i + ".png"));
    }
    Kapture kapture = builder.build();
    assertEquals(100_000, kapture.exposures().size());
    assertEquals("cam1", kapture.exposures().get(0).device());
  }

  /** Takes minutes when all images of a timestamp are counted for each of them. */
  @Test
  @Timeout(20)
  void takesTenThousandCamerasAtOneTime() {
    Kapture.Builder builder = Kapture.builder();
    for (int i = 10_000; i > 0; i--) {
      builder.sensor(Sensor.ofCamera("cam" + i, "", CAMERA));
      builder.record(new CameraRecord(7, "cam" + i, i + ".png"));
      builder.mapFromDevice(7, "cam" + i, Pose.IDENTITY);
    }
    Kapture kapture = KaptureSubset.ALL.of(builder.build());
    assertEquals(10_000, kapture.exposures().size());
    for (Exposure exposure : kapture.exposures()) {
      assertEquals(1, exposure.images().size());
      assertTrue(kapture.mapFromBody(exposure).isPresent());
    }
    assertEquals(10_000, kapture.trajectories().get(7L).size());
  }

  @Test
  void linksInsteadOfCopyingAndNeverWritesThroughALink() throws IOException {
    Path original = Files.write(temp.resolve("original.png"), new byte[] {1, 2, 3});
    Path target = temp.resolve("k");
    Kapture one =
        Kapture.builder()
            .sensor(Sensor.ofCamera("a", "", CAMERA))
            .record(new CameraRecord(1, "a", "a/1.png"))
            .build();
    try (KaptureWriter writer = KaptureWriter.create(target, false)) {
      writer.image("a/1.png", original, ImageTransfer.HARD_LINK);
      writer.finish(one);
    }
    Path linked = target.resolve("sensors/records_data/a/1.png");
    assertEquals(Files.getAttribute(original, "unix:ino"), Files.getAttribute(linked, "unix:ino"));
    try (KaptureWriter writer = KaptureWriter.create(target, true)) {
      writer.image("a/1.png", original, ImageTransfer.HARD_LINK);
      writer.image("a/1.png", new byte[] {9});
      writer.finish(one);
    }
    assertArrayEquals(new byte[] {1, 2, 3}, Files.readAllBytes(original));
    assertArrayEquals(new byte[] {9}, Files.readAllBytes(linked));
  }

  /** The poses of a rig that has no row in rigs.txt would be lost on reading. */
  @Test
  void aRigMountsSomething() {
    Kapture.Builder builder =
        Kapture.builder().sensor(Sensor.ofCamera("a", "", CAMERA)).rig("empty");
    assertEquals(
        "rig 'empty' mounts nothing: rigs.txt has no row for it",
        assertThrows(IllegalArgumentException.class, builder::build).getMessage());
    builder.mount("empty", "a", Pose.IDENTITY);
    assertEquals(1, builder.build().rigs().size());
    assertThrows(
        IllegalArgumentException.class, () -> builder.sensor(Sensor.ofCamera("empty", "", CAMERA)));
  }

  @Test
  void archivesAreEndedBeforeTheDatasetIs() {
    Path target = temp.resolve("k");
    Kapture none = Kapture.builder().build();
    try (KaptureWriter writer = KaptureWriter.create(target, false)) {
      FeatureWriter features =
          writer.features(FeatureConfig.keypoints("sift", DType.FLOAT32, 2), true);
      MatchWriter matches = writer.matches("sift", true);
      assertThrows(IllegalStateException.class, () -> writer.finish(none));
      features.close();
      assertThrows(IllegalStateException.class, () -> writer.finish(none));
      matches.close();
      writer.finish(none);
    }
    assertTrue(Files.exists(target.resolve("reconstruction/matches/sift/matches.tar")));
  }

  @Test
  void takesSubsetsByExposure() {
    Kapture kapture = dataset();
    Kapture every = new KaptureSubset(0, 9, 2, 1).of(kapture);
    assertEquals(List.of(20L), every.exposures().stream().map(Exposure::stampNanos).toList());
    assertEquals(2, every.cameraRecords().size());
    assertEquals(List.of(20L), List.copyOf(every.trajectories().keySet()));
    assertEquals(kapture.sensors(), every.sensors());
    assertEquals(kapture.rigs(), every.rigs());

    Kapture range = new KaptureSubset(1, 9, 1, 0).of(kapture);
    assertEquals(List.of(20L, 30L), range.exposures().stream().map(Exposure::stampNanos).toList());
    assertEquals(
        kapture.mapFromBody(kapture.exposures().get(2)),
        range.mapFromBody(range.exposures().get(1)));
    assertEquals(kapture.cameraRecords(), KaptureSubset.ALL.of(kapture).cameraRecords());
    assertThrows(IllegalArgumentException.class, () -> new KaptureSubset(0, 9, 2, 2));
    assertThrows(IllegalArgumentException.class, () -> new KaptureSubset(3, 3, 1, 0));
  }

  @Property(tries = 50)
  void posesReadBackAsTheSameDoubles(
      @ForAll @DoubleRange(min = -1, max = 1) double x,
      @ForAll @DoubleRange(min = -1, max = 1) double y,
      @ForAll @DoubleRange(min = -1e7, max = 1e7) double t,
      @ForAll long stamp)
      throws IOException {
    KapturePose pose =
        KapturePose.ofDeviceFromWorld(
            new Pose(new Quaternion(0.5, x, y, -0.1), new Vector3(t, -t / 3, 1 / (1 + t * t))));
    Kapture kapture =
        Kapture.builder().sensor(Sensor.ofCamera("a", "", CAMERA)).pose(stamp, "a", pose).build();
    Path folder = Files.createTempDirectory("KaptureWriterTest");
    try {
      try (KaptureWriter writer = KaptureWriter.create(folder, false)) {
        writer.finish(kapture);
      }
      assertEquals(kapture.trajectories(), KaptureReader.read(folder).trajectories());
    } finally {
      FileTree.delete(folder);
    }
  }
}
