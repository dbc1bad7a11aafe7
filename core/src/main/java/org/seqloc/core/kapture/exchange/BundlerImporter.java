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
 * A bundle file of Bundler, v0.3, with its list of images. Each image has a camera of its own,
 * sensor0 and so on, a RADIAL with its principal point in the middle; stamps count the images. An
 * image that Bundler did not place (focal length 0) is taken without pose and calibration.
 *
 * <p>Bundler's cameras look along -z with y up; they are turned about x, the world stays as it is.
 * Its keypoints count from the middle of the image, y up.
 *
 * @see MeasuredModel
 * @see <a href="https://www.cs.cornell.edu/~snavely/bundler/bundler-v0.4-manual.html">Bundler</a>
 */
public final class BundlerImporter {

  private static final Quaternion TURN = new Quaternion(0, 1, 0, 0);

  private BundlerImporter() {}

  /**
   * @param list the images' names in the order of the bundle file, one a line
   * @param images their folder
   * @param turnWorld whether the world too is turned half about x, as by kapture's own converter:
   *     for files that VisualSFM made of its own (Aachen's), whose world it had turned
   * @param cornerOrigin whether pixels are moved by half a pixel, to count from the first one's
   *     centre
   * @throws SeqlocException in one line naming file and line
   */
  public static ImportedDataset read(
      Path file, Path list, Path images, boolean turnWorld, boolean cornerOrigin) {
    return DatasetCollector.collect(
        file,
        collector -> {
          MeasuredModel model = model(file, list, turnWorld, collector);
          return model.collect(images, PixelOrigin.shift(cornerOrigin), collector);
        });
  }

  private static MeasuredModel model(
      Path file, Path list, boolean turnWorld, DatasetCollector collector) {
    Pose turn = turnWorld ? new Pose(TURN, Vector3.ZERO) : Pose.IDENTITY;
    List<String> names = names(list);
    MeasuredModel model = new MeasuredModel();
    try (TextLines in = new TextLines(file, "a bundle file of Bundler")) {
      if (!in.next() || !in.line().strip().startsWith("# Bundle file v0.3")) {
        throw in.fault("not a bundle file: it must start with '# Bundle file v0.3'");
      }
      in.requireRow("the number of cameras");
      int cameras = in.index("the number of cameras", Integer.MAX_VALUE);
      int count = in.index("the number of points", Integer.MAX_VALUE);
      if (cameras != names.size()) {
        throw in.fault(cameras + " cameras, but " + list + " has " + names.size() + " images");
      }
      int unplaced = 0;
      for (String name : names) {
        unplaced += image(in, name, turn, model) ? 0 : 1;
      }
      for (int i = 0; i < count; i++) {
        point(in, cameras, turn, model);
      }
      if (unplaced > 0) {
        collector.note(unplaced + " images have no pose: Bundler did not place them");
      }
    }
    return model;
  }

  /** A line may have more behind the name: Bundler's own lists have the focal length there. */
  private static List<String> names(Path list) {
    List<String> names = new ArrayList<>();
    try (TextLines in = new TextLines(list, "the images of a bundle file, one a line")) {
      while (in.nextRow()) {
        String name = in.word("the image's name");
        names.add(name.startsWith("./") ? name.substring(2) : name);
      }
    }
    return names;
  }

  /** Whether Bundler has placed the image. */
  private static boolean image(TextLines in, String name, Pose turn, MeasuredModel model) {
    in.requireRow("a camera");
    double focal = in.number("the focal length");
    double k1 = in.number("k1");
    double k2 = in.number("k2");
    double[] m = new double[9];
    for (int row = 0; row < 3; row++) {
      in.requireRow("the rotation");
      System.arraycopy(in.numbers(3, "the rotation"), 0, m, 3 * row, 3);
    }
    in.requireRow("the translation");
    double[] t = in.numbers(3, "the translation");
    if (!(focal > 0)) {
      model.image(name);
      return false;
    }
    try {
      Pose pose = new Pose(Quaternion.ofMatrix(m), new Vector3(t[0], t[1], t[2]));
      model.image(
          name,
          new Pose(TURN, Vector3.ZERO).times(pose).times(turn),
          size ->
              new Camera(
                  CameraModel.RADIAL,
                  size.width(),
                  size.height(),
                  focal,
                  size.width() / 2.0,
                  size.height() / 2.0,
                  k1,
                  k2));
      return true;
    } catch (IllegalArgumentException e) {
      throw in.fault(e);
    }
  }

  private static void point(TextLines in, int cameras, Pose turn, MeasuredModel model) {
    in.requireRow("a point's position");
    double[] xyz = in.numbers(3, "the position");
    in.requireRow("a point's colour");
    int red = in.index("red", 255);
    int green = in.index("green", 255);
    int blue = in.index("blue", 255);
    in.requireRow("a point's views");
    int count = in.index("the number of views", Integer.MAX_VALUE);
    List<MeasuredModel.Measurement> measurements = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      measurements.add(
          new MeasuredModel.Measurement(
              in.index("the view's camera", cameras - 1),
              in.whole("the view's keypoint", 0, Integer.MAX_VALUE),
              in.number("the view's x"),
              -in.number("the view's y")));
    }
    model.point(
        turn.transform(new Vector3(xyz[0], xyz[1], xyz[2])), red, green, blue, measurements);
  }
}
