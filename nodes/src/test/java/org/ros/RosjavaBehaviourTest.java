package org.ros;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import geometry_msgs.PoseStamped;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.ros.message.Time;
import org.ros.namespace.GraphName;
import org.ros.node.AbstractNodeMain;
import org.ros.node.AnonymousParmeterTree;
import org.ros.node.ConnectedNode;
import org.ros.node.DefaultNodeMainExecutor;
import org.ros.node.NativeNodeMain;
import org.ros.node.Node;
import org.ros.node.NodeConfiguration;
import org.ros.node.NodeMainExecutor;
import org.ros.node.service.ServiceClient;
import org.ros.node.topic.Publisher;
import org.ros.node.topic.Subscriber;
import std_srvs.SetBool;
import std_srvs.SetBoolRequest;
import std_srvs.SetBoolResponse;

/** What programs written for rosjava rely on beyond the signatures. */
class RosjavaBehaviourTest {

  private final RosCore core = RosCore.newPrivate();
  private TestNodes nodes;

  @BeforeEach
  void startMaster() {
    core.start();
    nodes = new TestNodes(core.getUri(), true);
  }

  @AfterEach
  void end() {
    nodes.close();
    core.shutdown();
  }

  @Test
  void messagesWithAHeaderAreNumbered() {
    Publisher<PoseStamped> poses =
        nodes.start("/talker").newPublisher("/poses", PoseStamped._TYPE, 100);
    Subscriber<PoseStamped> subscriber =
        nodes.start("/listener").newSubscriber("/poses", PoseStamped._TYPE);
    List<Integer> numbers = new CopyOnWriteArrayList<>();
    subscriber.addMessageListener(message -> numbers.add(message.getHeader().getSeq()), 100);
    PoseStamped pose = poses.newMessage();
    poses.publish(pose);
    Await.until(poses::hasSubscribers, () -> "a subscriber");
    for (int i = 0; i < 20; i++) {
      if (i % 2 == 0) {
        poses.publish(pose);
      } else {
        poses.handOver(pose);
      }
    }
    Await.until(() -> numbers.size() == 20, () -> "20 poses, got " + numbers);
    // The one that nobody heard was number 0.
    assertEquals(IntStream.rangeClosed(1, 20).boxed().toList(), List.copyOf(numbers));
    assertEquals(0, pose.getHeader().getSeq());
  }

  @Test
  void aServiceHasOneClientInANodeUntilItIsShutDown() throws Exception {
    ConnectedNode server = nodes.start("/server");
    server.<SetBoolRequest, SetBoolResponse>newServiceServer(
        "/switch", SetBool._TYPE, (request, response) -> response.setSuccess(true));
    ConnectedNode caller = nodes.start("/caller");
    Await.until(() -> caller.lookupServiceUri("/switch") != null, () -> "the service");
    ServiceClient<SetBoolRequest, SetBoolResponse> client =
        caller.newServiceClient("/switch", SetBool._TYPE);
    assertSame(client, caller.newServiceClient(GraphName.of("/switch"), SetBool._TYPE));
    assertNotSame(client, caller.newServiceClient(GraphName.of("/switch"), SetBool._TYPE, true));
    client.shutdown();
    ServiceClient<SetBoolRequest, SetBoolResponse> next =
        caller.newServiceClient("/switch", SetBool._TYPE);
    assertNotSame(client, next);
    assertTrue(next.isConnected());
  }

  @Test
  void simulatedTimeIsStrongerThanATimeProvider() {
    NodeConfiguration configuration =
        NodeConfiguration.newPrivate(core.getUri()).setTimeProvider(() -> new Time(42, 0));
    assertEquals(new Time(42, 0), timeOf(configuration));
    new AnonymousParmeterTree(core.getUri()).set("/use_sim_time", true);
    assertEquals(new Time(), timeOf(configuration));
  }

  private static Time timeOf(NodeConfiguration configuration) {
    NodeMainExecutor executor = DefaultNodeMainExecutor.newDefault();
    CompletableFuture<Time> time = new CompletableFuture<>();
    executor.execute(
        new AbstractNodeMain() {
          @Override
          public GraphName getDefaultNodeName() {
            return GraphName.of("clock");
          }

          @Override
          public void onStart(ConnectedNode connectedNode) {
            time.complete(connectedNode.getCurrentTime());
          }
        },
        configuration);
    try {
      return time.orTimeout(10, TimeUnit.SECONDS).join();
    } finally {
      executor.shutdown();
      executor.getScheduledExecutorService().shutdown();
    }
  }

  @Test
  void parametersCanBeSetWithoutANode() {
    AnonymousParmeterTree tree = new AnonymousParmeterTree(core.getUri());
    tree.set("/gain", 0.5);
    tree.set("~own", List.of(1, 2));
    assertEquals(0.5, nodes.start("/reader").getParameterTree().getDouble("/gain"));
    assertEquals(List.of(1, 2), tree.getList("/anonymous/own"));
    assertThrows(
        UnsupportedOperationException.class, () -> tree.addParameterListener("/gain", value -> {}));
  }

  @Test
  void aNativeNodeEndsWhenItsCodeReturnsAndTellsOfErrors() throws InterruptedException {
    List<String> told = new CopyOnWriteArrayList<>();
    CountDownLatch ended = new CountDownLatch(1);
    NativeNodeMain main =
        new NativeNodeMain("no_such_library", new String[] {"a:=b"}) {
          @Override
          protected int execute(String master, String host, String name, String[] remappings) {
            told.add(master + " " + host + " " + name + " " + List.of(remappings));
            return 7;
          }

          @Override
          protected int shutdown() {
            return SUCCESS;
          }

          @Override
          public GraphName getDefaultNodeName() {
            return GraphName.of("native");
          }

          @Override
          public void onError(Node node, Throwable throwable) {
            told.add(throwable.getMessage());
          }

          @Override
          public void onShutdownComplete(Node node) {
            ended.countDown();
          }
        };
    NodeMainExecutor executor = DefaultNodeMainExecutor.newDefault();
    executor.execute(main, NodeConfiguration.newPrivate(core.getUri()));
    assertTrue(ended.await(20, TimeUnit.SECONDS));
    executor.getScheduledExecutorService().shutdown();
    assertEquals(
        List.of(core.getUri() + " 127.0.0.1 native [a:=b]", "execute of /native returned 7"),
        List.copyOf(told));
  }
}
