package org.seqloc.core.kapture.exchange;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.seqloc.core.SeqlocException;
import org.seqloc.core.geometry.Pose;
import org.seqloc.core.geometry.Quaternion;
import org.seqloc.core.geometry.Vector3;

/**
 * A slice of Extended CMU Seasons. The cameras c0 and c1 are those of intrinsics.txt; stamps are
 * the nanoseconds of the microseconds in the images' names (img_00122_c0_1303398475046031us.jpg).
 * Of the queries those have poses that camera-poses/ tells.
 *
 * @see <a href="https://www.visuallocalization.net/datasets/">Long-term visual localization</a>
 */
public final class CmuSeasonsImporter {

  private static final Pattern IMAGE = Pattern.compile("img_\\d+_(\\w+?)_(\\d{1,16})us\\.jpg");

  private CmuSeasonsImporter() {}

  /**
   * @param slice its number
   * @throws SeqlocException in one line when a file is missing or does not fit
   */
  public static ImportedDataset read(Path dir, int slice, Split split) {
    return DatasetCollector.collect(
        dir,
        collector -> {
          intrinsics(dir.resolve("intrinsics.txt"), collector);
          Path folder = dir.resolve("slice" + slice);
          Set<String> seen = new HashSet<>();
          if (split == Split.MAPPING) {
            Path list = folder.resolve("ground-truth-database-images-slice" + slice + ".txt");
            images(list, folder.resolve("database"), seen, collector);
          } else {
            Path list = folder.resolve("test-images-slice" + slice + ".txt");
            // Poses first: the list of all queries has none.
            for (Path poses : files(folder.resolve("camera-poses"))) {
              images(poses, folder.resolve("query"), seen, collector);
            }
            images(list, folder.resolve("query"), seen, collector);
          }
          return ImportedDataset.Reconstructed.NONE;
        });
  }

  private static List<Path> files(Path folder) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(f -> f.toString().endsWith(".txt")).sorted().toList();
    } catch (IOException e) {
      throw ImportFiles.unreadable(folder, e);
    }
  }

  private static void intrinsics(Path file, DatasetCollector collector) {
    try (TextLines in = new TextLines(file, "Extended CMU Seasons has its cameras there")) {
      while (in.nextRow()) {
        String id = in.word("the camera's name");
        collector.camera(id, ImageIntrinsics.camera(in));
      }
    }
  }

  private static void images(Path list, Path folder, Set<String> seen, DatasetCollector collector) {
    try (TextLines in = new TextLines(list, "the images of the slice")) {
      while (in.nextRow()) {
        String name = in.word("the image's name");
        Matcher matcher = IMAGE.matcher(name);
        if (!matcher.matches()) {
          throw in.fault("the image's name is not like img_00122_c0_1303398475046031us.jpg");
        }
        if (!seen.add(name)) {
          continue;
        }
        String camera = matcher.group(1);
        long stamp = Math.multiplyExact(Long.parseLong(matcher.group(2)), 1000L);
        try {
          collector.image(stamp, camera, name, folder);
          if (in.hasMore()) {
            double[] p = in.numbers(7, "the pose");
            Quaternion rotation = new Quaternion(p[0], p[1], p[2], p[3]);
            Vector3 centre = new Vector3(p[4], p[5], p[6]);
            collector.cameraFromWorld(
                stamp, camera, new Pose(rotation, rotation.rotate(centre).times(-1)));
          }
        } catch (IllegalArgumentException e) {
          throw in.fault(e);
        }
      }
    }
  }
}
