package org.seqloc.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ros.Await;
import org.ros.Noetic;
import org.ros.RosCore;
import org.ros.TestNodes;
import org.ros.master.client.MasterClient;
import org.ros.message.Time;
import org.ros.node.ConnectedNode;
import org.ros.node.topic.Publisher;

/** The commands that look at a graph, as processes, beside Noetic's. */
class GraphCommandsTest {

  @TempDir private Path folder;
  private final RosCore core = RosCore.newPrivate();
  private Noetic processes;
  private TestNodes nodes;

  @BeforeEach
  void start() {
    core.start();
    processes = new Noetic(core.getUri(), folder);
    nodes = new TestNodes(core.getUri());
    ConnectedNode talker = nodes.start("/talker");
    talker.<std_msgs.String>newPublisher("/words", std_msgs.String._TYPE);
    nodes.start("/listener").<std_msgs.String>newSubscriber("/words", std_msgs.String._TYPE);
    MasterClient master = new MasterClient("/test", core.getUri());
    Await.until(
        () ->
            master.systemState().publishers().containsKey("/words")
                && master.systemState().subscribers().containsKey("/words")
                && master.systemState().services().containsKey("/listener/set_logger_level"),
        () -> "the registrations");
  }

  @AfterEach
  void end() {
    processes.close();
    nodes.close();
    core.shutdown();
  }

  private String seqloc(String... arguments) {
    return SeqlocProcess.start(processes, arguments).awaitEnd();
  }

  private String noetic(String... command) {
    return processes.start(command).awaitEnd();
  }

  @Test
  void nodesAndTopicsAreShownAsNoeticShowsThem() {
    Noetic.require("rosnode", "rostopic", "rosservice");
    assertEquals(noetic("rosnode", "list"), seqloc("node", "list"));
    assertEquals(noetic("rosservice", "list"), seqloc("service", "list"));
    assertEquals(
        noetic("rostopic", "info", "/words").strip(), seqloc("topic", "info", "words").strip());
    assertEquals(
        "seqloc: unknown topic /nothing; see seqloc topic list\n",
        seqloc("topic", "info", "/nothing"));
    for (String node : List.of("/talker", "/listener")) {
      assertEquals(
          noetic("rosnode", "info", node).stripTrailing(),
          seqloc("node", "info", node).stripTrailing());
    }
    assertEquals("killing /listener\nkilled\n", seqloc("node", "kill", "listener"));
    MasterClient master = new MasterClient("/test", core.getUri());
    Await.until(() -> master.lookupNode("/listener").isEmpty(), () -> "the end of the node");
  }

  @Test
  void parametersGoThroughOurCommandsAndNoetics() throws IOException {
    Noetic.require("rosparam");
    assertEquals(
        "",
        seqloc("param", "set", "/rig", "{cameras: 4, name: '12', size: [1280, 720.5], on: true}"));
    noetic("rosparam", "set", "/text", "'true'");
    assertEquals(noetic("rosparam", "list"), seqloc("param", "list"));
    Path ours = folder.resolve("ours.yaml");
    Path theirs = folder.resolve("theirs.yaml");
    assertEquals("", seqloc("param", "dump", ours.toString(), "/rig"));
    noetic("rosparam", "dump", theirs.toString(), "/rig");
    assertEquals("", seqloc("param", "load", theirs.toString(), "/a"));
    noetic("rosparam", "load", ours.toString(), "/b");
    MasterClient master = new MasterClient("/test", core.getUri());
    assertEquals(master.ask("getParam", "/rig"), master.ask("getParam", "/a"));
    assertEquals(master.ask("getParam", "/rig"), master.ask("getParam", "/b"));
    assertEquals("\"true\"\n", seqloc("param", "get", "text"));
    assertEquals("", seqloc("param", "delete", "/text"));
    assertEquals(
        "seqloc: the parameter /text is not set; see seqloc param list\n",
        seqloc("param", "get", "/text"));
    Files.writeString(ours, "a: [1\n");
    String refused = seqloc("param", "load", ours.toString());
    assertTrue(refused.startsWith("seqloc: " + ours + " is no YAML"), refused);
    assertEquals(1, refused.lines().count(), refused);
  }

  @Test
  void messagesAreEchoedAsByRostopic() {
    Noetic.require("rostopic");
    Publisher<geometry_msgs.PoseStamped> poses =
        nodes.start("/poses").newPublisher("/pose", geometry_msgs.PoseStamped._TYPE);
    geometry_msgs.PoseStamped pose = poses.newMessage();
    pose.getHeader().setStamp(new Time(12, 345));
    pose.getHeader().setFrameId("map");
    pose.getPose().getPosition().setX(0.1);
    poses.setLatchMode(true);
    poses.publish(pose);
    MasterClient master = new MasterClient("/test", core.getUri());
    Await.until(() -> master.publishedTopics().containsKey("/pose"), () -> "the topic");
    for (String[] arguments :
        List.of(
            new String[] {"/pose"},
            new String[] {"/pose/pose/position"},
            new String[] {"/pose/pose/position/x"},
            new String[] {"-p", "/pose"},
            new String[] {"--nostr", "/pose/header"})) {
      String[] command =
          Stream.concat(Stream.of("-n", "1"), Stream.of(arguments)).toArray(String[]::new);
      assertEquals(
          noetic(
              Stream.concat(Stream.of("rostopic", "echo"), Stream.of(command))
                  .toArray(String[]::new)),
          seqloc(
              Stream.concat(Stream.of("topic", "echo"), Stream.of(command))
                  .toArray(String[]::new)));
    }
    assertEquals(
        "seqloc: /position: geometry_msgs/PoseStamped has no field 'position'; its fields are"
            + " header, pose\n",
        seqloc("topic", "echo", "-n", "1", "/pose/position"));
  }

  @Test
  void typesWithoutAClassAreEchoedByTheDefinitionOfTheirPublisher() throws IOException {
    Path file = folder.resolve("arm_msgs/msg/Joint.msg");
    Files.createDirectories(file.getParent());
    Files.writeString(file, "Header header\nfloat64[] angles\nPart[] parts\n");
    Files.writeString(file.resolveSibling("Part.msg"), "string name\n");
    SeqlocProcess.start(
        processes,
        "topic",
        "pub",
        "--path",
        folder.toString(),
        "/joint",
        "arm_msgs/Joint",
        "{angles: [1, 2.5], parts: [{name: elbow}]}");
    MasterClient master = new MasterClient("/test", core.getUri());
    Await.until(() -> master.publishedTopics().containsKey("/joint"), () -> "/joint");
    assertEquals("arm_msgs/Joint\n", seqloc("topic", "type", "/joint"));
    assertEquals("/joint\n", seqloc("topic", "find", "arm_msgs/Joint"));
    assertEquals(
        """
        header:\s
          seq: 0
          stamp:\s
            secs: 0
            nsecs:         0
          frame_id: ''
        angles: [1.0, 2.5]
        parts:\s
          -\s
            name: "elbow"
        ---
        """,
        seqloc("topic", "echo", "-n", "1", "/joint"));
    assertEquals("\"elbow\"\n---\n", seqloc("topic", "echo", "-n", "1", "/joint/parts[-1]/name"));
    assertEquals(
        "seqloc: the message type arm_msgs/Leg is not known; name the folder that holds its .msg"
            + " file with --path, or set ROS_PACKAGE_PATH\n",
        seqloc("topic", "pub", "--path", folder.toString(), "/leg", "arm_msgs/Leg"));
    assertEquals(
        "seqloc: angles[0] (float64): must be a number, got x\n",
        seqloc(
            "topic",
            "pub",
            "--path",
            folder.toString(),
            "/joint",
            "arm_msgs/Joint",
            "{angles: [x]}"));
  }

  @Test
  void whatWePublishIsWhatRostopicShows() {
    Noetic.require("rostopic");
    Noetic.Tool echo = processes.start("rostopic", "echo", "-n", "3", "/odom_twist");
    SeqlocProcess.start(
        processes,
        "topic",
        "pub",
        "-r",
        "20",
        "/odom_twist",
        "geometry_msgs/Twist",
        "{linear: {x: 0.5}}",
        "--verbose");
    String printed = echo.awaitEnd();
    assertEquals(3, printed.split("x: 0.5", -1).length - 1, printed);
  }

  @Test
  void bandwidthAndRateAreShown() {
    processes.start("rostopic", "pub", "-r", "10", "/pose", "geometry_msgs/PoseStamped", "{}");
    Noetic.Tool bandwidth = SeqlocProcess.start(processes, "topic", "bw", "/pose");
    Noetic.Tool rate = SeqlocProcess.start(processes, "topic", "hz", "/pose");
    // 72 bytes, ten times a second.
    bandwidth.awaitOutput("mean: 72.00B min: 72.00B max: 72.00B window: ");
    rate.awaitOutput("average rate: ");
    assertTrue(bandwidth.output().startsWith("subscribed to [/pose]\n"), bandwidth::output);
  }

  @Test
  void servicesAreCalledAsByRosservice() {
    Noetic.require("rosservice");
    nodes
        .start("/server")
        .<std_srvs.SetBoolRequest, std_srvs.SetBoolResponse>newServiceServer(
            "/enable",
            std_srvs.SetBool._TYPE,
            (request, response) -> {
              if (!request.getData()) {
                throw new org.ros.exception.ServiceException("it stays on");
              }
              response.setSuccess(true);
              response.setMessage("on");
            });
    MasterClient master = new MasterClient("/test", core.getUri());
    Await.until(() -> master.lookupService("/enable").isPresent(), () -> "the service");
    assertEquals(
        noetic("rosservice", "call", "/enable", "data: true"),
        seqloc("service", "call", "/enable", "data: true"));
    assertEquals(noetic("rosservice", "info", "/enable"), seqloc("service", "info", "enable"));
    assertEquals("std_srvs/SetBool\n", seqloc("service", "type", "/enable"));
    assertEquals("/enable\n", seqloc("service", "find", "std_srvs/SetBool"));
    String refused = seqloc("service", "call", "/enable", "false");
    assertTrue(refused.startsWith("seqloc: /enable: "), refused);
    assertTrue(refused.contains("it stays on") && refused.lines().count() == 1, refused);
    assertEquals(
        "seqloc: /enable: data (bool): must be true or false, got 7\n",
        seqloc("service", "call", "/enable", "7"));
    assertEquals(
        "seqloc: unknown service /nothing; see seqloc service list\n",
        seqloc("service", "call", "/nothing"));
    String pinged = seqloc("node", "ping", "-c", "1", "/server");
    assertTrue(pinged.startsWith("xmlrpc reply from http://"), pinged);
    assertTrue(pinged.contains("ping average: "), pinged);
  }

  @Test
  void classesOfUsersDefinitionsAreGenerated() throws IOException {
    Path file = folder.resolve("arm_msgs/msg/Joint.msg");
    Files.createDirectories(file.getParent());
    Files.writeString(file, "Header header\nfloat64 angle\n");
    Path out = folder.resolve("java");
    assertEquals(
        out + ": classes of 1 messages and 0 services, 3 files changed\n",
        seqloc(
            "msgs",
            "generate",
            "--path",
            file.getParent().getParent().toString(),
            "--out",
            out.toString()));
    assertTrue(Files.exists(out.resolve("arm_msgs/Joint.java")));
    assertEquals(
        "arm_msgs.GeneratedTypes\n",
        Files.readString(out.resolve("META-INF/services/org.seqloc.msgs.TypeIndex")));
    assertEquals(
        noetic("rosmsg", "md5", "std_msgs/Header"), seqloc("msgs", "md5", "std_msgs/Header"));
    Files.writeString(file, "Head header\n");
    String refused =
        seqloc("msgs", "generate", "--path", folder.toString(), "--out", out.toString());
    assertTrue(refused.startsWith("seqloc: arm_msgs/Joint.header: there is no def"), refused);
  }
}
