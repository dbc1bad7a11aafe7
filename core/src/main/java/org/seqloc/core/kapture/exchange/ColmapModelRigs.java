package org.seqloc.core.kapture.exchange;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.seqloc.core.geometry.Pose;
import org.seqloc.core.geometry.Quaternion;
import org.seqloc.core.geometry.Vector3;
import org.seqloc.core.kapture.Kapture;

/**
 * The rigs and frames in a model of COLMAP 3.12 and later: where cameras sit, and which images were
 * taken at once. A rig's frame is that of its reference.
 *
 * @see <a href="https://colmap.github.io/format.html">COLMAP: output format</a>
 */
final class ColmapModelRigs {

  /** COLMAP's number and name of the only kind of sensor whose data are images. */
  private static final int CAMERA = 0;

  private static final String CAMERA_NAME = "CAMERA";

  private record Mount(int camera, Optional<Pose> cameraFromRig) {}

  private final SortedMap<Integer, List<Mount>> rigs = new TreeMap<>();
  private final Map<Integer, Integer> firstOfFrame = new HashMap<>();
  private int others;

  private ColmapModelRigs() {}

  /** Those of a model's folder; without any of an older model, which knows of none. */
  static ColmapModelRigs read(Path dir) {
    ColmapModelRigs rigs = new ColmapModelRigs();
    String purpose = "a COLMAP model has rigs where it has frames";
    if (Files.isRegularFile(dir.resolve("frames.bin"))) {
      try (BinaryInput in = new BinaryInput(dir.resolve("rigs.bin"), purpose)) {
        rigs.readRigs(in);
      }
      try (BinaryInput in = new BinaryInput(dir.resolve("frames.bin"), purpose)) {
        rigs.readFrames(in);
      }
    } else if (Files.isRegularFile(dir.resolve("frames.txt"))) {
      try (TextLines in = new TextLines(dir.resolve("rigs.txt"), purpose)) {
        rigs.readRigs(in);
      }
      try (TextLines in = new TextLines(dir.resolve("frames.txt"), purpose)) {
        rigs.readFrames(in);
      }
    }
    return rigs;
  }

  /** Whether a rig carries more than its reference. */
  boolean isEmpty() {
    return rigs.values().stream().allMatch(mounts -> mounts.size() < 2);
  }

  /** The least id of the images that were taken at once with this one. */
  int stamp(int image) {
    return firstOfFrame.getOrDefault(image, image);
  }

  /**
   * Adds the rigs of several cameras, named by their ids: rig1, ...
   *
   * @return notes for the user
   */
  List<String> mount(Kapture.Builder builder) {
    List<String> notes = new ArrayList<>();
    rigs.forEach(
        (rig, mounts) -> {
          if (mounts.size() < 2) {
            return;
          }
          for (Mount mount : mounts) {
            String camera = ColmapImporter.sensorId(mount.camera());
            mount
                .cameraFromRig()
                .ifPresentOrElse(
                    pose -> builder.mount("rig" + rig, camera, pose),
                    () ->
                        notes.add(camera + " is not mounted: rig" + rig + " does not tell where"));
          }
        });
    if (others > 0) {
      notes.add(others + " sensors of rigs that are no cameras are left out");
    }
    return notes;
  }

  private void add(int rig, boolean isCamera, int sensor, Optional<Pose> sensorFromRig) {
    List<Mount> mounts = rigs.computeIfAbsent(rig, id -> new ArrayList<>());
    if (isCamera) {
      mounts.add(new Mount(sensor, sensorFromRig));
    } else {
      others++;
    }
  }

  private void frame(List<Integer> images) {
    int first = images.stream().mapToInt(i -> i).min().orElse(0);
    images.forEach(image -> firstOfFrame.put(image, first));
  }

  private void readRigs(BinaryInput in) {
    long count = in.count("rigs", 4 + 4);
    for (long r = 0; r < count; r++) {
      int rig = in.index("the rig's id", Integer.MAX_VALUE);
      int sensors = in.index("the number of sensors", Integer.MAX_VALUE);
      for (int s = 0; s < sensors; s++) {
        boolean isCamera = in.int32() == CAMERA;
        int id = in.index("the sensor's id", Integer.MAX_VALUE);
        // The reference is the first.
        Optional<Pose> pose = Optional.of(Pose.IDENTITY);
        if (s > 0) {
          pose = in.uint8() == 0 ? Optional.empty() : Optional.of(pose(in));
        }
        add(rig, isCamera, id, pose);
      }
    }
    in.requireEnd();
  }

  private static Pose pose(BinaryInput in) {
    double[] p = new double[7];
    for (int i = 0; i < p.length; i++) {
      p[i] = in.finite("a pose");
    }
    try {
      return pose(p);
    } catch (IllegalArgumentException e) {
      throw in.fault(e);
    }
  }

  private static Pose pose(double[] p) {
    return new Pose(new Quaternion(p[0], p[1], p[2], p[3]), new Vector3(p[4], p[5], p[6]));
  }

  private void readFrames(BinaryInput in) {
    long count = in.count("frames", 4 + 4 + 7 * 8 + 4);
    for (long f = 0; f < count; f++) {
      in.int32();
      in.index("the frame's rig", Integer.MAX_VALUE);
      for (int i = 0; i < 7; i++) {
        in.float64(); // the rig's pose, which the images' poses tell too
      }
      int data = in.index("the number of data", Integer.MAX_VALUE);
      List<Integer> images = new ArrayList<>();
      for (int d = 0; d < data; d++) {
        boolean isCamera = in.int32() == CAMERA;
        in.int32();
        long id = in.int64();
        if (isCamera && (id < 0 || id > ColmapModel.MAX_IMAGE_ID)) {
          throw in.fault(Long.toUnsignedString(id) + " is no id of an image");
        }
        if (isCamera) {
          images.add((int) id);
        }
      }
      frame(images);
    }
    in.requireEnd();
  }

  private void readRigs(TextLines in) {
    while (in.nextRow()) {
      int rig = in.index("the rig's id", Integer.MAX_VALUE);
      int sensors = in.index("the number of sensors", Integer.MAX_VALUE);
      for (int s = 0; s < sensors; s++) {
        boolean isCamera = in.word("the sensor's kind").equals(CAMERA_NAME);
        int id = in.index("the sensor's id", Integer.MAX_VALUE);
        Optional<Pose> pose = Optional.of(Pose.IDENTITY);
        if (s > 0) {
          boolean posed = in.index("whether there is a pose", 1) == 1;
          pose = posed ? Optional.of(pose(in)) : Optional.empty();
        }
        add(rig, isCamera, id, pose);
      }
      in.requireEnd("a rig of " + sensors + " sensors");
    }
  }

  private static Pose pose(TextLines in) {
    double[] p = in.numbers(7, "a pose");
    try {
      return pose(p);
    } catch (IllegalArgumentException e) {
      throw in.fault(e);
    }
  }

  private void readFrames(TextLines in) {
    while (in.nextRow()) {
      in.index("the frame's id", Integer.MAX_VALUE);
      in.index("the frame's rig", Integer.MAX_VALUE);
      in.numbers(7, "the pose");
      int data = in.index("the number of data", Integer.MAX_VALUE);
      List<Integer> images = new ArrayList<>();
      for (int d = 0; d < data; d++) {
        boolean isCamera = in.word("the sensor's kind").equals(CAMERA_NAME);
        in.index("the sensor's id", Integer.MAX_VALUE);
        long id =
            in.whole("the data's id", 0, isCamera ? ColmapModel.MAX_IMAGE_ID : Long.MAX_VALUE);
        if (isCamera) {
          images.add((int) id);
        }
      }
      in.requireEnd("a frame of " + data + " data");
      frame(images);
    }
  }
}
