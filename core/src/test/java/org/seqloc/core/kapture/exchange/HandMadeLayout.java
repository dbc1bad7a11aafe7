package org.seqloc.core.kapture.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import javax.imageio.ImageIO;
import org.seqloc.core.Progress;
import org.seqloc.core.geometry.Pose;
import org.seqloc.core.geometry.Quaternion;
import org.seqloc.core.geometry.Vector3;
import org.seqloc.core.kapture.ImageTransfer;
import org.seqloc.core.kapture.Kapture;
import org.seqloc.core.kapture.KaptureDataset;
import org.seqloc.core.kapture.KapturePose;

/** A dataset's layout written by hand as its documentation has it, with a pose that is known. */
final class HandMadeLayout {

  static final Pose POSE =
      new Pose(Quaternion.exp(new Vector3(0.3, -0.5, 0.7)), new Vector3(1.5, -2.25, 3.75));

  private final Path folder;

  HandMadeLayout(Path folder) {
    this.folder = folder;
  }

  Path text(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }

  void image(String name) throws IOException {
    image(name, BufferedImage.TYPE_BYTE_GRAY, 0);
  }

  void image(String name, int type, int value) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    BufferedImage image = new BufferedImage(8, 6, type);
    image.getRaster().setSample(3, 2, 0, value);
    ImageIO.write(image, name.endsWith("png") ? "png" : "jpg", file.toFile());
  }

  KaptureDataset written(ImportedDataset dataset) {
    dataset.write(folder.resolve("k"), false, ImageTransfer.COPY, Progress.NONE);
    return KaptureDataset.open(folder.resolve("k"), false);
  }

  static Pose pose(Kapture kapture, long stamp, String device) {
    return kapture.poses().at(stamp, device).flatMap(KapturePose::deviceFromWorld).orElseThrow();
  }

  static void assertNear(Pose expected, Pose actual) {
    assertEquals(0, expected.translation().distanceTo(actual.translation()), 1e-9);
    assertEquals(0, expected.rotation().angleTo(actual.rotation()), 1e-7);
  }

  static String quaternionFirst(Pose p) {
    Quaternion q = p.rotation();
    Vector3 t = p.translation();
    return String.format(
        Locale.ROOT, "%s %s %s %s %s %s %s", q.w(), q.x(), q.y(), q.z(), t.x(), t.y(), t.z());
  }

  static String matrix(Pose p, String separator, String rowEnd) {
    double[] r = p.rotation().toMatrix();
    Vector3 t = p.translation();
    String s = separator;
    return r[0] + s + r[1] + s + r[2] + s + t.x() + rowEnd + r[3] + s + r[4] + s + r[5] + s + t.y()
        + rowEnd + r[6] + s + r[7] + s + r[8] + s + t.z() + rowEnd + "0" + s + "0" + s + "0" + s
        + "1";
  }
}
