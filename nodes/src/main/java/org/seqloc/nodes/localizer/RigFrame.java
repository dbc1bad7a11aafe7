package org.seqloc.nodes.localizer;

import java.util.List;
import java.util.Optional;
import org.seqloc.core.geometry.Pose;
import org.seqloc.core.image.CameraImage;
import org.seqloc.core.image.Image;
import org.seqloc.core.image.RigImages;

/**
 * One exposure of the rig, its images not decoded yet: a frame that is dropped under load costs
 * nothing.
 *
 * @param stampNanos capture time
 * @param images at most one a camera, ascending by camera
 * @param odomFromBody the odometry at that time, where there is one
 */
record RigFrame(long stampNanos, List<PendingImage> images, Optional<Pose> odomFromBody) {

  /** Decodes an image message. */
  interface Decoder {
    /**
     * @throws org.seqloc.core.SeqlocException when the message does not decode
     */
    Image decode();
  }

  /**
   * @param camera the camera's index in the rig
   */
  record PendingImage(int camera, Decoder decoder) {}

  /** Decodes all images. */
  RigImages decode() {
    return new RigImages(
        stampNanos,
        images.parallelStream()
            .map(image -> new CameraImage(image.camera(), image.decoder().decode()))
            .toList());
  }
}
