package org.seqloc.core.kapture.exchange;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.seqloc.core.SeqlocException;
import org.seqloc.core.geometry.Quaternion;
import org.seqloc.core.geometry.Vector3;
import org.seqloc.core.kapture.KapturePose;

/** Images of which nothing else is known, or what a list says of them. */
public final class ImageListImporter {

  private ImageListImporter() {}

  /**
   * The images of a folder and those below, in the order of their names; stamps count them. Nobody
   * knows their calibration: the cameras are of type UNKNOWN_CAMERA.
   *
   * @param shared whether the images of one folder and size have one camera, not each its own
   *     (sensor0 and so on, as by kapture's own converter)
   */
  public static ImportedDataset folder(Path dir, boolean shared) {
    return DatasetCollector.collect(
        dir,
        collector -> {
          List<Path> files = images(dir);
          if (files.isEmpty()) {
            throw new SeqlocException(dir + " has no images (.jpg, .jpeg, .png)");
          }
          for (int i = 0; i < files.size(); i++) {
            String name = name(dir, files.get(i));
            ImportFiles.Size size = ImportFiles.imageSize(files.get(i));
            String id = shared ? sharedId(name, size) : "sensor" + i;
            collector.unknownCamera(id, size);
            collector.file(i, id, name, files.get(i));
          }
          return ImportedDataset.Reconstructed.NONE;
        });
  }

  private static String sharedId(String name, ImportFiles.Size size) {
    int slash = name.lastIndexOf('/');
    return String.format(
        Locale.ROOT,
        "%s%dx%d",
        slash < 0 ? "" : name.substring(0, slash) + "_",
        size.width(),
        size.height());
  }

  private static String name(Path dir, Path file) {
    return dir.relativize(file).toString().replace('\\', '/');
  }

  private static List<Path> images(Path dir) {
    try (Stream<Path> all = Files.walk(dir)) {
      return all.filter(Files::isRegularFile)
          .filter(f -> f.toString().toLowerCase(Locale.ROOT).matches(".*\\.(jpe?g|png)"))
          .sorted((a, b) -> name(dir, a).compareTo(name(dir, b)))
          .toList();
    } catch (UncheckedIOException e) {
      throw ImportFiles.unreadable(dir, e.getCause());
    } catch (IOException e) {
      throw ImportFiles.unreadable(dir, e);
    }
  }

  /**
   * A list of lines {@code timestamp, camera, image[, qw, qx, qy, qz, tx, ty, tz]}, where the pose
   * is cameraFromWorld and its rotation or translation may be blank: the columns of kapture's own
   * tables.
   *
   * @param images the folder of the images; their names in the kapture are the list's
   * @throws SeqlocException in one line naming file and line
   */
  public static ImportedDataset list(Path list, Path images) {
    return DatasetCollector.collect(
        list,
        collector -> {
          try (TextLines in = new TextLines(list, "a list of images")) {
            while (in.nextRow()) {
              try {
                row(in, images, collector);
              } catch (IllegalArgumentException e) {
                throw in.fault(e);
              }
            }
          }
          return ImportedDataset.Reconstructed.NONE;
        });
  }

  private static void row(TextLines in, Path images, DatasetCollector collector) {
    List<String> columns = Stream.of(in.line().split(",", -1)).map(String::strip).toList();
    if (columns.size() != 3 && columns.size() != 10) {
      throw new IllegalArgumentException(
          "expected timestamp, camera, image[, qw, qx, qy, qz, tx, ty, tz], found "
              + columns.size()
              + " columns");
    }
    long stamp = stamp(columns.get(0));
    String camera = columns.get(1);
    String name = nameOf(columns.get(2), images);
    Path file = DatasetCollector.existing(images.resolve(name));
    if (!collector.hasSensor(camera)) {
      collector.unknownCamera(camera, ImportFiles.imageSize(file));
    }
    collector.file(stamp, camera, name, file);
    if (columns.size() == 10) {
      Optional<double[]> q = numbers(columns.subList(3, 7));
      Optional<double[]> t = numbers(columns.subList(7, 10));
      if (q.isPresent() || t.isPresent()) {
        KapturePose pose =
            new KapturePose(
                q.map(v -> new Quaternion(v[0], v[1], v[2], v[3])),
                t.map(v -> new Vector3(v[0], v[1], v[2])));
        collector.builder().pose(stamp, camera, pose);
      }
    }
  }

  /** A list may name its images by whole paths, which must lie below the folder. */
  private static String nameOf(String path, Path images) {
    Path file = Path.of(path);
    if (!file.isAbsolute()) {
      return DatasetCollector.checked(path);
    }
    Path folder = images.toAbsolutePath().normalize();
    if (!file.normalize().startsWith(folder)) {
      throw new IllegalArgumentException("image " + path + " is not below " + folder);
    }
    return DatasetCollector.checked(name(folder, file.normalize()));
  }

  private static long stamp(String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("the timestamp is not a whole number: '" + text + "'", e);
    }
  }

  private static double number(String text) {
    try {
      double value = Double.parseDouble(text);
      if (Double.isFinite(value)) {
        return value;
      }
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("the pose has no number at '" + text + "'", e);
    }
    throw new IllegalArgumentException("a number of the pose is not finite");
  }

  private static Optional<double[]> numbers(List<String> columns) {
    if (columns.stream().allMatch(String::isEmpty)) {
      return Optional.empty();
    }
    return Optional.of(columns.stream().mapToDouble(ImageListImporter::number).toArray());
  }
}
