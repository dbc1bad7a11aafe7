package org.seqloc.core.kapture;

import java.util.ArrayList;
import java.util.List;

/**
 * Chooses exposures of a dataset by their place in {@link Kapture#exposures}, so that a rig's
 * images at one timestamp stay together.
 *
 * @param from index of the first exposure
 * @param to index behind the last one; larger than the dataset means its end
 * @param every take each so-many-th
 * @param offset how many to pass over after {@code from} before the first, less than {@code every}
 */
public record KaptureSubset(int from, int to, int every, int offset) {

  /** All exposures. */
  public static final KaptureSubset ALL = new KaptureSubset(0, Integer.MAX_VALUE, 1, 0);

  public KaptureSubset {
    if (from < 0 || to <= from) {
      throw new IllegalArgumentException(
          "exposures " + from + " to " + to + " are none: to must be larger than from >= 0");
    }
    if (every < 1 || offset < 0 || offset >= every) {
      throw new IllegalArgumentException(
          "every " + every + " offset " + offset + ": every >= 1 and 0 <= offset < every needed");
    }
  }

  public List<Exposure> of(List<Exposure> exposures) {
    List<Exposure> chosen = new ArrayList<>();
    for (long i = (long) from + offset; i < Math.min(to, exposures.size()); i += every) {
      chosen.add(exposures.get((int) i));
    }
    return chosen;
  }

  /**
   * The dataset of the chosen exposures, see {@link KaptureSelection}. All sensors and rigs stay.
   */
  public Kapture of(Kapture kapture) {
    return KaptureSelection.of(this).of(kapture);
  }
}
