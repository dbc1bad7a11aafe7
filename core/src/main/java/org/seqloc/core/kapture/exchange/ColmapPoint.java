package org.seqloc.core.kapture.exchange;

import java.util.List;
import org.seqloc.core.geometry.Vector3;

/**
 * A point of a COLMAP model.
 *
 * @param red of 0 to 255, as green and blue
 * @param error the mean reprojection error in pixels, -1 when not known
 * @param track what sees it
 */
record ColmapPoint(
    long id, Vector3 position, int red, int green, int blue, double error, List<Element> track) {

  /** The error of a point whose error nobody computed. */
  static final double NO_ERROR = -1;

  /**
   * @param keypoint its number in the image, from 0
   */
  record Element(int image, int keypoint) {}

  ColmapPoint {
    track = List.copyOf(track);
  }
}
