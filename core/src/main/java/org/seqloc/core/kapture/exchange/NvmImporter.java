package org.seqloc.core.kapture.exchange;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.seqloc.core.SeqlocException;
import org.seqloc.core.geometry.Camera;
import org.seqloc.core.geometry.CameraModel;
import org.seqloc.core.geometry.Pose;
import org.seqloc.core.geometry.Quaternion;
import org.seqloc.core.geometry.Vector3;

/**
 * The first model of a VisualSFM file, NVM_V3. Each image has a camera of its own, sensor0 and so
 * on, a SIMPLE_RADIAL with its principal point in the middle; stamps count the images. Where all
 * share a calibration (FixedK) it is an OPENCV of that.
 *
 * <p>VisualSFM's one distortion parameter goes the other way, from measured to ideal: its negative
 * is k1 to first order, as other readers take it.
 *
 * @see MeasuredModel
 * @see <a href="http://ccwu.me/vsfm/doc.html#nvm">VisualSFM: NVM file format</a>
 */
public final class NvmImporter {

  /** What line 1 tells of all cameras; the distortion is not always there. */
  private record FixedK(double fx, double cx, double fy, double cy, Optional<Double> distortion) {}

  private NvmImporter() {}

  /**
   * @param images the folder of the images
   * @param cornerOrigin whether pixels are moved by half a pixel, to count from the first one's
   *     centre
   * @throws SeqlocException in one line naming file and line
   */
  public static ImportedDataset read(Path file, Path images, boolean cornerOrigin) {
    return DatasetCollector.collect(
        file, collector -> read(file, images, Map.of(), cornerOrigin, collector));
  }

  /**
   * @param calibrations of all images by name, in place of the file's; empty for the file's
   */
  static TrackCollector read(
      Path file,
      Path folder,
      Map<String, Camera> calibrations,
      boolean cornerOrigin,
      DatasetCollector collector) {
    MeasuredModel model = new MeasuredModel();
    try (TextLines in = new TextLines(file, "an NVM file of VisualSFM")) {
      in.requireRow("NVM_V3");
      if (!in.word("the format").equals("NVM_V3")) {
        throw in.fault("not an NVM file: it must start with NVM_V3");
      }
      Optional<FixedK> fixed = fixed(in);
      in.requireRow("the number of cameras");
      int cameras = in.index("the number of cameras", Integer.MAX_VALUE);
      for (int i = 0; i < cameras; i++) {
        in.requireRow("a camera");
        image(in, fixed, calibrations, model);
      }
      if (in.nextRow()) {
        int count = in.index("the number of points", Integer.MAX_VALUE);
        for (int i = 0; i < count; i++) {
          in.requireRow("a point");
          point(in, cameras, model);
        }
      }
      if (in.nextRow() && in.index("the number of cameras", Integer.MAX_VALUE) > 0) {
        collector.note("only the first model is taken: each has a world of its own");
      }
    }
    return model.collect(folder, PixelOrigin.shift(cornerOrigin), collector);
  }

  private static Optional<FixedK> fixed(TextLines in) {
    if (!in.hasMore() || !in.word("the calibration").equals("FixedK")) {
      return Optional.empty();
    }
    double[] k = in.numbers(4, "the calibration");
    Optional<Double> distortion =
        in.hasMore() ? Optional.of(in.number("the distortion")) : Optional.empty();
    return Optional.of(new FixedK(k[0], k[1], k[2], k[3], distortion));
  }

  private static void image(
      TextLines in, Optional<FixedK> fixed, Map<String, Camera> calibrations, MeasuredModel model) {
    // VisualSFM writes a space in a name as a quotation mark.
    String name = in.word("the image's name").replace('"', ' ');
    double focal = in.number("the focal length");
    double[] p = in.numbers(7, "the pose");
    double distortion = in.number("the distortion");
    if (!calibrations.isEmpty() && !calibrations.containsKey(name)) {
      throw in.fault("there is no calibration of '" + name + "'");
    }
    try {
      Quaternion cameraFromWorld = new Quaternion(p[0], p[1], p[2], p[3]);
      Vector3 centre = new Vector3(p[4], p[5], p[6]);
      model.image(
          name,
          new Pose(cameraFromWorld, cameraFromWorld.rotate(centre).times(-1)),
          size ->
              calibrations.isEmpty()
                  ? camera(size, focal, distortion, fixed)
                  : calibrations.get(name));
    } catch (IllegalArgumentException e) {
      throw in.fault(e);
    }
  }

  private static Camera camera(
      ImportFiles.Size size, double focal, double distortion, Optional<FixedK> fixed) {
    return fixed
        .map(
            k ->
                new Camera(
                    CameraModel.OPENCV,
                    size.width(),
                    size.height(),
                    k.fx(),
                    k.fy(),
                    k.cx(),
                    k.cy(),
                    -k.distortion().orElse(distortion),
                    0,
                    0,
                    0))
        .orElseGet(
            () ->
                new Camera(
                    CameraModel.SIMPLE_RADIAL,
                    size.width(),
                    size.height(),
                    focal,
                    size.width() / 2.0,
                    size.height() / 2.0,
                    -distortion));
  }

  private static void point(TextLines in, int cameras, MeasuredModel model) {
    double[] xyz = in.numbers(3, "the position");
    int red = in.index("red", 255);
    int green = in.index("green", 255);
    int blue = in.index("blue", 255);
    int count = in.index("the number of measurements", Integer.MAX_VALUE);
    List<MeasuredModel.Measurement> measurements = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      measurements.add(
          new MeasuredModel.Measurement(
              in.index("the measurement's image", cameras - 1),
              in.whole("the measurement's feature", 0, Integer.MAX_VALUE),
              in.number("the measurement's x"),
              in.number("the measurement's y")));
    }
    model.point(new Vector3(xyz[0], xyz[1], xyz[2]), red, green, blue, measurements);
  }
}
