package org.seqloc.core.kapture;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Predicate;
import org.seqloc.core.Progress;
import org.seqloc.core.SeqlocException;

/**
 * A whole kapture directory: the tables of its sensors in memory, the files of its records and its
 * reconstruction where they lie. Nothing is held open.
 */
public final class KaptureDataset {

  private final Path folder;
  private final Kapture kapture;
  private final KaptureImages files;
  private final Reconstruction reconstruction;

  private KaptureDataset(
      Path folder, Kapture kapture, KaptureImages files, Reconstruction reconstruction) {
    this.folder = folder;
    this.kapture = kapture;
    this.files = files;
    this.reconstruction = reconstruction;
  }

  /**
   * Opens a dataset of version 1.1 or 1.0.
   *
   * @param followLinks whether files of records and features may lie elsewhere, behind symbolic
   *     links; only for a dataset that the user trusts
   * @throws SeqlocException in one line when it is no kapture or does not fit
   */
  public static KaptureDataset open(Path folder, boolean followLinks) {
    return new KaptureDataset(
        folder,
        KaptureReader.read(folder),
        followLinks ? KaptureImages.followingLinks(folder) : KaptureImages.of(folder),
        Reconstruction.open(folder, followLinks));
  }

  public Path folder() {
    return folder;
  }

  /** A line that tells what lies in the folder and is not copied; empty when all is known. */
  public Optional<String> unknownFiles() {
    return UnknownFiles.remark(folder);
  }

  public Kapture kapture() {
    return kapture;
  }

  /** The images, depth maps and point clouds. */
  public KaptureImages files() {
    return files;
  }

  public Reconstruction reconstruction() {
    return reconstruction;
  }

  /**
   * Writes the dataset anew, as version 1.1: the same data in the order of the package; features in
   * archives where they are in archives here. Files that the format does not know are left out.
   */
  public void write(Path target, boolean replace, ImageTransfer transfer, Progress progress) {
    write(kapture, image -> true, target, replace, transfer, progress);
  }

  /**
   * Writes a part of the dataset.
   *
   * @param part its sensors part
   * @param images those whose features, matches and observations are taken; points all are, since a
   *     point's number is its row
   * @throws SeqlocException when the target is one with this dataset and gets no files
   */
  void write(
      Kapture part,
      Predicate<String> images,
      Path target,
      boolean replace,
      ImageTransfer transfer,
      Progress progress) {
    checkApart(target, transfer);
    try (KaptureWriter writer = KaptureWriter.create(target, replace)) {
      new RecordFiles(writer, transfer, progress).copy(part, files);
      new ReconstructionCopier(writer, progress).add(reconstruction, images);
      writer.finish(part);
    }
  }

  /** Refuses to put tables alone where this dataset is: its files would be lost. */
  void checkApart(Path target, ImageTransfer transfer) {
    Path to = real(target.toAbsolutePath().normalize());
    Path from = real(folder.toAbsolutePath().normalize());
    if (transfer == ImageTransfer.NONE && (to.startsWith(from) || from.startsWith(to))) {
      throw new SeqlocException(
          target
              + " is, holds or lies in the dataset "
              + folder
              + ", whose files are not copied: choose another output, or copy them");
    }
  }

  /** Where a path leads that may not be there yet. */
  private static Path real(Path path) {
    try {
      return path.toRealPath();
    } catch (IOException e) {
      Path parent = path.getParent();
      return parent == null ? path : real(parent).resolve(path.getFileName());
    }
  }
}
