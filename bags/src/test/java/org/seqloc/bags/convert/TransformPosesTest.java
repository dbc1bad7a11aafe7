package org.seqloc.bags.convert;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import geometry_msgs.TransformStamped;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.seqloc.bags.Bag;
import org.seqloc.bags.RosbagWriter;
import org.seqloc.bags.pose.FrameTree;
import org.seqloc.bags.pose.PoseMessages;
import org.seqloc.core.SeqlocException;
import org.seqloc.core.geometry.Pose;
import org.seqloc.core.geometry.PoseTrack;
import org.seqloc.core.geometry.Quaternion;
import org.seqloc.core.geometry.Vector3;
import tf2_msgs.TFMessage;

/** A vehicle whose odometry drives 10 m/s, while the odometry's frame drifts 1 m/s in the map. */
class TransformPosesTest {

  private static final long START = 1_600_000_000_000_000_000L;
  private static final long MILLIS = 1_000_000L;

  @TempDir private Path folder;

  /** Dated ahead as localizers do, slower than the odometry, with a wheel's frame in between. */
  @BeforeEach
  void record() {
    try (RosbagWriter bag = new RosbagWriter(folder.resolve("tf.bag"))) {
      int tf = bag.connect("/tf", TFMessage.TYPE);
      for (int millis = 0; millis <= 2000; millis += 10) {
        long receipt = START + millis * MILLIS;
        if (millis % 500 == 0) {
          write(bag, tf, receipt, millis + 100, "map", "odom", 1e-3 * (millis + 100));
        }
        if (millis % 50 == 0) {
          write(bag, tf, receipt, millis, "odom", "/footprint", 10e-3 * millis);
        }
        write(bag, tf, receipt, millis, "base_link", "wheel", 0.5);
      }
    }
  }

  @Test
  void eachTransformIsTakenAtItsOwnTime() {
    PoseTrack poses = read("map");
    long[] stamps = poses.stampsNanos();
    // From the first to the last stamp that the map's transform has before and after it.
    assertEquals(START + 100 * MILLIS, stamps[0]);
    assertEquals(START + 2000 * MILLIS, stamps[38]);
    assertEquals(39, stamps.length);
    for (long stamp : stamps) {
      double seconds = (stamp - START) * 1e-9;
      Vector3 position = poses.at(stamp, 0).orElseThrow().translation();
      assertEquals(11 * seconds, position.x(), 1e-6);
      assertEquals(0.25, position.z(), 1e-12);
    }
  }

  @Test
  void framesThatNothingJoinsAreNamed() {
    SeqlocException e = assertThrows(SeqlocException.class, () -> read("earth"));
    assertTrue(e.getMessage().contains("/tf does not join earth and base_link"), e.getMessage());
    assertTrue(e.getMessage().contains("odom"), e.getMessage());
    assertEquals(1, e.getMessage().lines().count());
  }

  private PoseTrack read(String world) {
    FrameTree fixed = new FrameTree();
    fixed.put("footprint", "base_link", new Pose(Quaternion.IDENTITY, new Vector3(0, 0, 0.25)));
    try (Bag bag = Bag.open(folder.resolve("tf.bag"))) {
      return new TransformPoses(bag, "/tf", fixed, world, "base_link", FromBagOptions.DEFAULT)
          .read()
          .worldFromBase();
    }
  }

  private static void write(
      RosbagWriter bag, int tf, long receipt, int millis, String parent, String child, double x) {
    TransformStamped transform = new TransformStamped();
    transform.setHeader(PoseMessages.header(START + millis * MILLIS, parent));
    transform.setChildFrameId(child);
    transform.setTransform(
        PoseMessages.toTransform(new Pose(Quaternion.IDENTITY, new Vector3(x, 0, 0))));
    TFMessage message = new TFMessage();
    message.setTransforms(List.of(transform));
    bag.write(tf, receipt, message);
  }
}
