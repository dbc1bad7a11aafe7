package org.seqloc.core.kapture.exchange;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.seqloc.core.geometry.Camera;
import org.seqloc.core.geometry.Pose;
import org.seqloc.core.geometry.Vector2;
import org.seqloc.core.geometry.Vector3;

/**
 * A model of VisualSFM or Bundler: images, each with a camera of its own, sensor0 and so on, whose
 * stamps count them; and points with the keypoints that see them.
 *
 * <p>Keypoints count from the principal point. There are files that count from the image's corner
 * (Aachen's); that origin is taken by which more keypoints lie in their images.
 */
final class MeasuredModel {

  private static final String KEYPOINTS = "sift";

  /** What the model knows of a camera, for the size of its image. */
  interface Calibration {
    Camera of(ImportFiles.Size size);
  }

  private record Image(
      String name, Optional<Pose> cameraFromWorld, Optional<Calibration> calibration) {}

  /** Of an image: where keypoints count from, and its size, in pixels. */
  private record Frame(Vector2 origin, int width, int height) {

    boolean holds(double x, double y) {
      return x >= 0 && x <= width && y >= 0 && y <= height;
    }
  }

  /**
   * A keypoint that sees a point.
   *
   * @param image counted from 0
   * @param feature the keypoint's number in its image
   * @param x in pixels, right of the origin
   * @param y in pixels, below it
   */
  record Measurement(int image, long feature, double x, double y) {}

  private record Point(
      Vector3 position, int red, int green, int blue, List<Measurement> measurements) {}

  private final List<Image> images = new ArrayList<>();
  private final List<Point> points = new ArrayList<>();

  void image(String name, Pose cameraFromWorld, Calibration calibration) {
    images.add(new Image(name, Optional.of(cameraFromWorld), Optional.of(calibration)));
  }

  /** An image that the model has not placed. */
  void image(String name) {
    images.add(new Image(name, Optional.empty(), Optional.empty()));
  }

  void point(Vector3 position, int red, int green, int blue, List<Measurement> measurements) {
    points.add(new Point(position, red, green, blue, measurements));
  }

  /**
   * Gives the images to the collector.
   *
   * @param folder of the images
   * @param shift by which pixels and principal points are moved to the left and up
   * @return the points
   */
  TrackCollector collect(Path folder, double shift, DatasetCollector collector) {
    List<Frame> frames = new ArrayList<>();
    for (int i = 0; i < images.size(); i++) {
      frames.add(frame(i, folder, shift, collector));
    }
    boolean corner = isFromCorner(frames, collector);
    TrackCollector tracks = new TrackCollector(KEYPOINTS, true);
    for (Point point : points) {
      for (Measurement m : point.measurements()) {
        Vector2 origin = corner ? new Vector2(0, 0) : frames.get(m.image()).origin();
        tracks.seen(
            images.get(m.image()).name(),
            m.feature(),
            m.x() + origin.x() - shift,
            m.y() + origin.y() - shift);
      }
      Vector3 p = point.position();
      tracks.point(p.x(), p.y(), p.z(), point.red(), point.green(), point.blue());
    }
    return tracks;
  }

  private Frame frame(int i, Path folder, double shift, DatasetCollector collector) {
    Image image = images.get(i);
    String id = "sensor" + i;
    Path path = DatasetCollector.existing(folder.resolve(DatasetCollector.checked(image.name())));
    ImportFiles.Size size = ImportFiles.imageSize(path);
    Frame frame;
    if (image.calibration().isPresent()) {
      Camera camera = image.calibration().get().of(size);
      collector.camera(id, PixelOrigin.shift(camera, -shift));
      frame = new Frame(PixelOrigin.principalPoint(camera), camera.width(), camera.height());
    } else {
      collector.unknownCamera(id, size);
      Vector2 middle = new Vector2(size.width() / 2.0, size.height() / 2.0);
      frame = new Frame(middle, size.width(), size.height());
    }
    collector.file(i, id, image.name(), path);
    image.cameraFromWorld().ifPresent(pose -> collector.cameraFromWorld(i, id, pose));
    return frame;
  }

  private boolean isFromCorner(List<Frame> frames, DatasetCollector collector) {
    long byMiddle = 0;
    long byCorner = 0;
    for (Point point : points) {
      for (Measurement m : point.measurements()) {
        Frame frame = frames.get(m.image());
        byCorner += frame.holds(m.x(), m.y()) ? 1 : 0;
        byMiddle += frame.holds(m.x() + frame.origin().x(), m.y() + frame.origin().y()) ? 1 : 0;
      }
    }
    boolean corner = byCorner > byMiddle;
    if (corner) {
      collector.note(
          "keypoints are taken to count from the image's corner: counted from its middle, fewer"
              + " lie in the images");
    } else if (byCorner == byMiddle && byCorner > 0) {
      collector.note(
          "keypoints are taken to count from the image's middle, but lie in the images counted from"
              + " the corner too");
    }
    return corner;
  }
}
