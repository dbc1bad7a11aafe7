package org.seqloc.nodes.localizer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.seqloc.core.geometry.Pose;
import org.seqloc.core.geometry.Quaternion;
import org.seqloc.core.geometry.Vector3;
import org.seqloc.core.image.Image;
import org.seqloc.core.sequence.Odometry;
import org.seqloc.core.sequence.OdometryBuffer;

class FrameAssemblerTest {

  private static final long MS = 1_000_000;
  private static final RigFrame.Decoder PIXEL = () -> new Image(1, 1, 1, new byte[1]);

  private static FrameAssembler assembler(boolean odometry) {
    return new FrameAssembler(
        2, new FrameAssembler.Options(5 * MS, 100 * MS, odometry), new OdometryBuffer());
  }

  private static Odometry odometry(long stampNanos, double x) {
    return new Odometry(stampNanos, new Pose(Quaternion.IDENTITY, new Vector3(x, 0, 0)));
  }

  @Test
  void imagesWithinTheToleranceAreOneFrame() {
    FrameAssembler assembler = assembler(false);
    assembler.addImage(1, 1003 * MS, PIXEL, 0);
    assertEquals(List.of(), assembler.ready(0));
    assembler.addImage(0, 1000 * MS, PIXEL, 10 * MS);
    List<RigFrame> frames = assembler.ready(10 * MS);
    assertEquals(1, frames.size());
    assertEquals(1003 * MS, frames.get(0).stampNanos());
    assertEquals(
        List.of(0, 1), frames.get(0).images().stream().map(RigFrame.PendingImage::camera).toList());
  }

  @Test
  void frameWithoutOneCameraComesAfterTheWait() {
    FrameAssembler assembler = assembler(false);
    assembler.addImage(0, 1000 * MS, PIXEL, 0);
    assertEquals(List.of(), assembler.ready(99 * MS));
    assertEquals(1, assembler.ready(100 * MS).size());
    assembler.addImage(1, 1000 * MS, PIXEL, 101 * MS);
    assertEquals(1, assembler.lateImages());
    assertEquals(List.of(), assembler.drain());
  }

  @Test
  void wholeFrameWaitsForItsOdometryAndInterpolates() {
    FrameAssembler assembler = assembler(true);
    assembler.addOdometry(odometry(990 * MS, 1.0));
    assembler.addImage(0, 1000 * MS, PIXEL, 0);
    assembler.addImage(1, 1000 * MS, PIXEL, 0);
    assertEquals(List.of(), assembler.ready(1));
    assembler.addOdometry(odometry(1010 * MS, 2.0));
    List<RigFrame> frames = assembler.ready(2);
    assertEquals(1.5, frames.get(0).odomFromBody().orElseThrow().translation().x(), 1e-9);
  }

  @Test
  void framesComeInStampOrderWhateverTheOrderOfArrival() {
    FrameAssembler assembler = assembler(false);
    for (long stamp : new long[] {1100, 1000}) {
      assembler.addImage(0, stamp * MS, PIXEL, 0);
      assembler.addImage(1, stamp * MS, PIXEL, 0);
    }
    assertEquals(
        List.of(1000 * MS, 1100 * MS),
        assembler.ready(0).stream().map(RigFrame::stampNanos).toList());
  }

  @Test
  void exposuresUnderWayAreBounded() {
    FrameAssembler assembler = assembler(false);
    int released = 0;
    for (int i = 0; i < 100; i++) {
      assembler.addImage(0, 1000 * MS * i, PIXEL, 0);
      released += assembler.ready(0).size();
    }
    assertTrue(released >= 90, "released " + released);
  }
}
