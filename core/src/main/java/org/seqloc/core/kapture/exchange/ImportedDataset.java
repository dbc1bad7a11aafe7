package org.seqloc.core.kapture.exchange;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.seqloc.core.Progress;
import org.seqloc.core.SeqlocException;
import org.seqloc.core.kapture.ImageTransfer;
import org.seqloc.core.kapture.Kapture;
import org.seqloc.core.kapture.KaptureWriter;

/**
 * A foreign dataset as kapture, its files still where they are.
 *
 * @param images path in the kapture (of an image, depth map or point cloud) to the file it comes
 *     from
 * @param reconstruction features, matches and points
 * @param notes what the user should know, one line each
 */
public record ImportedDataset(
    Kapture kapture,
    SortedMap<String, Path> images,
    Reconstructed reconstruction,
    List<String> notes) {

  /** The reconstruction part, which is written straight from its source. */
  public interface Reconstructed {
    /** No reconstruction. */
    Reconstructed NONE = (writer, progress) -> {};

    /**
     * @throws SeqlocException in one line when the source does not fit
     */
    void write(KaptureWriter writer, Progress progress);

    /** What the user should know of what was written, one line each. */
    default List<String> notes() {
      return List.of();
    }
  }

  public ImportedDataset(Kapture kapture, SortedMap<String, Path> images, List<String> notes) {
    this(kapture, images, Reconstructed.NONE, notes);
  }

  public ImportedDataset {
    images = Collections.unmodifiableSortedMap(new TreeMap<>(images));
    notes = List.copyOf(notes);
  }

  /**
   * Writes the kapture directory; {@code replace} as in {@link KaptureWriter#create}.
   *
   * @throws SeqlocException in one line when a file is missing or does not fit, or is not copied
   *     though it lies in the dataset that is replaced
   */
  public void write(Path target, boolean replace, ImageTransfer transfer, Progress progress) {
    if (transfer == ImageTransfer.NONE) {
      checkApart(target);
    } else {
      for (Path file : images.values()) {
        if (!Files.isRegularFile(file)) {
          throw new SeqlocException(
              "image " + file + " is missing: name its folder, or leave images out (--no-files)");
        }
      }
    }
    try (KaptureWriter writer = KaptureWriter.create(target, replace)) {
      progress.begin("importing images", images.size());
      for (Map.Entry<String, Path> image : images.entrySet()) {
        writer.image(image.getKey(), image.getValue(), transfer);
        progress.advance(1);
      }
      progress.end();
      reconstruction.write(writer, progress);
      writer.finish(kapture);
    }
  }

  private void checkApart(Path target) {
    if (!Files.exists(target)) {
      return;
    }
    try {
      Path replaced = target.toRealPath();
      for (Path file : images.values()) {
        if (Files.exists(file) && file.toRealPath().startsWith(replaced)) {
          throw new SeqlocException(
              file
                  + " lies in "
                  + target
                  + ", which would be replaced without it: choose another output, or copy files");
        }
      }
    } catch (IOException e) {
      throw new SeqlocException(target + ": cannot be looked at: " + e.getMessage(), e);
    }
  }

  /** What was taken, and the notes, one line each; of what is written, when it has been. */
  public List<String> report() {
    int exposures = kapture.exposures().size();
    List<String> lines = new ArrayList<>();
    lines.add(
        String.format(
            Locale.ROOT,
            "%d images in %d exposures, %d poses",
            kapture.cameraRecords().size(),
            exposures,
            kapture.poses().size()));
    lines.addAll(notes);
    lines.addAll(reconstruction.notes());
    return lines;
  }
}
