package org.ros;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.ros.master.client.MasterClient;
import org.ros.node.ConnectedNode;
import org.ros.node.topic.Publisher;
import org.ros.node.topic.Subscriber;

/** rospy's nodes: shows that the contract asks of ours what the original does. */
class RospySlaveTest extends SlaveContract {

  private static final String NODE =
      """
      import rospy
      from std_msgs.msg import String
      rospy.init_node('slave')
      publisher = rospy.Publisher('/out', String, queue_size=1)
      subscriber = rospy.Subscriber('/in', String, lambda message: None)
      rospy.spin()
      """;

  @TempDir private static Path folder;
  private static RosCore core;
  private static TestNodes nodes;
  private static Noetic noetic;
  private static URI slave;

  /** For each test, so that each is counted as skipped where there is no rospy. */
  @BeforeEach
  void startOnce() throws IOException {
    Noetic.require("rostopic");
    if (core == null) {
      start();
    }
  }

  private static void start() throws IOException {
    core = RosCore.newPrivate();
    core.start();
    nodes = new TestNodes(core.getUri());
    noetic = new Noetic(core.getUri(), folder);
    Path script = Files.writeString(folder.resolve("slave.py"), NODE);
    Noetic.Tool tool = noetic.start("/usr/bin/python3", script.toString());
    ConnectedNode peer = nodes.start("/peer");
    Publisher<std_msgs.String> fed = peer.newPublisher("/in", std_msgs.String._TYPE);
    Subscriber<std_msgs.String> taken = peer.newSubscriber("/out", std_msgs.String._TYPE);
    Await.until(
        () -> fed.hasSubscribers() && taken.getNumberOfPublishers() == 1,
        () -> "rospy's connections: " + tool.output());
    slave = new MasterClient("/test", core.getUri()).lookupNode("/slave").orElseThrow();
  }

  @AfterAll
  static void end() {
    if (core != null) {
      nodes.close();
      noetic.close();
      core.shutdown();
    }
  }

  @Override
  URI slave() {
    return slave;
  }

  @Override
  URI master() {
    return core.getUri();
  }
}
