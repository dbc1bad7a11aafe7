package org.ros;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.netty.buffer.Unpooled;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.ros.exception.RosRuntimeException;
import org.ros.master.client.MasterClient;
import org.ros.namespace.GraphName;
import org.ros.node.AbstractNodeMain;
import org.ros.node.ConnectedNode;
import org.ros.node.DefaultNodeMainExecutor;
import org.ros.node.Node;
import org.ros.node.NodeConfiguration;
import org.ros.node.NodeMainExecutor;
import org.ros.node.topic.Publisher;
import org.ros.node.topic.Subscriber;
import sensor_msgs.Image;

/** How nodes start, fail and end. */
class NodeLifeTest {

  private final int port = Noetic.freePort();
  private final URI master = URI.create("http://127.0.0.1:" + port + "/");
  private final RosCore core = RosCore.newPrivate(port);
  private final TestNodes nodes = new TestNodes(master);
  private final NodeMainExecutor executor = DefaultNodeMainExecutor.newDefault();

  @AfterEach
  void end() {
    executor.shutdown();
    executor.getScheduledExecutorService().shutdownNow();
    nodes.close();
    core.shutdown();
  }

  /** Tells a test what happens to it. */
  private static class Witness extends AbstractNodeMain {
    final CompletableFuture<ConnectedNode> started = new CompletableFuture<>();
    final CompletableFuture<Throwable> failed = new CompletableFuture<>();
    final CompletableFuture<Node> ended = new CompletableFuture<>();

    @Override
    public GraphName getDefaultNodeName() {
      return GraphName.of("/witness");
    }

    @Override
    public void onStart(ConnectedNode connectedNode) {
      started.complete(connectedNode);
    }

    @Override
    public void onError(Node node, Throwable throwable) {
      failed.complete(throwable);
    }

    @Override
    public void onShutdownComplete(Node node) {
      ended.complete(node);
    }
  }

  private static <T> T await(CompletableFuture<T> future) {
    return future.copy().orTimeout(10, TimeUnit.SECONDS).join();
  }

  @Test
  void aNodeWaitsForItsMaster() {
    Witness witness = new Witness();
    executor.execute(witness, NodeConfiguration.newPrivate(master));
    assertFalse(witness.started.isDone());
    core.start();
    assertEquals("/witness", await(witness.started).getName().toString());
  }

  @Test
  void aNodeThatWaitsForItsMasterCanBeEnded() {
    Witness witness = new Witness();
    executor.execute(witness, NodeConfiguration.newPrivate(master));
    executor.shutdownNodeMain(witness);
    await(witness.ended);
    assertFalse(witness.started.isDone());
  }

  @Test
  void whatIsSentLastArrivesBeforeTheNodeIsGone() {
    core.start();
    List<Integer> heard = new CopyOnWriteArrayList<>();
    Subscriber<Image> subscriber = nodes.start("/viewer").newSubscriber("/image", Image._TYPE);
    subscriber.addMessageListener(image -> heard.add(image.getData().readableBytes()), 10);
    ConnectedNode camera = nodes.start("/camera");
    Publisher<Image> images = camera.newPublisher("/image", Image._TYPE, 10);
    Await.until(images::hasSubscribers, () -> "a subscriber");
    Image image = images.newMessage();
    image.setData(Unpooled.wrappedBuffer(new byte[6_000_000]));
    for (int i = 0; i < 5; i++) {
      images.publish(image);
    }
    camera.shutdown();
    Await.until(() -> heard.size() == 5, () -> "the last images, got " + heard);
  }

  @Test
  void anErrorAtTheStartEndsTheNodeAndIsTold() {
    core.start();
    Error broken = new UnsatisfiedLinkError("no native library");
    Witness witness =
        new Witness() {
          @Override
          public void onStart(ConnectedNode connectedNode) {
            throw broken;
          }
        };
    executor.execute(witness, NodeConfiguration.newPrivate(master));
    assertSame(broken, await(witness.failed));
    await(witness.ended);
  }

  @Test
  void aListenerThatFailsGetsTheNextMessage() {
    core.start();
    List<String> heard = new CopyOnWriteArrayList<>();
    Subscriber<std_msgs.String> subscriber =
        nodes.start("/listener").newSubscriber("/words", std_msgs.String._TYPE);
    subscriber.addMessageListener(
        message -> {
          heard.add(message.getData());
          if (message.getData().equals("exception")) {
            throw new IllegalStateException("of the test");
          }
          throw new AssertionError("of the test");
        },
        10);
    Publisher<std_msgs.String> words =
        nodes.start("/talker").newPublisher("/words", std_msgs.String._TYPE);
    Await.until(words::hasSubscribers, () -> "a subscriber");
    for (String text : List.of("exception", "error", "last")) {
      std_msgs.String word = words.newMessage();
      word.setData(text);
      words.publish(word);
    }
    Await.until(() -> heard.size() == 3, () -> "three words, got " + heard);
  }

  @Test
  void aNewNodeOfTheSameNameReplacesTheOld() {
    core.start();
    Witness old = new Witness();
    executor.execute(old, NodeConfiguration.newPrivate(master));
    await(old.started).<std_msgs.String>newPublisher("/words", std_msgs.String._TYPE);
    MasterClient client = new MasterClient("/test", master);
    // All of it: what the old node still registers would take the name back.
    Await.until(
        () -> client.systemState().publishers().containsKey("/words"), () -> "registration");

    // In another executor, as in another process: the master tells the old node.
    ConnectedNode young = nodes.start("/witness");
    young.<std_msgs.String>newPublisher("/words", std_msgs.String._TYPE);
    await(old.ended);
    Await.until(
        () -> client.lookupNode("/witness").equals(java.util.Optional.of(young.getUri())),
        () -> "the new node's address");
    assertEquals(List.of("/witness"), client.systemState().publishers().get("/words"));
  }

  @Test
  void aNodeThatIsDownTakesNoTopics() {
    core.start();
    ConnectedNode node = nodes.start("/node");
    node.shutdown();
    node.shutdown();
    RosRuntimeException e =
        assertThrows(
            RosRuntimeException.class,
            () -> node.<std_msgs.String>newPublisher("/words", std_msgs.String._TYPE));
    assertEquals("the node is shut down; it has no topic /words any more", e.getMessage());
  }
}
