package org.seqloc.core.image;

import java.util.List;

/**
 * One exposure of a whole rig. A camera whose image was lost is missing from the list.
 *
 * @param stampNanos capture time, nanoseconds since the epoch of the recording's clock
 * @param images at most one a camera, ascending by camera index
 */
public record RigImages(long stampNanos, List<CameraImage> images) {
  public RigImages {
    images = List.copyOf(images);
  }
}
