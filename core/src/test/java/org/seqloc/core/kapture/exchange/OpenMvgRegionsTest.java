package org.seqloc.core.kapture.exchange;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.seqloc.core.kapture.DType;
import org.seqloc.core.kapture.FeatureArray;
import org.seqloc.core.kapture.FeatureConfig;
import org.seqloc.core.kapture.FeatureKind;
import org.seqloc.core.kapture.Observations;
import org.seqloc.core.kapture.Reconstruction;

/** OpenMVG's features and matches. */
class OpenMvgRegionsTest extends OpenMvgProject {

  @Test
  void featuresComeAsByKapturesOwnConverter() {
    Reconstruction r = reconstruction();
    assertEquals(
        new FeatureConfig(FeatureKind.KEYPOINTS, "SIFT_Regions", "SIFT", DType.FLOAT, 4, "", ""),
        r.features(FeatureKind.KEYPOINTS).get("SIFT_Regions").config());
    assertEquals(
        new FeatureConfig(
            FeatureKind.DESCRIPTORS,
            "SIFT_Image_describer",
            "SIFT",
            DType.UINT8,
            128,
            "SIFT_Regions",
            "L2"),
        r.features(FeatureKind.DESCRIPTORS).get("SIFT_Image_describer").config());
    assertEquals(List.of("SIFT_Regions"), List.copyOf(r.features(FeatureKind.KEYPOINTS).keySet()));
    assertEquals(
        FeatureArray.ofDoubles(
            4, new double[] {1, 2, 3, 4, 100.5, 20.25, 2, -1, 639, 479, 1.5, 6.28}),
        features(r, FeatureKind.KEYPOINTS, "SIFT_Regions", "images/b.png"));
    FeatureArray a = features(r, FeatureKind.DESCRIPTORS, "SIFT_Image_describer", "images/a.png");
    assertEquals(2, a.rows());
    assertEquals(200, a.get(0, 0));
    assertEquals(17, a.get(1, 127));
    Observations.Sighting inA = new Observations.Sighting("images/a.png", 0);
    assertEquals(
        List.of(
            new Observations.Track(0, "SIFT_Regions", List.of(inB(0))),
            new Observations.Track(1, "SIFT_Regions", List.of(inB(2), inA)),
            new Observations.Track(2, "SIFT_Regions", List.of(inB(1)))),
        List.copyOf(r.observations().orElseThrow().tracks()));
    assertEquals(31, r.points3d().orElseThrow().row(1)[0]);
    assertEquals(
        List.of(
            "1 images have no features: no .feat file in " + matches,
            "matches of 1 pairs of images are from " + matches.resolve("matches.f.txt")),
        read().notes());
  }

  @Test
  void matchesAreTurnedWithTheirImages() throws IOException {
    FeatureArray turned = FeatureArray.ofDoubles(3, new double[] {0, 2, 1, 1, 0, 1});
    assertEquals(turned, reconstruction().matches().get("SIFT_Regions").read(PAIR).orElseThrow());
    text("matches.f.txt", "7 3\n2\n0 2\n1 0\n");
    assertEquals(turned, reconstruction().matches().get("SIFT_Regions").read(PAIR).orElseThrow());
  }

  @Test
  void binaryMatchesAreThoseOfTheText() throws IOException {
    FeatureArray text = reconstruction().matches().get("SIFT_Regions").read(PAIR).orElseThrow();
    Files.delete(matches.resolve("matches.f.txt"));
    Files.write(matches.resolve("matches.f.bin"), archive(1, 3, 7, 2, 2, 0, 0, 1));
    assertEquals(text, reconstruction().matches().get("SIFT_Regions").read(PAIR).orElseThrow());
  }

  @Test
  void matchesThatAgreeWithTheGeometryAreTakenFirst() throws IOException {
    String[] names = {
      "matches.putative.txt", "matches.putative.bin", "matches.h.txt", "matches.e.bin"
    };
    Files.delete(matches.resolve("matches.f.txt"));
    assertTrue(reconstruction().matches().isEmpty());
    for (String name : names) {
      Files.write(
          matches.resolve(name),
          name.endsWith("txt") ? MATCHES.getBytes(US_ASCII) : archive(1, 3, 7, 1, 1, 1));
      assertTrue(
          read().notes().contains("matches of 1 pairs of images are from " + matches.resolve(name)),
          read().notes()::toString);
    }
  }

  @Test
  void matchesOfViewsWithoutFeaturesAreLeftOut() throws IOException {
    text("matches.f.txt", MATCHES + "3 9\n1\n0 0\n3 4294967295\n1\n0 0\n");
    assertEquals(List.of(PAIR), reconstruction().matches().get("SIFT_Regions").pairs());
    assertEquals(
        "those of 2 pairs are left out: of views that are not there or have no features",
        read().notes().get(2));
  }

  @ParameterizedTest
  @CsvSource({
    "SIFT_Regions, 128, UINT8, 128, L2",
    "SIFT_Float_Regions, 512, FLOAT32, 128, L2",
    "AKAZE_Float_Regions, 256, FLOAT32, 64, L2",
    "AKAZE_Liop_Regions, 144, UINT8, 144, L2",
    "AKAZE_Binary_Regions, 64, UINT8, 64, Hamming",
    "ORB_Binary_Regions, 32, UINT8, 32, Hamming",
  })
  void descriptorsAreOfTheirKind(String kind, int bytes, DType dtype, int dsize, String metric)
      throws IOException {
    describer(kind, "D");
    descriptors("b", 3, new byte[3 * bytes]);
    byte[] rows = new byte[2 * bytes];
    rows[bytes + 2] = (byte) 0x80;
    rows[bytes + 3] = 0x3f; // 1.0f, little endian
    descriptors("a", 2, rows);
    Reconstruction r = reconstruction();
    FeatureConfig config = r.features(FeatureKind.DESCRIPTORS).get("D").config();
    assertEquals(dtype, config.dtype());
    assertEquals(dsize, config.dsize());
    assertEquals(metric, config.metricType());
    assertEquals(kind, config.keypointsType());
    FeatureArray a = features(r, FeatureKind.DESCRIPTORS, "D", "images/a.png");
    assertEquals(2, a.rows());
    assertEquals(dtype == DType.UINT8 ? 0 : 1, a.get(1, 0));
    assertEquals(dtype == DType.UINT8 ? 128 : 0, a.get(1, 2));
  }

  @Test
  void descriptorsOfAnUnknownKindAreLeftOut() throws IOException {
    describer("NEW_Regions", "D");
    Reconstruction r = reconstruction();
    assertTrue(r.features(FeatureKind.DESCRIPTORS).isEmpty());
    assertEquals(3, features(r, FeatureKind.KEYPOINTS, "NEW_Regions", "images/b.png").rows());
    assertTrue(
        read()
            .notes()
            .contains(
                "the descriptors in "
                    + matches
                    + " are left out: unknown is what a row of NEW_Regions holds"));
  }

  @Test
  void imagesMayBeWithoutDescriptors() throws IOException {
    Files.delete(matches.resolve("a.desc"));
    Reconstruction r = reconstruction();
    assertEquals(
        List.of("images/b.png"),
        r.features(FeatureKind.DESCRIPTORS).get("SIFT_Image_describer").images());
    assertTrue(
        read().notes().contains("1 images have no descriptors: no .desc file in " + matches));
  }

  @Test
  void imagesMayHaveNoFeatureAtAll() throws IOException {
    text("c.feat", "");
    descriptors("c", 0, new byte[0]);
    Reconstruction r = reconstruction();
    assertEquals(0, features(r, FeatureKind.KEYPOINTS, "SIFT_Regions", "images/sub/c.png").rows());
  }

  @Test
  void featuresThatPointsCannotReferToAreLeftOut() throws IOException {
    structure("2", "4294967295");
    leftOut("points do not tell by which features they are seen");
    structure("2", "0");
    Files.move(matches.resolve("a.feat"), matches.resolve("A.feat.old"));
    leftOut("points are seen by images/a.png, which has no .feat file");
    Files.delete(matches.resolve("b.feat"));
    leftOut("no image has a .feat file");
  }

  @Test
  void featuresOfTwoImagesWithOneNameAreLeftOut() throws IOException {
    Files.writeString(file, Files.readString(file).replace("c.png", "a.jpg"));
    leftOut("a.feat stands for both images/a.png and images/sub/a.jpg");
  }

  /** As before features were taken: keypoints where points are seen. */
  private void leftOut(String why) {
    Reconstruction r = reconstruction();
    assertEquals(List.of("openmvg"), List.copyOf(r.features(FeatureKind.KEYPOINTS).keySet()));
    assertTrue(r.features(FeatureKind.DESCRIPTORS).isEmpty());
    assertTrue(r.matches().isEmpty());
    assertEquals(
        FeatureArray.ofFloats(2, new float[] {1, 2, 639, 479, 100.5f, 20.25f}),
        features(r, FeatureKind.KEYPOINTS, "openmvg", "images/b.png"));
    assertEquals(
        List.of("the features and matches in " + matches + " are left out: " + why),
        read().notes());
  }

  @Test
  void regionsAreFoundBesideTheFileFirst() throws IOException {
    Path beside = file.getParent();
    for (String name : List.of("image_describer.json", "a.feat", "b.feat")) {
      Files.copy(matches.resolve(name), beside.resolve(name));
    }
    assertTrue(reconstruction().features(FeatureKind.DESCRIPTORS).isEmpty());
    assertEquals(
        "the features and matches in " + matches + " are left out: others are there",
        read().notes().get(0));
  }
}
