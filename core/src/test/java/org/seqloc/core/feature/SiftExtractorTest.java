package org.seqloc.core.feature;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ForkJoinPool;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.seqloc.core.SharedData;
import org.seqloc.core.image.Image;
import org.seqloc.core.image.ImageDecoder;

class SiftExtractorTest {

  /** Blobs of each size at sub-pixel places: the exact truth of where a keypoint belongs. */
  @ParameterizedTest
  @CsvSource({
    "100.0, 80.0, 2.0",
    "100.3, 80.7, 2.0",
    "99.5, 79.5, 2.0",
    "100.25, 80.5, 4.0",
    "100.8, 79.6, 8.0"
  })
  void findsABlobWhereItIs(double x, double y, double sigma) {
    Image image = SyntheticImages.blobs(200, 160, sigma, new double[][] {{x, y}});
    LocalFeatures features = extract(FeatureSpecs.sift(100), image);
    assertTrue(features.count() >= 1);
    assertEquals(x, features.x(0), 0.1);
    assertEquals(y, features.y(0), 0.1);
  }

  /** The half pixels of scaling: a blob stays where it is however small the image is made. */
  @ParameterizedTest
  @CsvSource({"400", "200", "150"})
  void scaledImagesGiveFullResolutionPixels(int maxImageSide) {
    double[][] centres = {{203.3, 151.6}, {100.2, 99.9}};
    Image image = SyntheticImages.blobs(400, 300, 9, centres);
    FeatureSpec spec = new FeatureSpec("sift", 128, 50, maxImageSide, maxImageSide, new byte[0]);
    LocalFeatures features = extract(spec, image);
    for (double[] centre : centres) {
      double nearest = Double.MAX_VALUE;
      for (int i = 0; i < features.count(); i++) {
        nearest =
            Math.min(nearest, Math.hypot(features.x(i) - centre[0], features.y(i) - centre[1]));
      }
      assertTrue(nearest < 0.15, "nearest keypoint " + nearest + " px away");
    }
  }

  @Test
  void shiftOfTheImageShiftsTheKeypoints() {
    double[][] centres = new double[40][2];
    double[][] moved = new double[40][2];
    for (int i = 0; i < centres.length; i++) {
      int row = i / 8;
      centres[i] = new double[] {40 + 40 * (i % 8) + 3.1 * row, 40 + 40 * row + 0.37 * i};
      moved[i] = new double[] {centres[i][0] + 0.4, centres[i][1] - 0.3};
    }
    LocalFeatures before =
        extract(FeatureSpecs.sift(500), SyntheticImages.blobs(400, 300, 3, centres));
    LocalFeatures after =
        extract(FeatureSpecs.sift(500), SyntheticImages.blobs(400, 300, 3, moved));
    int found = 0;
    double sumX = 0;
    double sumY = 0;
    for (int i = 0; i < before.count(); i++) {
      for (int j = 0; j < after.count(); j++) {
        double dx = after.x(j) - before.x(i);
        double dy = after.y(j) - before.y(i);
        if (Math.hypot(dx, dy) < 1.5
            && Math.abs(after.scales()[j] / before.scales()[i] - 1) < 0.1) {
          found++;
          sumX += dx;
          sumY += dy;
        }
      }
    }
    assertTrue(found >= 40, "found " + found);
    assertEquals(0.4, sumX / found, 0.03);
    assertEquals(-0.3, sumY / found, 0.03);
  }

  @Test
  void descriptorsAreUnitLengthAndScoresDescend() {
    LocalFeatures features = extract(FeatureSpecs.sift(300), SyntheticImages.texture(320, 240, 5));
    assertEquals(300, features.count());
    for (int i = 0; i < features.count(); i++) {
      double sum = 0;
      for (int k = 0; k < 128; k++) {
        float value = features.descriptors()[i * 128 + k];
        sum += value * value;
      }
      assertEquals(1, sum, 1e-5);
      assertTrue(i == 0 || features.scores()[i] <= features.scores()[i - 1]);
    }
  }

  @Test
  void oneTexturedCornerDoesNotTakeAllKeypoints() {
    byte[] pixels = SyntheticImages.texture(640, 480, 9).pixels().clone();
    for (int y = 0; y < 480; y++) {
      for (int x = 0; x < 640; x++) {
        if (x >= 160 || y >= 160) {
          int faint = 128 + ((pixels[y * 640 + x] & 0xff) - 128) / 3;
          pixels[y * 640 + x] = (byte) faint;
        }
      }
    }
    LocalFeatures features = extract(FeatureSpecs.sift(400), new Image(640, 480, 1, pixels));
    int inCorner = 0;
    for (int i = 0; i < features.count(); i++) {
      inCorner += features.x(i) < 160 && features.y(i) < 160 ? 1 : 0;
    }
    assertEquals(400, features.count());
    assertTrue(inCorner >= 50 && inCorner <= 150, "in the corner: " + inCorner);
  }

  @Test
  void numberOfThreadsChangesNothing() throws Exception {
    List<Image> images =
        List.of(
            SyntheticImages.texture(320, 240, 1),
            SyntheticImages.texture(200, 300, 2),
            SyntheticImages.texture(320, 240, 1));
    try (var sift = new SiftExtractor(FeatureSpecs.sift(200))) {
      List<LocalFeatures> parallel = sift.extract(images);
      ForkJoinPool one = new ForkJoinPool(1);
      List<LocalFeatures> alone = one.submit(() -> sift.extract(images)).get();
      one.shutdown();
      for (int i = 0; i < images.size(); i++) {
        assertArrayEquals(alone.get(i).xy(), parallel.get(i).xy());
        assertArrayEquals(alone.get(i).descriptors(), parallel.get(i).descriptors());
      }
      assertArrayEquals(parallel.get(0).descriptors(), parallel.get(2).descriptors());
    }
  }

  @Test
  void flatImageHasNoFeatures() {
    assertEquals(0, extract(FeatureSpecs.sift(10), new Image(64, 64, 1, new byte[4096])).count());
    assertEquals(0, extract(FeatureSpecs.sift(10), new Image(1, 1, 3, new byte[3])).count());
  }

  @Test
  void realImageFillsTheBudget() {
    Image image = ImageDecoder.decode(SharedData.require("data/kitti_seq1/image_0/000000.png"));
    LocalFeatures features = extract(FeatureSpecs.sift(2000), image);
    assertEquals(2000, features.count());
    // A stereo partner of the same exposure matches on the same row: rectified by its authors.
    Image right = ImageDecoder.decode(SharedData.require("data/kitti_seq1/image_1/000000.png"));
    LocalFeatures other = extract(FeatureSpecs.sift(2000), right);
    List<Double> rowErrors = rowErrors(features, other, 0.95f);
    Collections.sort(rowErrors);
    assertTrue(rowErrors.size() > 300, "matches: " + rowErrors.size());
    assertTrue(rowErrors.get(rowErrors.size() / 2) < 0.5, "median: " + rowErrors);
  }

  /** Row differences in pixels of each feature and the most similar one of the other image. */
  private static List<Double> rowErrors(
      LocalFeatures left, LocalFeatures right, float minSimilarity) {
    List<Double> errors = new ArrayList<>();
    for (int i = 0; i < left.count(); i++) {
      float best = minSimilarity;
      int at = -1;
      for (int j = 0; j < right.count(); j++) {
        float dot = 0;
        for (int k = 0; k < 128; k++) {
          dot += left.descriptors()[i * 128 + k] * right.descriptors()[j * 128 + k];
        }
        if (dot > best) {
          best = dot;
          at = j;
        }
      }
      if (at >= 0) {
        errors.add((double) Math.abs(left.y(i) - right.y(at)));
      }
    }
    return errors;
  }

  private static LocalFeatures extract(FeatureSpec spec, Image image) {
    try (var sift = new SiftExtractor(spec)) {
      return sift.extract(List.of(image)).get(0);
    }
  }
}
