package org.seqloc.core.kapture;

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
import org.seqloc.core.Progress;
import org.seqloc.core.SeqlocException;

/**
 * Puts several datasets into one.
 *
 * <p>Points are numbered on, dataset after dataset, and their observations with them. Features of
 * one type are joined; of an image, or a pair, that two datasets have features of, the first's
 * count. Only keypoints must be the same, since matches and observations hold their numbers.
 */
public final class KaptureMerge {

  /** What becomes of the ids of sensors and rigs. */
  public enum Ids {
    /** Ids that a dataset before has already get "_2", "_3", ... behind them. */
    RENAME,
    /**
     * All stay; the same id means the same sensor. Of records and poses with the same timestamp and
     * sensor the first dataset's count, as in kapture_merge --keep-sensor-ids.
     */
    KEEP,
    /**
     * All become sensor0, sensor1, ... and rig0, rig1, ... in the order of their ids; in
     * kapture_merge it is the order of the rows.
     */
    RENUMBER
  }

  /**
   * @param folders whether the files of each dataset go into a folder "1", "2", ... of their own,
   *     for datasets whose images have the same names
   */
  public record Options(Ids ids, boolean folders) {}

  private final List<KaptureDataset> datasets;
  private final Options options;
  private final List<Map<String, String>> newIds = new ArrayList<>();
  private final List<String> remarks = new ArrayList<>();
  private final Kapture.Builder merged = Kapture.builder();

  private KaptureMerge(List<KaptureDataset> datasets, Options options) {
    this.datasets = List.copyOf(datasets);
    this.options = options;
  }

  /**
   * Merges datasets and writes the result.
   *
   * @return what was renamed or left out, one line each
   * @throws SeqlocException when they do not go together: the same id for different sensors, or the
   *     same name for different files; or when the target is one with a dataset and gets no files
   */
  public static List<String> write(
      List<KaptureDataset> datasets,
      Options options,
      Path target,
      boolean replace,
      ImageTransfer transfer,
      Progress progress) {
    datasets.forEach(dataset -> dataset.checkApart(target, transfer));
    KaptureMerge merge = new KaptureMerge(datasets, options);
    Kapture kapture = merge.tables();
    if (!options.folders() && transfer != ImageTransfer.NONE) {
      merge.checkFiles();
    }
    try (KaptureWriter writer = KaptureWriter.create(target, replace)) {
      RecordFiles files = new RecordFiles(writer, transfer, progress);
      List<ReconstructionCopier.Source> sources = new ArrayList<>();
      // The first dataset's files are written last, so that they count where two share one.
      for (int i = datasets.size() - 1; i >= 0; i--) {
        KaptureDataset dataset = datasets.get(i);
        files.copy(dataset.kapture(), dataset.files(), merge.prefix(i), kapture);
        sources.add(0, new ReconstructionCopier.Source(dataset.reconstruction(), merge.prefix(i)));
      }
      new ReconstructionCopier(writer, progress).add(sources, image -> true);
      writer.finish(kapture);
    }
    for (KaptureDataset dataset : datasets) {
      merge.remarks.addAll(dataset.reconstruction().remarks());
      dataset.unknownFiles().ifPresent(merge.remarks::add);
    }
    return List.copyOf(merge.remarks);
  }

  private String prefix(int dataset) {
    return options.folders() ? (dataset + 1) + "/" : "";
  }

  private Kapture tables() {
    Set<String> taken = new HashSet<>();
    int sensors = 0;
    int rigs = 0;
    for (int i = 0; i < datasets.size(); i++) {
      Kapture kapture = datasets.get(i).kapture();
      Map<String, String> ids = new HashMap<>();
      for (String id : kapture.sensors().keySet()) {
        ids.put(id, newId(id, "sensor" + sensors++, i, taken));
      }
      for (String id : kapture.rigs().keySet()) {
        ids.put(id, newId(id, "rig" + rigs++, i, taken));
      }
      taken.addAll(ids.values());
      newIds.add(ids);
    }
    for (int i = 0; i < datasets.size(); i++) {
      addDevices(i);
    }
    for (int i = 0; i < datasets.size(); i++) {
      addPoses(i);
      for (RecordKind kind : RecordKind.values()) {
        addRecords(i, kind);
      }
    }
    addOtherRecords();
    try {
      return merged.build();
    } catch (IllegalArgumentException e) {
      throw new SeqlocException(
          "the datasets do not go together: " + e.getMessage() + "; merge with other ids", e);
    }
  }

  private String newId(String id, String numbered, int dataset, Set<String> taken) {
    return switch (options.ids()) {
      case KEEP -> id;
      case RENUMBER -> numbered;
      case RENAME -> {
        String free = id;
        Kapture own = datasets.get(dataset).kapture();
        for (int n = dataset + 1;
            taken.contains(free)
                || (!free.equals(id)
                    && (own.sensors().containsKey(free) || own.rigs().containsKey(free)));
            n++) {
          free = id + "_" + n;
        }
        if (!free.equals(id)) {
          remarks.add(
              "'" + id + "' of " + datasets.get(dataset).folder() + " becomes '" + free + "'");
        }
        yield free;
      }
    };
  }

  private void addDevices(int i) {
    Kapture kapture = datasets.get(i).kapture();
    for (Sensor sensor : kapture.sensors().values()) {
      Sensor renamed =
          new Sensor(
              newIds.get(i).get(sensor.id()), sensor.name(), sensor.type(), sensor.parameters());
      Optional<Sensor> before = merged.added(renamed.id());
      if (before.isPresent() ? !before.get().equals(renamed) : merged.knows(renamed.id())) {
        throw differs(i, "sensor '" + renamed.id() + "'");
      }
      if (before.isEmpty()) {
        merged.sensor(renamed);
      }
    }
    for (String rig : kapture.rigs().keySet()) {
      String renamed = newIds.get(i).get(rig);
      if (merged.added(renamed).isPresent()) {
        throw differs(i, "rig '" + renamed + "'");
      }
      merged.rig(renamed);
    }
    kapture
        .rigRows()
        .forEach(
            (rig, members) -> members.forEach((member, columns) -> mount(i, rig, member, columns)));
  }

  private void mount(int i, String rig, String member, double[] columns) {
    String newRig = newIds.get(i).get(rig);
    String newMember = newIds.get(i).get(member);
    if (!merged.isMounted(newRig, newMember, columns)) {
      try {
        merged.mount(newRig, newMember, columns);
      } catch (IllegalArgumentException e) {
        throw differs(i, "'" + newMember + "' of rig '" + newRig + "'");
      }
    }
  }

  private SeqlocException differs(int dataset, String what) {
    return new SeqlocException(
        what
            + " of "
            + datasets.get(dataset).folder()
            + " is something else in a dataset before it: merge with other ids");
  }

  /** Whether a dataset before has the same key; only possible when ids are kept. */
  private interface Before {
    boolean has(Kapture dataset);
  }

  private boolean isDouble(int i, Before before) {
    if (options.ids() == Ids.KEEP) {
      for (int k = 0; k < i; k++) {
        if (before.has(datasets.get(k).kapture())) {
          return true;
        }
      }
    }
    return false;
  }

  private void addPoses(int i) {
    Trajectories poses = datasets.get(i).kapture().poses();
    int left = 0;
    for (int row = 0; row < poses.size(); row++) {
      long stamp = poses.stampNanos(row);
      String device = poses.device(row);
      if (isDouble(i, before -> before.poses().keys().find(stamp, device) >= 0)) {
        left++;
      } else {
        merged.pose(0, stamp, newIds.get(i).get(device), poses.columns(row));
      }
    }
    remark(i, "poses", left);
  }

  private void addRecords(int i, RecordKind kind) {
    RecordTable records = datasets.get(i).kapture().records(kind);
    int left = 0;
    for (int row = 0; row < records.size(); row++) {
      long stamp = records.stampNanos(row);
      String sensor = records.device(row);
      if (isDouble(i, before -> before.records(kind).keys().find(stamp, sensor) >= 0)) {
        left++;
      } else {
        String values = (kind.isFiles() ? prefix(i) : "") + records.values(row);
        merged.record(kind, stamp, newIds.get(i).get(sensor), KaptureText.split(values));
      }
    }
    remark(i, kind.label() + " records", left);
  }

  private void remark(int i, String what, int left) {
    if (left > 0) {
      remarks.add(
          "left out "
              + left
              + " "
              + what
              + " of "
              + datasets.get(i).folder()
              + ": a dataset before it has the same timestamp and device");
    }
  }

  /** Line after line, devices by their new ids; the comments are those of the first. */
  private void addOtherRecords() {
    Map<String, VerbatimTable.Builder> tables = new HashMap<>();
    for (int i = 0; i < datasets.size(); i++) {
      for (VerbatimTable table : datasets.get(i).kapture().otherRecords().values()) {
        boolean first = !tables.containsKey(table.fileName());
        VerbatimTable.Builder builder =
            tables.computeIfAbsent(table.fileName(), name -> new VerbatimTable.Builder());
        Map<String, String> ids = newIds.get(i);
        for (String line : table.lines()) {
          if (!KaptureText.isComment(line)) {
            String newId =
                VerbatimTable.deviceOf(line).map(id -> ids.getOrDefault(id, id)).orElse("");
            boolean same = VerbatimTable.deviceOf(line).orElse("").equals(newId);
            builder.add(same ? line : VerbatimTable.withDevice(line, newId));
          } else if (first) {
            builder.add(line);
          }
        }
      }
    }
    tables.forEach((name, table) -> merged.other(table.build(name)));
  }

  /** Files of the same name in two datasets must be the same files. */
  private void checkFiles() {
    for (RecordKind kind : RecordKind.values()) {
      if (!kind.isFiles()) {
        continue;
      }
      for (int i = 1; i < datasets.size(); i++) {
        List<String> paths = new RecordPaths(datasets.get(i).kapture().records(kind)).sorted();
        for (int k = 0; k < i; k++) {
          for (RecordKind other : RecordKind.values()) {
            if (other.isFiles()) {
              checkFiles(paths, kind, datasets.get(i), other, datasets.get(k));
            }
          }
        }
      }
    }
  }

  private static void checkFiles(
      List<String> paths,
      RecordKind kind,
      KaptureDataset later,
      RecordKind other,
      KaptureDataset before) {
    RecordPaths beforePaths = new RecordPaths(before.kapture().records(other));
    for (String path : paths) {
      if (!beforePaths.contains(path)) {
        continue;
      }
      try {
        if (Files.mismatch(before.files().file(other, path), later.files().file(kind, path)) >= 0) {
          throw new SeqlocException(
              path
                  + " is one file in "
                  + before.folder()
                  + " and another in "
                  + later.folder()
                  + ": merge with --folders");
        }
      } catch (IOException e) {
        throw new SeqlocException("cannot compare the files " + path + ": " + e, e);
      }
    }
  }
}
