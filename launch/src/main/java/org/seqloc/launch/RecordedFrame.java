package org.seqloc.launch;

import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.seqloc.core.geometry.Pose;
import org.seqloc.core.geometry.Rig;
import org.seqloc.core.image.RigImages;

/**
 * One exposure of a recording, to be localized.
 *
 * @param device whose exposure it is: a rig, or a lone camera; frames of different devices have
 *     nothing to do with each other
 * @param images decodes them
 * @param odomFromBody odometry at the frame's stamp, where there is one
 * @param reference the true mapFromBody, where the recording has it
 * @param afterJump whether the stamps jumped back before this frame
 */
record RecordedFrame(
    String device,
    Rig rig,
    long stampNanos,
    Supplier<RigImages> images,
    Optional<Pose> odomFromBody,
    Optional<Pose> reference,
    boolean afterJump) {

  /** A recording's frames. */
  interface Source {
    /** How many there are, for progress; 0 when it is not known. */
    long count();

    /** Gives every frame to the consumer, in stamp order. */
    void forEach(Consumer<RecordedFrame> consumer);
  }
}
