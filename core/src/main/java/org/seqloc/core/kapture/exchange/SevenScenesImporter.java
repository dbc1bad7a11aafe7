package org.seqloc.core.kapture.exchange;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.seqloc.core.SeqlocException;
import org.seqloc.core.geometry.Camera;
import org.seqloc.core.geometry.CameraModel;
import org.seqloc.core.kapture.CameraRecord;
import org.seqloc.core.kapture.Kapture;
import org.seqloc.core.kapture.Sensor;

/**
 * A sequence of Microsoft's 7-Scenes: frame-NNNNNN.color.png (or .jpg) with frame-NNNNNN.pose.txt,
 * a 4 x 4 camera-to-world matrix.
 *
 * <p>The camera becomes "color", a PINHOLE with its principal point in the middle. Frames carry no
 * times: stamps count the frame number at the sensor's nominal 30 a second. A frame without a pose
 * file, or whose pose is not finite, is taken without a pose.
 */
public final class SevenScenesImporter {

  /**
   * Focal length in pixels assumed for the colour camera at 640 x 480; the published 585 is the
   * depth camera's.
   */
  public static final double DEFAULT_FOCAL_LENGTH = 525;

  private static final String CAMERA = "color";
  private static final double FRAMES_PER_SECOND = 30;
  private static final Pattern FRAME = Pattern.compile("frame-(\\d{1,9})\\.color\\.(?:png|jpg)");

  private SevenScenesImporter() {}

  /**
   * @param focalLength in pixels
   * @throws SeqlocException in one line when there are no frames or a pose cannot be read
   */
  public static ImportedDataset read(Path dir, double focalLength) {
    SortedMap<Integer, Path> frames = frames(dir);
    Kapture.Builder builder = Kapture.builder();
    SortedMap<String, Path> images = new TreeMap<>();
    int unposed = 0;
    try {
      ImportFiles.Size size = ImportFiles.imageSize(frames.get(frames.firstKey()));
      Camera camera =
          new Camera(
              CameraModel.PINHOLE,
              size.width(),
              size.height(),
              focalLength,
              focalLength,
              size.width() / 2.0,
              size.height() / 2.0);
      builder.sensor(Sensor.ofCamera(CAMERA, "", camera));
      for (int frame : frames.keySet()) {
        Path image = frames.get(frame);
        String name = image.getFileName().toString();
        long stamp = Math.round(frame * 1e9 / FRAMES_PER_SECOND);
        images.put(CAMERA + "/" + name, image);
        builder.record(new CameraRecord(stamp, CAMERA, CAMERA + "/" + name));
        Path poseFile = dir.resolve(name.substring(0, name.indexOf('.')) + ".pose.txt");
        double[] mapFromCamera = Files.exists(poseFile) ? matrix(poseFile) : new double[0];
        if (mapFromCamera.length > 0 && Arrays.stream(mapFromCamera).allMatch(Double::isFinite)) {
          builder.mapFromDevice(
              stamp, CAMERA, ImportFiles.pose(mapFromCamera, poseFile.toString()));
        } else {
          unposed++;
        }
      }
      List<String> notes = new ArrayList<>();
      notes.add("focal length taken as " + focalLength + " px");
      if (unposed > 0) {
        notes.add(unposed + " frames have no pose");
      }
      return new ImportedDataset(builder.build(), images, notes);
    } catch (IllegalArgumentException e) {
      throw new SeqlocException(dir + ": " + e.getMessage(), e);
    }
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

  private static double[] matrix(Path file) {
    return ImportFiles.numbers(String.join(" ", ImportFiles.lines(file, "")), 16, file.toString());
  }
}
