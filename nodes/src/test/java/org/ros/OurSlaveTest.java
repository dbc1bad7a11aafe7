package org.ros;

import java.net.URI;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.ros.node.ConnectedNode;
import org.ros.node.topic.Publisher;
import org.ros.node.topic.Subscriber;

/** Our nodes. */
class OurSlaveTest extends SlaveContract {

  private static final RosCore CORE = RosCore.newPrivate();
  private static TestNodes nodes;
  private static URI slave;

  @BeforeAll
  static void start() {
    CORE.start();
    nodes = new TestNodes(CORE.getUri(), true);
    ConnectedNode node = nodes.start("/slave");
    ConnectedNode peer = nodes.start("/peer");
    Publisher<std_msgs.String> published = node.newPublisher("/out", std_msgs.String._TYPE);
    Subscriber<std_msgs.String> heard = node.newSubscriber("/in", std_msgs.String._TYPE);
    Publisher<std_msgs.String> fed = peer.newPublisher("/in", std_msgs.String._TYPE);
    Subscriber<std_msgs.String> taken = peer.newSubscriber("/out", std_msgs.String._TYPE);
    Await.until(() -> published.hasSubscribers() && fed.hasSubscribers(), () -> "the subscribers");
    Await.until(
        () -> heard.getNumberOfPublishers() == 1 && taken.getNumberOfPublishers() == 1,
        () -> "the publishers");
    slave = node.getUri();
  }

  @AfterAll
  static void end() {
    nodes.close();
    CORE.shutdown();
  }

  @Override
  URI slave() {
    return slave;
  }

  @Override
  URI master() {
    return CORE.getUri();
  }
}
