package org.seqloc.launch;

import java.util.function.Consumer;
import org.seqloc.core.SeqlocException;
import org.seqloc.nodes.localizer.RecordedDrive;

/** The exposures of a bag's rig as frames to localize. */
final class BagFrames implements RecordedFrame.Source {

  /** What the rig is called in the kapture of the estimated poses. */
  private static final String DEVICE = "rig";

  private final RecordedDrive drive;

  BagFrames(RecordedDrive drive) {
    this.drive = drive;
  }

  @Override
  public long count() {
    return drive.count();
  }

  @Override
  public void forEach(Consumer<RecordedFrame> consumer) {
    int[] frames = new int[1];
    drive.forEachFrame(
        frame -> {
          frames[0]++;
          consumer.accept(
              new RecordedFrame(
                  DEVICE,
                  drive.rig(),
                  frame.stampNanos(),
                  frame::decode,
                  frame.odomFromBody(),
                  drive.mapFromBody(frame.stampNanos()),
                  frame.afterJump()));
        });
    if (frames[0] == 0) {
      throw new SeqlocException(
          drive.path() + ": has no images on " + drive.imageTopics() + " to localize");
    }
  }
}
