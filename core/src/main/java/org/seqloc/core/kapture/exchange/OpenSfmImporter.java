package org.seqloc.core.kapture.exchange;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.seqloc.core.SeqlocException;
import org.seqloc.core.geometry.Camera;
import org.seqloc.core.geometry.CameraModel;
import org.seqloc.core.geometry.Pose;
import org.seqloc.core.geometry.Quaternion;
import org.seqloc.core.geometry.Vector3;
import org.seqloc.core.kapture.Sensor;

/**
 * A project of OpenSfM: the first reconstruction of reconstruction.json, tracks.csv, and positions
 * of exif/. Cameras keep their names; stamps count the shots; points are ordered by their ids as
 * text.
 *
 * <p>OpenSfM measures in parts of the larger side from the middle of the image, which in pixels
 * that count from the first one's centre is at ((width - 1) / 2, (height - 1) / 2). Rigs stay out.
 *
 * <p>Features and matches are those of the reconstruction's images, in keypoints HessianAffine and
 * descriptors HOG for OpenSfM's own HAHOG as in kapture's own converter, else named by the
 * extractor that config.yaml tells. Without files of features the keypoints are what tracks.csv
 * tells.
 *
 * @see <a href="https://opensfm.org/docs/dataset.html">OpenSfM: dataset structure</a>
 */
public final class OpenSfmImporter {

  private static final String KEYPOINTS = "opensfm";

  /** A keypoint of a track, in parts of the image's larger side. */
  private record Seen(String image, long feature, double x, double y) {}

  private final Path dir;
  private final Path file;
  private final DatasetCollector collector;
  private final Map<String, String> cameraOfImage = new HashMap<>();
  private final Map<String, Camera> cameras = new HashMap<>();

  private OpenSfmImporter(Path dir, DatasetCollector collector) {
    this.dir = dir;
    this.file = dir.resolve("reconstruction.json");
    this.collector = collector;
  }

  /**
   * @throws SeqlocException in one line when a file is missing or does not fit
   */
  public static ImportedDataset read(Path dir) {
    return DatasetCollector.collect(
        dir.resolve("reconstruction.json"), c -> new OpenSfmImporter(dir, c).read());
  }

  private ImportedDataset.Reconstructed read() {
    JsonNode all = ImportFiles.json(file);
    if (!all.isArray() || all.isEmpty()) {
      throw new SeqlocException(file + " holds no reconstruction");
    }
    if (all.size() > 1) {
      collector.note("only the first of " + all.size() + " reconstructions is taken");
    }
    JsonNode reconstruction = all.get(0);
    reconstruction
        .path("cameras")
        .properties()
        .forEach(
            entry -> {
              Camera camera = camera(entry.getValue(), "camera '" + entry.getKey() + "'");
              cameras.put(entry.getKey(), camera);
              collector.builder().sensor(Sensor.ofCamera(entry.getKey(), entry.getKey(), camera));
            });
    leaveOutRigs(reconstruction);
    int stamp = 0;
    for (Map.Entry<String, JsonNode> shot : reconstruction.path("shots").properties()) {
      shot(shot.getKey(), shot.getValue(), stamp++);
    }
    return points(reconstruction.path("points"));
  }

  private void leaveOutRigs(JsonNode reconstruction) {
    for (JsonNode rig : reconstruction.path("rig_instances")) {
      if (rig.path("rig_camera_ids").size() > 1) {
        collector.note("the rigs are left out: each image is a moment of its own");
        return;
      }
    }
  }

  private void shot(String name, JsonNode shot, int stamp) {
    String where = file + ", shot '" + name + "'";
    String camera = shot.path("camera").asText();
    double[] r = ImportFiles.numbers(shot.path("rotation"), 3, where + ", rotation");
    double[] t = ImportFiles.numbers(shot.path("translation"), 3, where + ", translation");
    collector.image(stamp, camera, name, dir.resolve("images"));
    collector.cameraFromWorld(
        stamp,
        camera,
        new Pose(Quaternion.exp(new Vector3(r[0], r[1], r[2])), new Vector3(t[0], t[1], t[2])));
    cameraOfImage.put(name, camera);
    Path exif = dir.resolve("exif").resolve(name + ".exif");
    if (Files.isRegularFile(exif)) {
      JsonNode gps = ImportFiles.json(exif).path("gps");
      if (gps.has("longitude") && gps.has("latitude")) {
        gnss(gps, stamp, camera, exif);
      }
    }
  }

  private void gnss(JsonNode gps, int stamp, String camera, Path exif) {
    String id = "GPS_" + camera;
    if (!collector.hasSensor(id)) {
      collector.sensor(new Sensor(id, "", "gnss", List.of("EPSG:4326")));
    }
    collector
        .builder()
        .gnss(
            stamp,
            id,
            ImportFiles.finite(gps.path("longitude"), exif + ", longitude"),
            ImportFiles.finite(gps.path("latitude"), exif + ", latitude"),
            gps.path("altitude").asDouble(0),
            0,
            gps.path("dop").asDouble(0));
  }

  private static Camera camera(JsonNode node, String where) {
    String type = node.path("projection_type").asText();
    int width = node.path("width").asInt();
    int height = node.path("height").asInt();
    double size = Math.max(width, height);
    double focal = node.path("focal").asDouble() * size;
    double fx = node.path("focal_x").asDouble() * size;
    double fy = node.path("focal_y").asDouble() * size;
    double cx = (width - 1) / 2.0 + node.path("c_x").asDouble() * size;
    double cy = (height - 1) / 2.0 + node.path("c_y").asDouble() * size;
    double k1 = node.path("k1").asDouble();
    double k2 = node.path("k2").asDouble();
    double k3 = node.path("k3").asDouble();
    double k4 = node.path("k4").asDouble();
    double p1 = node.path("p1").asDouble();
    double p2 = node.path("p2").asDouble();
    return switch (type) {
      case "perspective" -> new Camera(CameraModel.RADIAL, width, height, focal, cx, cy, k1, k2);
      case "simple_radial", "radial" ->
          new Camera(CameraModel.OPENCV, width, height, fx, fy, cx, cy, k1, k2, 0, 0);
      case "brown" ->
          new Camera(
              CameraModel.FULL_OPENCV, width, height, fx, fy, cx, cy, k1, k2, p1, p2, k3, 0, 0, 0);
      case "fisheye" ->
          new Camera(CameraModel.RADIAL_FISHEYE, width, height, focal, cx, cy, k1, k2);
      case "fisheye_opencv" ->
          new Camera(CameraModel.OPENCV_FISHEYE, width, height, fx, fy, cx, cy, k1, k2, k3, k4);
      default ->
          throw new IllegalArgumentException(
              where + ": kapture has no model for the projection '" + type + "'");
    };
  }

  private ImportedDataset.Reconstructed points(JsonNode points) {
    Map<String, List<Seen>> tracks = tracks();
    tracks.keySet().removeIf(id -> !points.has(id));
    Optional<OpenSfmFeatures> features = features(tracks);
    TrackCollector collected =
        features
            .map(found -> TrackCollector.numbered(found.type(), true))
            .orElseGet(() -> new TrackCollector(KEYPOINTS, true));
    SortedSet<String> ids = new TreeSet<>();
    points.properties().forEach(point -> ids.add(point.getKey()));
    for (String id : ids) {
      JsonNode point = points.get(id);
      String where = file + ", point " + id;
      double[] xyz = ImportFiles.numbers(point.path("coordinates"), 3, where + ", coordinates");
      double[] rgb = ImportFiles.numbers(point.path("color"), 3, where + ", color");
      for (Seen seen : tracks.getOrDefault(id, List.of())) {
        features.ifPresent(found -> checkRow(found, id, seen));
        Camera camera = cameras.get(cameraOfImage.get(seen.image()));
        double size = Math.max(camera.width(), camera.height());
        collected.seen(
            seen.image(),
            seen.feature(),
            seen.x() * size + (camera.width() - 1) / 2.0,
            seen.y() * size + (camera.height() - 1) / 2.0);
      }
      collected.point(xyz[0], xyz[1], xyz[2], rgb[0], rgb[1], rgb[2]);
    }
    return features
        .<ImportedDataset.Reconstructed>map(
            found -> new OpenSfmReconstruction(found, new OpenSfmMatches(dir, found), collected))
        .orElse(collected);
  }

  private Optional<OpenSfmFeatures> features(Map<String, List<Seen>> tracks) {
    SortedMap<String, Camera> cameraOf = new TreeMap<>();
    cameraOfImage.forEach((image, camera) -> cameraOf.put(image, cameras.get(camera)));
    SortedSet<String> tracked = new TreeSet<>();
    tracks.values().forEach(track -> track.forEach(seen -> tracked.add(seen.image())));
    Optional<OpenSfmFeatures> features = OpenSfmFeatures.find(dir, cameraOf, tracked, collector);
    Path matches = dir.resolve("matches");
    if (features.isEmpty() && Files.isDirectory(matches)) {
      collector.note("the matches of " + matches + " are left out: they are of features");
    }
    return features;
  }

  private void checkRow(OpenSfmFeatures features, String track, Seen seen) {
    int rows = features.rows(seen.image()).orElseThrow();
    if (seen.feature() < 0 || seen.feature() >= rows) {
      throw new SeqlocException(
          String.format(
              "%s: track %s sees feature %d of image '%s', which has %d: they do not belong"
                  + " together",
              dir.resolve("tracks.csv"), track, seen.feature(), seen.image(), rows));
    }
  }

  /** What the shots see, by track; of any version of the file. */
  private Map<String, List<Seen>> tracks() {
    Map<String, List<Seen>> tracks = new HashMap<>();
    Path list = dir.resolve("tracks.csv");
    if (!Files.isRegularFile(list)) {
      return tracks;
    }
    try (TextLines in = new TextLines(list, "")) {
      while (in.nextRow()) {
        if (in.line().startsWith("OPENSFM_TRACKS_VERSION")) {
          continue;
        }
        String[] columns = in.line().split("\t", -1);
        if (columns.length < 5) {
          throw in.fault("expected image, track, feature, x, y, found " + columns.length);
        }
        if (cameraOfImage.containsKey(columns[0])) {
          try {
            tracks
                .computeIfAbsent(columns[1], id -> new ArrayList<>())
                .add(
                    new Seen(
                        columns[0],
                        Long.parseLong(columns[2]),
                        Double.parseDouble(columns[3]),
                        Double.parseDouble(columns[4])));
          } catch (NumberFormatException e) {
            throw new SeqlocException(
                in.where()
                    + ": not a whole number, x and y: "
                    + String.join(" ", List.of(columns).subList(2, 5)),
                e);
          }
        }
      }
    }
    return tracks;
  }
}
