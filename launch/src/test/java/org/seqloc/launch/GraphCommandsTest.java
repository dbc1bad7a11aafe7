package org.seqloc.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ros.Await;
import org.ros.Noetic;
import org.ros.RosCore;
import org.ros.TestNodes;
import org.ros.master.client.MasterClient;
import org.ros.node.ConnectedNode;

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
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    command.addAll(List.of(arguments));
    return processes.start(command.toArray(String[]::new)).awaitEnd();
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
}
