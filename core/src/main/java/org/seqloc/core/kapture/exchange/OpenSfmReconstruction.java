package org.seqloc.core.kapture.exchange;

import java.util.List;
import org.seqloc.core.Progress;
import org.seqloc.core.kapture.KaptureWriter;

/** What OpenSfM makes of its images: features, matches, and points with what sees them. */
record OpenSfmReconstruction(
    OpenSfmFeatures features, OpenSfmMatches matches, TrackCollector points)
    implements ImportedDataset.Reconstructed {

  @Override
  public void write(KaptureWriter writer, Progress progress) {
    features.write(writer, progress);
    matches.write(writer, progress);
    points.write(writer, progress);
  }

  @Override
  public List<String> notes() {
    return matches.notes();
  }
}
