package org.seqloc.core.kapture.exchange;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.seqloc.core.geometry.Camera;
import org.seqloc.core.geometry.CameraModel;
import org.seqloc.core.geometry.Pose;
import org.seqloc.core.geometry.Quaternion;
import org.seqloc.core.geometry.Vector3;

/**
 * SILDa: two fisheye cameras back to back, 0 and 1, on the rig "silda_rig"; stamps are the numbers
 * in the images' names (1445_0.png).
 *
 * <p>SILDa's own fisheye model is none of kapture's. As kapture's own converter does, the cameras
 * become FOV cameras of a focal length and angle that were fitted to it, with the principal point
 * of the dataset.
 *
 * @see <a href="https://github.com/abmmusa/silda">SILDa</a>
 */
public final class SildaImporter {

  private static final int SIZE = 1024;

  /** Fitted: focal lengths in pixels, and the angle. */
  private static final double FX = 217.294036;

  private static final double FY = 217.214703;
  private static final double OMEGA = -0.769113;

  private static final Pattern IMAGE = Pattern.compile("(\\d{1,15})_([01])\\.png");

  private SildaImporter() {}

  /**
   * @throws org.seqloc.core.SeqlocException in one line when a file is missing or does not fit
   */
  public static ImportedDataset read(Path dir, Split split) {
    return DatasetCollector.collect(
        dir,
        collector -> {
          collector.note(
              "SILDa's fisheye model is none of kapture's: FOV cameras that fit it stand for it");
          Path list = dir.resolve(split == Split.MAPPING ? "train_imgs.txt" : "query_imgs.txt");
          SortedSet<String> names = new TreeSet<>();
          try (TextLines in = new TextLines(list, "SILDa lists its images there")) {
            while (in.nextRow()) {
              names.add(in.word("the image's name"));
            }
          }
          Map<String, Pose> poses = poses(dir.resolve("silda-train-poses.txt"));
          for (String name : names) {
            Matcher matcher = IMAGE.matcher(name);
            if (!matcher.matches()) {
              throw new IllegalArgumentException(
                  "image '" + name + "' is not named NUMBER_CAMERA.png");
            }
            long stamp = Long.parseLong(matcher.group(1));
            String camera = matcher.group(2);
            if (!collector.hasSensor(camera)) {
              String stem = name.substring(0, name.length() - ".png".length());
              camera(camera, dir.resolve("camera-intrinsics/" + stem + ".intrinsics"), collector);
            }
            collector.image(stamp, camera, name, dir.resolve("silda-images"));
            if (poses.containsKey(name)) {
              collector.cameraFromWorld(stamp, camera, poses.get(name));
            }
          }
          return ImportedDataset.Reconstructed.NONE;
        });
  }

  /** Adds a camera, whose intrinsics begin with the principal point in parts of the image. */
  private static void camera(String id, Path intrinsics, DatasetCollector collector) {
    try (TextLines in = new TextLines(intrinsics, "SILDa has intrinsics for each image")) {
      in.requireRow("the principal point");
      double[] centre = new double[2];
      for (int i = 0; i < 2; i++) {
        if (!in.hasMore()) {
          in.requireRow("the principal point");
        }
        centre[i] = in.number("the principal point") * SIZE;
      }
      collector.camera(
          id, new Camera(CameraModel.FOV, SIZE, SIZE, FX, FY, centre[0], centre[1], OMEGA));
    }
    double quarter = id.equals("0") ? -Math.PI / 2 : Math.PI / 2;
    collector
        .builder()
        .mount("silda_rig", id, new Pose(Quaternion.exp(new Vector3(0, quarter, 0)), Vector3.ZERO));
  }

  /** The file tells worldFromCamera: name qw qx qy qz tx ty tz. */
  private static Map<String, Pose> poses(Path file) {
    Map<String, Pose> poses = new HashMap<>();
    if (!Files.isRegularFile(file)) {
      return poses;
    }
    try (TextLines in = new TextLines(file, "")) {
      while (in.nextRow()) {
        String name = in.word("the image's name");
        double[] p = in.numbers(7, "the pose");
        try {
          Pose worldFromCamera =
              new Pose(new Quaternion(p[0], p[1], p[2], p[3]), new Vector3(p[4], p[5], p[6]));
          poses.put(name, worldFromCamera.inverse());
        } catch (IllegalArgumentException e) {
          throw in.fault(e);
        }
      }
    }
    return poses;
  }
}
