package org.seqloc.core.kapture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.seqloc.core.Progress;
import org.seqloc.core.SeqlocException;

/**
 * Writes a kapture directory of version 1.1: image files one by one as they come, the tables at the
 * end. Everything grows in a temporary folder beside the target; {@link #finish} moves it into
 * place, {@link #close} without it removes it, so that a target is whole or not there.
 *
 * <p>The same dataset gives the same bytes: rows are sorted, numbers are written so that they read
 * back as the same doubles.
 */
public final class KaptureWriter implements AutoCloseable {

  private static final String JOB = "job";
  private static final String RUNS = "runs";

  private final Path target;
  private final boolean replace;
  private final Path workspace;
  private final Path dir;
  private boolean withoutFiles;

  /** Records that went to disk at once, by the type of their sensors. */
  private final SortedMap<String, RecordSpool> spools = new TreeMap<>();

  /** Held while a workspace is in use that another run may find; else none. */
  private final Optional<FileChannel> lock;

  private boolean finished;
  private boolean abandoned;

  private KaptureWriter(Path target, boolean replace, Path workspace, Optional<FileChannel> lock) {
    this.target = target;
    this.replace = replace;
    this.workspace = workspace;
    this.dir = workspace.resolve("kapture");
    this.lock = lock;
  }

  /**
   * @param replace whether an existing kapture directory is replaced; no other folder ever is
   * @throws SeqlocException when the target exists and may not be replaced
   */
  public static KaptureWriter create(Path target, boolean replace) {
    Path absolute = target.toAbsolutePath().normalize();
    checkReplaceable(absolute, replace);
    try {
      Path parent = absolute.getParent();
      if (parent == null) {
        throw new SeqlocException(target + " is no place for a kapture directory");
      }
      Files.createDirectories(parent);
      Path workspace = Files.createTempDirectory(parent, "." + absolute.getFileName() + ".");
      KaptureWriter writer = new KaptureWriter(absolute, replace, workspace, Optional.empty());
      Files.createDirectories(KaptureImages.recordsData(writer.dir));
      return writer;
    } catch (IOException e) {
      throw new SeqlocException("cannot write " + target + ": " + e, e);
    }
  }

  /**
   * As {@link #create}, but what was written stays when {@link #finish} is not reached, in a hidden
   * folder beside the target, and the next run of the same job goes on with it: {@link #has} says
   * which files are there.
   *
   * @param job tells all that the files depend on: another job's are removed
   * @throws SeqlocException also when another run is at work on the target
   */
  public static KaptureWriter resume(Path target, boolean replace, String job) {
    Path absolute = target.toAbsolutePath().normalize();
    checkReplaceable(absolute, replace);
    if (absolute.getParent() == null) {
      throw new SeqlocException(target + " is no place for a kapture directory");
    }
    Path workspace = absolute.resolveSibling("." + absolute.getFileName() + ".partial");
    try {
      Files.createDirectories(workspace);
      FileChannel lock = lock(workspace, target);
      KaptureWriter writer = new KaptureWriter(absolute, replace, workspace, Optional.of(lock));
      deleteAll(workspace.resolve(RUNS));
      Path jobFile = workspace.resolve(JOB);
      if (!Files.exists(jobFile) || !Files.readString(jobFile).equals(job)) {
        Files.deleteIfExists(jobFile);
        deleteAll(writer.dir);
        Files.createDirectories(KaptureImages.recordsData(writer.dir));
        // Last: a folder without it is started anew.
        Files.writeString(jobFile, job);
      }
      return writer;
    } catch (IOException e) {
      throw new SeqlocException("cannot write " + target + ": " + e, e);
    }
  }

  private static FileChannel lock(Path workspace, Path target) throws IOException {
    FileChannel channel =
        FileChannel.open(
            workspace.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      if (channel.tryLock() != null) {
        return channel;
      }
    } catch (OverlappingFileLockException e) {
      // Of this process: told below.
    }
    channel.close();
    throw new SeqlocException(
        target + ": another run is writing it, in " + workspace + "; wait for it or end it");
  }

  /** Whether the file of a record is there, whole. */
  public boolean has(String imagePath) {
    return Files.exists(KaptureImages.recordsData(dir).resolve(KaptureImages.checkPath(imagePath)));
  }

  /**
   * Writes the sensors part of a dataset at once.
   *
   * @param images where the files of its records are taken from
   */
  public static void write(
      Kapture kapture,
      Path target,
      boolean replace,
      KaptureImages images,
      ImageTransfer transfer,
      Progress progress) {
    try (KaptureWriter writer = create(target, replace)) {
      new RecordFiles(writer, transfer, progress).copy(kapture, images);
      writer.finish(kapture);
    }
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
      Path file = place(imagePath);
      // Renamed when whole: a run that is cut off leaves no half of it. And never written through,
      // for the name may be a hard link to somebody's original.
      Path partial = file.resolveSibling(file.getFileName() + ".partial");
      Files.write(partial, encoded);
      Files.move(partial, file, StandardCopyOption.REPLACE_EXISTING);
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
      if (transfer != ImageTransfer.HARD_LINK || !link(file, source)) {
        Files.copy(source, file);
      }
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
        spool = new RecordSpool(workspace.resolve(RUNS), SensorTables.checkType(sensor.type()));
        spools.put(sensor.type(), spool);
      }
      spool.add(stampNanos, sensor.id(), row);
    } catch (IOException e) {
      throw new SeqlocException("cannot write records to " + target + ": " + e, e);
    }
  }

  private static boolean link(Path file, Path source) {
    try {
      Files.createLink(file, source.toRealPath());
      return true;
    } catch (IOException | UnsupportedOperationException e) {
      return false; // another file system, or one without hard links: the caller copies
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
      return new FeatureWriter(
          config, tar ? new TarSink(type.resolve(kind + ".tar")) : new FolderSink(type));
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
      return new MatchWriter(tar ? new TarSink(type.resolve("matches.tar")) : new FolderSink(type));
    } catch (IOException e) {
      throw new SeqlocException("cannot write " + type + ": " + e, e);
    }
  }

  /** Adds a text beside the tables, which readers of kapture pass by. */
  public void attach(String fileName, String text) {
    try {
      Files.writeString(dir.resolve(fileName), text);
    } catch (IOException e) {
      throw new SeqlocException("cannot write " + fileName + " of " + target + ": " + e, e);
    }
  }

  /** Writes points3d.txt; the numbers read back as the same doubles. */
  public void points3d(Points3d points) {
    Path file = dir.resolve("reconstruction").resolve("points3d.txt");
    try {
      points.write(file);
    } catch (IOException e) {
      throw new SeqlocException("cannot write " + file + ": " + e, e);
    }
  }

  /** Writes observations.txt. */
  public void observations(Observations observations) {
    Path file = dir.resolve("reconstruction").resolve("observations.txt");
    try {
      observations.write(file);
    } catch (IOException e) {
      throw new SeqlocException("cannot write " + file + ": " + e, e);
    }
  }

  /**
   * Writes the tables and moves the directory into place.
   *
   * @throws SeqlocException when the file of a record was not added, or the target has come into
   *     being meanwhile
   */
  public void finish(Kapture kapture) {
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
      checkReplaceable(target, replace);
      moveIntoPlace();
      finished = true;
    } catch (IOException e) {
      throw new SeqlocException("cannot write " + target + ": " + e, e);
    }
  }

  /** Where the dataset grows. */
  Path dir() {
    return dir;
  }

  private void moveIntoPlace() throws IOException {
    // A folder that is not empty cannot be renamed over: the old one goes out of the way first.
    Path old = workspace.resolve("replaced");
    boolean hadOld = Files.exists(target);
    if (hadOld) {
      Files.move(target, old, StandardCopyOption.ATOMIC_MOVE);
    }
    try {
      Files.move(dir, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      if (hadOld) {
        Files.move(old, target, StandardCopyOption.ATOMIC_MOVE);
      }
      throw e;
    }
  }

  private static void checkReplaceable(Path target, boolean replace) {
    if (!Files.exists(target)) {
      return;
    }
    if (!Files.isDirectory(target)) {
      throw new SeqlocException(target + " exists and is not a directory: choose another output");
    }
    try (Stream<Path> entries = Files.list(target)) {
      if (entries.findAny().isEmpty()) {
        return;
      }
    } catch (IOException e) {
      throw new SeqlocException("cannot read " + target + ": " + e, e);
    }
    if (!replace) {
      throw new SeqlocException(
          target + " exists and is not empty: choose another output, or --replace it");
    }
    if (!Files.isRegularFile(target.resolve("sensors").resolve("sensors.txt"))) {
      throw new SeqlocException(
          target + " holds something other than kapture and is not replaced: remove it yourself");
    }
  }

  /** Nothing of this is to be gone on with: {@link #close} removes it. */
  public void abandon() {
    abandoned = true;
  }

  /** Removes what is left of the temporary folder, unless it is to be gone on with. */
  @Override
  public void close() {
    try {
      if (finished || abandoned || lock.isEmpty()) {
        deleteAll(workspace);
      }
      if (lock.isPresent()) {
        lock.get().close();
      }
    } catch (IOException e) {
      throw new SeqlocException("cannot remove the temporary folder " + workspace + ": " + e, e);
    }
  }

  private static void deleteAll(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }
}
