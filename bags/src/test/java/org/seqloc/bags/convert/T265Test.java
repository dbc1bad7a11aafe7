package org.seqloc.bags.convert;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.seqloc.bags.Bag;
import org.seqloc.bags.BagMessage;
import org.seqloc.core.Progress;
import org.seqloc.core.SharedData;
import org.seqloc.core.geometry.Pose;
import org.seqloc.core.geometry.Quaternion;
import org.seqloc.core.image.Image;
import org.seqloc.core.image.ImageDecoder;
import org.seqloc.core.kapture.CameraRecord;
import org.seqloc.core.kapture.Kapture;
import org.seqloc.core.kapture.KaptureImages;
import org.seqloc.core.kapture.KaptureReader;

/** kapture's own converter as the oracle: its sample bag and the kapture it made of it. */
class T265Test {

  @TempDir private Path folder;

  @Test
  void equalsWhatKapturesOwnConverterMakes() {
    Kapture expected = KaptureReader.read(SharedData.require("data/t265/ros_kapture"));
    Kapture actual = convert(true);

    assertEquals(expected.sensors(), actual.sensors());
    assertEquals(expected.rigs(), actual.rigs());
    assertEquals(paths(expected), paths(actual));
    assertEquals(expected.trajectories().keySet(), actual.trajectories().keySet());
    double metres = 0;
    double quaternion = 0;
    for (long stamp : expected.trajectories().keySet()) {
      assertEquals(
          expected.trajectories().get(stamp).keySet(), actual.trajectories().get(stamp).keySet());
      Pose a = expected.mapFromDevice(stamp, "t265").orElseThrow().inverse();
      Pose b = actual.mapFromDevice(stamp, "t265").orElseThrow().inverse();
      metres = Math.max(metres, a.translation().minus(b.translation()).norm());
      quaternion = Math.max(quaternion, difference(a.rotation(), b.rotation()));
    }
    assertTrue(metres < 1e-9, () -> "translation differs");
    assertTrue(quaternion < 1e-9, () -> "rotation differs");
  }

  @Test
  void imagesAreTheBagsToThePixelAndTheReferencesButForJpeg() {
    Path reference = SharedData.require("data/t265/ros_kapture");
    Kapture kapture = convert(true);
    KaptureImages images = KaptureImages.of(folder.resolve("k"));
    int frames = 0;
    try (Bag bag = Bag.open(SharedData.require("data/t265/trimmed_locoffice.bag"))) {
      List<BagMessage> messages = new ArrayList<>();
      bag.messages(c -> c.type().equals("sensor_msgs/Image")).forEachRemaining(messages::add);
      assertEquals(messages.size(), kapture.cameraRecords().size());
      for (BagMessage message : messages) {
        sensor_msgs.Image raw = message.decode(sensor_msgs.Image.TYPE);
        String camera = message.connection().topic().contains("fisheye1") ? "cam001" : "cam002";
        CameraRecord record =
            kapture.cameraRecords().stream()
                .filter(r -> r.stampNanos() == raw.getHeader().getStamp().totalNsecs())
                .filter(r -> r.camera().equals(camera))
                .findFirst()
                .orElseThrow();
        Image image = ImageDecoder.decode(images.file(record));
        // The bag's are mono8 without padding.
        byte[] pixels = new byte[raw.getData().readableBytes()];
        raw.getData().readBytes(pixels);
        assertArrayEquals(pixels, image.pixels());
        String jpeg = record.imagePath().replace(".png", ".jpg");
        assertNear(
            image, ImageDecoder.decode(reference.resolve("sensors/records_data").resolve(jpeg)));
        frames++;
      }
    }
    assertEquals(6, frames);
  }

  /** Without turned axes poses are interpolated, and before the first there is none. */
  @Test
  void withoutKapturesAxesTheWorldIsThatOfTheOdometry() {
    Kapture kapture = convert(false);
    assertEquals(3, kapture.exposures().size());
    long[] stamps = {1553180224394249439L, 1553180224427582741L};
    assertEquals(List.of(stamps[0], stamps[1]), List.copyOf(kapture.trajectories().keySet()));
    for (long stamp : stamps) {
      Pose turned =
          KaptureReader.read(SharedData.require("data/t265/ros_kapture"))
              .mapFromDevice(stamp, "t265")
              .orElseThrow();
      Pose plain = kapture.mapFromDevice(stamp, "t265").orElseThrow();
      // x right, y down, z forward of a camera are -y, -z and x of the odometry; it walks 1 m/s.
      assertEquals(turned.translation().z(), plain.translation().x(), 5e-3);
      assertEquals(-turned.translation().x(), plain.translation().y(), 5e-3);
      assertEquals(-turned.translation().y(), plain.translation().z(), 5e-3);
    }
  }

  private Kapture convert(boolean kaptureAxes) {
    Path out = folder.resolve("k");
    Kapture rig = KaptureReader.read(SharedData.require("data/t265/rigs_only_kapture"));
    try (Bag bag = Bag.open(SharedData.require("data/t265/trimmed_locoffice.bag"))) {
      FromBagOptions options = ConversionOptions.of(Optional.of(rig), kaptureAxes);
      new BagToKapture(bag, options).write(out, false, Progress.NONE);
    }
    return KaptureReader.read(out);
  }

  private static List<String> paths(Kapture kapture) {
    return kapture.cameraRecords().stream()
        .map(r -> r.stampNanos() + " " + r.camera() + " " + r.imagePath().replace(".jpg", ".png"))
        .toList();
  }

  /** Of the parts, sign and all: that is what a file shows. */
  private static double difference(Quaternion a, Quaternion b) {
    return Math.max(
        Math.max(Math.abs(a.w() - b.w()), Math.abs(a.x() - b.x())),
        Math.max(Math.abs(a.y() - b.y()), Math.abs(a.z() - b.z())));
  }

  private static void assertNear(Image a, Image b) {
    assertEquals(a.width(), b.width());
    assertEquals(a.height(), b.height());
    double sum = 0;
    byte[] grey = b.toGrey().pixels();
    for (int i = 0; i < grey.length; i++) {
      int difference = (a.pixels()[i] & 0xff) - (grey[i] & 0xff);
      sum += difference * difference;
    }
    double rms = Math.sqrt(sum / grey.length);
    assertTrue(rms < 4, () -> "differs from the JPEG by " + rms + " grey levels RMS");
  }
}
