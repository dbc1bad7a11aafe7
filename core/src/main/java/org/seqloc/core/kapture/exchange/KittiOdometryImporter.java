package org.seqloc.core.kapture.exchange;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.seqloc.core.SeqlocException;
import org.seqloc.core.geometry.Camera;
import org.seqloc.core.geometry.CameraModel;
import org.seqloc.core.geometry.Pose;
import org.seqloc.core.geometry.Quaternion;
import org.seqloc.core.geometry.Vector3;
import org.seqloc.core.kapture.CameraRecord;
import org.seqloc.core.kapture.Kapture;
import org.seqloc.core.kapture.Sensor;

/**
 * A sequence of the KITTI odometry benchmark: calib.txt, times.txt, image_0 to image_3 (those that
 * are there) with 000000.png and so on, and poses.txt (or the benchmark's ../../poses/NN.txt) where
 * the ground truth is known.
 *
 * <p>The cameras become cam0 to cam3 on the rig "rig". The rig frame is the rectified one that the
 * projections P_i = K_i [I | t_i] share, that is camera 0's; the ground truth is its pose. Stamps
 * are the times in nanoseconds.
 *
 * @see <a href="https://www.cvlibs.net/datasets/kitti/eval_odometry.php">KITTI odometry</a>
 */
public final class KittiOdometryImporter {

  private static final String RIG = "rig";
  private static final int CAMERAS = 4;
  private static final Pattern PROJECTION = Pattern.compile("P([0-3]):");
  private static final String NO_POSES =
      "no poses: neither poses.txt nor the benchmark's ../../poses/NN.txt is there";

  private KittiOdometryImporter() {}

  /**
   * @throws SeqlocException in one line when a file is missing or does not fit the others
   */
  public static ImportedDataset read(Path dir) {
    Path timesFile = dir.resolve("times.txt");
    long[] stamps = times(timesFile);
    if (stamps.length == 0) {
      throw new SeqlocException(timesFile + " is empty");
    }
    Map<Integer, double[]> projections = projections(dir.resolve("calib.txt"));
    Kapture.Builder builder = Kapture.builder();
    SortedMap<String, Path> images = new TreeMap<>();
    try {
      for (int i = 0; i < CAMERAS; i++) {
        Path folder = dir.resolve("image_" + i);
        if (Files.isDirectory(folder)) {
          double[] projection = projections.get(i);
          if (projection == null) {
            throw new SeqlocException(
                dir.resolve("calib.txt") + " has no line P" + i + " for " + folder);
          }
          addCamera(builder, images, "cam" + i, projection, folder, stamps);
        }
      }
      if (images.isEmpty()) {
        throw new SeqlocException(
            dir + " is not a KITTI sequence: it has none of image_0 to image_3");
      }
      Optional<Path> poses = posesFile(dir);
      poses.ifPresent(file -> addPoses(builder, file, stamps));
      List<String> notes = new ArrayList<>();
      if (poses.isEmpty()) {
        notes.add(NO_POSES);
      }
      if (Files.isDirectory(dir.resolve("velodyne"))) {
        notes.add("the point clouds of velodyne are left out");
      }
      return new ImportedDataset(builder.build(), images, notes);
    } catch (IllegalArgumentException e) {
      throw new SeqlocException(dir + ": " + e.getMessage(), e);
    }
  }

  private static long[] times(Path file) {
    LongStream.Builder stamps = LongStream.builder();
    try (TextLines in = new TextLines(file, "a KITTI sequence has one time a frame")) {
      while (in.nextRow()) {
        stamps.add(in.seconds("the time"));
        in.requireEnd("a time");
      }
    }
    return stamps.build().toArray();
  }

  /** The file in the sequence, or where the benchmark has it: poses/00.txt for sequences/00. */
  private static Optional<Path> posesFile(Path dir) {
    List<Path> places = new ArrayList<>(List.of(dir.resolve("poses.txt")));
    Path sequence = dir.toAbsolutePath().normalize();
    if (sequence.getNameCount() >= 3) {
      Path dataset = sequence.getParent().getParent();
      places.add(dataset.resolve("poses").resolve(sequence.getFileName() + ".txt"));
    }
    return places.stream().filter(Files::isRegularFile).findFirst();
  }

  private static Map<Integer, double[]> projections(Path file) {
    Map<Integer, double[]> projections = new TreeMap<>();
    try (TextLines in =
        new TextLines(file, "a KITTI sequence has the projections P0: to P3: there")) {
      while (in.nextRow()) {
        Matcher key = PROJECTION.matcher(in.word("a name"));
        if (key.matches()) {
          double[] p = in.numbers(12, "the projection");
          in.requireEnd("12 numbers");
          checkProjection(p, in.where());
          projections.put(Integer.valueOf(key.group(1)), p);
        }
      }
    }
    return projections;
  }

  /** P = K [I | t] without skew is what a rectified camera has. */
  private static void checkProjection(double[] p, String where) {
    boolean rectified =
        p[0] > 0 && p[5] > 0 && p[1] == 0 && p[4] == 0 && p[8] == 0 && p[9] == 0 && p[10] == 1;
    if (!rectified) {
      throw new SeqlocException(where + ": not the projection of a rectified camera, K [I | t]");
    }
  }

  private static void addCamera(
      Kapture.Builder builder,
      SortedMap<String, Path> images,
      String id,
      double[] p,
      Path folder,
      long[] stamps) {
    checkCount(folder, stamps.length);
    ImportFiles.Size size = ImportFiles.imageSize(folder.resolve(fileName(0)));
    Camera camera =
        new Camera(CameraModel.PINHOLE, size.width(), size.height(), p[0], p[5], p[2], p[6]);
    builder.sensor(Sensor.ofCamera(id, id, camera));
    // The last column is K t.
    double tz = p[11];
    Vector3 t = new Vector3((p[3] - p[2] * tz) / p[0], (p[7] - p[6] * tz) / p[5], tz);
    builder.mount(RIG, id, new Pose(Quaternion.IDENTITY, t));
    for (int i = 0; i < stamps.length; i++) {
      Path file = folder.resolve(fileName(i));
      if (!Files.isRegularFile(file)) {
        throw new SeqlocException(file + " is missing: times.txt has " + stamps.length + " frames");
      }
      String imagePath = id + "/" + fileName(i);
      images.put(imagePath, file);
      builder.record(new CameraRecord(stamps[i], id, imagePath));
    }
  }

  private static void checkCount(Path folder, int frames) {
    try (Stream<Path> files = Files.list(folder)) {
      long count = files.filter(f -> f.toString().endsWith(".png")).count();
      if (count != frames) {
        throw new SeqlocException(
            folder + " has " + count + " PNG files, but times.txt has " + frames + " lines");
      }
    } catch (IOException e) {
      throw ImportFiles.unreadable(folder, e);
    }
  }

  private static String fileName(int frame) {
    return String.format(Locale.ROOT, "%06d.png", frame);
  }

  private static void addPoses(Kapture.Builder builder, Path file, long[] stamps) {
    List<Pose> poses = new ArrayList<>();
    try (TextLines in = new TextLines(file, "the ground truth")) {
      while (in.nextRow()) {
        double[] mapFromRig = in.numbers(12, "the pose");
        in.requireEnd("12 numbers");
        poses.add(ImportFiles.pose(mapFromRig, in.where()));
      }
    }
    if (poses.size() != stamps.length) {
      throw new SeqlocException(
          file + " has " + poses.size() + " poses, but times.txt has " + stamps.length);
    }
    for (int i = 0; i < stamps.length; i++) {
      builder.mapFromDevice(stamps[i], RIG, poses.get(i));
    }
  }
}
