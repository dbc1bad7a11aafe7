package org.seqloc.bags.convert;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.seqloc.bags.convert.HandMadeBag.CAMERA;
import static org.seqloc.bags.convert.HandMadeBag.IMAGE;
import static org.seqloc.bags.convert.HandMadeBag.START;
import static org.seqloc.bags.convert.HandMadeBag.pose;
import static org.seqloc.bags.convert.HandMadeBag.write;

import geometry_msgs.PoseStamped;
import geometry_msgs.TransformStamped;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.seqloc.bags.RosbagWriter;
import org.seqloc.bags.image.CameraInfos;
import org.seqloc.bags.image.ImageMessages;
import org.seqloc.bags.pose.PoseMessages;
import org.seqloc.core.geometry.Pose;
import org.seqloc.core.geometry.Vector3;
import org.seqloc.core.kapture.Kapture;
import tf2_msgs.TFMessage;

/** What the transforms and the description in a bag tell of mounting and poses. */
class BagTransformsTest {

  @TempDir private Path folder;

  private HandMadeBag drive;

  @BeforeEach
  void begin() {
    drive = new HandMadeBag(folder);
  }

  /** As static transforms were published before tf2. */
  @Test
  void transformsThatAreAlwaysTheSameAreMountings() {
    Pose baseFromCamera = pose();
    sensor_msgs.Image image = ImageMessages.toRaw(PoseMessages.header(START, "lens"), IMAGE);
    try (RosbagWriter bag = new RosbagWriter(drive.path())) {
      write(bag, "/left/image_raw", image);
      write(bag, "/left/camera_info", CameraInfos.toMessage(image.getHeader(), CAMERA));
      for (int i = 0; i < 2; i++) {
        write(bag, "/tf", transform("/base_link", "/lens", START + i, baseFromCamera));
        write(bag, "/tf", transform("map", "base_link", START + i, pose()));
      }
    }
    Kapture kapture = drive.convert(Optional.empty(), List.of(), false);
    Pose expected = baseFromCamera.inverse();
    Pose actual = kapture.rigs().get("rig").get("left");
    assertEquals(0, expected.translation().minus(actual.translation()).norm(), 1e-12);
    assertEquals(0, expected.rotation().angleTo(actual.rotation()), 1e-7);
  }

  /** Where a vehicle is to go is not where it is; without topics of poses, transforms tell. */
  @Test
  void posesComeFromTransformsWhereNoTopicHasThem() {
    sensor_msgs.Image image = ImageMessages.toRaw(PoseMessages.header(START, "lens"), IMAGE);
    PoseStamped goal = new PoseStamped();
    goal.setHeader(PoseMessages.header(START, "map"));
    goal.setPose(PoseMessages.toPose(pose()));
    Pose odomFromBase = pose();
    try (RosbagWriter bag = new RosbagWriter(drive.path())) {
      write(bag, "/left/image_raw", image);
      write(bag, "/left/camera_info", CameraInfos.toMessage(image.getHeader(), CAMERA));
      write(bag, "/tf_static", transform("base_link", "lens", START, pose()));
      write(bag, "/move_base_simple/goal", goal);
      TFMessage broken = transform("base_link", "gripper", START, pose());
      broken.getTransforms().get(0).getTransform().getRotation().setW(0);
      broken.getTransforms().get(0).getTransform().getRotation().setX(0);
      broken.getTransforms().get(0).getTransform().getRotation().setY(0);
      broken.getTransforms().get(0).getTransform().getRotation().setZ(0);
      write(bag, "/tf", broken);
      for (int i = -1; i < 2; i++) {
        // What repeats the mounting sets no times.
        write(
            bag,
            "/tf",
            transform("footprint", "base_link", START + i * 10_000_000L + 7, Pose.IDENTITY));
        Pose moving = new Pose(odomFromBase.rotation(), new Vector3(i, 0, 0));
        write(bag, "/tf", transform("odom", "footprint", START + i * 10_000_000L, moving));
      }
    }
    Kapture kapture = drive.convert(Optional.empty(), List.of(), false);
    assertEquals(Map.of("no transform", 1L), drive.summary().report().rows().get("/tf").left());
    Pose worldFromRig = kapture.mapFromDevice(START, "rig").orElseThrow();
    assertEquals(0, worldFromRig.translation().norm(), 1e-12);
    assertEquals(0, worldFromRig.rotation().angleTo(odomFromBase.rotation()), 1e-7);
  }

  @Test
  void aDescriptionMountsWhatNoTransformDoes() throws IOException {
    sensor_msgs.Image image = ImageMessages.toRaw(PoseMessages.header(START, "lens"), IMAGE);
    String urdf =
        """
        <robot name="car">
          <joint name="mount" type="fixed">
            <parent link="base_link"/><child link="lens"/>
            <origin xyz="1 2 3"/>
          </joint>
        </robot>
        """;
    std_msgs.String description = new std_msgs.String();
    description.setData(urdf);
    for (boolean recorded : new boolean[] {true, false}) {
      try (RosbagWriter bag = new RosbagWriter(drive.path())) {
        write(bag, "/left/image_raw", image);
        write(bag, "/left/camera_info", CameraInfos.toMessage(image.getHeader(), CAMERA));
        if (recorded) {
          write(bag, "/robot_description", description);
        }
      }
      Path file = Files.writeString(folder.resolve("car.urdf"), urdf);
      Optional<Path> urdfFile = recorded ? Optional.empty() : Optional.of(file);
      Kapture kapture =
          drive.convert(ConversionOptions.of(List.of(), Optional.empty(), urdfFile, false));
      assertEquals(new Vector3(-1, -2, -3), kapture.rigs().get("rig").get("left").translation());
    }
  }

  private static TFMessage transform(String parent, String child, long stamp, Pose pose) {
    TransformStamped transform = new TransformStamped();
    transform.setHeader(PoseMessages.header(stamp, parent));
    transform.setChildFrameId(child);
    transform.setTransform(PoseMessages.toTransform(pose));
    TFMessage message = new TFMessage();
    message.setTransforms(List.of(transform));
    return message;
  }
}
