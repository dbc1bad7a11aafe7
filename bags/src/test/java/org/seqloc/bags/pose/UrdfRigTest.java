package org.seqloc.bags.pose;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.seqloc.core.SeqlocException;
import org.seqloc.core.geometry.Pose;
import org.seqloc.core.geometry.Quaternion;
import org.seqloc.core.geometry.Vector3;

class UrdfRigTest {

  private static final String CAR =
      """
      <?xml version="1.0" ?>
      <!-- A car with a mast. -->
      <robot name="car" xmlns:xacro="http://www.ros.org/wiki/xacro">
        <link name="base_link"/>
        <link name="mast">
          <visual><origin xyz="9 9 9"/><geometry><mesh filename="a&amp;b.stl"/></geometry></visual>
        </link>
        <joint name="mast_joint" type="fixed">
          <origin xyz=" 1.5  -2 0.25e1 " rpy="0 0 1.5707963267948966"/>
          <parent link="base_link"/>
          <child link="mast"/>
        </joint>
        <joint name="camera_joint" type="fixed">
          <parent link="mast"/>
          <child link="camera"/>
          <origin rpy="-1.5707963267948966 0 -1.5707963267948966"/>
          <axis xyz="0 0 1"/>
        </joint>
        <joint name="gps_joint" type="fixed"><parent link="mast"/><child link="gps"/></joint>
        <joint name="wheel_joint" type="continuous">
          <parent link="base_link"/><child link="wheel"/><origin xyz="0 1 0"/>
        </joint>
        <joint name="lidar_joint" type="fixed">
          <parent link="wheel"/><child link="lidar"/><origin quat_xyzw="0 0 1 0"/>
        </joint>
        <transmission name="t"><joint name="wheel_joint"><hardware/></joint></transmission>
        <gazebo><plugin><joint type="fixed"><parent/></joint></plugin></gazebo>
      </robot>
      """;

  @TempDir private Path folder;

  @Test
  void fixedJointsJoinFrames() {
    UrdfRig car = UrdfRig.parse(CAR, "/robot_description");
    FrameTree frames = new FrameTree();
    assertEquals(4, car.addTo(frames));
    assertNear(
        new Vector3(1.5, -2, 2.5),
        frames.find("base_link", "gps").orElseThrow().transform(Vector3.ZERO));
    // 90 degrees to the left: the mast's x is the car's y.
    assertNear(
        new Vector3(1.5, -1, 2.5),
        frames.find("base_link", "mast").orElseThrow().transform(new Vector3(1, 0, 0)));
    // An optical frame: its z is the mast's x, its x the mast's -y.
    Pose mastFromCamera = frames.find("mast", "camera").orElseThrow();
    assertNear(new Vector3(1, 0, 0), mastFromCamera.transform(new Vector3(0, 0, 1)));
    assertNear(new Vector3(0, -1, 0), mastFromCamera.transform(new Vector3(1, 0, 0)));
    assertNear(
        new Vector3(-1, 0, 0),
        frames.find("wheel", "lidar").orElseThrow().transform(new Vector3(1, 0, 0)));
  }

  @Test
  void movableJointsJoinNothingAndAreTold() {
    UrdfRig car = UrdfRig.parse(CAR, "car.urdf");
    assertEquals(List.of("wheel_joint"), car.movableJoints());
    assertEquals(
        List.of("car.urdf: joints that move, whose links are not joined: wheel_joint"),
        car.remarks("car.urdf"));
    FrameTree frames = new FrameTree();
    car.addTo(frames);
    assertEquals(Optional.empty(), frames.find("base_link", "lidar"));
  }

  @Test
  void whatWasRecordedCountsMore() {
    FrameTree frames = new FrameTree();
    Pose recorded = new Pose(Quaternion.IDENTITY, new Vector3(7, 0, 0));
    frames.put("/base_link", "/mast", recorded);
    assertEquals(3, UrdfRig.parse(CAR, "car.urdf").addTo(frames));
    assertEquals(Optional.of(recorded), frames.find("base_link", "mast"));
    assertTrue(frames.find("base_link", "gps").isPresent());
  }

  /** Against the matrices of turns about fixed axes, x first. */
  @Test
  void anglesAreRollPitchYaw() {
    SplittableRandom random = new SplittableRandom(4);
    for (int i = 0; i < 100; i++) {
      double r = random.nextDouble(-4, 4);
      double p = random.nextDouble(-4, 4);
      double y = random.nextDouble(-4, 4);
      Vector3 v =
          new Vector3(random.nextDouble(-1, 1), random.nextDouble(-1, 1), random.nextDouble(-1, 1));
      Vector3 x = new Vector3(v.x(), c(r) * v.y() - s(r) * v.z(), s(r) * v.y() + c(r) * v.z());
      Vector3 xy = new Vector3(c(p) * x.x() + s(p) * x.z(), x.y(), c(p) * x.z() - s(p) * x.x());
      Vector3 xyz =
          new Vector3(c(y) * xy.x() - s(y) * xy.y(), s(y) * xy.x() + c(y) * xy.y(), xy.z());
      String urdf = joint("<origin xyz='0 0 0' rpy='" + r + " " + p + "\t" + y + "'/>");
      assertNear(xyz, UrdfRig.parse(urdf, "a").fixedJoints().get(0).parentFromChild().transform(v));
    }
  }

  @Test
  void whatIsNoUrdfIsRefusedInOneLine() {
    assertEquals(
        "a.xml, line 1: is no URDF: its root is model instead of robot; give a URDF",
        refusal("<model/>"));
    assertEquals(
        "a.xml, line 2: joint 'j' lacks its parent or child link; name both there",
        refusal("<robot>\n<joint name='j' type='fixed'><parent link='a'/></joint></robot>"));
    assertEquals(
        "a.xml, line 1: xyz is not 3 numbers: '1 2'", refusal(joint("<origin xyz='1 2'/>")));
    assertEquals(
        "a.xml, line 1: rpy is not 3 numbers: '1 2 NaN'",
        refusal(joint("<origin rpy='1 2 NaN'/>")));
    assertEquals(
        "a.xml, line 1: quat_xyzw is no rotation: 0 0 0 0",
        refusal(joint("<origin quat_xyzw='0 0 0 0'/>")));
    assertEquals(
        "a.xml, line 1: link 'b' is the child of two joints, 'j' and 'j'; take one out",
        refusal(joint("").replaceFirst("(<joint.*</joint>)", "$1$1")));
    assertEquals(
        "a.xml, line 1: nests deeper than 100 elements: this is no URDF",
        refusal("<robot>" + "<a>".repeat(1000)));
    for (String text : List.of("", "no xml", "<robot>", "<robot", "<robot/><robot/>")) {
      String message = refusal(text);
      assertTrue(message.startsWith("a.xml is no well-formed XML: "), message);
      assertEquals(1, message.lines().count());
    }
    String many =
        String.join("", Collections.nCopies(10_001, "<joint name='j' type='fixed'><x/></joint>"));
    int number = 0;
    StringBuilder distinct = new StringBuilder("<robot>");
    for (String part : many.split("<x/>", -1)) {
      distinct.append(part);
      if (part.contains("<joint")) {
        distinct.append("<parent link='a'/><child link='" + number++ + "'/>");
      }
    }
    assertEquals(
        "a.xml, line 1: has more than 10000 joints: this is no vehicle",
        refusal(distinct + "</robot>"));
  }

  @Test
  void xacroIsRefusedWithItsMend() {
    String expected = "a.xml is in xacro, from which URDF is made: give what `xacro FILE` prints";
    assertEquals(
        expected,
        refusal(
            "<robot xmlns:xacro='http://www.ros.org/wiki/xacro'>"
                + "<xacro:include filename='x'/></robot>"));
    assertEquals(expected, refusal(joint("<origin xyz='${length} 0 0'/>")));
  }

  @Test
  void nothingOutsideOfTheTextIsReadAndNoEntityGrows() throws IOException {
    Path secret = Files.writeString(folder.resolve("secret"), "1 2 3");
    List<String> attacks = new ArrayList<>();
    String robot = joint("<origin xyz='1 0 0'/>&e;");
    attacks.add("<!DOCTYPE robot [<!ENTITY e SYSTEM '" + secret.toUri() + "'>]>" + robot);
    attacks.add("<!DOCTYPE robot SYSTEM '" + secret.toUri() + "'>" + joint(""));
    attacks.add("<!DOCTYPE robot [<!ENTITY % p SYSTEM 'http://localhost:1/'> %p;]>" + joint(""));
    StringBuilder laughs = new StringBuilder("<!DOCTYPE robot [<!ENTITY a0 'ha'>");
    for (int i = 1; i < 30; i++) {
      laughs.append("<!ENTITY a" + i + " '" + ("&a" + (i - 1) + ";").repeat(10) + "'>");
    }
    attacks.add(laughs + "]>" + joint("").replace("'j'", "'&a29;'"));
    for (String attack : attacks) {
      String message = refusal(attack);
      assertTrue(
          message.contains("has a document type or entities") || message.contains("well-formed"),
          message);
    }
    assertEquals(
        "a.xml, line 1: has a document type or entities of its own: take them out", refusal(robot));
  }

  @Test
  void filesAreReadAndTheirNameIsInErrors() throws IOException {
    Path file = Files.writeString(folder.resolve("car.urdf"), "\n" + CAR);
    assertEquals(4, UrdfRig.read(file).fixedJoints().size());
    Path latin = Files.write(folder.resolve("latin.urdf"), new byte[] {'<', (byte) 0xe9});
    assertTrue(message(() -> UrdfRig.read(latin)).contains("latin.urdf as text in UTF-8"));
    assertTrue(message(() -> UrdfRig.read(folder.resolve("none"))).contains("none"));
  }

  /** Any damage is refused in one line, or leaves a URDF. */
  @Test
  void damagedTextIsRefusedOrRead() {
    SplittableRandom random = new SplittableRandom(6);
    int refused = 0;
    for (int i = 0; i < 2000; i++) {
      StringBuilder text = new StringBuilder(CAR);
      for (int change = 0; change < 3; change++) {
        int at = random.nextInt(text.length());
        if (random.nextBoolean()) {
          text.setCharAt(at, (char) random.nextInt(128));
        } else {
          text.delete(at, Math.min(text.length(), at + random.nextInt(40)));
        }
      }
      try {
        UrdfRig.parse(text.toString(), "a.xml");
      } catch (SeqlocException e) {
        refused++;
        assertEquals(1, e.getMessage().lines().count(), e.getMessage());
      }
    }
    assertTrue(refused > 100 && refused < 2000, refused + " refused");
  }

  private static String joint(String origin) {
    return "<robot><joint name='j' type='fixed'><parent link='a'/><child link='b'/>"
        + origin
        + "</joint></robot>";
  }

  private static String refusal(String xml) {
    return message(() -> UrdfRig.parse(xml, "a.xml"));
  }

  private static String message(org.junit.jupiter.api.function.Executable call) {
    return assertThrows(SeqlocException.class, call).getMessage();
  }

  private static double c(double angle) {
    return Math.cos(angle);
  }

  private static double s(double angle) {
    return Math.sin(angle);
  }

  private static void assertNear(Vector3 expected, Vector3 actual) {
    assertEquals(expected.x(), actual.x(), 1e-12);
    assertEquals(expected.y(), actual.y(), 1e-12);
    assertEquals(expected.z(), actual.z(), 1e-12);
  }
}
