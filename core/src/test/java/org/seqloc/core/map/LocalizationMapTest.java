package org.seqloc.core.map;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.seqloc.core.feature.FeatureSpec;
import org.seqloc.core.feature.LocalFeatures;
import org.seqloc.core.geometry.Camera;
import org.seqloc.core.geometry.CameraModel;
import org.seqloc.core.geometry.Pose;
import org.seqloc.core.geometry.Vector3;
import org.seqloc.core.retrieval.VladModel;

class LocalizationMapTest {

  private static final int DIMENSION = 256;

  @TempDir Path folder;

  @Test
  void moreKeyframesThanAProcessHasMappings() throws IOException {
    // Four landmarks of 260 bytes each: more than one mapping holds, too.
    int keyframes = 100_000;
    float[] descriptors = new float[3 * DIMENSION];
    for (int i = 0; i < 3; i++) {
      descriptors[i * DIMENSION + i] = 1;
    }
    LocalFeatures features =
        new LocalFeatures(DIMENSION, new float[6], new float[3], new float[3], descriptors);
    VladModel model = VladModel.train(List.of(features), 1);
    Keyframe keyframe =
        new Keyframe(
            "image",
            0,
            0,
            new Camera(CameraModel.SIMPLE_PINHOLE, 640, 480, 500, 320, 240),
            Pose.IDENTITY);
    MapContent content =
        new MapContent(
            new FeatureSpec("synthetic", DIMENSION, 3, 640, 640, new byte[0]),
            Collections.nCopies(keyframes, keyframe),
            Collections.nCopies(keyframes, features),
            model,
            Collections.nCopies(keyframes, new float[] {1}));
    BitSet both = new BitSet();
    both.set(0, 2);
    // Keyframe k sees points 2 k, 2 k + 1 (twice) and the next one's first.
    for (int k = 0; k < keyframes; k++) {
      content.add(
          new Triangulator.Point(new Vector3(k, 0, 0), both),
          new int[][] {{k, 0}, {Math.max(0, k - 1), 1}});
      content.add(new Triangulator.Point(new Vector3(k, 1, 0), both), new int[][] {{k, 2}, {k, 2}});
    }
    Path file = folder.resolve("long.seqmap");
    content.write(file);
    try (LocalizationMap map = LocalizationMap.open(file)) {
      assertEquals(keyframes, map.keyframes().size());
      for (int k = 1; k < keyframes - 1; k += 997) {
        Landmarks landmarks = map.landmarks(k);
        assertEquals(4, landmarks.count());
        assertEquals(2 * k, landmarks.pointId(0));
        assertEquals(2 * k + 1, landmarks.pointId(1));
        assertEquals(2 * k + 2, landmarks.pointId(3));
        assertEquals(new Vector3(k, 1, 0), map.point(landmarks.pointId(2)));
        for (int i = 0; i < 4; i++) {
          float[] expected = new float[DIMENSION];
          expected[new int[] {0, 2, 2, 1}[i]] = 1;
          float[] actual = new float[DIMENSION];
          System.arraycopy(landmarks.descriptors(), i * DIMENSION, actual, 0, DIMENSION);
          assertArrayEquals(expected, actual);
        }
      }
    }
  }
}
