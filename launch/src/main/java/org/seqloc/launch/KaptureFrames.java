package org.seqloc.launch;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.seqloc.core.SeqlocException;
import org.seqloc.core.geometry.Rig;
import org.seqloc.core.image.CameraImage;
import org.seqloc.core.image.RigImages;
import org.seqloc.core.kapture.CameraRecord;
import org.seqloc.core.kapture.Exposure;
import org.seqloc.core.kapture.Kapture;
import org.seqloc.core.kapture.KaptureImages;
import org.seqloc.core.kapture.KaptureReader;

/**
 * The exposures of a kapture as frames to localize; its trajectory, where it has one, is the truth.
 */
final class KaptureFrames implements RecordedFrame.Source {

  /**
   * Stamps closer than this are frame numbers, not nanoseconds: no camera takes a million images a
   * second.
   */
  private static final long SHORTEST_GAP_NANOS = 1_000;

  private final Kapture kapture;
  private final KaptureImages files;
  private final Set<String> cameras;
  private final List<Exposure> exposures;

  /**
   * @param cameras which cameras to use; empty for all
   */
  KaptureFrames(Path path, Set<String> cameras) {
    kapture = KaptureReader.read(path);
    files = KaptureImages.followingLinks(path);
    this.cameras = cameras;
    for (String camera : cameras) {
      if (!kapture.sensors().containsKey(camera)) {
        throw new SeqlocException(
            path + ": has no camera '" + camera + "'; there are " + kapture.sensors().keySet());
      }
    }
    exposures =
        kapture.exposures().stream()
            .filter(e -> e.images().stream().anyMatch(this::wanted))
            .toList();
    if (exposures.isEmpty()) {
      throw new SeqlocException(path + ": has no images to localize in records_camera.txt");
    }
  }

  private boolean wanted(CameraRecord record) {
    return cameras.isEmpty() || cameras.contains(record.camera());
  }

  /** Whether the stamps are times, so that a frame tells about the next one. */
  boolean hasTimes() {
    long shortest = Long.MAX_VALUE;
    for (int i = 1; i < exposures.size(); i++) {
      long gap = exposures.get(i).stampNanos() - exposures.get(i - 1).stampNanos();
      shortest = gap > 0 ? Math.min(shortest, gap) : shortest;
    }
    return shortest >= SHORTEST_GAP_NANOS;
  }

  Kapture kapture() {
    return kapture;
  }

  @Override
  public long count() {
    return exposures.size();
  }

  @Override
  public void forEach(Consumer<RecordedFrame> consumer) {
    for (Exposure exposure : exposures) {
      Rig rig = kapture.rigOf(exposure.device());
      consumer.accept(
          new RecordedFrame(
              exposure.device(),
              rig,
              exposure.stampNanos(),
              () -> decode(exposure, rig),
              Optional.empty(),
              kapture.mapFromBody(exposure),
              false));
    }
  }

  private RigImages decode(Exposure exposure, Rig rig) {
    List<CameraRecord> records = new ArrayList<>(exposure.images());
    records.removeIf(record -> !wanted(record));
    return new RigImages(
        exposure.stampNanos(),
        records.parallelStream()
            .map(
                record -> {
                  int camera = rig.indexOf(record.camera());
                  return new CameraImage(
                      camera,
                      RigImageFiles.decode(files.file(record), rig.camera(camera).camera()));
                })
            .toList());
  }
}
