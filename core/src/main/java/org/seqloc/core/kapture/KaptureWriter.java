package org.seqloc.core.kapture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.seqloc.core.SeqlocException;
import org.seqloc.core.WholeFile;

/**
 * Writes a kapture directory of version 1.1: image files one by one as they come, the tables at the
 * end. Everything grows in a temporary folder beside the target; {@link #finish} moves it into
 * place, {@link #close} without it removes it, so that a target is whole or not there.
 *
 * <p>The same dataset gives the same bytes: rows are sorted, numbers are written so that they read
 * back as the same doubles.
 */
public final class KaptureWriter implements AutoCloseable {

  /** What may lie beside the tables of a dataset that is replaced. */
  static final Set<String> ATTACHMENTS = Set.of("from-bag.txt");

  private final Path target;
  private final KaptureWorkspace workspace;
  private final Path dir;
  private boolean withoutFiles;

  /** Records that went to disk at once, by the type of their sensors. */
  private final SortedMap<String, RecordSpool> spools = new TreeMap<>();

  /** Folders of features and matches that are being written. */
  private final Set<Path> open = new TreeSet<>();

  private KaptureWriter(Path target, KaptureWorkspace workspace) {
    this.target = target.toAbsolutePath().normalize();
    this.workspace = workspace;
    this.dir = workspace.dir();
  }

  /**
   * @param replace whether an existing kapture directory is replaced; no other folder ever is
   * @throws SeqlocException when the target exists and may not be replaced, or another run is at
   *     work on it
   */
  public static KaptureWriter create(Path target, boolean replace) {
    return new KaptureWriter(target, KaptureWorkspace.open(target, replace, Optional.empty()));
  }

  /**
   * As {@link #create}, but what was written stays when {@link #finish} is not reached, in a hidden
   * folder beside the target, and the next run of the same job goes on with it: {@link #has} says
   * which files are there.
   *
   * @param job tells all that the files depend on: another job's are removed
   */
  public static KaptureWriter resume(Path target, boolean replace, String job) {
    return new KaptureWriter(target, KaptureWorkspace.open(target, replace, Optional.of(job)));
  }

  /**
   * Removes what a run has left beside a dataset that is whole, when it was killed at its very end.
   *
   * @throws SeqlocException when another run is at work on the target
   */
  public static void tidy(Path target) {
    KaptureWorkspace.tidy(target);
  }

  /** Whether the file of a record is there, whole. */
  public boolean has(String imagePath) {
    return Files.exists(KaptureImages.recordsData(dir).resolve(KaptureImages.checkPath(imagePath)));
  }

  /** Lets {@link #finish} pass without the files of records. */
  void leaveOutFiles() {
    withoutFiles = true;
  }

  /**
   * Adds an image file, or that of a depth map or point cloud. Safe for several threads.
   *
   * @param imagePath as in {@link CameraRecord}; what was there under this name is replaced
   * @param encoded the file's bytes
   */
  public void image(String imagePath, byte[] encoded) {
    try {
      // A run that is cut off leaves no half of it. And it is never written through, since the name
      // may be a hard link to somebody's original.
      WholeFile.write(place(imagePath), encoded);
    } catch (IOException e) {
      throw new SeqlocException("cannot write image " + imagePath + ": " + e, e);
    }
  }

  /**
   * Adds an image file that exists elsewhere. {@link ImageTransfer#NONE} leaves it out, and lets
   * {@link #finish} pass without files.
   */
  public void image(String imagePath, Path source, ImageTransfer transfer) {
    if (transfer == ImageTransfer.NONE) {
      withoutFiles = true;
      return;
    }
    try {
      Path file = place(imagePath);
      Files.deleteIfExists(file);
      transfer.put(source, file);
    } catch (IOException e) {
      throw new SeqlocException("cannot copy image " + source + " to " + target + ": " + e, e);
    }
  }

  /**
   * Adds a record at once, so that recordings of many millions pass through little memory. The
   * kapture given to {@link #finish} has the sensor, and no records of its type.
   *
   * @param values those of the columns of the sensor's type, see {@link RecordKind}; other types
   *     have a table of one line each
   * @throws IllegalArgumentException when a value is not what its column holds
   * @throws SeqlocException when the disk is full or the file of the record was not added before
   */
  public void record(Sensor sensor, long stampNanos, List<String> values) {
    Optional<RecordKind> kind = RecordKind.ofLabel(sensor.type());
    String row = kind.isPresent() ? kind.get().check(values) : SensorTables.checkOther(values);
    if (kind.isPresent() && kind.get().isFiles() && !has(row)) {
      throw new SeqlocException(
          KaptureImages.noun(kind.get()) + " " + row + " was not written to " + target);
    }
    try {
      RecordSpool spool = spools.get(sensor.type());
      if (spool == null) {
        spool = new RecordSpool(workspace.runs(), SensorTables.checkType(sensor.type()));
        spools.put(sensor.type(), spool);
      }
      spool.add(stampNanos, sensor.id(), row);
    } catch (IOException e) {
      throw new SeqlocException("cannot write records to " + target + ": " + e, e);
    }
  }

  private Path place(String imagePath) throws IOException {
    Path file = KaptureImages.recordsData(dir).resolve(KaptureImages.checkPath(imagePath));
    Files.createDirectories(file.getParent());
    return file;
  }

  /**
   * Adds features of a type; the caller closes what it returns before {@link #finish}.
   *
   * @param tar whether the files become members of one archive
   */
  public FeatureWriter features(FeatureConfig config, boolean tar) {
    String kind = config.kind().label();
    Path type = dir.resolve("reconstruction").resolve(kind).resolve(config.type());
    try {
      try (TableWriter table =
          new TableWriter(type.resolve(kind + ".txt"), config.kind().columns())) {
        table.row(config.row());
      }
      MemberSink sink = tar ? new TarSink(type.resolve(kind + ".tar")) : new FolderSink(type);
      open.add(type);
      return new FeatureWriter(config, sink, () -> open.remove(type));
    } catch (IOException e) {
      throw new SeqlocException("cannot write " + type + ": " + e, e);
    }
  }

  /**
   * Adds matches between keypoints of a type; the caller closes what it returns before {@link
   * #finish}.
   *
   * @param tar whether the files become members of one archive
   */
  public MatchWriter matches(String keypointsType, boolean tar) {
    Path type =
        dir.resolve("reconstruction")
            .resolve("matches")
            .resolve(FeatureConfig.checkType(keypointsType));
    try {
      MemberSink sink = tar ? new TarSink(type.resolve("matches.tar")) : new FolderSink(type);
      open.add(type);
      return new MatchWriter(sink, () -> open.remove(type));
    } catch (IOException e) {
      throw new SeqlocException("cannot write " + type + ": " + e, e);
    }
  }

  /**
   * Adds a text beside the tables, which readers of kapture pass by.
   *
   * @param fileName one of {@link #ATTACHMENTS}: with others the dataset could not be replaced
   */
  public void attach(String fileName, String text) {
    if (!ATTACHMENTS.contains(fileName)) {
      throw new IllegalArgumentException(fileName + " is none of " + ATTACHMENTS);
    }
    try {
      Files.writeString(dir.resolve(fileName), text);
    } catch (IOException e) {
      throw new SeqlocException("cannot write " + fileName + " of " + target + ": " + e, e);
    }
  }

  /** Writes points3d.txt; the numbers read back as the same doubles. */
  public void points3d(Points3d points) {
    writeReconstruction("points3d.txt", points::write);
  }

  /** Writes observations.txt. */
  public void observations(Observations observations) {
    writeReconstruction("observations.txt", observations::write);
  }

  private void writeReconstruction(String name, WholeFile.Content content) {
    Path file = dir.resolve("reconstruction").resolve(name);
    try {
      content.to(file);
    } catch (IOException e) {
      throw new SeqlocException("cannot write " + file + ": " + e, e);
    }
  }

  /**
   * Writes the tables and moves the directory into place.
   *
   * @throws SeqlocException when the file of a record was not added, two records have one key, or
   *     the target has come into being meanwhile
   * @throws IllegalStateException when a writer of features or matches is not closed
   * @throws IllegalArgumentException when a sensor of {@link #record} is not the kapture's
   */
  public void finish(Kapture kapture) {
    if (!open.isEmpty()) {
      throw new IllegalStateException("not closed is what writes " + open);
    }
    for (RecordKind kind : RecordKind.values()) {
      RecordTable records = kapture.records(kind);
      for (int i = 0; kind.isFiles() && !withoutFiles && i < records.size(); i++) {
        if (!Files.exists(KaptureImages.recordsData(dir).resolve(records.values(i)))) {
          throw new SeqlocException(
              KaptureImages.noun(kind) + " " + records.values(i) + " was not written to " + target);
        }
      }
    }
    try {
      SensorTables.write(kapture, spools, dir.resolve("sensors"));
      workspace.moveIntoPlace();
    } catch (RowException e) {
      throw new SeqlocException(
          "cannot write " + e.table() + " of " + target + ": " + e.getMessage(), e);
    } catch (IOException e) {
      throw new SeqlocException("cannot write " + target + ": " + e, e);
    }
  }

  /** Where the dataset grows. */
  Path dir() {
    return dir;
  }

  /** Nothing of this is to be gone on with: {@link #close} removes it. */
  public void abandon() {
    workspace.abandon();
  }

  /** Removes what is left of the temporary folder, unless it is to be gone on with. */
  @Override
  public void close() {
    workspace.close();
  }
}
