package org.ros;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.Socket;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.ros.master.client.MasterClient;
import org.ros.node.ConnectedNode;
import org.ros.node.topic.Publisher;
import org.ros.node.topic.Subscriber;
import sensor_msgs.Image;

/** Peers that are slow, lie, crash or cannot be found, beside others that must not notice. */
class BadPeersTest {

  private static final String MD5 = std_msgs.String.TYPE.md5();

  private final RosCore core = RosCore.newPrivate();
  private TestNodes nodes;

  @BeforeEach
  void startMaster() {
    core.start();
    nodes = new TestNodes(core.getUri());
  }

  @AfterEach
  void end() {
    nodes.close();
    core.shutdown();
  }

  private static std_msgs.String word(String text) {
    std_msgs.String word = new std_msgs.String();
    word.setData(text);
    return word;
  }

  private static byte[] frame(std_msgs.String word) {
    ByteBuf frame = Unpooled.buffer();
    frame.writeIntLE(word.serializedLength());
    word.writeTo(frame);
    byte[] bytes = new byte[frame.readableBytes()];
    frame.readBytes(bytes);
    return bytes;
  }

  private List<String> listen(ConnectedNode node) {
    List<String> heard = new CopyOnWriteArrayList<>();
    Subscriber<std_msgs.String> subscriber = node.newSubscriber("/words", std_msgs.String._TYPE);
    subscriber.addMessageListener(message -> heard.add(message.getData()), 100);
    return heard;
  }

  @Test
  void aSubscriberThatDoesNotReadLosesTheOldestAndTheOtherNothing() throws IOException {
    ConnectedNode camera = nodes.start("/camera");
    Publisher<Image> images = camera.newPublisher("/image", Image._TYPE, 3);
    List<Integer> seen = new CopyOnWriteArrayList<>();
    Subscriber<Image> good = nodes.start("/viewer").newSubscriber("/image", Image._TYPE);
    good.addMessageListener(image -> seen.add(image.getWidth()), 10);
    try (Socket stuck =
        RawPeer.subscribe(camera.getUri(), "/image", "sensor_msgs/Image", Image.TYPE.md5())) {
      Await.until(() -> images.getNumberOfSubscribers() == 2, () -> "two subscribers");
      Image image = images.newMessage();
      image.setData(Unpooled.wrappedBuffer(new byte[2_700_000]));
      for (int i = 0; i < 40; i++) {
        image.setWidth(i);
        images.publish(image);
        int sent = i;
        Await.until(() -> seen.size() == sent + 1, () -> "image " + sent + ", got " + seen);
      }
      // 3 wait; what the sockets and the first write hold is a few more.
      long dropped = images.getNumberOfDroppedMessages();
      assertTrue(dropped >= 30 && dropped <= 36, () -> dropped + " dropped");

      // When it reads again, what it gets is whole, and the last is the newest.
      DataInputStream in = new DataInputStream(stuck.getInputStream());
      int last = -1;
      while (last != 39) {
        byte[] bytes = new byte[Integer.reverseBytes(in.readInt())];
        in.readFully(bytes);
        int width = Image.read(Unpooled.wrappedBuffer(bytes)).getWidth();
        assertTrue(width > last, "image " + width + " after " + last);
        last = width;
      }
    }
    Await.until(() -> images.getNumberOfSubscribers() == 1, () -> "the end of the stuck one");
  }

  @Test
  void whatWaitsForASlowSubscriberIsSentBeforeTheNodeIsGone() throws IOException {
    ConnectedNode camera = nodes.start("/camera");
    Publisher<Image> images = camera.newPublisher("/image", Image._TYPE);
    MasterClient master = new MasterClient("/test", core.getUri());
    Await.until(
        () -> master.systemState().publishers().containsKey("/image"), () -> "the registration");
    try (Socket slow =
        RawPeer.subscribe(camera.getUri(), "/image", "sensor_msgs/Image", Image.TYPE.md5())) {
      Await.until(images::hasSubscribers, () -> "a subscriber");
      Image image = images.newMessage();
      image.setData(Unpooled.wrappedBuffer(new byte[8_000_000]));
      images.publish(image);
      CompletableFuture<Void> ending = CompletableFuture.runAsync(camera::shutdown);
      byte[] all = slow.getInputStream().readAllBytes();
      assertEquals(4 + image.serializedLength(), all.length);
      // Subscribers hang up when they hear from the master, so it must be told last.
      assertTrue(master.systemState().publishers().containsKey("/image"));
      slow.shutdownOutput();
      ending.orTimeout(10, TimeUnit.SECONDS).join();
      assertEquals(Map.of(), master.systemState().publishers());
    }
  }

  @Test
  void whatAPublisherSentBeforeItLeftIsHeard() throws IOException {
    List<String> heard = listen(nodes.start("/listener"));
    try (RawPeer.Publisher leaving =
            new RawPeer.Publisher(core.getUri(), "/words", "std_msgs/String");
        Socket socket = leaving.accept("/words", "std_msgs/String", MD5)) {
      RawPeer.send(socket, frame(word("hello")));
      Await.until(() -> heard.contains("hello"), () -> "a word");
      byte[] last = frame(word("good-bye"));
      RawPeer.send(socket, Arrays.copyOf(last, 3));
      leaving.unregister("/words");
      nodes.start("/talker").<std_msgs.String>newPublisher("/words", std_msgs.String._TYPE);
      RawPeer.send(socket, Arrays.copyOfRange(last, 3, last.length));
      Await.until(() -> heard.contains("good-bye"), () -> "the last word, got " + heard);
      // It is not listened to for ever.
      assertEquals(-1, socket.getInputStream().read());
    }
  }

  @Test
  void aSubscriberThatTalksAfterItsHeaderIsCutOff() throws IOException {
    ConnectedNode talker = nodes.start("/talker");
    Publisher<std_msgs.String> words = talker.newPublisher("/words", std_msgs.String._TYPE);
    try (Socket socket = RawPeer.subscribe(talker.getUri(), "/words", "std_msgs/String", MD5)) {
      Await.until(words::hasSubscribers, () -> "a subscriber");
      RawPeer.send(socket, new byte[] {0, 0, 0, 0x40}); // a message of 1 GiB is announced
      assertEquals(-1, socket.getInputStream().read());
    }
    Await.until(() -> !words.hasSubscribers(), () -> "the end of the subscriber");
  }

  @Test
  void aPublisherThatLiesAboutLengthsIsLeftAndTheOthersAreHeard() throws IOException {
    List<String> heard = listen(nodes.start("/listener"));
    try (RawPeer.Publisher liar =
        new RawPeer.Publisher(core.getUri(), "/words", "std_msgs/String")) {
      try (Socket socket = liar.accept("/words", "std_msgs/String", MD5)) {
        RawPeer.send(socket, frame(word("first")));
        Await.until(() -> heard.contains("first"), () -> "a word");
        // A string of 2 GiB in a message of 8 bytes: left out, the connection goes on.
        RawPeer.send(
            socket,
            new byte[] {8, 0, 0, 0, (byte) 0xff, (byte) 0xff, (byte) 0xff, 0x7f, 1, 2, 3, 4});
        RawPeer.send(socket, frame(word("second")));
        Await.until(() -> heard.contains("second"), () -> "a word after a malformed message");
        // A message of 4 GiB: the stream cannot be trusted any more.
        RawPeer.send(socket, new byte[] {-1, -1, -1, -1});
        assertEquals(-1, socket.getInputStream().read());
      }
      Publisher<std_msgs.String> words =
          nodes.start("/talker").newPublisher("/words", std_msgs.String._TYPE);
      Await.until(words::hasSubscribers, () -> "a subscriber");
      words.publish(word("of the honest"));
      Await.until(() -> heard.contains("of the honest"), () -> "a word, got " + heard);
    }
  }

  @Test
  void aPublisherWithAHugeHeaderIsLeftWithOneLineAndHeardOnceItBehaves() throws IOException {
    try (CapturedLog log = new CapturedLog()) {
      List<String> heard = listen(nodes.start("/listener"));
      try (RawPeer.Publisher liar =
          new RawPeer.Publisher(core.getUri(), "/words", "std_msgs/String")) {
        try (Socket socket = liar.accept()) {
          RawPeer.send(socket, new byte[] {-1, -1, -1, 0x7f});
          assertEquals(-1, socket.getInputStream().read());
        }
        try (Socket socket = liar.accept("/words", "std_msgs/String", MD5)) {
          RawPeer.send(socket, frame(word("better")));
          Await.until(() -> heard.contains("better"), () -> "a word, got " + heard);
        }
      }
      List<String> lines =
          log.warnings().stream().filter(line -> line.contains("2147483647 bytes")).toList();
      assertEquals(1, lines.size(), () -> log.warnings().toString());
    }
  }

  @Test
  void aPublisherThatCrashesIsFoundAgainAtItsAddress() throws IOException {
    ConnectedNode listener = nodes.start("/listener");
    List<String> heard = listen(listener);
    try (RawPeer.Publisher crashing =
        new RawPeer.Publisher(core.getUri(), "/words", "std_msgs/String")) {
      for (String life : List.of("first life", "second life", "third life")) {
        // Nobody tells the master; the socket just ends, in the middle of a message.
        try (Socket socket = crashing.accept("/words", "std_msgs/String", MD5)) {
          RawPeer.send(socket, frame(word(life)));
          RawPeer.send(socket, new byte[] {100, 0, 0, 0, 1});
          Await.until(() -> heard.contains(life), () -> life + ", got " + heard);
        }
      }
    }
    assertEquals(List.of("first life", "second life", "third life"), heard);
  }

  @Test
  void publishersThatCannotBeFoundDelayNobody() {
    MasterClient master = new MasterClient("/lost", core.getUri());
    for (Map.Entry<String, String> lost :
        Map.of(
                "/unknown", "http://no-such-host.invalid:1234/",
                "/closed", "http://127.0.0.1:1/",
                "/mad", "http://[:::/")
            .entrySet()) {
      new MasterClient(lost.getKey(), core.getUri())
          .ask("registerPublisher", "/words", "std_msgs/String", lost.getValue());
    }
    assertEquals(3, master.systemState().publishers().get("/words").size());
    List<String> heard = listen(nodes.start("/listener"));
    Publisher<std_msgs.String> words =
        nodes.start("/talker").newPublisher("/words", std_msgs.String._TYPE);
    Await.until(words::hasSubscribers, () -> "a subscriber");
    words.publish(word("hello"));
    Await.until(() -> heard.equals(List.of("hello")), () -> "a word, got " + heard);
  }
}
