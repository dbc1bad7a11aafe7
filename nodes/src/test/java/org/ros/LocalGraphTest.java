package org.ros;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.ros.exception.ParameterClassCastException;
import org.ros.exception.ParameterNotFoundException;
import org.ros.exception.RosRuntimeException;
import org.ros.internal.loader.CommandLineLoader;
import org.ros.internal.xmlrpc.XmlRpcClient;
import org.ros.master.client.MasterClient;
import org.ros.node.ConnectedNode;
import org.ros.node.NodeConfiguration;
import org.ros.node.parameter.ParameterTree;
import org.ros.node.topic.Publisher;
import org.ros.node.topic.RawMessage;
import org.ros.node.topic.RawPublisher;
import org.ros.node.topic.Subscriber;
import sensor_msgs.Image;

/** Master and nodes of this process among themselves. */
class LocalGraphTest {

  private final RosCore core = RosCore.newPrivate();
  private TestNodes nodes;

  @BeforeEach
  void startMaster() {
    core.start();
    nodes = newNodes(core.getUri());
  }

  TestNodes newNodes(URI master) {
    return new TestNodes(master);
  }

  @AfterEach
  void end() {
    nodes.close();
    core.shutdown();
  }

  @Test
  void messagesArriveInOrderAndWhole() {
    Publisher<std_msgs.String> words =
        nodes.start("/talker").newPublisher("/words", std_msgs.String._TYPE, 1000);
    List<String> heard = new CopyOnWriteArrayList<>();
    Subscriber<std_msgs.String> subscriber =
        nodes.start("/listener").newSubscriber("/words", std_msgs.String._TYPE);
    subscriber.addMessageListener(message -> heard.add(message.getData()), 1000);
    Await.until(words::hasSubscribers, () -> "a subscriber");
    for (int i = 0; i < 500; i++) {
      std_msgs.String word = words.newMessage();
      word.setData("word " + i);
      words.publish(word);
    }
    Await.until(() -> heard.size() == 500, () -> "500 words, got " + heard.size());
    for (int i = 0; i < 500; i++) {
      assertEquals("word " + i, heard.get(i));
    }
    assertEquals(0, words.getNumberOfDroppedMessages());
  }

  @Test
  void largeImagesArriveWhole() {
    Publisher<Image> images = nodes.start("/camera").newPublisher("/image", Image._TYPE);
    AtomicReference<Image> seen = new AtomicReference<>();
    Subscriber<Image> subscriber = nodes.start("/viewer").newSubscriber("/image", Image._TYPE);
    subscriber.addMessageListener(seen::set);
    Await.until(images::hasSubscribers, () -> "a subscriber");
    byte[] pixels = new byte[40_000_000];
    new Random(4).nextBytes(pixels);
    Image image = images.newMessage();
    image.setData(Unpooled.wrappedBuffer(pixels));
    images.publish(image);
    Await.until(() -> seen.get() != null, () -> "the image");
    assertEquals(Unpooled.wrappedBuffer(pixels), seen.get().getData());
  }

  @Test
  void aListenerThatIsTooSlowLosesTheOldestAndNobodyWaits() throws InterruptedException {
    Publisher<std_msgs.Int32> numbers =
        nodes.start("/talker").newPublisher("/numbers", std_msgs.Int32._TYPE, 100_000);
    Subscriber<std_msgs.Int32> subscriber =
        nodes.start("/listener").newSubscriber("/numbers", std_msgs.Int32._TYPE);
    CountDownLatch release = new CountDownLatch(1);
    List<Integer> slow = new CopyOnWriteArrayList<>();
    subscriber.addMessageListener(
        message -> {
          slow.add(message.getData());
          try {
            release.await(20, TimeUnit.SECONDS);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        },
        2);
    Await.until(numbers::hasSubscribers, () -> "a subscriber");
    for (int i = 0; i < 1000; i++) {
      std_msgs.Int32 number = numbers.newMessage();
      number.setData(i);
      numbers.publish(number);
    }
    Await.until(
        () -> subscriber.getNumberOfDroppedMessages() == 997,
        () -> "997 dropped, got " + subscriber.getNumberOfDroppedMessages());
    release.countDown();
    Await.until(() -> slow.size() == 3, () -> "the rest, got " + slow);
    // The first is whichever the listener was at when the rest came.
    assertEquals(List.of(998, 999), slow.subList(1, 3));
  }

  @Test
  void rawBytesPassThroughWithTypeAndDefinition() {
    ConnectedNode talker = nodes.start("/talker");
    RawPublisher raw = talker.newRawPublisher("/words", std_msgs.String.TYPE, 10);
    raw.setLatchMode(true);
    std_msgs.String word = new std_msgs.String();
    word.setData("kept");
    io.netty.buffer.ByteBuf bytes = Unpooled.buffer();
    word.writeTo(bytes);
    raw.publish(bytes);
    AtomicReference<String> heard = new AtomicReference<>("");
    nodes
        .start("/listener")
        .newRawSubscriber("/words")
        .addMessageListener(
            (RawMessage message) ->
                heard.set(
                    message.type()
                        + " "
                        + message.md5sum()
                        + " "
                        + message.isLatching()
                        + " "
                        + std_msgs.String.read(message.payload()).getData()),
            10);
    Await.until(() -> !heard.get().isEmpty(), () -> "the latched message");
    assertEquals("std_msgs/String " + std_msgs.String.TYPE.md5() + " true kept", heard.get());
  }

  @Test
  void aWrongTypeIsRefusedAndHurtsNobody() {
    Publisher<std_msgs.String> words =
        nodes.start("/talker").newPublisher("/words", std_msgs.String._TYPE);
    Subscriber<std_msgs.Int32> wrong =
        nodes.start("/wrong").newSubscriber("/words", std_msgs.Int32._TYPE);
    List<Object> got = new CopyOnWriteArrayList<>();
    wrong.addMessageListener(got::add);
    Subscriber<std_msgs.String> right =
        nodes.start("/right").newSubscriber("/words", std_msgs.String._TYPE);
    List<String> heard = new CopyOnWriteArrayList<>();
    right.addMessageListener(message -> heard.add(message.getData()));
    Await.until(words::hasSubscribers, () -> "a subscriber");
    std_msgs.String word = words.newMessage();
    word.setData("x");
    words.publish(word);
    Await.until(() -> heard.size() == 1, () -> "a word");
    assertEquals(List.of(), got);
    assertEquals(1, words.getNumberOfSubscribers());
  }

  @Test
  void publishersThatComeBackAreFoundAgain() {
    List<String> heard = new CopyOnWriteArrayList<>();
    Subscriber<std_msgs.String> subscriber =
        nodes.start("/listener").newSubscriber("/words", std_msgs.String._TYPE);
    subscriber.addMessageListener(message -> heard.add(message.getData()));
    for (int life = 1; life <= 2; life++) {
      ConnectedNode talker = nodes.start("/talker");
      Publisher<std_msgs.String> words = talker.newPublisher("/words", std_msgs.String._TYPE);
      Await.until(words::hasSubscribers, () -> "the subscriber");
      std_msgs.String word = words.newMessage();
      word.setData("life " + life);
      words.publish(word);
      int expected = life;
      Await.until(() -> heard.size() == expected, () -> "a word, got " + heard);
      talker.shutdown();
      Await.until(() -> subscriber.getNumberOfPublishers() == 0, () -> "the talker's end");
    }
    assertEquals(List.of("life 1", "life 2"), heard);
  }

  @Test
  void whoSendsGarbageIsCutOffAndTheOthersGoOn() throws IOException {
    ConnectedNode talker = nodes.start("/talker");
    Publisher<std_msgs.String> words = talker.newPublisher("/words", std_msgs.String._TYPE);
    words.setLatchMode(true);
    std_msgs.String word = words.newMessage();
    word.setData("still here");
    words.publish(word);
    int tcpRosPort = tcpRosPort(talker.getUri());
    byte[][] attacks = {
      {(byte) 0xff, (byte) 0xff, (byte) 0xff, 0x7f}, // a header of 2 GiB
      {8, 0, 0, 0, (byte) 0xff, (byte) 0xff, (byte) 0xff, 0x7f, 1, 2, 3, 4},
      "GET / HTTP/1.1\r\n\r\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII)
    };
    for (byte[] attack : attacks) {
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), tcpRosPort)) {
        socket.setSoTimeout(5000);
        OutputStream out = socket.getOutputStream();
        out.write(attack);
        out.flush();
        // The end of the stream, or a reset.
        try {
          socket.getInputStream().readAllBytes();
        } catch (IOException e) {
          assertFalse(e.getMessage().contains("timed out"), e.getMessage());
        }
      }
    }
    AtomicReference<String> heard = new AtomicReference<>("");
    Subscriber<std_msgs.String> subscriber =
        nodes.start("/listener").newSubscriber("/words", std_msgs.String._TYPE);
    subscriber.addMessageListener(message -> heard.set(message.getData()));
    Await.until(() -> heard.get().equals("still here"), () -> "the latched word");
  }

  private int tcpRosPort(URI node) {
    Object answer =
        new XmlRpcClient(node)
            .call("requestTopic", "/test", "/words", List.of(List.of("TCPROS")))
            .join();
    return (Integer) ((List<?>) ((List<?>) answer).get(2)).get(2);
  }

  @Test
  void theMasterKnowsWhoDoesWhatUntilTheyEnd() {
    ConnectedNode talker = nodes.start("/talker");
    talker.<std_msgs.String>newPublisher("~words", std_msgs.String._TYPE);
    talker.<std_msgs.String>newSubscriber("answers", std_msgs.String._TYPE);
    MasterClient master = new MasterClient("/test", core.getUri());
    Await.until(
        () ->
            master.systemState().publishers().containsKey("/talker/words")
                && master.systemState().subscribers().containsKey("/answers"),
        () -> "registration");
    assertEquals(
        Map.of("/rosout", "rosgraph_msgs/Log", "/talker/words", "std_msgs/String"),
        master.publishedTopics());
    assertEquals(talker.getUri(), master.lookupNode("/talker").orElseThrow());
    talker.shutdown();
    assertFalse(master.systemState().publishers().containsKey("/talker/words"));
    assertFalse(master.systemState().subscribers().containsKey("/answers"));
  }

  @Test
  void parametersOfAllTypes() {
    ParameterTree parameters = nodes.start("/node").getParameterTree();
    parameters.set("/rig/cameras", 4);
    parameters.set("/rig/name", "front");
    parameters.set("/rig/scale", 0.5);
    parameters.set("~verbose", true);
    assertEquals(4, parameters.getInteger("/rig/cameras"));
    assertEquals(0.5, parameters.getDouble("/rig/scale"));
    assertTrue(parameters.getBoolean("/node/verbose"));
    assertEquals(Map.of("cameras", 4, "name", "front", "scale", 0.5), parameters.getMap("/rig"));
    assertThrows(ParameterNotFoundException.class, () -> parameters.getString("/absent"));
    assertThrows(ParameterClassCastException.class, () -> parameters.getInteger("/rig/name"));
    assertEquals(7, parameters.getInteger("/absent", 7));
  }

  @Test
  void commandLineAndEnvironmentMakeTheConfiguration() {
    NodeConfiguration here =
        new CommandLineLoader(
                List.of("image:=/front/image_raw", "__name:=loc"),
                Map.of("ROS_MASTER_URI", "http://localhost:11411", "ROS_NAMESPACE", "/car"))
            .build();
    assertEquals(URI.create("http://localhost:11411"), here.getMasterUri());
    assertEquals("loc", here.getNodeName().toString());
    assertEquals("/front/image_raw", here.getParentResolver().resolve("image").toString());
    assertEquals("/car/x", here.getParentResolver().resolve("x").toString());
    assertTrue(here.getTcpRosBindAddress().toInetSocketAddress().getAddress().isLoopbackAddress());
    NodeConfiguration everywhere =
        new CommandLineLoader(List.of(), Map.of("ROS_IP", "10.0.0.7")).build();
    assertEquals("10.0.0.7", everywhere.getTcpRosAdvertiseAddress().getHost());
    assertTrue(
        everywhere.getTcpRosBindAddress().toInetSocketAddress().getAddress().isAnyLocalAddress());
    NodeConfiguration loopback =
        new CommandLineLoader(
                List.of("__ip:=127.0.0.1"),
                Map.of("ROS_IP", "10.0.0.7", "ROS_MASTER_URI", "http://ros_master:11311"))
            .build();
    assertEquals(URI.create("http://ros_master:11311"), loopback.getMasterUri());
    assertEquals("127.0.0.1", loopback.getTcpRosAdvertiseAddress().getHost());
    assertTrue(
        loopback.getTcpRosBindAddress().toInetSocketAddress().getAddress().isLoopbackAddress());
    RosRuntimeException e =
        assertThrows(
            RosRuntimeException.class,
            () -> new CommandLineLoader(List.of(), Map.of("ROS_MASTER_URI", "foo")).build());
    assertTrue(e.getMessage().contains("'foo'"), e.getMessage());
  }
}
