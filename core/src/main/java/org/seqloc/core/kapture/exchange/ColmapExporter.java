package org.seqloc.core.kapture.exchange;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.seqloc.core.Progress;
import org.seqloc.core.SeqlocException;
import org.seqloc.core.geometry.Camera;
import org.seqloc.core.geometry.CameraModel;
import org.seqloc.core.kapture.CameraRecord;
import org.seqloc.core.kapture.FeatureKind;
import org.seqloc.core.kapture.FeatureSet;
import org.seqloc.core.kapture.ImageTransfer;
import org.seqloc.core.kapture.Kapture;
import org.seqloc.core.kapture.KaptureDataset;
import org.seqloc.core.kapture.Reconstruction;
import org.seqloc.core.kapture.Sensor;

/**
 * A kapture as COLMAP takes it: database.db, images/, sparse/0/ with the images that have a pose,
 * and for rigs rig_config.json.
 *
 * <p>Ids are those of a dataset that came from COLMAP (cameras cam_00001 ..., stamps the images'
 * ids); else both count from 1 in the order of the kapture. A point's id is its row.
 */
public final class ColmapExporter {

  private static final Pattern CAMERA_ID = Pattern.compile("cam_(\\d{5,9})");

  /** What COLMAP takes for the focal length of a camera it knows nothing of, per larger side. */
  private static final double FOCAL_LENGTH_FACTOR = 1.2;

  /**
   * @param text whether the model is text, not binary
   * @param database whether database.db is written
   * @param images whether the image files go along
   * @param keypointsType the keypoints to take; empty for the only ones there are
   * @param descriptorsType the descriptors to take; empty for the only ones there are
   * @param verified whether matches also count as verified geometry, so that COLMAP maps at once
   * @param cornerOrigin whether pixels, of which kapture's count from the first one's centre, are
   *     shifted by half a pixel to COLMAP's origin; kapture's own converter leaves them as they are
   */
  public record Options(
      boolean text,
      boolean database,
      boolean images,
      Optional<String> keypointsType,
      Optional<String> descriptorsType,
      boolean verified,
      boolean cornerOrigin) {

    /** As kapture's own converter does, but binary. */
    public static final Options DEFAULT =
        new Options(false, true, true, Optional.empty(), Optional.empty(), false, false);

    double shift() {
      return PixelOrigin.shift(cornerOrigin);
    }
  }

  private final KaptureDataset dataset;
  private final Kapture kapture;
  private final Options options;
  private final Progress progress;
  private final SortedMap<Integer, Camera> cameras = new TreeMap<>();
  private final Map<String, Integer> cameraIds = new HashMap<>();
  private final Set<Integer> guessed = new HashSet<>();
  private final List<String> notes = new ArrayList<>();

  private ColmapExporter(KaptureDataset dataset, Options options, Progress progress) {
    this.dataset = dataset;
    this.kapture = dataset.kapture();
    this.options = options;
    this.progress = progress;
  }

  /**
   * @param out a new or empty folder
   * @return what was written and what was left out, one line each
   * @throws SeqlocException in one line when the dataset does not fit or the folder is taken
   */
  public static List<String> write(
      KaptureDataset dataset,
      Path out,
      Options options,
      ImageTransfer transfer,
      Progress progress) {
    ColmapExporter exporter = new ColmapExporter(dataset, options, progress);
    try (ExportFolder folder = new ExportFolder(out)) {
      exporter.write(folder, transfer);
      folder.finish();
    } catch (IOException e) {
      throw new SeqlocException("cannot write " + out + ": " + e, e);
    } catch (IllegalArgumentException e) {
      throw new SeqlocException(dataset.folder() + ": " + e.getMessage(), e);
    }
    return exporter.notes;
  }

  private void write(ExportFolder folder, ImageTransfer transfer) throws IOException {
    cameras();
    List<CameraRecord> records = kapture.cameraRecords();
    if (records.isEmpty()) {
      throw new SeqlocException(dataset.folder() + " has no images");
    }
    boolean stampsAreIds = stampsAreIds(records);
    Map<String, Integer> ids = new HashMap<>();
    List<ColmapSparse.Entry> entries = new ArrayList<>();
    CameraPoses poses = new CameraPoses(kapture);
    for (int i = 0; i < records.size(); i++) {
      CameraRecord record = records.get(i);
      int id = stampsAreIds ? (int) record.stampNanos() : i + 1;
      if (ids.put(record.imagePath(), id) != null) {
        throw new IllegalArgumentException("image '" + record.imagePath() + "' has two records");
      }
      entries.add(
          new ColmapSparse.Entry(
              id,
              record.imagePath(),
              cameraIds.get(record.camera()),
              poses.cameraFromWorld(record.stampNanos(), record.camera())));
    }
    Reconstruction reconstruction = dataset.reconstruction();
    Optional<String> keypoints =
        type(
            "keypoints",
            options.keypointsType(),
            reconstruction.features(FeatureKind.KEYPOINTS).keySet());
    Optional<String> descriptors = descriptors(reconstruction, keypoints);
    if (options.database()) {
      new ColmapTables(reconstruction, ids, options, progress, notes)
          .write(
              folder.dir().resolve("database.db"),
              cameras,
              guessed,
              entries,
              keypoints,
              descriptors);
    }
    Path model = Files.createDirectories(folder.dir().resolve("sparse").resolve("0"));
    new ColmapSparse(reconstruction, keypoints, entries, ids, options.shift())
        .write(
            options.text() ? ColmapModelWriter.text(model) : ColmapModelWriter.binary(model),
            cameras,
            notes);
    ColmapRigConfig.write(
        folder.dir().resolve("rig_config.json"), kapture, cameras, cameraIds, notes);
    if (options.images() && transfer != ImageTransfer.NONE) {
      progress.begin("copying images", records.size());
      for (CameraRecord record : records) {
        folder.copy("images/" + record.imagePath(), dataset.files().file(record), transfer);
        progress.advance(1);
      }
      progress.end();
    }
  }

  /** Those of the chosen keypoints: COLMAP takes a descriptor's row for its keypoint's. */
  private Optional<String> descriptors(Reconstruction reconstruction, Optional<String> keypoints) {
    Map<String, FeatureSet> all = reconstruction.features(FeatureKind.DESCRIPTORS);
    Set<String> fitting = new TreeSet<>();
    all.forEach(
        (type, set) -> {
          if (keypoints.filter(set.config().keypointsType()::equals).isPresent()) {
            fitting.add(type);
          } else if (options.descriptorsType().filter(type::equals).isPresent()) {
            throw new IllegalArgumentException(
                "the descriptors '"
                    + type
                    + "' are of the keypoints '"
                    + set.config().keypointsType()
                    + "', not of those that are chosen");
          }
        });
    if (fitting.isEmpty() && !all.isEmpty() && options.descriptorsType().isEmpty()) {
      notes.add("the descriptors are left out: none are of the keypoints that are chosen");
    }
    return type("descriptors", options.descriptorsType(), fitting);
  }

  private static Optional<String> type(String what, Optional<String> wanted, Set<String> there) {
    if (wanted.isPresent() && !there.contains(wanted.get())) {
      throw new IllegalArgumentException("there are no " + what + " '" + wanted.get() + "'");
    }
    if (wanted.isEmpty() && there.size() > 1) {
      throw new IllegalArgumentException(
          "there are several " + what + ", " + String.join(", ", there) + ": choose one type");
    }
    return wanted.or(() -> there.stream().findFirst());
  }

  private void cameras() {
    List<Sensor> all = kapture.sensors().values().stream().filter(Sensor::isCamera).toList();
    List<Matcher> matchers = all.stream().map(s -> CAMERA_ID.matcher(s.id())).toList();
    boolean keep = matchers.stream().allMatch(Matcher::matches);
    Set<Integer> used = new HashSet<>();
    for (int i = 0; keep && i < matchers.size(); i++) {
      keep = used.add(Integer.valueOf(matchers.get(i).group(1)));
    }
    for (int i = 0; i < all.size(); i++) {
      Sensor sensor = all.get(i);
      int id = keep ? Integer.parseInt(matchers.get(i).group(1)) : i + 1;
      cameraIds.put(sensor.id(), id);
      cameras.put(
          id,
          sensor
              .camera()
              .map(camera -> PixelOrigin.shift(camera, options.shift()))
              .orElseGet(() -> guess(sensor, id)));
    }
  }

  private Camera guess(Sensor sensor, int id) {
    int width = (int) Double.parseDouble(sensor.parameters().get(1));
    int height = (int) Double.parseDouble(sensor.parameters().get(2));
    guessed.add(id);
    notes.add(
        "camera '" + sensor.id() + "' has no calibration: written with a guessed focal length");
    return new Camera(
        CameraModel.SIMPLE_RADIAL,
        width,
        height,
        FOCAL_LENGTH_FACTOR * Math.max(width, height),
        width / 2.0,
        height / 2.0,
        0);
  }

  /** Whether the dataset's stamps are the ids that its images had in COLMAP. */
  private boolean stampsAreIds(List<CameraRecord> records) {
    boolean named = cameraIds.keySet().stream().allMatch(id -> CAMERA_ID.matcher(id).matches());
    long previous = 0;
    for (int i = 0; named && i < records.size(); i++) {
      long stamp = records.get(i).stampNanos();
      if (stamp <= previous || stamp > ColmapModel.MAX_IMAGE_ID) {
        return false;
      }
      previous = stamp;
    }
    return named;
  }
}
