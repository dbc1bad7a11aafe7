package org.seqloc.core.kapture.exchange;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.seqloc.core.SeqlocException;
import org.seqloc.core.geometry.Camera;
import org.seqloc.core.geometry.CameraModel;
import org.seqloc.core.geometry.Pose;
import org.seqloc.core.geometry.Quaternion;
import org.seqloc.core.geometry.Vector3;

/**
 * The first model of a VisualSFM file, NVM_V3. Each image has a camera of its own, sensor0 and so
 * on, a SIMPLE_RADIAL with its principal point in the middle; stamps count the images.
 *
 * <p>VisualSFM's one distortion parameter goes the other way, from measured to ideal: its negative
 * is k1 to first order, as other readers take it. Measurements count from the middle of the image;
 * there are files that count from its corner (Aachen's), which shows when none is negative.
 *
 * @see <a href="http://ccwu.me/vsfm/doc.html#nvm">VisualSFM: NVM file format</a>
 */
public final class NvmImporter {

  static final String KEYPOINTS = "sift";

  private record Image(String name, double focal, Pose cameraFromWorld, double distortion) {}

  private NvmImporter() {}

  /**
   * @param images the folder of the images
   * @throws SeqlocException in one line naming file and line
   */
  public static ImportedDataset read(Path file, Path images) {
    return DatasetCollector.collect(file, collector -> read(file, images, collector));
  }

  private static TrackCollector read(Path file, Path folder, DatasetCollector collector) {
    List<Image> images = new ArrayList<>();
    List<MeasuredPoint> points = new ArrayList<>();
    try (TextLines in = new TextLines(file, "an NVM file of VisualSFM")) {
      in.requireRow("NVM_V3");
      if (!in.word("the format").equals("NVM_V3")) {
        throw in.fault("not an NVM file: it must start with NVM_V3");
      }
      if (in.hasMore() && in.word("the calibration").equals("FixedK")) {
        throw in.fault(
            "a calibration that all cameras share (FixedK) is not read: save the model without it");
      }
      in.requireRow("the number of cameras");
      int cameras = in.index("the number of cameras", Integer.MAX_VALUE);
      for (int i = 0; i < cameras; i++) {
        in.requireRow("a camera");
        images.add(image(in));
      }
      if (in.nextRow()) {
        int count = in.index("the number of points", Integer.MAX_VALUE);
        for (int i = 0; i < count; i++) {
          in.requireRow("a point");
          points.add(point(in, cameras));
        }
      }
      if (in.nextRow() && in.index("the number of cameras", Integer.MAX_VALUE) > 0) {
        collector.note("only the first model is taken: each has a world of its own");
      }
    }
    List<ImportFiles.Size> sizes = new ArrayList<>();
    for (int i = 0; i < images.size(); i++) {
      Image image = images.get(i);
      Path path = DatasetCollector.existing(folder.resolve(DatasetCollector.checked(image.name())));
      ImportFiles.Size size = ImportFiles.imageSize(path);
      sizes.add(size);
      String id = "sensor" + i;
      collector.camera(
          id,
          new Camera(
              CameraModel.SIMPLE_RADIAL,
              size.width(),
              size.height(),
              image.focal(),
              size.width() / 2.0,
              size.height() / 2.0,
              -image.distortion()));
      collector.file(i, id, image.name(), path);
      collector.cameraFromWorld(i, id, image.cameraFromWorld());
    }
    List<String> names = images.stream().map(Image::name).toList();
    return MeasuredPoint.tracks(points, names, sizes, collector);
  }

  private static Image image(TextLines in) {
    // VisualSFM writes a space in a name as a quotation mark.
    String name = in.word("the image's name").replace('"', ' ');
    double focal = in.number("the focal length");
    double[] p = in.numbers(7, "the pose");
    double distortion = in.number("the distortion");
    try {
      Quaternion cameraFromWorld = new Quaternion(p[0], p[1], p[2], p[3]);
      Vector3 centre = new Vector3(p[4], p[5], p[6]);
      return new Image(
          name,
          focal,
          new Pose(cameraFromWorld, cameraFromWorld.rotate(centre).times(-1)),
          distortion);
    } catch (IllegalArgumentException e) {
      throw in.fault(e);
    }
  }

  private static MeasuredPoint point(TextLines in, int cameras) {
    double[] xyz = in.numbers(3, "the position");
    int red = in.index("red", 255);
    int green = in.index("green", 255);
    int blue = in.index("blue", 255);
    int count = in.index("the number of measurements", Integer.MAX_VALUE);
    List<MeasuredPoint.Measurement> measurements = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      measurements.add(
          new MeasuredPoint.Measurement(
              in.index("the measurement's image", cameras - 1),
              in.whole("the measurement's feature", 0, Integer.MAX_VALUE),
              in.number("the measurement's x"),
              in.number("the measurement's y")));
    }
    return new MeasuredPoint(new Vector3(xyz[0], xyz[1], xyz[2]), red, green, blue, measurements);
  }
}
