package org.seqloc.core.kapture.exchange;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.seqloc.core.SeqlocException;
import org.seqloc.core.geometry.Camera;
import org.seqloc.core.geometry.CameraModel;
import org.seqloc.core.geometry.Pose;
import org.seqloc.core.geometry.Quaternion;
import org.seqloc.core.geometry.Vector3;

/**
 * Virtual Gallery: rendered drives of a rig of six cameras through a gallery (training), and lone
 * images of it with visitors (testing). Names are those of kapture's own converter:
 * training_camera_0 to 5 on training_rig, testing_light_1_occlusion_2_frame_3. Stamps count the
 * frames of all training drives, then the testing images from the number of training images on.
 *
 * @see <a href="https://europe.naverlabs.com/research/3d-vision/virtual-gallery-dataset/">Virtual
 *     Gallery</a>
 */
public final class VirtualGalleryImporter {

  private static final String RIG = "training_rig";
  private static final int CAMERAS = 6;
  private static final int WIDTH = 1920;
  private static final int HEIGHT = 1080;

  /** The cameras stand in a circle of this radius in metres, each a sixth of a turn on. */
  private static final double RADIUS = 0.10;

  private static final Pattern TRAINING = Pattern.compile("gallery_light(\\d{1,4})_loop(\\d{1,4})");
  private static final Pattern TESTING =
      Pattern.compile("gallery_light(\\d{1,4})_occlusion(\\d{1,4})");

  private record Frame(int frame, int camera) {}

  private record Drive(Path folder, int light, int part) {}

  private VirtualGalleryImporter() {}

  /**
   * @param splits training is MAPPING, testing QUERY
   * @throws SeqlocException in one line when a file is missing or does not fit
   */
  public static ImportedDataset read(Path dir, Set<Split> splits) {
    return DatasetCollector.collect(
        dir,
        collector -> {
          int images = 0;
          if (splits.contains(Split.MAPPING)) {
            images = training(dir, collector);
          }
          if (splits.contains(Split.QUERY)) {
            testing(dir, images, collector);
          }
          return ImportedDataset.Reconstructed.NONE;
        });
  }

  private static int training(Path dir, DatasetCollector collector) {
    int images = 0;
    long first = 0;
    for (Drive drive : drives(dir.resolve("training"), TRAINING)) {
      Map<Frame, double[]> intrinsics = intrinsics(drive);
      Map<Integer, Long> stamps = new HashMap<>();
      for (Map.Entry<Frame, Pose> entry : extrinsics(drive).entrySet()) {
        Frame frame = entry.getKey();
        if (frame.camera() >= CAMERAS) {
          throw new IllegalArgumentException("there is no camera " + frame.camera());
        }
        stamps.putIfAbsent(frame.frame(), first + stamps.size());
        long stamp = stamps.get(frame.frame());
        String id = "training_camera_" + frame.camera();
        if (!collector.hasSensor(id)) {
          collector.camera(id, camera(intrinsics.get(frame), drive.folder()));
          collector.builder().mount(RIG, id, cameraFromRig(frame.camera()));
        }
        String name =
            String.format(
                Locale.ROOT,
                "training/%s/frames/rgb/camera_%d/rgb_%05d.jpg",
                drive.folder().getFileName(),
                frame.camera(),
                frame.frame());
        collector.image(stamp, id, name, dir);
        collector.cameraFromWorld(stamp, id, entry.getValue());
        images++;
      }
      first += stamps.size();
    }
    return images;
  }

  private static Pose cameraFromRig(int camera) {
    double turn = -camera * 2 * Math.PI / CAMERAS;
    return new Pose(Quaternion.exp(new Vector3(0, turn, 0)), new Vector3(0, 0, -RADIUS));
  }

  private static void testing(Path dir, int first, DatasetCollector collector) {
    long stamp = first;
    for (Drive drive : drives(dir.resolve("testing"), TESTING)) {
      Map<Frame, double[]> intrinsics = intrinsics(drive);
      for (Map.Entry<Frame, Pose> entry : extrinsics(drive).entrySet()) {
        int frame = entry.getKey().frame();
        String id =
            String.format(
                Locale.ROOT,
                "testing_light_%d_occlusion_%d_frame_%d",
                drive.light(),
                drive.part(),
                frame);
        collector.camera(id, camera(intrinsics.get(entry.getKey()), drive.folder()));
        String name =
            String.format(
                Locale.ROOT,
                "testing/%s/frames/rgb/camera_0/rgb_%05d.jpg",
                drive.folder().getFileName(),
                frame);
        collector.image(stamp, id, name, dir);
        collector.cameraFromWorld(stamp, id, entry.getValue());
        stamp++;
      }
    }
  }

  private static Camera camera(double[] k, Path folder) {
    if (k == null) {
      throw new SeqlocException(
          folder.resolve("intrinsic.txt") + " lacks a frame of extrinsic.txt");
    }
    return new Camera(CameraModel.PINHOLE, WIDTH, HEIGHT, k);
  }

  /** By light, then loop or occlusion. */
  private static List<Drive> drives(Path folder, Pattern pattern) {
    List<Drive> drives = new ArrayList<>();
    try (Stream<Path> entries = Files.list(folder)) {
      for (Path entry : entries.toList()) {
        Matcher matcher = pattern.matcher(entry.getFileName().toString());
        if (matcher.matches()) {
          drives.add(
              new Drive(
                  entry, Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2))));
        }
      }
    } catch (IOException e) {
      throw ImportFiles.unreadable(folder, e);
    }
    if (drives.isEmpty()) {
      throw new SeqlocException(folder + " has no folder like gallery_light1_...");
    }
    drives.sort(Comparator.comparingInt(Drive::light).thenComparingInt(Drive::part));
    return drives;
  }

  private static Map<Frame, double[]> intrinsics(Drive drive) {
    return table(drive.folder().resolve("intrinsic.txt"), in -> in.numbers(4, "a number"));
  }

  /** cameraFromWorld. */
  private static Map<Frame, Pose> extrinsics(Drive drive) {
    return table(
        drive.folder().resolve("extrinsic.txt"),
        in -> ImportFiles.pose(in.numbers(12, "a number"), in.where()));
  }

  /** Rows of frame, camera and numbers, below a line of names; more numbers may follow. */
  private static <T> Map<Frame, T> table(Path file, Function<TextLines, T> numbers) {
    Map<Frame, T> rows = new LinkedHashMap<>();
    try (TextLines in = new TextLines(file, "Virtual Gallery has one for each drive")) {
      while (in.nextRow()) {
        if (in.line().startsWith("frame")) {
          continue;
        }
        Frame frame =
            new Frame(in.index("the frame", 99_999), in.index("the camera", Integer.MAX_VALUE));
        if (rows.put(frame, numbers.apply(in)) != null) {
          throw in.fault("the frame is there twice");
        }
      }
    }
    return rows;
  }
}
