package org.seqloc.core.kapture.exchange;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.seqloc.core.geometry.Camera;
import org.seqloc.core.geometry.CameraModel;
import org.seqloc.core.geometry.Pose;
import org.seqloc.core.geometry.Quaternion;
import org.seqloc.core.geometry.Vector3;

/** cameras.bin, images.bin and points3D.bin. */
final class ColmapBinaryModel implements ColmapModel {

  private final Path dir;

  ColmapBinaryModel(Path dir) {
    this.dir = dir;
  }

  @Override
  public SortedMap<Integer, Camera> cameras() {
    SortedMap<Integer, Camera> cameras = new TreeMap<>();
    try (BinaryInput in = open("cameras.bin")) {
      long count = in.count("cameras", 4 + 4 + 8 + 8);
      for (long i = 0; i < count; i++) {
        int id = in.index("the camera's id", Integer.MAX_VALUE);
        int number = in.int32();
        if (number < 0 || number >= CAMERA_MODELS.size()) {
          throw in.fault(
              "kapture has no camera model of COLMAP's number "
                  + number
                  + ": undistort the images in COLMAP first");
        }
        CameraModel model = CAMERA_MODELS.get(number);
        int width = size(in, "width");
        int height = size(in, "height");
        double[] parameters = new double[model.parameterCount()];
        for (int p = 0; p < parameters.length; p++) {
          parameters[p] = in.float64();
        }
        try {
          if (cameras.put(id, new Camera(model, width, height, parameters)) != null) {
            throw in.fault("camera " + id + " is there twice");
          }
        } catch (IllegalArgumentException e) {
          throw in.fault(e);
        }
      }
      in.requireEnd();
    }
    return cameras;
  }

  private static int size(BinaryInput in, String what) {
    long size = in.int64();
    if (size < 0 || size > Integer.MAX_VALUE) {
      throw in.fault("the " + what + " " + Long.toUnsignedString(size) + " is none of an image");
    }
    return (int) size;
  }

  @Override
  public void images(Consumer<ColmapImage> sink) {
    try (BinaryInput in = open("images.bin")) {
      long count = in.count("images", 4 + 7 * 8 + 4 + 1 + 8);
      for (long i = 0; i < count; i++) {
        int id = in.index("the image's id", MAX_IMAGE_ID);
        double[] p = new double[7];
        for (int k = 0; k < p.length; k++) {
          p[k] = in.finite("the pose");
        }
        Pose cameraFromWorld;
        try {
          cameraFromWorld =
              new Pose(new Quaternion(p[0], p[1], p[2], p[3]), new Vector3(p[4], p[5], p[6]));
        } catch (IllegalArgumentException e) {
          throw in.fault(e);
        }
        int camera = in.index("the camera's id", Integer.MAX_VALUE);
        String name = in.name();
        long size = in.count("keypoints", 3 * 8);
        if (size > Integer.MAX_VALUE / 4) {
          throw in.fault(size + " keypoints in one image");
        }
        ColmapKeypoints keypoints = new ColmapKeypoints((int) size);
        for (long k = 0; k < size; k++) {
          keypoints.add(
              in.finite("a keypoint's x"), in.finite("a keypoint's y"), Math.max(-1, in.int64()));
        }
        try {
          sink.accept(new ColmapImage(id, cameraFromWorld, camera, name, keypoints));
        } catch (IllegalArgumentException e) {
          throw in.fault(e);
        }
      }
      in.requireEnd();
    }
  }

  @Override
  public void points(Consumer<ColmapPoint> sink) {
    try (BinaryInput in = open("points3D.bin")) {
      long count = in.count("points", 8 + 3 * 8 + 3 + 8 + 8);
      for (long i = 0; i < count; i++) {
        long id = in.int64();
        Vector3 position =
            new Vector3(in.finite("a point's x"), in.finite("a point's y"), in.finite("its z"));
        int red = in.uint8();
        int green = in.uint8();
        int blue = in.uint8();
        double error = in.float64();
        long length = in.count("elements of a track", 8);
        List<ColmapPoint.Element> track = new ArrayList<>((int) Math.min(length, 1 << 20));
        for (long k = 0; k < length; k++) {
          track.add(
              new ColmapPoint.Element(
                  in.index("the track's image", MAX_IMAGE_ID),
                  in.index("the track's keypoint", Integer.MAX_VALUE)));
        }
        try {
          sink.accept(new ColmapPoint(id, position, red, green, blue, error, track));
        } catch (IllegalArgumentException e) {
          throw in.fault(e);
        }
      }
      in.requireEnd();
    }
  }

  private BinaryInput open(String name) {
    return new BinaryInput(dir.resolve(name), "a COLMAP model has cameras, images and points3D");
  }
}
