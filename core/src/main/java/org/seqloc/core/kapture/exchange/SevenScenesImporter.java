package org.seqloc.core.kapture.exchange;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.seqloc.core.SeqlocException;
import org.seqloc.core.geometry.Camera;
import org.seqloc.core.geometry.CameraModel;
import org.seqloc.core.geometry.Pose;
import org.seqloc.core.geometry.Quaternion;
import org.seqloc.core.geometry.Vector3;
import org.seqloc.core.kapture.Sensor;

/**
 * Microsoft's 7-Scenes: a sequence of frame-NNNNNN.color.png (or .jpg) with frame-NNNNNN.depth.png
 * and frame-NNNNNN.pose.txt, a 4 x 4 camera-to-world matrix; or a scene, seq-01 and so on, of which
 * TrainSplit.txt and TestSplit.txt tell which sequences are for the map.
 *
 * <p>The poses are KinectFusion's, which follows the depth camera; the dataset has the raw images
 * of both cameras, not registered, and no calibration. So the poses are those of the rig "kinect",
 * whose frame is the depth camera's, and the colour camera is mounted on it as by kapture's own
 * converter, by the published calibration of another Kinect. Taken as the colour camera's own, the
 * poses would be 26 mm off.
 *
 * <p>Both cameras are PINHOLE with the principal point in the middle. Depth becomes metres in
 * float32. Frames carry no times: stamps count the frame number at the sensor's nominal 30 a
 * second, and the sequences of a scene are an hour apart. Names are those of kapture's converter,
 * which counts the stamps instead. A frame without a pose file, or whose pose is not finite, is
 * taken without a pose.
 *
 * @see <a
 *     href="https://projet.liris.cnrs.fr/voir/activities-dataset/kinect-calibration.html">LIRIS:
 *     Kinect calibration</a>
 */
public final class SevenScenesImporter {

  /**
   * Focal length in pixels assumed for the colour camera at 640 x 480; the published 585 is the
   * depth camera's.
   */
  public static final double DEFAULT_FOCAL_LENGTH = 525;

  private static final double DEPTH_FOCAL_LENGTH = 585;

  private static final String RIG = "kinect";
  private static final String COLOR = "kinect_rgb";
  private static final String DEPTH = "kinect_depth";

  private static final Pose COLOR_FROM_DEPTH =
      new Pose(
          new Quaternion(
              0.9999829690719851,
              0.004080640735846227,
              -0.00394659107519435,
              -0.0013543840101732576),
          new Vector3(-0.025558943178152542, 0.00010109636268061706, 0.002031832172948704));

  private static final int DEPTH_VALUES_A_METRE = 1000;
  private static final int NO_DEPTH = 65_535;
  private static final double FRAMES_PER_SECOND = 30;
  private static final long SEQUENCE_NANOS = 3_600_000_000_000L;
  private static final Pattern FRAME = Pattern.compile("frame-(\\d{1,9})\\.color\\.(?:png|jpg)");
  private static final Pattern SEQUENCE = Pattern.compile("seq-(\\d{1,4})");
  private static final Pattern SPLIT_ROW = Pattern.compile("sequence\\s*(\\d{1,4})");

  /**
   * Frames of a folder.
   *
   * @param prefix of the files' names in the kapture
   */
  private record Sequence(
      Path dir, SortedMap<Integer, Path> frames, String prefix, long startNanos) {}

  private final DatasetCollector collector;
  private final Camera depthCamera;
  private final DepthMaps depths;
  private int unposed;

  /**
   * @param size of the images
   */
  private SevenScenesImporter(DatasetCollector collector, ImportFiles.Size size) {
    this.collector = collector;
    depthCamera = camera(size, DEPTH_FOCAL_LENGTH);
    depths = new DepthMaps(depthCamera, DEPTH_VALUES_A_METRE, NO_DEPTH);
  }

  /**
   * @param dir of a sequence or a scene
   * @param focalLength of the colour camera, in pixels
   * @param splits of a scene; a sequence has none, and is asked for both
   * @throws SeqlocException in one line when there are no frames or a pose cannot be read
   */
  public static ImportedDataset read(Path dir, double focalLength, Set<Split> splits) {
    return DatasetCollector.collect(dir, collector -> read(dir, focalLength, splits, collector));
  }

  private static ImportedDataset.Reconstructed read(
      Path dir, double focalLength, Set<Split> splits, DatasetCollector collector) {
    List<Sequence> sequences = sequences(dir, splits);
    SortedMap<Integer, Path> first = sequences.get(0).frames();
    ImportFiles.Size size = ImportFiles.imageSize(first.get(first.firstKey()));
    collector.camera(COLOR, camera(size, focalLength));
    collector.builder().mount(RIG, COLOR, COLOR_FROM_DEPTH);
    SevenScenesImporter importer = new SevenScenesImporter(collector, size);
    for (Sequence sequence : sequences) {
      sequence.frames().forEach((number, image) -> importer.frame(sequence, number, image));
    }
    collector.note("focal length taken as " + focalLength + " px");
    collector.note(
        "poses are the depth camera's; the colour camera is mounted beside it as another Kinect's");
    if (importer.unposed > 0) {
      collector.note(importer.unposed + " frames have no pose");
    }
    return importer.depths;
  }

  private void frame(Sequence sequence, int number, Path image) {
    String name = image.getFileName().toString();
    String stem = name.substring(0, name.indexOf('.'));
    long stamp = sequence.startNanos() + Math.round(number * 1e9 / FRAMES_PER_SECOND);
    collector.file(stamp, COLOR, sequence.prefix() + name, image);
    Path depth = sequence.dir().resolve(stem + ".depth.png");
    if (Files.exists(depth)) {
      if (!collector.hasSensor(DEPTH)) {
        List<String> parameters = Sensor.ofCamera(DEPTH, "", depthCamera).parameters();
        collector.sensor(new Sensor(DEPTH, "", "depth", parameters));
        collector.builder().mount(RIG, DEPTH, Pose.IDENTITY);
      }
      String path = sequence.prefix() + stem + ".depth";
      collector.builder().depth(stamp, DEPTH, path);
      depths.add(path, depth);
    }
    Path poseFile = sequence.dir().resolve(stem + ".pose.txt");
    double[] mapFromKinect = Files.exists(poseFile) ? matrix(poseFile) : new double[0];
    if (mapFromKinect.length > 0) {
      Pose pose = ImportFiles.pose(mapFromKinect, poseFile.toString());
      collector.builder().mapFromDevice(stamp, RIG, pose);
    } else {
      unposed++;
    }
  }

  private static List<Sequence> sequences(Path dir, Set<Split> splits) {
    boolean all = splits.containsAll(EnumSet.allOf(Split.class));
    SortedMap<Integer, Path> folders = numbered(dir, SEQUENCE);
    if (folders.isEmpty()) {
      if (!all) {
        throw new SeqlocException(dir + " is no scene with seq-01 and so on: it has no splits");
      }
      return List.of(new Sequence(dir, frames(dir), "", 0));
    }
    SortedSet<Integer> taken = new TreeSet<>();
    if (all) {
      taken.addAll(folders.keySet());
    } else {
      splits.forEach(split -> taken.addAll(numbersOf(split, dir)));
    }
    List<Sequence> sequences = new ArrayList<>();
    for (int number : taken) {
      Path folder = folders.get(number);
      if (folder == null) {
        throw new SeqlocException(
            String.format("%s has no seq-%02d, which its split names", dir, number));
      }
      String prefix = folder.getFileName() + "/";
      long start = Math.max(0, number - 1) * SEQUENCE_NANOS;
      sequences.add(new Sequence(folder, frames(folder), prefix, start));
    }
    return sequences;
  }

  private static SortedSet<Integer> numbersOf(Split split, Path dir) {
    Path file = dir.resolve(split == Split.MAPPING ? "TrainSplit.txt" : "TestSplit.txt");
    SortedSet<Integer> numbers = new TreeSet<>();
    try (TextLines in = new TextLines(file, "it tells the split; import both")) {
      while (in.nextRow()) {
        Matcher row = SPLIT_ROW.matcher(in.line().strip());
        if (!row.matches()) {
          throw in.fault("expected sequenceN, found '" + in.line() + "'");
        }
        numbers.add(Integer.valueOf(row.group(1)));
      }
    }
    if (numbers.isEmpty()) {
      throw new SeqlocException(file + " names no sequence");
    }
    return numbers;
  }

  private static Camera camera(ImportFiles.Size size, double focalLength) {
    return new Camera(
        CameraModel.PINHOLE,
        size.width(),
        size.height(),
        focalLength,
        focalLength,
        size.width() / 2.0,
        size.height() / 2.0);
  }

  private static SortedMap<Integer, Path> frames(Path dir) {
    SortedMap<Integer, Path> frames = numbered(dir, FRAME);
    if (frames.isEmpty()) {
      throw new SeqlocException(
          dir
              + " is not a 7-Scenes sequence or scene: it has no frame-NNNNNN.color.png or .jpg, and"
              + " no seq-01");
    }
    return frames;
  }

  /** What is in a folder, by the number in its name. */
  private static SortedMap<Integer, Path> numbered(Path dir, Pattern pattern) {
    SortedMap<Integer, Path> found = new TreeMap<>();
    try (Stream<Path> files = Files.list(dir)) {
      for (Path file : files.sorted().toList()) {
        Matcher name = pattern.matcher(file.getFileName().toString());
        if (name.matches()) {
          Path other = found.put(Integer.valueOf(name.group(1)), file);
          if (other != null) {
            throw new SeqlocException(
                dir + " has one twice: " + other.getFileName() + ", " + file.getFileName());
          }
        }
      }
    } catch (IOException e) {
      throw ImportFiles.unreadable(dir, e);
    }
    return found;
  }

  /** The 16 numbers; none when one of them is not finite. */
  private static double[] matrix(Path file) {
    List<Double> values = new ArrayList<>();
    try (TextLines in = new TextLines(file, "")) {
      while (in.nextRow()) {
        while (in.hasMore()) {
          values.add(in.numberOrNaN("a number of the pose"));
        }
      }
    }
    if (values.size() != 16) {
      throw new SeqlocException(file + ": expected 16 numbers, found " + values.size());
    }
    return values.stream().allMatch(Double::isFinite)
        ? values.stream().mapToDouble(v -> v).toArray()
        : new double[0];
  }
}
