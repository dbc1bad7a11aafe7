package org.seqloc.core.kapture.exchange;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.seqloc.core.SeqlocException;
import org.seqloc.core.geometry.Camera;
import org.seqloc.core.geometry.CameraModel;
import org.seqloc.core.geometry.Pose;
import org.seqloc.core.geometry.Quaternion;
import org.seqloc.core.geometry.Vector3;
import org.seqloc.core.kapture.CameraRecord;
import org.seqloc.core.kapture.Kapture;
import org.seqloc.core.kapture.Sensor;

/**
 * A scene of DDAD, or of another dataset in TRI's DGP layout: scene_*.json with its samples, each
 * one exposure of all sensors, and calibration/KEY.json.
 *
 * <p>The cameras become PINHOLE cameras of their own names on the rig "rig", whose frame is the
 * vehicle's. The files have a stamp and a pose for each image, which differ slightly: the exposure
 * takes both from its first camera by name, {@code mapFromBody = mapFromCamera * cameraFromBody};
 * the notes say how far the other cameras disagree.
 *
 * <p>DDAD's dates are shifted into the 25th century, beyond ROS's clock (2106) and 64-bit
 * nanoseconds (2262). They are brought back by whole cycles of 400 years, which keeps calendar and
 * distances.
 *
 * @see <a href="https://github.com/TRI-ML/dgp">DGP</a>
 */
public final class DdadImporter {

  private static final String RIG = "rig";
  private static final long SECONDS_OF_400_YEARS = 146_097L * 86_400;
  private static final long ROS_SECONDS = 1L << 32;

  /** One image as the scene file has it. */
  private record Datum(
      String camera, long stampNanos, String file, int width, int height, Pose mapFromCamera) {}

  private final Path sceneFile;
  private final Kapture.Builder builder = Kapture.builder();
  private final SortedMap<String, Path> images = new TreeMap<>();
  private final Map<String, Pose> bodyFromCamera = new HashMap<>();
  private double metresApart;
  private long nanosApart;
  private long yearsBack;

  private DdadImporter(Path sceneFile) {
    this.sceneFile = sceneFile;
  }

  /**
   * @param scene the scene's directory, or its scene_*.json
   * @throws SeqlocException in one line when a file is missing or does not fit
   */
  public static ImportedDataset read(Path scene) {
    DdadImporter importer = new DdadImporter(sceneFile(scene));
    try {
      return importer.read();
    } catch (IllegalArgumentException e) {
      throw new SeqlocException(importer.sceneFile + ": " + e.getMessage(), e);
    }
  }

  private static Path sceneFile(Path scene) {
    if (Files.isRegularFile(scene)) {
      return scene.toAbsolutePath();
    }
    try (Stream<Path> files = Files.list(scene)) {
      List<Path> found =
          files.filter(f -> f.getFileName().toString().matches("scene_.*\\.json")).toList();
      if (found.size() != 1) {
        throw new SeqlocException(
            scene
                + " is not a DGP scene: it has "
                + found.size()
                + " files scene_*.json, expected one");
      }
      return found.get(0).toAbsolutePath();
    } catch (IOException e) {
      throw ImportFiles.unreadable(scene, e);
    }
  }

  private ImportedDataset read() {
    JsonNode scene = ImportFiles.json(sceneFile);
    Map<String, Datum> data = data(scene);
    JsonNode samples = require(scene, "samples");
    SortedMap<String, Datum> first = new TreeMap<>();
    List<SortedMap<String, Datum>> exposures = new ArrayList<>();
    String calibration = "";
    for (JsonNode sample : samples) {
      String key = require(sample, "calibration_key").asText();
      if (!calibration.isEmpty() && !calibration.equals(key)) {
        throw new IllegalArgumentException("samples of several calibrations: split the scene");
      }
      calibration = key;
      SortedMap<String, Datum> exposure = new TreeMap<>();
      for (JsonNode datumKey : require(sample, "datum_keys")) {
        Datum datum = data.get(datumKey.asText());
        if (datum != null) {
          exposure.put(datum.camera(), datum);
          first.putIfAbsent(datum.camera(), datum);
        }
      }
      exposures.add(exposure);
    }
    if (first.isEmpty()) {
      throw new IllegalArgumentException("no sample has an image");
    }
    addCameras(calibration, first);
    exposures.stream().filter(e -> !e.isEmpty()).forEach(this::addExposure);
    return new ImportedDataset(
        builder.build(), images, notes(require(scene, "data").size() - data.size()));
  }

  private List<String> notes(int others) {
    List<String> notes = new ArrayList<>();
    notes.add(
        String.format(
            Locale.ROOT,
            "poses are those of each exposure's first camera; by the others the body is up to"
                + " %.1f mm away, their stamps up to %.1f ms",
            metresApart * 1e3,
            nanosApart / 1e6));
    if (yearsBack > 0) {
      notes.add("stamps are moved back by " + yearsBack + " years, beyond which ROS has no time");
    }
    if (others > 0) {
      notes.add(others + " measurements that are no images, like point clouds, are left out");
    }
    return notes;
  }

  /** The images by key; other sensors' data are passed over. */
  private Map<String, Datum> data(JsonNode scene) {
    Map<String, Datum> data = new HashMap<>();
    for (JsonNode node : require(scene, "data")) {
      JsonNode image = require(node, "datum").path("image");
      if (!image.isMissingNode()) {
        JsonNode id = require(node, "id");
        data.put(
            require(node, "key").asText(),
            new Datum(
                require(id, "name").asText(),
                stamp(require(id, "timestamp").asText()),
                require(image, "filename").asText(),
                require(image, "width").asInt(),
                require(image, "height").asInt(),
                pose(require(image, "pose"))));
      }
    }
    return data;
  }

  private void addCameras(String key, SortedMap<String, Datum> cameras) {
    if (!key.matches("[A-Za-z0-9_.-]+")) {
      throw new IllegalArgumentException("not a calibration key: '" + key + "'");
    }
    Path file = sceneFile.resolveSibling("calibration").resolve(key + ".json");
    JsonNode calibration = ImportFiles.json(file);
    List<String> names = new ArrayList<>();
    require(calibration, "names").forEach(name -> names.add(name.asText()));
    for (Datum datum : cameras.values()) {
      int index = names.indexOf(datum.camera());
      JsonNode k = require(calibration, "intrinsics").path(index);
      JsonNode extrinsics = require(calibration, "extrinsics").path(index);
      if (k.isMissingNode() || extrinsics.isMissingNode()) {
        throw new SeqlocException(file + " has no calibration of " + datum.camera());
      }
      k.properties()
          .forEach(
              field -> {
                boolean pinhole = field.getKey().matches("fx|fy|cx|cy");
                if (!pinhole && field.getValue().asDouble() != 0) {
                  throw new SeqlocException(
                      file
                          + ": "
                          + datum.camera()
                          + " has "
                          + field.getKey()
                          + ": only pinhole cameras without skew are imported");
                }
              });
      builder.sensor(
          Sensor.ofCamera(
              datum.camera(),
              "",
              new Camera(
                  CameraModel.PINHOLE,
                  datum.width(),
                  datum.height(),
                  require(k, "fx").asDouble(),
                  require(k, "fy").asDouble(),
                  require(k, "cx").asDouble(),
                  require(k, "cy").asDouble())));
      Pose mount = pose(extrinsics);
      bodyFromCamera.put(datum.camera(), mount);
      builder.mount(RIG, datum.camera(), mount.inverse());
    }
  }

  private void addExposure(SortedMap<String, Datum> exposure) {
    Datum reference = exposure.get(exposure.firstKey());
    Pose mapFromBody = mapFromBody(reference);
    builder.mapFromDevice(reference.stampNanos(), RIG, mapFromBody);
    for (Datum datum : exposure.values()) {
      metresApart =
          Math.max(
              metresApart, mapFromBody.translation().distanceTo(mapFromBody(datum).translation()));
      nanosApart = Math.max(nanosApart, Math.abs(datum.stampNanos() - reference.stampNanos()));
      String name = datum.file().substring(datum.file().lastIndexOf('/') + 1);
      CameraRecord record =
          new CameraRecord(reference.stampNanos(), datum.camera(), datum.camera() + "/" + name);
      // The scene's own path is held to the same rules as kapture's: it stays below the scene.
      String safe = new CameraRecord(0, datum.camera(), datum.file()).imagePath();
      Path file = sceneFile.resolveSibling(safe);
      if (!Files.isRegularFile(file)) {
        throw new SeqlocException("image " + file + " of " + sceneFile + " is missing");
      }
      images.put(record.imagePath(), file);
      builder.record(record);
    }
  }

  private Pose mapFromBody(Datum datum) {
    return datum.mapFromCamera().times(bodyFromCamera.get(datum.camera()).inverse());
  }

  private long stamp(String text) {
    Instant time;
    try {
      time = Instant.parse(text);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException("not a time: '" + text + "'", e);
    }
    long seconds = time.getEpochSecond();
    if (seconds >= ROS_SECONDS) {
      long cycles = (seconds - ROS_SECONDS) / SECONDS_OF_400_YEARS + 1;
      seconds -= cycles * SECONDS_OF_400_YEARS;
      yearsBack = 400 * cycles;
    }
    return Math.addExact(Math.multiplyExact(seconds, 1_000_000_000L), time.getNano());
  }

  /** Protobuf's JSON may leave out what is zero. */
  private static Pose pose(JsonNode node) {
    JsonNode q = require(node, "rotation");
    JsonNode t = require(node, "translation");
    return new Pose(
        new Quaternion(
            q.path("qw").asDouble(),
            q.path("qx").asDouble(),
            q.path("qy").asDouble(),
            q.path("qz").asDouble()),
        new Vector3(t.path("x").asDouble(), t.path("y").asDouble(), t.path("z").asDouble()));
  }

  private static JsonNode require(JsonNode node, String field) {
    JsonNode value = node.path(field);
    if (value.isMissingNode()) {
      throw new IllegalArgumentException("a JSON object lacks '" + field + "'");
    }
    return value;
  }
}
