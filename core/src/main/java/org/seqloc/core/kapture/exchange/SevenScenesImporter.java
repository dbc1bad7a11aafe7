package org.seqloc.core.kapture.exchange;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
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
 * A sequence of Microsoft's 7-Scenes: frame-NNNNNN.color.png (or .jpg) with frame-NNNNNN.depth.png
 * and frame-NNNNNN.pose.txt, a 4 x 4 camera-to-world matrix.
 *
 * <p>The poses are KinectFusion's, which follows the depth camera; the dataset has the raw images
 * of both cameras, not registered, and no calibration. So the poses are those of the rig "kinect",
 * whose frame is the depth camera's, and the colour camera "color" is mounted on it as by kapture's
 * own converter, by the published calibration of another Kinect. Taken as the colour camera's own,
 * the poses would be 26 mm off.
 *
 * <p>Both cameras are PINHOLE with the principal point in the middle. Depth becomes metres in
 * float32. Frames carry no times: stamps count the frame number at the sensor's nominal 30 a
 * second. A frame without a pose file, or whose pose is not finite, is taken without a pose.
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
  private static final String COLOR = "color";
  private static final String DEPTH = "depth";

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
  private static final Pattern FRAME = Pattern.compile("frame-(\\d{1,9})\\.color\\.(?:png|jpg)");

  private SevenScenesImporter() {}

  /**
   * @param focalLength of the colour camera, in pixels
   * @throws SeqlocException in one line when there are no frames or a pose cannot be read
   */
  public static ImportedDataset read(Path dir, double focalLength) {
    return DatasetCollector.collect(dir, collector -> read(dir, focalLength, collector));
  }

  private static ImportedDataset.Reconstructed read(
      Path dir, double focalLength, DatasetCollector collector) {
    SortedMap<Integer, Path> frames = frames(dir);
    ImportFiles.Size size = ImportFiles.imageSize(frames.get(frames.firstKey()));
    collector.camera(COLOR, camera(size, focalLength));
    collector.builder().mount(RIG, COLOR, COLOR_FROM_DEPTH);
    Camera depthCamera = camera(size, DEPTH_FOCAL_LENGTH);
    DepthMaps depths = new DepthMaps(depthCamera, DEPTH_VALUES_A_METRE, NO_DEPTH);
    int unposed = 0;
    for (int frame : frames.keySet()) {
      Path image = frames.get(frame);
      String name = image.getFileName().toString();
      String stem = name.substring(0, name.indexOf('.'));
      long stamp = Math.round(frame * 1e9 / FRAMES_PER_SECOND);
      collector.file(stamp, COLOR, COLOR + "/" + name, image);
      Path depth = dir.resolve(stem + ".depth.png");
      if (Files.exists(depth)) {
        if (!collector.hasSensor(DEPTH)) {
          List<String> parameters = Sensor.ofCamera(DEPTH, "", depthCamera).parameters();
          collector.sensor(new Sensor(DEPTH, "", "depth", parameters));
          collector.builder().mount(RIG, DEPTH, Pose.IDENTITY);
        }
        String path = DEPTH + "/" + stem + ".depth";
        collector.builder().depth(stamp, DEPTH, path);
        depths.add(path, depth);
      }
      Path poseFile = dir.resolve(stem + ".pose.txt");
      double[] mapFromKinect = Files.exists(poseFile) ? matrix(poseFile) : new double[0];
      if (mapFromKinect.length > 0) {
        Pose pose = ImportFiles.pose(mapFromKinect, poseFile.toString());
        collector.builder().mapFromDevice(stamp, RIG, pose);
      } else {
        unposed++;
      }
    }
    collector.note("focal length taken as " + focalLength + " px");
    collector.note(
        "poses are the depth camera's; the colour camera is mounted beside it as another Kinect's");
    if (unposed > 0) {
      collector.note(unposed + " frames have no pose");
    }
    return depths;
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
    SortedMap<Integer, Path> frames = new TreeMap<>();
    try (Stream<Path> files = Files.list(dir)) {
      for (Path file : files.sorted().toList()) {
        Matcher name = FRAME.matcher(file.getFileName().toString());
        if (name.matches()) {
          Path other = frames.put(Integer.valueOf(name.group(1)), file);
          if (other != null) {
            throw new SeqlocException(
                dir + " has one frame twice: " + other.getFileName() + ", " + file.getFileName());
          }
        }
      }
    } catch (IOException e) {
      throw ImportFiles.unreadable(dir, e);
    }
    if (frames.isEmpty()) {
      throw new SeqlocException(
          dir + " is not a 7-Scenes sequence: it has no frame-NNNNNN.color.png or .jpg");
    }
    return frames;
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
