package org.seqloc.core.kapture.exchange;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.seqloc.core.SeqlocException;
import org.seqloc.core.geometry.Camera;
import org.seqloc.core.kapture.CameraRecord;
import org.seqloc.core.kapture.Kapture;
import org.seqloc.core.kapture.KapturePose;
import org.seqloc.core.kapture.Sensor;

/**
 * What COLMAP makes, as kapture: its sparse model (text or binary), its database, or both. Cameras
 * become cam_00001 and so on by their ids. Stamps are the images' ids, of those that a model's rig
 * took at once the least; of the rigs of a rig_config.json they count the moments.
 *
 * <p>Of both, the features and matches are the database's; poses, points and observations, and
 * cameras that both have, are the model's. kapture's own converter does the same.
 */
public final class ColmapImporter {

  /**
   * The files.
   *
   * @param model the folder of cameras, images and points3D
   * @param rigs rig_config.json, or the older one of the rig bundle adjuster
   */
  public record Source(
      Optional<Path> model, Optional<Path> database, Path images, Optional<Path> rigs) {

    /**
     * Finds the files in a folder as COLMAP and its tutorials lay it out: *.db, images, sparse/0,
     * sparse, reconstruction or the folder itself, rig_config.json.
     */
    public static Source find(Path dir) {
      if (!Files.isDirectory(dir)) {
        throw new SeqlocException(dir + " is not a folder");
      }
      Optional<Path> model =
          Stream.of("", "sparse/0", "sparse", "reconstruction", "dense/sparse")
              .map(dir::resolve)
              .filter(ColmapModel::isIn)
              .findFirst();
      Path rigs = dir.resolve("rig_config.json");
      return new Source(
          model,
          database(dir),
          dir.resolve("images"),
          Optional.of(rigs).filter(Files::isRegularFile));
    }

    private static Optional<Path> database(Path dir) {
      try (Stream<Path> files = Files.list(dir)) {
        List<Path> found =
            files.filter(f -> f.toString().endsWith(".db")).filter(Files::isRegularFile).toList();
        if (found.size() > 1) {
          throw new SeqlocException(
              dir + " has " + found.size() + " files *.db: name one with --database");
        }
        return found.stream().findFirst();
      } catch (IOException e) {
        throw ImportFiles.unreadable(dir, e);
      }
    }
  }

  /**
   * @param keypointsType the name that the keypoints get in the kapture
   * @param descriptorsType the name that the descriptors get
   * @param allMatches whether all matches are taken, not those that agree with the geometry of
   *     their pair; without geometry of any pair all are taken anyhow, and a note tells
   * @param cornerOrigin whether COLMAP's pixels, which count from the corner of the image, are
   *     shifted by half a pixel to count from the first pixel's centre; kapture's own converter
   *     leaves them as they are
   */
  public record Options(
      String keypointsType, String descriptorsType, boolean allMatches, boolean cornerOrigin) {

    /** As kapture's own converter does. */
    public static final Options DEFAULT = new Options("SIFT", "SIFT", false, false);

    Options withCornerOrigin(boolean corner) {
      return new Options(keypointsType, descriptorsType, allMatches, corner);
    }

    double shift() {
      return PixelOrigin.shift(cornerOrigin);
    }
  }

  private final Source source;
  private final Options options;
  private final SortedMap<Integer, Camera> cameras = new TreeMap<>();
  private final SortedMap<Integer, ColmapFrames.Image> images = new TreeMap<>();
  private final List<String> notes = new ArrayList<>();
  private boolean databaseHasRigs;

  private ColmapImporter(Source source, Options options) {
    this.source = source;
    this.options = options;
  }

  /**
   * @throws SeqlocException in one line when a file is missing or does not fit
   */
  public static ImportedDataset read(Source source, Options options) {
    if (source.model().isEmpty() && source.database().isEmpty()) {
      throw new SeqlocException("no COLMAP model and no database: name --model or --database");
    }
    ColmapImporter importer = new ColmapImporter(source, options);
    try {
      return importer.read();
    } catch (IllegalArgumentException e) {
      throw new SeqlocException(
          source.model().or(source::database).orElseThrow() + ": " + e.getMessage(), e);
    }
  }

  static String sensorId(int camera) {
    return String.format(Locale.ROOT, "cam_%05d", camera);
  }

  private ImportedDataset read() {
    source.database().ifPresent(this::readDatabase);
    source.model().ifPresent(this::readModel);
    Kapture.Builder builder = Kapture.builder();
    cameras.forEach(
        (id, camera) ->
            builder.sensor(
                Sensor.ofCamera(sensorId(id), "", PixelOrigin.shift(camera, -options.shift()))));
    List<ColmapFrames.Image> all = List.copyOf(images.values());
    Optional<ColmapFrames> frames =
        source.rigs().map(file -> new ColmapFrames(ColmapRigs.read(file), all));
    frames.ifPresent(f -> notes.addAll(f.mount(builder, all)));
    Optional<ColmapModelRigs> rigs =
        source
            .model()
            .filter(dir -> frames.isEmpty())
            .map(ColmapModelRigs::read)
            .filter(r -> !r.isEmpty());
    rigs.ifPresent(r -> notes.addAll(r.mount(builder)));
    if (databaseHasRigs && frames.isEmpty() && rigs.isEmpty()) {
      notes.add(
          "the rigs of the database are not taken, each image is a moment of its own: name the"
              + " rig_config.json that COLMAP had with --rig-config");
    }
    SortedMap<String, Path> files = new TreeMap<>();
    for (ColmapFrames.Image image : all) {
      if (!cameras.containsKey(image.camera())) {
        throw new IllegalArgumentException(
            "image " + image.id() + " has camera " + image.camera() + ", which is not there");
      }
      String camera = sensorId(image.camera());
      long stamp =
          frames
              .map(f -> f.stamp(image))
              .orElseGet(() -> (long) rigs.map(r -> r.stamp(image.id())).orElse(image.id()));
      builder.record(new CameraRecord(stamp, camera, image.name()));
      image
          .cameraFromWorld()
          .ifPresent(pose -> builder.pose(stamp, camera, KapturePose.ofDeviceFromWorld(pose)));
      files.put(image.name(), source.images().resolve(image.name()));
    }
    ColmapReconstruction reconstruction =
        new ColmapReconstruction(
            source.model().map(ColmapModel::open), source.database(), names(), options);
    return new ImportedDataset(builder.build(), files, reconstruction, notes);
  }

  private SortedMap<Integer, String> names() {
    SortedMap<Integer, String> names = new TreeMap<>();
    images.forEach((id, image) -> names.put(id, image.name()));
    return names;
  }

  private void readDatabase(Path file) {
    try (ColmapDatabase database = ColmapDatabase.open(file)) {
      cameras.putAll(database.cameras());
      database.images(
          image ->
              images.put(
                  image.id(),
                  new ColmapFrames.Image(
                      image.id(),
                      image.name(),
                      image.camera(),
                      // A model tells all poses that there are.
                      source.model().isPresent()
                          ? Optional.empty()
                          : image.cameraFromWorldPrior())));
      if (!options.allMatches() && !database.hasVerifiedMatches() && database.hasRows("matches")) {
        notes.add("the matches are not verified: the database has no two-view geometries");
      }
      databaseHasRigs = database.hasRows("rig_sensors");
      if (database.hasRows("pose_priors")) {
        notes.add("the pose priors of the database are not taken");
      }
    }
  }

  private void readModel(Path dir) {
    ColmapModel model = ColmapModel.open(dir);
    cameras.putAll(model.cameras());
    model.images(
        image -> {
          ColmapFrames.Image other = images.get(image.id());
          if (other != null && !other.name().equals(image.name())) {
            throw new IllegalArgumentException(
                String.format(
                    "image %d is '%s', in the database '%s': they do not belong together",
                    image.id(), image.name(), other.name()));
          }
          if (other != null && other.cameraFromWorld().isPresent()) {
            throw new IllegalArgumentException("image " + image.id() + " is there twice");
          }
          images.put(
              image.id(),
              new ColmapFrames.Image(
                  image.id(), image.name(), image.camera(), Optional.of(image.cameraFromWorld())));
        });
  }
}
