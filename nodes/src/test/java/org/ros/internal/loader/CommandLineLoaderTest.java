package org.ros.internal.loader;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ros.RosCore;
import org.ros.exception.RosRuntimeException;
import org.ros.master.client.MasterClient;
import org.ros.namespace.GraphName;
import org.ros.node.AbstractNodeMain;
import org.ros.node.ConnectedNode;
import org.ros.node.DefaultNodeMainExecutor;
import org.ros.node.NodeConfiguration;
import org.ros.node.NodeMainExecutor;

/** What a node takes from its command line. Values as PyYAML's safe_load, which rospy uses. */
class CommandLineLoaderTest {

  /** Says when it is up. */
  public static final class Recorder extends AbstractNodeMain {
    private final CompletableFuture<ConnectedNode> started = new CompletableFuture<>();

    @Override
    public GraphName getDefaultNodeName() {
      return GraphName.of("recorder");
    }

    @Override
    public void onStart(ConnectedNode node) {
      started.complete(node);
    }
  }

  private static NodeConfiguration load(String... arguments) {
    return new CommandLineLoader(List.of(arguments), Map.of()).build();
  }

  @Test
  void privateParametersAreYaml() {
    Map<GraphName, Object> parameters =
        load(
                "_rate:=30",
                "_gain:=0.5",
                "_on:=yes",
                "_frame:=base_link",
                "_text:='7'",
                "_empty:=",
                "_list:=[1, 2.5, a]",
                "_ns/map:={a: 1, b: {c: false}}")
            .getPrivateParameters();
    assertEquals(
        Map.of(
            GraphName.of("rate"),
            30,
            GraphName.of("gain"),
            0.5,
            GraphName.of("on"),
            true,
            GraphName.of("frame"),
            "base_link",
            GraphName.of("text"),
            "7",
            GraphName.of("empty"),
            "",
            GraphName.of("list"),
            List.of(1, 2.5, "a"),
            GraphName.of("ns/map"),
            Map.of("a", 1, "b", Map.of("c", false))),
        parameters);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "_a:=[1, 2",
        "_a:=99999999999",
        "_a:=null",
        "_a:=2026-01-01",
        "_a:=!!java.io.File [x]",
        "_1a:=3",
        "a b:=c",
        "a:=1c",
        "a:=",
        ":=b"
      })
  void whatNoNodeTakesIsOneClearLine(String argument) {
    RosRuntimeException e = assertThrows(RosRuntimeException.class, () -> load(argument));
    assertEquals(1, e.getMessage().lines().count(), e.getMessage());
  }

  @Test
  void aBillionLaughsAreRefused() {
    StringBuilder yaml = new StringBuilder("_a:={a: &a [x, x, x, x, x, x, x, x, x]");
    for (char c = 'b'; c < 'z'; c++) {
      String last = "*" + (char) (c - 1);
      yaml.append(", ").append(c).append(": &").append(c).append(" [");
      yaml.append(String.join(", ", List.of(last, last, last, last, last, last, last)));
      yaml.append(']');
    }
    assertThrows(RosRuntimeException.class, () -> load(yaml.append('}').toString()));
  }

  @Test
  void classAndArgumentsOfTheNodeAreApartFromRemappings() throws ReflectiveOperationException {
    CommandLineLoader loader =
        new CommandLineLoader(
            List.of(Recorder.class.getName(), "__log:=/tmp/x.log", "one", "a:=b", "two"), Map.of());
    assertEquals(List.of("one", "two"), loader.getNodeArguments());
    assertInstanceOf(Recorder.class, loader.loadClass(loader.getNodeClassName()));
    assertEquals("/b", loader.build().getParentResolver().resolve("a").toString());
    assertThrows(RosRuntimeException.class, () -> loader.loadClass("java.lang.String"));
    assertThrows(ClassNotFoundException.class, () -> loader.loadClass("no.Such"));
    assertThrows(
        RosRuntimeException.class,
        () -> new CommandLineLoader(List.of("a:=b"), Map.of()).getNodeClassName());
  }

  @Test
  void theServersPortCanBeGiven() {
    assertEquals(
        4711,
        load("__tcpros_server_port:=4711").getTcpRosBindAddress().toInetSocketAddress().getPort());
    assertThrows(RosRuntimeException.class, () -> load("__tcpros_server_port:=70000"));
    assertThrows(RosRuntimeException.class, () -> load("__tcpros_server_port:=x"));
  }

  @Test
  void aNodeSetsItsParametersBeforeItStarts() {
    RosCore core = RosCore.newPrivate();
    core.start();
    NodeMainExecutor executor = DefaultNodeMainExecutor.newDefault();
    try {
      Recorder recorder = new Recorder();
      executor.execute(
          recorder,
          new CommandLineLoader(
                  List.of("_gain:=0.5", "_pid/i:=3", "__name:=loc", "image:=/front", "a:=b"),
                  Map.of("ROS_MASTER_URI", core.getUri().toString(), "ROS_NAMESPACE", "car"))
              .build());
      ConnectedNode node = recorder.started.orTimeout(10, TimeUnit.SECONDS).join();
      assertEquals("/car/loc", node.getName().toString());
      assertEquals(0.5, node.getParameterTree().getDouble("~gain"));
      MasterClient master = new MasterClient("/test", core.getUri());
      assertEquals(3, master.ask("getParam", "/car/loc/pid/i"));
      assertEquals("/front", node.resolveName("image").toString());
      assertEquals("/car/b", node.resolveName("/car/a").toString(), "as written and as resolved");
      assertEquals("/car/b", node.resolveName("b").toString(), "remapped once");
    } finally {
      executor.shutdown();
      executor.getScheduledExecutorService().shutdownNow();
      core.shutdown();
    }
  }
}
