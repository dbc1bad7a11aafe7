package org.seqloc.core.kapture;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.seqloc.core.Progress;

/**
 * Chooses a part of a dataset. An image is taken when it is within the time, of a chosen sensor,
 * among the chosen images, and its exposure, counted among those that are left, is chosen. Records
 * of other sensors go with the exposure of their rig and timestamp where there is one, else they
 * are taken from the first to the last chosen exposure; and so are poses. Where exposures, or
 * images, are asked for and none is there, nothing is taken.
 *
 * @param exposures which of the exposures that pass the rest
 * @param firstNanos the first timestamp that is taken
 * @param lastNanos the last timestamp that is taken
 * @param devices sensors, and rigs for all sensors on them; empty for all. The others are left out
 *     of sensors.txt and rigs.txt too
 * @param images paths; empty for all
 */
public record KaptureSelection(
    KaptureSubset exposures,
    long firstNanos,
    long lastNanos,
    Set<String> devices,
    Set<String> images) {

  public KaptureSelection {
    devices = Set.copyOf(devices);
    images = Set.copyOf(images);
    if (lastNanos < firstNanos) {
      throw new IllegalArgumentException(
          "the time from " + firstNanos + " to " + lastNanos + " is none");
    }
  }

  /** Exposures by their place, of all sensors. */
  public static KaptureSelection of(KaptureSubset exposures) {
    return new KaptureSelection(exposures, Long.MIN_VALUE, Long.MAX_VALUE, Set.of(), Set.of());
  }

  private boolean narrowsExposures() {
    return !exposures.equals(KaptureSubset.ALL) || !images.isEmpty();
  }

  /**
   * The chosen part.
   *
   * @throws IllegalArgumentException when a chosen device is none of the dataset's
   */
  public Kapture of(Kapture kapture) {
    return new Selector(kapture).select();
  }

  /**
   * Writes the chosen part of a dataset, with the features, matches and observations of its images.
   *
   * @return the sensors part that was written
   */
  public Kapture write(
      KaptureDataset dataset,
      Path target,
      boolean replace,
      ImageTransfer transfer,
      Progress progress) {
    Kapture chosen = of(dataset.kapture());
    RecordPaths paths = new RecordPaths(chosen.records(RecordKind.CAMERA));
    Predicate<String> image = paths::contains;
    dataset.write(chosen, image, target, replace, transfer, progress);
    return chosen;
  }

  private final class Selector {
    private final Kapture source;
    private final Kapture.Builder builder = Kapture.builder();
    private final Set<String> wanted = new HashSet<>();
    private final RecordTable.Builder cameras = new RecordTable.Builder(RecordKind.CAMERA);
    private RecordTable chosen;
    private long windowStart = firstNanos;
    private long windowEnd = lastNanos;

    Selector(Kapture source) {
      this.source = source;
      for (String device : devices) {
        if (!source.sensors().containsKey(device) && !source.rigs().containsKey(device)) {
          throw new IllegalArgumentException("there is no sensor or rig '" + device + "'");
        }
        wanted.addAll(source.devicesOf(device));
      }
    }

    private boolean wants(String device) {
      return devices.isEmpty() || wanted.contains(device);
    }

    Kapture select() {
      source.sensors().values().stream().filter(s -> wants(s.id())).forEach(builder::sensor);
      selectRigs();
      selectImages();
      for (RecordKind kind : RecordKind.values()) {
        selectRecords(kind);
      }
      source.otherRecords().values().forEach(this::selectVerbatim);
      selectPoses();
      return builder.build();
    }

    /** Rigs with a chosen member; a chosen rig's own rig stays, for the poses of both. */
    private void selectRigs() {
      if (devices.isEmpty()) {
        source.rigs().keySet().forEach(builder::rig);
      }
      source
          .rigRows()
          .forEach(
              (rig, members) ->
                  members.forEach(
                      (member, columns) -> {
                        if (source.devicesOf(member).stream().anyMatch(this::wants)) {
                          builder.mount(rig, member, columns);
                        }
                      }));
    }

    private void selectImages() {
      RecordTable all = source.records(RecordKind.CAMERA);
      RecordTable.Builder passing = new RecordTable.Builder(RecordKind.CAMERA);
      for (int i = all.firstAtOrAfter(firstNanos); i < all.size(); i++) {
        if (all.stampNanos(i) > lastNanos) {
          break;
        }
        if (wants(all.device(i)) && (images.isEmpty() || images.contains(all.values(i)))) {
          passing.add(0, all.stampNanos(i), all.device(i), List.of(all.values(i)));
        }
      }
      List<Exposure> taken = exposures.of(Exposures.of(passing.build(), source::deviceOf));
      for (Exposure exposure : taken) {
        for (CameraRecord image : exposure.images()) {
          cameras.add(0, image.stampNanos(), image.camera(), List.of(image.imagePath()));
        }
      }
      chosen = cameras.build();
      if (narrowsExposures()) {
        // Of no exposure nothing is within: the first is behind the last.
        windowStart = taken.isEmpty() ? Long.MAX_VALUE : taken.get(0).stampNanos();
        windowEnd = taken.isEmpty() ? Long.MIN_VALUE : taken.get(taken.size() - 1).stampNanos();
      }
    }

    private void selectRecords(RecordKind kind) {
      RecordTable from = kind == RecordKind.CAMERA ? chosen : source.records(kind);
      if (source.hasTable(kind) && source.records(kind).size() == 0) {
        builder.table(kind);
      }
      for (int i = 0; i < from.size(); i++) {
        long stamp = from.stampNanos(i);
        String sensor = from.device(i);
        if (kind == RecordKind.CAMERA
            || (wants(sensor) && goesWith(stamp, source.deviceOf(sensor)))) {
          builder.record(kind, stamp, sensor, KaptureText.split(from.values(i)));
        }
      }
    }

    /** With its exposure where there is one of a wanted camera, else by time. */
    private boolean goesWith(long stamp, String top) {
      return hasWanted(source.records(RecordKind.CAMERA), stamp, top)
          ? hasWanted(chosen, stamp, top)
          : stamp >= windowStart && stamp <= windowEnd;
    }

    private boolean hasWanted(RecordTable records, long stamp, String top) {
      if (records.keys().find(stamp, top) >= 0) {
        return wants(top); // a camera on no rig
      }
      for (int i = records.firstAtOrAfter(stamp);
          i < records.size() && records.stampNanos(i) == stamp;
          i++) {
        String camera = records.device(i);
        if (wants(camera) && source.deviceOf(camera).equals(top)) {
          return true;
        }
      }
      return false;
    }

    private void selectVerbatim(VerbatimTable table) {
      VerbatimTable.Builder kept = new VerbatimTable.Builder();
      for (String line : table.lines()) {
        boolean row = !KaptureText.isComment(line) && VerbatimTable.deviceOf(line).isPresent();
        if (!row
            || (wants(VerbatimTable.deviceOf(line).orElseThrow())
                && goesWith(
                    VerbatimTable.stampOf(line).orElseThrow(),
                    source.deviceOf(VerbatimTable.deviceOf(line).orElseThrow())))) {
          kept.add(line);
        }
      }
      builder.other(kept.build(table.fileName()));
    }

    private void selectPoses() {
      Trajectories poses = source.poses();
      for (int i = 0; i < poses.size(); i++) {
        String device = poses.device(i);
        if (builder.knows(device) && goesWith(poses.stampNanos(i), source.deviceOf(device))) {
          builder.pose(0, poses.stampNanos(i), device, poses.columns(i));
        }
      }
    }
  }
}
