package org.seqloc.core.evaluate;

import java.util.List;

/** A pose counts as recalled when both its errors are at most these (metres, degrees). */
public record RecallThreshold(double translationM, double rotationDeg) {

  /** The three of the long-term visual localization benchmark (Sattler et al., CVPR 2018). */
  public static final List<RecallThreshold> STANDARD =
      List.of(
          new RecallThreshold(0.25, 2), new RecallThreshold(0.5, 5), new RecallThreshold(5, 10));

  /** As in {@code 0.25m_2deg}. */
  public String key() {
    return plain(translationM) + "m_" + plain(rotationDeg) + "deg";
  }

  /** As in {@code 0.25 m, 2°}. */
  public String label() {
    return plain(translationM) + " m, " + plain(rotationDeg) + "°";
  }

  private static String plain(double value) {
    return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
  }
}
