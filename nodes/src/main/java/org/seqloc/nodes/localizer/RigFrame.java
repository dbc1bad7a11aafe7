package org.seqloc.nodes.localizer;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ObjIntConsumer;
import org.seqloc.core.SeqlocException;
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
 * @param afterJump whether the clock of the stamps jumped back before this frame: a bag that loops,
 *     a simulation that starts anew; what was known before does not hold any more
 */
public record RigFrame(
    long stampNanos, List<PendingImage> images, Optional<Pose> odomFromBody, boolean afterJump) {

  /** Decodes an image message. */
  public interface Decoder {
    /**
     * @throws org.seqloc.core.SeqlocException when the message does not decode
     */
    Image decode();
  }

  /**
   * @param camera the camera's index in the rig
   */
  public record PendingImage(int camera, Decoder decoder) {}

  /**
   * Decodes all images.
   *
   * @throws SeqlocException when one does not decode
   */
  public RigImages decode() {
    return decode(
        (e, camera) -> {
          throw e;
        });
  }

  /**
   * Decodes the images that can be.
   *
   * @param onBad told of each that cannot, by camera, in the caller's thread
   */
  public RigImages decode(ObjIntConsumer<SeqlocException> onBad) {
    List<Object> decoded = images.parallelStream().map(RigFrame::decodeOrError).toList();
    List<CameraImage> good = new ArrayList<>();
    for (int i = 0; i < decoded.size(); i++) {
      if (decoded.get(i) instanceof SeqlocException e) {
        onBad.accept(e, images.get(i).camera());
      } else {
        good.add((CameraImage) decoded.get(i));
      }
    }
    return new RigImages(stampNanos, good);
  }

  private static Object decodeOrError(PendingImage image) {
    try {
      return new CameraImage(image.camera(), image.decoder().decode());
    } catch (SeqlocException e) {
      return e;
    }
  }
}
