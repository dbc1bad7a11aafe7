package org.seqloc.core.kapture.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.seqloc.core.SeqlocException;
import org.seqloc.core.kapture.FeatureArray;
import org.seqloc.core.kapture.FeatureKind;

/** Damaged features and matches of OpenMVG are refused in one line. */
class OpenMvgDamageTest extends OpenMvgProject {

  @Test
  void damagedFeaturesAreToldInOneLine() throws IOException {
    Map<String, String> faults =
        Map.of(
            "1 2 3 4\n1 2 3\n", "line 2: orientation is missing",
            "1 2 3 4 5\n", "line 1: more than x, y, scale and orientation",
            "1 nan 3 4\n", "line 1: y is not finite",
            "1 2 x 4\n", "line 1: scale is not a number: 'x'");
    for (Map.Entry<String, String> fault : faults.entrySet()) {
      text("a.feat", fault.getKey());
      assertEquals("/matches/a.feat, " + fault.getValue(), fault());
    }
    // Where a detector has no orientation.
    text("a.feat", "1 2 3 -nan\n4 5 6 7\n");
    FeatureArray a =
        features(reconstruction(), FeatureKind.KEYPOINTS, "SIFT_Regions", "images/a.png");
    assertTrue(Double.isNaN(a.get(0, 3)));
  }

  @Test
  void damagedDescriptorsAreToldInOneLine() throws IOException {
    descriptors("a", 1, new byte[128]);
    assertEquals(
        "/matches/a.desc, byte 8: 1 descriptors, but /matches/a.feat has 2 features", fault());
    descriptors("a", 2, new byte[255]);
    assertEquals(
        "/matches/a.desc, byte 8: 2 descriptors of 128 bytes, but only 255 bytes are left",
        fault());
    descriptors("a", 2, new byte[257]);
    assertEquals("/matches/a.desc, byte 264: 1 bytes are left behind the last record", fault());
    descriptors("a", -1, new byte[256]);
    assertEquals(
        "/matches/a.desc, byte 8: 18446744073709551615 descriptors of 128 bytes, but only 256"
            + " bytes are left",
        fault());
    Files.write(matches.resolve("a.desc"), new byte[7]);
    assertEquals("/matches/a.desc, byte 7: the file ends too early", fault());
  }

  @Test
  void damagedMatchesAreToldInOneLine() throws IOException {
    Map<String, String> faults =
        Map.of(
            "3 7\n2\n2 0\n",
            ", line 4: the file ends, match 2 of 2 is missing",
            "3 7\n",
            ", line 2: the file ends, the number of matches is missing",
            "3 7\n-1\n",
            ", line 2: the number of matches is -1, not between 0 and 16777216",
            "3 7\n1\n-2 0\n",
            ", line 3: a feature is -2, not between 0 and 2147483647",
            "3 7\n1\n2 0 1\n",
            ", line 3: more than two features",
            "3 7\n1\n3 0\n",
            ", views 3 and 7: a match of feature 3 of images/b.png, which has 3, from 0",
            "3 7\n1\n0 2\n",
            ", views 3 and 7: a match of feature 2 of images/a.png, which has 2, from 0",
            "3 3\n0\n",
            ", views 3 and 3: an image is matched with itself",
            MATCHES + "7 3\n0\n",
            ", views 7 and 3: matched a second time");
    for (Map.Entry<String, String> fault : faults.entrySet()) {
      text("matches.f.txt", fault.getKey());
      assertEquals("/matches/matches.f.txt" + fault.getValue(), fault());
    }
  }

  @Test
  void damagedBinaryMatchesAreToldInOneLine() throws IOException {
    Map<byte[], String> faults =
        Map.of(
            archive(1, 3, 7, 2, 2, 0),
            "byte 25: 2 matches of views 3 and 7, but only 8 bytes are left",
            archive(1, 3, 7, 1L << 60, 2, 0),
            "byte 25: 1152921504606846976 matches of views 3 and 7, but only 8 bytes are left",
            archive(-1, 3, 7, 1, 2, 0),
            "byte 9: 18446744073709551615 pairs, but only 24 bytes are left",
            archive(1, 3, 7, 1, -1, 0),
            "byte 29: a feature is 4294967295, more than 2147483647",
            archive(1, 3, 7, 0, 1),
            "byte 25: 4 bytes are left behind the last record",
            new byte[9],
            "byte 1: not a little-endian archive of matches: save them as text");
    for (Map.Entry<byte[], String> fault : faults.entrySet()) {
      Files.write(matches.resolve("matches.f.bin"), fault.getKey());
      assertEquals("/matches/matches.f.bin, " + fault.getValue(), fault());
    }
  }

  @Test
  void hugeCountsTakeNoMemory() throws IOException {
    text("matches.f.txt", "3 7\n16777216\n0 0\n");
    assertTrue(allocated() < 32 << 20);
    descriptors("a", Long.MAX_VALUE / 128, new byte[256]);
    text("matches.f.txt", MATCHES);
    assertTrue(allocated() < 32 << 20);
  }

  /** Bytes that a refused import has allocated. */
  private long allocated() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long thread = Thread.currentThread().getId();
    long before = threads.getThreadAllocatedBytes(thread);
    fault();
    return threads.getThreadAllocatedBytes(thread) - before;
  }

  @Test
  void pointsThatSeeNoFeatureAreToldInOneLine() throws IOException {
    structure("3", "0");
    assertEquals(
        "/reconstruction/sfm_data.json, point 31: it is seen by feature 3 of images/b.png, but"
            + " /matches/b.feat has 3, from 0",
        fault());
    structure("2", "9999999999");
    assertEquals(
        "/reconstruction/sfm_data.json, point 31: no number of a feature: 9999999999", fault());
  }

  @Test
  void namesThatAreNoFoldersAreRefused() throws IOException {
    describer("../../x", "D");
    assertEquals(
        "/matches/image_describer.json: the feature type '../../x' cannot name a folder", fault());
    text("image_describer.json", "{}");
    assertEquals("/matches/image_describer.json: regions_type has no polymorphic_name", fault());
  }

  @Test
  void everyCutAndEveryFlippedByteIsReadOrRefused() throws IOException {
    Files.write(matches.resolve("matches.f.bin"), archive(1, 3, 7, 2, 2, 0, 0, 1));
    for (String name : List.of("matches.f.bin", "b.feat", "a.desc", "image_describer.json")) {
      Path target = matches.resolve(name);
      byte[] whole = Files.readAllBytes(target);
      for (int i = 0; i < whole.length; i += name.equals("a.desc") && i >= 16 ? 31 : 1) {
        byte[] flipped = whole.clone();
        flipped[i] ^= (byte) 0xff;
        for (byte[] damaged : List.of(Arrays.copyOf(whole, i), flipped)) {
          Files.write(target, damaged);
          try {
            written();
          } catch (SeqlocException e) {
            assertFalse(e.getMessage().contains("\n"), e.getMessage());
          }
        }
      }
      Files.write(target, whole);
    }
    assertEquals(1, reconstruction().matches().size());
  }
}
