package org.seqloc.core.kapture.exchange;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.seqloc.core.geometry.Camera;
import org.seqloc.core.geometry.Pose;
import org.seqloc.core.geometry.Quaternion;
import org.seqloc.core.geometry.Vector3;

/** cameras.txt, images.txt and points3D.txt. */
final class ColmapTextModel implements ColmapModel {

  private final Path dir;

  ColmapTextModel(Path dir) {
    this.dir = dir;
  }

  @Override
  public SortedMap<Integer, Camera> cameras() {
    SortedMap<Integer, Camera> cameras = new TreeMap<>();
    try (TextLines in = open("cameras.txt")) {
      while (in.nextRow()) {
        int id = in.index("the camera's id", Integer.MAX_VALUE);
        if (cameras.put(id, ImageIntrinsics.camera(in)) != null) {
          throw in.fault("camera " + id + " is there twice");
        }
      }
    }
    return cameras;
  }

  @Override
  public void images(Consumer<ColmapImage> sink) {
    try (TextLines in = open("images.txt")) {
      while (in.nextRow()) {
        int id = in.index("the image's id", MAX_IMAGE_ID);
        double[] p = in.numbers(7, "the pose");
        int camera = in.index("the camera's id", Integer.MAX_VALUE);
        String name = in.rest();
        if (name.isEmpty()) {
          throw in.fault("the image's name is missing");
        }
        Pose cameraFromWorld;
        try {
          cameraFromWorld =
              new Pose(new Quaternion(p[0], p[1], p[2], p[3]), new Vector3(p[4], p[5], p[6]));
        } catch (IllegalArgumentException e) {
          throw in.fault(e);
        }
        // An image without keypoints has an empty second line.
        in.next();
        ColmapKeypoints keypoints = new ColmapKeypoints(0);
        while (in.hasMore()) {
          keypoints.add(
              in.number("a keypoint's x"),
              in.number("a keypoint's y"),
              in.whole("a keypoint's point", ColmapKeypoints.NO_POINT, Long.MAX_VALUE));
        }
        try {
          sink.accept(new ColmapImage(id, cameraFromWorld, camera, name, keypoints));
        } catch (IllegalArgumentException e) {
          throw in.fault(e);
        }
      }
    }
  }

  @Override
  public void points(Consumer<ColmapPoint> sink) {
    try (TextLines in = open("points3D.txt")) {
      while (in.nextRow()) {
        long id = in.whole("the point's id", 0, Long.MAX_VALUE);
        double[] xyz = in.numbers(3, "the position");
        int red = in.index("red", 255);
        int green = in.index("green", 255);
        int blue = in.index("blue", 255);
        double error = in.numberOrNaN("the error");
        List<ColmapPoint.Element> track = new ArrayList<>();
        while (in.hasMore()) {
          track.add(
              new ColmapPoint.Element(
                  in.index("the track's image", MAX_IMAGE_ID),
                  in.index("the track's keypoint", Integer.MAX_VALUE)));
        }
        Vector3 position = new Vector3(xyz[0], xyz[1], xyz[2]);
        try {
          sink.accept(new ColmapPoint(id, position, red, green, blue, error, track));
        } catch (IllegalArgumentException e) {
          throw in.fault(e);
        }
      }
    }
  }

  private TextLines open(String name) {
    return new TextLines(dir.resolve(name), "a COLMAP model has cameras, images and points3D");
  }
}
