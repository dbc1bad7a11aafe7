package org.seqloc.bags.convert;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.seqloc.bags.image.FileType;
import org.seqloc.bags.tool.OutputBag;
import org.seqloc.core.Progress;
import org.seqloc.core.SeqlocException;
import org.seqloc.core.geometry.Pose;
import org.seqloc.core.geometry.Rig;
import org.seqloc.core.image.ImageDecoder;
import org.seqloc.core.image.Raster;
import org.seqloc.core.kapture.CameraRecord;
import org.seqloc.core.kapture.Exposure;
import org.seqloc.core.kapture.Kapture;
import org.seqloc.core.kapture.KaptureImages;
import org.seqloc.core.kapture.RecordKind;

/**
 * Writes a rig of a kapture dataset as the bag that its vehicle would have recorded, see {@link
 * RigBagWriter} and {@link SensorMessages}. Each message is received at its stamp. Records of other
 * kinds, such as depth maps and point clouds, are left out and told.
 */
public final class KaptureToBag {

  /** What ROS's time can say, nanoseconds: 32 bits of seconds. */
  private static final long MAX_STAMP = (1L << 32) * 1_000_000_000L - 1;

  /**
   * @param device the rig or lone camera to write; empty for the only one there is
   * @param raw whether images are decoded to {@code image_raw}; else JPEG and PNG files go into the
   *     bag as they are, as {@code image_raw/compressed}, and only cameras with files of other
   *     types are decoded
   * @param baseFrame what the rig's frame is called
   * @param compression by name, as for {@link OutputBag}
   */
  public record Options(
      Optional<String> device, boolean raw, String baseFrame, Optional<String> compression) {}

  /**
   * What was written.
   *
   * @param remarks what was left out, one line each
   */
  public record Summary(int exposures, long images, long poses, List<String> remarks) {
    public Summary {
      remarks = List.copyOf(remarks);
    }
  }

  private final Kapture kapture;
  private final KaptureImages images;
  private final Options options;
  private final String device;
  private final Rig rig;
  private final Map<String, String> nameOfCamera = new HashMap<>();
  private final SensorMessages sensors;

  /** Cameras whose images are not passed through: one topic has images of one kind. */
  private final Set<String> decoded = new HashSet<>();

  /**
   * @throws SeqlocException when the dataset has no images, or several rigs and none is chosen
   */
  public KaptureToBag(Kapture kapture, KaptureImages images, Options options) {
    this.kapture = kapture;
    this.images = images;
    this.options = options;
    device = chooseDevice();
    rig = kapture.rigOf(device);
    Set<String> taken = new HashSet<>();
    for (Rig.RigCamera camera : rig.cameras()) {
      nameOfCamera.put(camera.name(), graphName(camera.name(), taken));
    }
    sensors = new SensorMessages(kapture, device, id -> graphName(id, taken));
  }

  private String chooseDevice() {
    Set<String> devices = new TreeSet<>();
    kapture.cameraRecords().forEach(record -> devices.add(kapture.deviceOf(record.camera())));
    if (devices.isEmpty()) {
      throw new SeqlocException("no images in records_camera.txt, so there is nothing to write");
    }
    if (options.device().isPresent()) {
      String wanted = options.device().get();
      if (!devices.contains(wanted)) {
        throw new SeqlocException("no images of a rig '" + wanted + "'; there are " + devices);
      }
      return wanted;
    }
    if (devices.size() > 1) {
      throw new SeqlocException(
          "images of several rigs or lone cameras, "
              + devices
              + "; a bag is of one vehicle: choose one by --rig NAME");
    }
    return devices.iterator().next();
  }

  /** A name of ROS's alphabet, not used yet. */
  private static String graphName(String id, Set<String> taken) {
    String name = id.replaceAll("[^A-Za-z0-9_]", "_");
    if (!name.matches("[A-Za-z].*")) {
      name = "camera_" + name;
    }
    String unique = name;
    for (int i = 2; !taken.add(unique); i++) {
      unique = name + "_" + i;
    }
    return unique;
  }

  /** Writes the bag, in the format that the ending says; it is there when it is whole. */
  public Summary write(Path file, Progress progress) {
    try (OutputBag bag = OutputBag.create(file, options.compression(), List.of())) {
      Summary summary = write(bag, progress);
      bag.commit();
      return summary;
    }
  }

  private Summary write(OutputBag bag, Progress progress) {
    List<String> names = rig.cameras().stream().map(c -> nameOfCamera.get(c.name())).toList();
    RigBagWriter out = new RigBagWriter(bag, rig, names, options.baseFrame());
    SortedMap<Long, Exposure> exposures = new TreeMap<>();
    for (Exposure exposure : kapture.exposures()) {
      if (exposure.device().equals(device)) {
        exposures.put(exposure.stampNanos(), exposure);
      }
    }
    SortedMap<Long, Pose> poses = poses(exposures);
    Set<Long> stamps = new TreeSet<>(exposures.keySet());
    stamps.addAll(poses.keySet());
    checkStamps(stamps);
    chooseDecoded(exposures.values());
    out.writeMounting(stamps.iterator().next(), sensors.mounting());
    progress.begin("writing exposures", exposures.size());
    long imageCount = 0;
    for (long stamp : stamps) {
      sensors.writeUntil(stamp, out);
      if (poses.containsKey(stamp)) {
        out.writeTruth(stamp, stamp, poses.get(stamp));
      }
      Exposure exposure = exposures.get(stamp);
      if (exposure != null) {
        exposure.images().forEach(record -> writeImage(out, record));
        imageCount += exposure.images().size();
        progress.advance(1);
      }
    }
    sensors.writeUntil(Long.MAX_VALUE, out);
    progress.end();
    return new Summary(exposures.size(), imageCount, poses.size(), leftOut());
  }

  private List<String> leftOut() {
    List<String> left = new ArrayList<>();
    for (RecordKind kind : RecordKind.values()) {
      long count = kapture.records(kind).size() - sensors.written(kind);
      if (kind != RecordKind.CAMERA && count > 0) {
        left.add(count + " " + kind.label());
      }
    }
    left.addAll(kapture.otherRecords().keySet());
    return left.isEmpty()
        ? List.of()
        : List.of(
            "left out, since only images, poses, inertial and satellite measurements are written: "
                + String.join(", ", left));
  }

  private static void checkStamps(Set<Long> stamps) {
    stamps.forEach(KaptureToBag::checkStamp);
  }

  /**
   * @throws SeqlocException when ROS cannot say the time
   */
  static void checkStamp(long stamp) {
    if (stamp < 0 || stamp > MAX_STAMP) {
      throw new SeqlocException(
          "timestamp " + stamp + " is no time of ROS, 0 to 2^32 s in nanoseconds; mend it");
    }
  }

  private void chooseDecoded(Collection<Exposure> exposures) {
    for (Exposure exposure : exposures) {
      for (CameraRecord record : exposure.images()) {
        if (options.raw() || FileType.of(signature(images.file(record))).isEmpty()) {
          decoded.add(record.camera());
        }
      }
    }
  }

  private static byte[] signature(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      return in.readNBytes(FileType.SIGNATURE_BYTES);
    } catch (IOException e) {
      throw new SeqlocException("cannot read image " + file + ": " + e, e);
    }
  }

  /** Those of the device itself, with or without images, and those that its cameras tell. */
  private SortedMap<Long, Pose> poses(SortedMap<Long, Exposure> exposures) {
    SortedMap<Long, Pose> poses = new TreeMap<>();
    for (long stamp : kapture.trajectories().keySet()) {
      kapture.mapFromDevice(stamp, device).ifPresent(pose -> poses.put(stamp, pose));
    }
    exposures.forEach(
        (stamp, exposure) ->
            kapture.mapFromBody(exposure).ifPresent(pose -> poses.put(stamp, pose)));
    return poses;
  }

  private void writeImage(RigBagWriter out, CameraRecord record) {
    int camera = rig.indexOf(record.camera());
    long stamp = record.stampNanos();
    byte[] file = images.read(record);
    // Decoded in any case: a bag of images that do not decode helps nobody.
    Raster image = ImageDecoder.decodeRaster(file, images.file(record).toString());
    Optional<FileType> type = FileType.of(file);
    if (decoded.contains(record.camera()) || type.isEmpty()) {
      out.writeImage(camera, stamp, stamp, image);
    } else {
      out.writeCompressed(camera, stamp, stamp, type.get().format(), file);
    }
  }
}
