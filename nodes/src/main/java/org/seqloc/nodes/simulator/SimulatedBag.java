package org.seqloc.nodes.simulator;

import geometry_msgs.TransformStamped;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import nav_msgs.Odometry;
import org.seqloc.bags.convert.RigBagWriter;
import org.seqloc.bags.pose.PoseMessages;
import org.seqloc.bags.tool.OutputBag;
import org.seqloc.core.Progress;
import org.seqloc.core.geometry.Rig;
import org.seqloc.core.image.CameraImage;
import org.seqloc.core.image.ImageEncoder;
import tf2_msgs.TFMessage;

/**
 * Writes a pass as the bag its vehicle would have recorded: JPEG images as {@link RigBagWriter}
 * names them, {@code /odom} and the same on {@code /tf}, true poses at the exposures. The same
 * options give the same bytes.
 */
public final class SimulatedBag {

  private static final String BASE_FRAME = "base_link";
  private static final String ODOM_FRAME = "odom";
  private static final int JPEG_QUALITY = 90;

  /** Cameras take time to read out and compress; wheels report at once. */
  private static final long IMAGE_DELAY_NANOS = 30_000_000L;

  private static final long ODOMETRY_DELAY_NANOS = 2_000_000L;

  private SimulatedBag() {}

  /** Writes one pass, in the format that the ending says; the bag is there when it is whole. */
  public static void write(SimulatedPass pass, Path file, String label, Progress progress) {
    try (OutputBag bag = OutputBag.create(file, Optional.of("none"), List.of())) {
      Rig rig = pass.rig();
      List<String> names = rig.cameras().stream().map(Rig.RigCamera::name).toList();
      RigBagWriter out = new RigBagWriter(bag, rig, names, BASE_FRAME);
      List<OdometryReading> odometry = pass.odometry();
      int written = 0;
      out.writeMounting(odometry.get(0).stampNanos());
      progress.begin(label, pass.frames());
      for (int frame = 0; frame < pass.frames(); frame++) {
        long stamp = pass.stampNanos(frame);
        long receipt = stamp + IMAGE_DELAY_NANOS;
        List<CameraImage> images = pass.render(frame).images();
        List<byte[]> files =
            images.parallelStream()
                .map(image -> ImageEncoder.jpeg(image.image(), JPEG_QUALITY))
                .toList();
        for (;
            written < odometry.size()
                && odometry.get(written).stampNanos() + ODOMETRY_DELAY_NANOS < receipt;
            written++) {
          write(out, odometry.get(written));
        }
        for (int i = 0; i < images.size(); i++) {
          out.writeCompressed(images.get(i).camera(), stamp, receipt, "jpeg", files.get(i));
        }
        out.writeTruth(stamp, receipt, pass.mapFromBody(frame));
        progress.advance(1);
      }
      for (; written < odometry.size(); written++) {
        write(out, odometry.get(written));
      }
      progress.end();
      bag.commit();
    }
  }

  private static void write(RigBagWriter out, OdometryReading reading) {
    long receipt = reading.stampNanos() + ODOMETRY_DELAY_NANOS;
    Odometry odometry = new Odometry();
    odometry.setHeader(PoseMessages.header(reading.stampNanos(), ODOM_FRAME));
    odometry.setChildFrameId(BASE_FRAME);
    odometry.getPose().setPose(PoseMessages.toPose(reading.odomFromBody()));
    odometry.getPose().setCovariance(WheelOdometry.poseCovariance(reading.travelled()));
    odometry.getTwist().getTwist().getLinear().setX(reading.speed());
    odometry.getTwist().getTwist().getAngular().setZ(reading.yawRate());
    odometry.getTwist().setCovariance(WheelOdometry.twistCovariance());
    out.write("/odom", false, receipt, odometry);
    TransformStamped transform = new TransformStamped();
    transform.setHeader(PoseMessages.header(reading.stampNanos(), ODOM_FRAME));
    transform.setChildFrameId(BASE_FRAME);
    transform.setTransform(PoseMessages.toTransform(reading.odomFromBody()));
    TFMessage tf = new TFMessage();
    tf.setTransforms(List.of(transform));
    out.write("/tf", false, receipt, tf);
  }
}
