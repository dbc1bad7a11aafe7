package org.seqloc.core.feature;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.seqloc.core.NpzFile;
import org.seqloc.core.SharedData;
import org.seqloc.core.image.Image;
import org.seqloc.core.image.ImageDecoder;

/** Against the authors' own results, and against exact images with a tiny network of that kind. */
class R2d2ExtractorTest {

  private static float[] floats(NpzFile file, String array) {
    return file.array(array).orElseThrow().toFloats();
  }

  @Test
  void denseMapsAreTheAuthors() throws IOException {
    byte[] model = Files.readAllBytes(SharedData.require("models/r2d2/r2d2_wasf_n16.onnx"));
    try (NpzFile expected =
            NpzFile.open(
                SharedData.require("models/r2d2/reference/boat_96x72_r2d2_WASF_N16_dense.npz"));
        OnnxNetwork network = OnnxNetwork.open(model, "test", Device.CPU)) {
      network.input(96, 72).put(0, floats(expected, "image"));
      Map<String, FloatBuffer> maps = network.run(96, 72);
      for (String name : List.of("descriptors", "reliability", "repeatability")) {
        float[] authors = floats(expected, name);
        float[] values = new float[authors.length];
        maps.get(name).get(0, values);
        assertArrayEquals(authors, values, 1e-4f, name);
      }
    }
  }

  @Test
  void keypointsAreTheAuthors() throws IOException {
    FeatureSpec spec =
        FeatureSpecs.ofOnnx(SharedData.require("models/r2d2/r2d2_wasf_n16.onnx"), 1000);
    float[] keypoints;
    float[] descriptors;
    try (NpzFile expected =
        NpzFile.open(
            SharedData.require("models/r2d2/reference/boat_r2d2_WASF_N16_extract1000.npz"))) {
      keypoints = floats(expected, "keypoints");
      descriptors = floats(expected, "descriptors");
    }
    Image image = ImageDecoder.decode(SharedData.require("models/r2d2/boat.png"));
    LocalFeatures features = extract(spec, image);
    assertEquals(1000, features.count());
    int same = 0;
    for (int i = 0; i < 1000; i++) {
      float patch = keypoints[3 * i + 2];
      // From the authors' places to ours, see the class.
      double offset = 0.5 * patch / 32 - 0.5;
      for (int j = 0; j < 1000; j++) {
        if (Math.abs(features.scales()[j] - patch) < 1e-3
            && Math.abs(features.x(j) - keypoints[3 * i] - offset) < 0.02
            && Math.abs(features.y(j) - keypoints[3 * i + 1] - offset) < 0.02
            && cosine(descriptors, i, features.descriptors(), j, 128) > 0.9999) {
          same++;
        }
      }
    }
    assertTrue(same >= 995, "same keypoints: " + same);
  }

  /** The kapture of Virtual Gallery, 1920 px wide: the authors' scales of a larger image. */
  @Test
  void pyramidOfLargeImagesStartsWhereTheAuthorsDoes() throws Exception {
    byte[] bytes =
        Files.readAllBytes(
            SharedData.require(
                "data/virtual_gallery/local_features/r2d2_500/keypoints/training/"
                    + "gallery_light1_loop1/frames/rgb/camera_0/rgb_00228.jpg.kpt"));
    FloatBuffer theirs = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
    TreeSet<Float> theirPatches = new TreeSet<>();
    for (int i = 2; i < theirs.limit(); i += 3) {
      theirPatches.add(theirs.get(i));
    }
    LocalFeatures features = extract(tiny(500, 1024, 256), SyntheticImages.texture(1920, 1080, 3));
    TreeSet<Float> patches = new TreeSet<>();
    for (float patch : features.scales()) {
      patches.add(patch);
    }
    assertEquals(theirPatches.first(), patches.first(), 1e-3f);
    assertEquals(theirPatches.higher(65f), patches.higher(65f), 1e-3f);
  }

  /** A blob's centre is found at the same full-resolution place at every scale of the pyramid. */
  @ParameterizedTest
  @ValueSource(ints = {640, 538, 453, 320})
  void scaledKeypointsLieAtTheirExactPlace(int side) throws Exception {
    List<double[]> centres = new ArrayList<>();
    Random random = new Random(1);
    for (int x = 40; x < 660; x += 48) {
      for (int y = 40; y < 440; y += 48) {
        centres.add(new double[] {x + 4 * random.nextDouble(), y + 4 * random.nextDouble()});
      }
    }
    Image image = SyntheticImages.blobs(700, 480, 3, centres.toArray(new double[0][]));
    LocalFeatures features = extract(tiny(200, side, side), image);
    List<Double> dx = new ArrayList<>();
    List<Double> dy = new ArrayList<>();
    for (double[] centre : centres) {
      for (int i = 0; i < features.count(); i++) {
        if (Math.hypot(features.x(i) - centre[0], features.y(i) - centre[1]) < 3) {
          dx.add(features.x(i) - centre[0]);
          dy.add(features.y(i) - centre[1]);
        }
      }
    }
    assertTrue(dx.size() >= 100, "found " + dx.size());
    // Maxima are whole pixels of the scaled image: the mean of many shows a shift.
    assertEquals(0, dx.stream().mapToDouble(d -> d).average().orElseThrow(), 0.15);
    assertEquals(0, dy.stream().mapToDouble(d -> d).average().orElseThrow(), 0.15);
  }

  @Test
  void bestOfAllScalesDescend() throws Exception {
    FeatureSpec spec = tiny(300, 256, 64);
    LocalFeatures features = extract(spec, SyntheticImages.texture(320, 200, 4));
    assertEquals(300, features.count());
    List<Float> patches = new ArrayList<>();
    for (int i = 0; i < features.count(); i++) {
      assertTrue(i == 0 || features.scores()[i] <= features.scores()[i - 1]);
      assertEquals(1, cosine(features.descriptors(), i, features.descriptors(), i, 16), 1e-4);
      patches.add(features.scales()[i]);
    }
    // 320 px is above the bound: the first scale used is 2^(-1/2), 226 px.
    assertEquals(32 * Math.sqrt(2), Collections.min(patches), 1e-3);
    assertTrue(patches.stream().distinct().count() >= 3);
  }

  @Test
  void greyImagesAndTinyOnesWork() throws Exception {
    assertTrue(extract(tiny(10, 256, 64), new Image(1, 1, 1, new byte[1])).count() <= 1);
    Image small = SyntheticImages.texture(40, 30, 2);
    assertTrue(extract(tiny(10, 256, 64), small).count() > 0);
    byte[] rgb = new byte[3 * 40 * 30];
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] = small.pixels()[i / 3];
    }
    assertArrayEquals(
        extract(tiny(10, 256, 64), small).descriptors(),
        extract(tiny(10, 256, 64), new Image(40, 30, 3, rgb)).descriptors());
  }

  @Test
  void sameImageSameBitsAlsoAfterOtherSizes() throws Exception {
    Image image = SyntheticImages.texture(200, 120, 6);
    try (var extractor = FeatureExtractors.open(tiny(50, 256, 64), Device.CPU)) {
      List<LocalFeatures> all =
          extractor.extract(List.of(image, SyntheticImages.texture(90, 256, 6), image));
      assertArrayEquals(all.get(0).xy(), all.get(2).xy());
      assertArrayEquals(all.get(0).descriptors(), all.get(2).descriptors());
    }
  }

  @Test
  void plateausAndBordersCountAsMaxima() {
    float[] repeatability = {.9f, .1f, .8f, .8f, .1f, .1f, .1f, .1f, .1f, .1f, .69f, .1f};
    float[] reliability = {.7f, 1, 1, .6f, 1, 1, 1, 1, 1, 1, 1, 1};
    assertArrayEquals(new int[] {0, 2}, R2d2Extractor.maxima(repeatability, reliability, 4, 3));
  }

  @Test
  void wrongDimensionIsNamed() throws Exception {
    FeatureSpec good = tiny(10, 64, 64);
    FeatureSpec bad = new FeatureSpec("r2d2", 128, 10, 64, 64, good.model());
    Exception e = assertThrows(RuntimeException.class, () -> new R2d2Extractor(bad, Device.CPU));
    assertTrue(e.getMessage().contains("16 dimensions"), e.getMessage());
  }

  private static FeatureSpec tiny(int maxKeypoints, int maxImageSide, int minImageSide)
      throws Exception {
    Path file = Path.of(R2d2ExtractorTest.class.getResource("tiny_r2d2.onnx").toURI());
    FeatureSpec spec = FeatureSpecs.ofOnnx(file, maxKeypoints);
    return new FeatureSpec(
        spec.type(), spec.dimension(), maxKeypoints, maxImageSide, minImageSide, spec.model());
  }

  private static LocalFeatures extract(FeatureSpec spec, Image image) {
    try (var extractor = new R2d2Extractor(spec, Device.CPU)) {
      return extractor.extract(List.of(image)).get(0);
    }
  }

  private static double cosine(float[] a, int i, float[] b, int j, int dimension) {
    double sum = 0;
    for (int k = 0; k < dimension; k++) {
      sum += a[i * dimension + k] * b[j * dimension + k];
    }
    return sum;
  }
}
