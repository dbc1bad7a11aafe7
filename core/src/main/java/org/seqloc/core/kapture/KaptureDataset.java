package org.seqloc.core.kapture;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Predicate;
import org.seqloc.core.Progress;

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
   * @throws org.seqloc.core.SeqlocException in one line when it is no kapture or does not fit
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
   */
  void write(
      Kapture part,
      Predicate<String> images,
      Path target,
      boolean replace,
      ImageTransfer transfer,
      Progress progress) {
    try (KaptureWriter writer = KaptureWriter.create(target, replace)) {
      new RecordFiles(writer, transfer, progress).copy(part, files);
      new ReconstructionCopier(writer, progress).add(reconstruction, images);
      writer.finish(part);
    }
  }
}
