package org.seqloc.core.kapture;

import java.util.List;

/**
 * All images that one device took at one timestamp.
 *
 * @param device the top-level rig of the cameras, or the camera itself where it is in no rig
 * @param images at least one, ordered by camera id; a camera whose image is missing is left out
 */
public record Exposure(long stampNanos, String device, List<CameraRecord> images) {
  public Exposure {
    images = List.copyOf(images);
  }
}
