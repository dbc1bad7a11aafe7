package org.seqloc.nodes.localizer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import geometry_msgs.TransformStamped;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.seqloc.bags.image.CameraInfos;
import org.seqloc.bags.image.CameraTopics.CameraTopic;
import org.seqloc.bags.pose.PoseMessages;
import org.seqloc.core.geometry.Camera;
import org.seqloc.core.geometry.CameraModel;
import org.seqloc.core.geometry.Pose;
import org.seqloc.core.geometry.Quaternion;
import org.seqloc.core.geometry.Rig;
import org.seqloc.core.geometry.Vector3;
import tf2_msgs.TFMessage;

class RigCalibrationTest {

  private static final List<CameraTopic> CAMERAS =
      List.of(
          new CameraTopic("front", "/front/image_raw", false, "/front/camera_info"),
          new CameraTopic("rear", "/rear/image_raw", false, "/rear/camera_info"));
  private static final Camera CAMERA =
      new Camera(CameraModel.PINHOLE, 640, 480, 500, 500, 319.5, 239.5);
  private static final Pose MAST_FROM_BASE =
      new Pose(Quaternion.ofRollPitchYaw(0, 0, 1), new Vector3(0, 0, 2));
  private static final Pose FRONT_FROM_MAST =
      new Pose(new Quaternion(0.5, 0.5, -0.5, 0.5), new Vector3(0.1, 0.2, 0.3));

  @Test
  void tellsWhatIsMissingUntilTheRigIsWhole() {
    RigCalibration calibration = new RigCalibration(CAMERAS, "base_link");
    assertEquals(
        "a message on /front/camera_info, a message on /rear/camera_info", calibration.missing());
    calibration.addInfo(0, CameraInfos.toMessage(PoseMessages.header(1, "front_optical"), CAMERA));
    calibration.addInfo(1, CameraInfos.toMessage(PoseMessages.header(1, "base_link"), CAMERA));
    assertEquals(
        "the transform from base_link to front_optical on /tf_static or /tf",
        calibration.missing());
    assertTrue(calibration.rig().isEmpty());

    // Over a frame between; children and parents in any order, old names with a slash.
    calibration.addTransforms(message("mast", "front_optical", FRONT_FROM_MAST.inverse()));
    assertTrue(calibration.rig().isEmpty());
    calibration.addTransforms(message("/base_link", "/mast", MAST_FROM_BASE.inverse()));
    Rig rig = calibration.rig().orElseThrow();
    assertEquals("", calibration.missing());
    Pose expected = FRONT_FROM_MAST.times(MAST_FROM_BASE);
    Vector3 point = new Vector3(3, -4, 5);
    assertEquals(
        0,
        rig.camera(0).cameraFromBody().transform(point).distanceTo(expected.transform(point)),
        1e-12);
    assertEquals(Pose.IDENTITY, rig.camera(1).cameraFromBody());
  }

  private static TFMessage message(String parent, String child, Pose parentFromChild) {
    TransformStamped transform = new TransformStamped();
    transform.setHeader(PoseMessages.header(1, parent));
    transform.setChildFrameId(child);
    transform.setTransform(PoseMessages.toTransform(parentFromChild));
    TFMessage message = new TFMessage();
    message.setTransforms(new ArrayList<>(List.of(transform)));
    return message;
  }
}
