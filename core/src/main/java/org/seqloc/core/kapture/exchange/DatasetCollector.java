package org.seqloc.core.kapture.exchange;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.seqloc.core.SeqlocException;
import org.seqloc.core.geometry.Camera;
import org.seqloc.core.geometry.Pose;
import org.seqloc.core.kapture.CameraRecord;
import org.seqloc.core.kapture.Kapture;
import org.seqloc.core.kapture.KapturePose;
import org.seqloc.core.kapture.Sensor;

/** Collects what an importer finds. */
final class DatasetCollector {

  private final Kapture.Builder builder = Kapture.builder();
  private final SortedMap<String, Path> files = new TreeMap<>();
  private final List<String> notes = new ArrayList<>();
  private final Set<String> sensors = new HashSet<>();

  Kapture.Builder builder() {
    return builder;
  }

  void note(String note) {
    notes.add(note);
  }

  /** Adds a camera; one of this id that is there stays. */
  void camera(String id, Camera camera) {
    if (sensors.add(id)) {
      builder.sensor(Sensor.ofCamera(id, "", camera));
    }
  }

  /** Adds a camera of which only the image size is known. */
  void unknownCamera(String id, ImportFiles.Size size) {
    if (sensors.add(id)) {
      builder.sensor(
          new Sensor(
              id,
              "",
              Sensor.CAMERA,
              List.of(
                  "UNKNOWN_CAMERA",
                  Integer.toString(size.width()),
                  Integer.toString(size.height()))));
    }
  }

  void sensor(Sensor sensor) {
    sensors.add(sensor.id());
    builder.sensor(sensor);
  }

  boolean hasSensor(String id) {
    return sensors.contains(id);
  }

  /**
   * Adds an image.
   *
   * @param name its path in the kapture, and below the folder
   */
  void image(long stamp, String camera, String name, Path folder) {
    file(stamp, camera, name, folder.resolve(checked(name)));
  }

  void file(long stamp, String camera, String name, Path file) {
    builder.record(new CameraRecord(stamp, camera, name));
    files.put(name, file);
  }

  /** A path below a folder, held to the rules of kapture's: it does not leave it. */
  static String checked(String name) {
    return new CameraRecord(0, "any", name).imagePath();
  }

  /** The file of an image that must be there, for what is read of it. */
  static Path existing(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new SeqlocException("image " + file + " is missing");
    }
    return file;
  }

  void cameraFromWorld(long stamp, String camera, Pose cameraFromWorld) {
    builder.pose(stamp, camera, KapturePose.ofDeviceFromWorld(cameraFromWorld));
  }

  ImportedDataset dataset(ImportedDataset.Reconstructed reconstruction) {
    return new ImportedDataset(builder.build(), files, reconstruction, notes);
  }

  /**
   * Runs an importer; what it throws as IllegalArgumentException becomes one line naming the
   * source.
   */
  static ImportedDataset collect(
      Path source, Function<DatasetCollector, ImportedDataset.Reconstructed> importer) {
    DatasetCollector collector = new DatasetCollector();
    try {
      return collector.dataset(importer.apply(collector));
    } catch (IllegalArgumentException e) {
      throw new SeqlocException(source + ": " + e.getMessage(), e);
    }
  }
}
