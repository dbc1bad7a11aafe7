package org.ros.rosjava_geometry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.ros.exception.RosRuntimeException;
import org.ros.message.Time;
import org.ros.namespace.GraphName;

class FrameTransformTreeTest {

  private final FrameTransformTree tree = new FrameTransformTree();

  private static geometry_msgs.TransformStamped message(
      String parent, String child, Transform parentFromChild, Time time) {
    return new FrameTransform(parentFromChild, GraphName.of(child), GraphName.of(parent), time)
        .toTransformStampedMessage(new geometry_msgs.TransformStamped());
  }

  private void tell(String parent, String child, Transform parentFromChild, double seconds) {
    tree.update(message(parent, child, parentFromChild, new Time(seconds)));
  }

  /** A car on a map, turned by 90 degrees, with two cameras. */
  private void tellOfCar() {
    tell("map", "odom", Transform.translation(100, 0, 0), 1);
    tell("odom", "body", Transform.zRotation(Math.PI / 2), 1);
    tell("body", "front", Transform.translation(2, 0, 1), 1);
    tell("body", "rear", Transform.translation(-2, 0, 1).multiply(Transform.zRotation(Math.PI)), 1);
  }

  @Test
  void transformsGoUpAndDownTheTree() {
    tellOfCar();
    // Body's x is the map's y.
    assertTrue(
        tree.transform("front", "map")
            .getTransform()
            .apply(Vector3.zero())
            .almostEquals(new Vector3(100, 2, 1), 1e-12));
    assertTrue(
        tree.transform("map", "front")
            .getTransform()
            .apply(new Vector3(100, 2, 1))
            .almostEquals(Vector3.zero(), 1e-12));
    // 5 m before the front camera is 9 m behind the rear one, which looks back.
    assertTrue(
        tree.transform("front", "rear")
            .getTransform()
            .apply(new Vector3(5, 0, 0))
            .almostEquals(new Vector3(-9, 0, 0), 1e-12));
    FrameTransform transform = tree.transform("/front", "/map");
    assertEquals(GraphName.of("front"), transform.getSourceFrame());
    assertEquals(GraphName.of("map"), transform.getTargetFrame());
    assertEquals(new Time(1.0), transform.getTime());
    assertEquals(new Time(1.0), tree.transform("map", "front").getTime());
  }

  @Test
  void whatIsNotConnectedHasNoTransform() {
    tellOfCar();
    tell("elsewhere", "thing", Transform.identity(), 1);
    assertNull(tree.transform("front", "thing"));
    assertNull(tree.transform("front", "nothing"));
    assertNull(tree.transform("nothing", "none"));
    assertNull(tree.get("map"));
    assertNull(tree.get("nothing", new Time(1.0)));
    assertNull(tree.transformToRoot(GraphName.of("map")));
    assertEquals(Transform.identity(), tree.transform("nothing", "/nothing").getTransform());
  }

  @Test
  void theNewestSixteenAreKeptAndTheNearestInTimeIsFound() {
    for (int second = 1; second <= 20; second++) {
      tell("odom", "body", Transform.translation(second, 0, 0), second);
    }
    assertEquals(20, tree.get("body").getTransform().getTranslation().getX());
    assertEquals(12, tree.get("body", new Time(12.4)).getTransform().getTranslation().getX());
    assertEquals(5, tree.get("/body", new Time(1.0)).getTransform().getTranslation().getX());
  }

  @Test
  void theWayUpIsThatOfTheSourcesTime() {
    for (int second = 1; second <= 3; second++) {
      tell("odom", "body", Transform.translation(second, 0, 0), second);
    }
    tell("body", "camera", Transform.translation(0, 0, 7), 2);
    assertEquals(Transform.translation(2, 0, 7), tree.transform("camera", "odom").getTransform());
  }

  @Test
  void aRingOfFramesHasNoRoot() {
    tellOfCar();
    tell("rear", "map", Transform.identity(), 1);
    assertNull(tree.transform("front", "map"));
    assertNull(tree.transformToRoot(GraphName.of("odom")));
  }

  @Test
  void messagesAreConvertedThereAndBack() {
    Transform transform = Transform.translation(1, 2, 3).multiply(Transform.xRotation(0.5));
    geometry_msgs.TransformStamped message = message("map", "body", transform, new Time(4, 5));
    assertEquals("map", message.getHeader().getFrameId());
    assertEquals("body", message.getChildFrameId());
    FrameTransform read = new LazyFrameTransform(message).get();
    assertEquals(
        new FrameTransform(transform, GraphName.of("/body"), GraphName.of("/map"), new Time(4, 5)),
        read);
    assertEquals(GraphName.of("body"), read.invert().getTargetFrame());
    assertTrue(read.invert().invert().getTransform().almostEquals(transform, 1e-12));
    message.setChildFrameId("no frame!");
    assertThrows(RosRuntimeException.class, () -> tree.update(message));
  }
}
