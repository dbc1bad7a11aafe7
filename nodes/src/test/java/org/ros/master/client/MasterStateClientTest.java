package org.ros.master.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.ros.Await;
import org.ros.RosCore;
import org.ros.TestNodes;
import org.ros.Topics;
import org.ros.exception.RemoteException;
import org.ros.internal.node.response.StatusCode;
import org.ros.node.ConnectedNode;
import org.ros.node.topic.Publisher;
import org.ros.node.topic.Subscriber;

class MasterStateClientTest {

  @Test
  void theGraphIsWhatItsNodesRegistered() {
    RosCore core = RosCore.newPrivate();
    core.start();
    try (TestNodes nodes = new TestNodes(core.getUri())) {
      ConnectedNode talker = nodes.start("talker");
      ConnectedNode listener = nodes.start("listener");
      Publisher<std_msgs.String> publisher = talker.newPublisher("/ns/chat", "std_msgs/String");
      Subscriber<std_msgs.String> subscriber =
          listener.newSubscriber("/ns/chat", "std_msgs/String");
      assertEquals(publisher.getTopicName(), subscriber.getTopicName());
      MasterStateClient client = new MasterStateClient(listener, core.getUri());
      TopicSystemState expected =
          new TopicSystemState("/ns/chat", Set.of("/talker"), Set.of("/listener"));
      Await.until(
          () -> client.getSystemState().getTopics().contains(expected),
          () -> client.getSystemState().toString());
      TopicType type = new TopicType("/ns/chat", "std_msgs/String");
      assertEquals(List.of(type), client.getPublishedTopics("/ns"));
      assertTrue(client.getTopicTypes().contains(type));
      assertTrue(
          client.getSystemState().getTopics().stream()
              .anyMatch(topic -> topic.getTopicName().equals(Topics.ROSOUT.toString())));
      assertEquals(talker.getUri(), client.lookupNode("/talker"));
      assertEquals(core.getUri().getPort(), client.getUri().getPort());
      assertEquals("rosrpc", client.lookupService("/talker/get_loggers").getScheme());
      RemoteException unknown =
          assertThrows(RemoteException.class, () -> client.lookupNode("/nobody"));
      assertEquals(StatusCode.ERROR, unknown.getStatusCode());
      assertEquals(StatusCode.ERROR, StatusCode.fromInt(-1));
      assertThrows(IllegalArgumentException.class, () -> StatusCode.fromInt(2));
      assertThrows(RemoteException.class, () -> client.lookupService("/nothing"));
    } finally {
      core.shutdown();
    }
  }
}
