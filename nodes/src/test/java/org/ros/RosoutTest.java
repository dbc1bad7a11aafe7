package org.ros;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ros.internal.node.rosout.RosoutNode;
import org.ros.node.ConnectedNode;
import org.ros.node.DefaultNodeMainExecutor;
import org.ros.node.NodeConfiguration;
import org.ros.node.NodeMainExecutor;
import org.ros.node.topic.Subscriber;
import rosgraph_msgs.Log;

/** What nodes log is published, and how much is set by others. */
class RosoutTest {

  @TempDir private Path folder;
  private final RosCore core = RosCore.newPrivate();
  private final BlockingQueue<Log> lines = new LinkedBlockingQueue<>();
  private TestNodes nodes;
  private Noetic noetic;
  private ConnectedNode node;

  @BeforeEach
  void start() {
    core.start();
    nodes = new TestNodes(core.getUri());
    noetic = new Noetic(core.getUri(), folder);
    node = nodes.start("/camera");
  }

  @AfterEach
  void end() {
    noetic.close();
    nodes.close();
    core.shutdown();
  }

  private void listen(String topic) {
    Subscriber<Log> subscriber = nodes.start("/reader").newSubscriber(topic, Log._TYPE);
    subscriber.addMessageListener(
        line -> {
          if (line.getName().equals("/camera")) {
            lines.add(line);
          }
        },
        100);
    Await.until(
        () -> {
          node.getLog().info("hello?");
          return lines.peek() != null;
        },
        () -> "the reader hears the node");
  }

  private Log next(String text) throws InterruptedException {
    while (true) {
      Log line = lines.poll(10, TimeUnit.SECONDS);
      assertTrue(line != null, "a line '" + text + "' within 10 s");
      if (line.getMsg().startsWith(text)) {
        return line;
      }
    }
  }

  @Test
  void linesSayWhoWroteThemWhereAndHowMuchTheyMatter() throws InterruptedException {
    node.newPublisher("/image", sensor_msgs.Image._TYPE);
    listen("/rosout");
    node.getLog().debug("too little");
    node.getLog().warn("the lens is dirty");
    node.getLog().error("no image", new IllegalStateException("cable"));
    Log warning = next("the lens is dirty");
    assertEquals(Log.WARN, warning.getLevel());
    assertEquals("RosoutTest.java", warning.getFile());
    assertEquals("linesSayWhoWroteThemWhereAndHowMuchTheyMatter", warning.getFunction());
    assertTrue(warning.getLine() > 0);
    assertTrue(warning.getTopics().contains("/image"), () -> warning.getTopics().toString());
    assertTrue(warning.getHeader().getStamp().totalNsecs() > 0);
    Log error = next("no image");
    assertEquals(Log.ERROR, error.getLevel());
    assertTrue(error.getMsg().contains("IllegalStateException: cable"), error::getMsg);
  }

  @Test
  void theRosoutNodePublishesTheLinesOfAll() throws InterruptedException {
    NodeMainExecutor executor = DefaultNodeMainExecutor.newDefault();
    try {
      executor.execute(new RosoutNode(), NodeConfiguration.newPrivate(core.getUri()));
      listen("/rosout_agg");
      node.getLog().info("collected");
      assertEquals(Log.INFO, next("collected").getLevel());
    } finally {
      executor.shutdown();
    }
  }

  @Test
  void noeticSeesTheNodeReadsItsLogAndSetsItsLevel() throws InterruptedException {
    Noetic.require("rosnode", "rosservice", "rostopic");
    assertTrue(noetic.start("rosnode", "list").awaitEnd().contains("/camera\n"));
    listen("/rosout");
    Noetic.Tool echo = noetic.start("rostopic", "echo", "/rosout/msg");
    Await.until(
        () -> {
          node.getLog().info("said aloud");
          return echo.output().contains("said aloud");
        },
        echo::output);
    assertEquals(
        "loggers: \n  - \n    name: \"rosout\"\n    level: \"info\"\n",
        noetic.start("rosservice", "call", "/camera/get_loggers").awaitEnd());
    noetic.start("rosservice", "call", "/camera/set_logger_level", "rosout", "debug").awaitEnd();
    node.getLog().debug("in detail");
    assertEquals(Log.DEBUG, next("in detail").getLevel());
    assertTrue(
        noetic
            .start("rosservice", "call", "/camera/set_logger_level", "rosout", "loud")
            .awaitEnd()
            .contains("none of debug, info, warn, error, fatal"));
  }
}
