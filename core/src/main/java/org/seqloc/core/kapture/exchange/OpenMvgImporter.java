package org.seqloc.core.kapture.exchange;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.seqloc.core.SeqlocException;
import org.seqloc.core.geometry.Camera;
import org.seqloc.core.geometry.CameraModel;
import org.seqloc.core.geometry.Pose;
import org.seqloc.core.geometry.Quaternion;
import org.seqloc.core.geometry.Vector3;

/**
 * An sfm_data.json of OpenMVG: views, intrinsics, extrinsics and structure. Cameras are named by
 * the intrinsics' numbers, stamps are the views' ids; points are ordered by their keys. The images'
 * names keep the name of the root folder, as by kapture's own converter.
 *
 * <p>Where OpenMVG's features are beside the file, in matches/ there or in ../matches, they and the
 * matches with them are taken too ({@link OpenMvgRegions}, {@link OpenMvgMatches}); else keypoints
 * are those that a point is seen by.
 *
 * @see <a href="https://openmvg.readthedocs.io/en/latest/software/SfM/SfM_OutputFormat/">OpenMVG:
 *     SfM output format</a>
 */
public final class OpenMvgImporter {

  /** What cereal adds to the number of a type that it names. */
  private static final long NEW_TYPE = 0x8000_0000L;

  /** The number of a pose, of intrinsics or of a feature that is not known. */
  static final long UNDEFINED = 0xffff_ffffL;

  private final Path file;
  private final DatasetCollector collector;
  private final Map<Long, String> images = new HashMap<>();
  private final Map<Long, Map<Long, String>> viewsOfPose = new HashMap<>();
  private int priors;

  private OpenMvgImporter(Path file, DatasetCollector collector) {
    this.file = file;
    this.collector = collector;
  }

  /**
   * @param source the file, or a folder that holds sfm_data.json
   * @param images the folder of the images; empty for the file's root_path
   * @throws SeqlocException in one line when a file is missing or does not fit
   */
  public static ImportedDataset read(Path source, Optional<Path> images) {
    Path file = Files.isDirectory(source) ? source.resolve("sfm_data.json") : source;
    return DatasetCollector.collect(file, c -> new OpenMvgImporter(file, c).importFrom(images));
  }

  private ImportedDataset.Reconstructed importFrom(Optional<Path> given) {
    JsonNode root = ImportFiles.json(file);
    if (!root.has("sfm_data_version")) {
      throw new SeqlocException(file + " is no sfm_data.json of OpenMVG");
    }
    // Written on Windows, it has the separators of Windows.
    String rootPath = root.path("root_path").asText().replace('\\', '/');
    Path folder = given.orElseGet(() -> file.toAbsolutePath().resolveSibling(rootPath));
    Map<Long, String> types = new HashMap<>();
    for (JsonNode intrinsic : root.path("intrinsics")) {
      JsonNode value = intrinsic.path("value");
      long type = value.path("polymorphic_id").asLong();
      if (value.has("polymorphic_name")) {
        types.put(type & ~NEW_TYPE, value.path("polymorphic_name").asText());
      }
      String id = Long.toString(intrinsic.path("key").asLong());
      String name = types.getOrDefault(type & ~NEW_TYPE, "");
      collector.camera(id, camera(name, value.path("ptr_wrapper").path("data"), id));
    }
    for (JsonNode view : root.path("views")) {
      view(view, folder, rootPath);
    }
    if (priors > 0) {
      collector.note("the priors of " + priors + " poses are left out");
    }
    for (JsonNode extrinsic : root.path("extrinsics")) {
      pose(extrinsic);
    }
    return structure(root.path("structure"));
  }

  /** With the features and matches that OpenMVG has made for the images, if they are there. */
  private ImportedDataset.Reconstructed structure(JsonNode structure) {
    Optional<OpenMvgRegions> regions = Optional.empty();
    Optional<OpenMvgMatches> matches = Optional.empty();
    for (Path folder : OpenMvgRegions.folders(file)) {
      if (regions.isPresent()) {
        leftOut(folder, "others are there");
        continue;
      }
      OpenMvgRegions found = new OpenMvgRegions(folder, images.values());
      Optional<String> flaw =
          found.flaw().or(() -> OpenMvgReconstruction.misfit(structure, images, found));
      if (flaw.isPresent()) {
        leftOut(folder, flaw.get());
        continue;
      }
      Map<Long, String> known = new HashMap<>(images);
      known.values().removeIf(image -> !found.has(image));
      regions = Optional.of(found);
      matches = OpenMvgMatches.find(folder, known);
    }
    regions.ifPresent(r -> r.notes().forEach(collector::note));
    matches.ifPresent(m -> m.notes().forEach(collector::note));
    return new OpenMvgReconstruction(file, structure, images, regions, matches);
  }

  private void leftOut(Path folder, String why) {
    collector.note("the features and matches in " + folder + " are left out: " + why);
  }

  private void view(JsonNode view, Path folder, String rootPath) {
    JsonNode data = view.path("value").path("ptr_wrapper").path("data");
    long id = data.path("id_view").asLong(view.path("key").asLong());
    long intrinsic = data.path("id_intrinsic").asLong(UNDEFINED);
    String local = data.path("local_path").asText().replace('\\', '/');
    String file = (local.isEmpty() ? "" : local + "/") + data.path("filename").asText();
    Path path = folder.resolve(DatasetCollector.checked(file));
    String camera = Long.toString(intrinsic);
    if (intrinsic == UNDEFINED) {
      camera = "view" + id;
      collector.unknownCamera(camera, ImportFiles.imageSize(DatasetCollector.existing(path)));
    }
    if (data.path("use_pose_center_prior").asBoolean()
        || data.path("use_pose_rotation_prior").asBoolean()) {
      priors++;
    }
    String prefix = rootPath.replaceAll("/+$", "");
    prefix = prefix.substring(prefix.lastIndexOf('/') + 1);
    String name = (prefix.isEmpty() || prefix.startsWith(".") ? "" : prefix + "/") + file;
    collector.file(id, camera, name, path);
    images.put(id, name);
    long pose = data.path("id_pose").asLong(UNDEFINED);
    if (pose != UNDEFINED) {
      viewsOfPose.computeIfAbsent(pose, key -> new TreeMap<>()).put(id, camera);
    }
  }

  /** OpenMVG's extrinsics are a rotation cameraFromWorld and the camera's centre in the world. */
  private void pose(JsonNode extrinsic) {
    long key = extrinsic.path("key").asLong();
    JsonNode value = extrinsic.path("value");
    String where = file + ", extrinsic " + key;
    double[] m = new double[9];
    for (int row = 0; row < 3; row++) {
      double[] r = ImportFiles.numbers(value.path("rotation").path(row), 3, where + ", rotation");
      System.arraycopy(r, 0, m, 3 * row, 3);
    }
    double[] c = ImportFiles.numbers(value.path("center"), 3, where + ", center");
    Quaternion rotation = rotation(m, "extrinsic " + key);
    Pose pose = new Pose(rotation, rotation.rotate(new Vector3(c[0], c[1], c[2])).times(-1));
    viewsOfPose
        .getOrDefault(key, Map.of())
        .forEach((view, camera) -> collector.cameraFromWorld(view, camera, pose));
  }

  private static Quaternion rotation(double[] m, String where) {
    try {
      return Quaternion.ofMatrix(m);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(where + ": " + e.getMessage(), e);
    }
  }

  private Camera camera(String type, JsonNode data, String id) {
    String where = file + ", intrinsic " + id;
    if (!type.startsWith("pinhole") && !type.equals("fisheye")) {
      throw noModel(where, type);
    }
    JsonNode base = data.has("value0") ? data.path("value0") : data;
    int width = base.path("width").asInt();
    int height = base.path("height").asInt();
    double f = ImportFiles.finite(base.path("focal_length"), where + ", focal_length");
    double[] c = ImportFiles.numbers(base.path("principal_point"), 2, where + ", principal_point");
    return switch (type) {
      case "pinhole" -> new Camera(CameraModel.SIMPLE_PINHOLE, width, height, f, c[0], c[1]);
      case "pinhole_radial_k1" -> {
        double[] k = ImportFiles.numbers(data.path("disto_k1"), 1, where + ", disto_k1");
        yield new Camera(CameraModel.SIMPLE_RADIAL, width, height, f, c[0], c[1], k[0]);
      }
      case "pinhole_radial_k3" -> {
        double[] k = ImportFiles.numbers(data.path("disto_k3"), 3, where + ", disto_k3");
        yield k[2] == 0
            ? new Camera(CameraModel.RADIAL, width, height, f, c[0], c[1], k[0], k[1])
            : full(width, height, f, c, k[0], k[1], 0, 0, k[2]);
      }
      case "pinhole_brown_t2" -> {
        double[] k = ImportFiles.numbers(data.path("disto_t2"), 5, where + ", disto_t2");
        yield full(width, height, f, c, k[0], k[1], k[3], k[4], k[2]);
      }
      case "fisheye" -> {
        double[] k = ImportFiles.numbers(data.path("fisheye"), 4, where + ", fisheye");
        yield new Camera(
            CameraModel.OPENCV_FISHEYE, width, height, f, f, c[0], c[1], k[0], k[1], k[2], k[3]);
      }
      default -> throw noModel(where, type);
    };
  }

  private static SeqlocException noModel(String where, String type) {
    return new SeqlocException(
        where + ": kapture has no camera model for OpenMVG's '" + type + "'");
  }

  private static Camera full(
      int width,
      int height,
      double f,
      double[] c,
      double k1,
      double k2,
      double p1,
      double p2,
      double k3) {
    return new Camera(
        CameraModel.FULL_OPENCV, width, height, f, f, c[0], c[1], k1, k2, p1, p2, k3, 0, 0, 0);
  }
}
