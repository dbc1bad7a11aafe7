package org.ros;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import geometry_msgs.Point;
import geometry_msgs.PoseStamped;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.epoll.Epoll;
import java.net.URI;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ros.master.client.MasterClient;
import org.ros.message.Time;
import org.ros.node.ConnectedNode;
import org.ros.node.topic.Publisher;
import org.ros.node.topic.RawMessage;
import org.ros.node.topic.RawPublisher;
import org.ros.node.topic.Subscriber;
import org.seqloc.bags.Bag;
import org.seqloc.bags.BagMessage;
import org.seqloc.msgs.MessageType;
import sensor_msgs.Image;

/** Our master, publishers and subscribers against the tools of ROS Noetic. */
class NoeticInteropTest {

  private static final int IMAGE_BYTES = 1280 * 720 * 3;

  @TempDir private Path folder;
  private Noetic noetic;
  private TestNodes nodes;
  private RosCore core;

  @AfterEach
  void end() {
    if (nodes != null) {
      nodes.close();
    }
    if (noetic != null) {
      noetic.close();
    }
    if (core != null) {
      core.shutdown();
    }
  }

  private void startWithOurMaster() {
    core = RosCore.newPrivate();
    core.start();
    use(core.getUri());
  }

  private void startWithRoscore() {
    Noetic.require("roscore");
    int port = Noetic.freePort();
    use(URI.create("http://127.0.0.1:" + port + "/"));
    noetic.start("roscore", "-p", Integer.toString(port)).awaitOutput("started core service");
  }

  private void use(URI master) {
    noetic = new Noetic(master, folder);
    nodes = new TestNodes(master);
  }

  @Test
  void rostopicSeesWhatOurNodePublishesAtOurMaster() {
    Noetic.require("rostopic");
    startWithOurMaster();
    checkRostopic();
  }

  @Test
  void ourNodeWorksWithARealRoscore() {
    Noetic.require("rostopic", "rosparam");
    startWithRoscore();
    checkRostopic();
    ConnectedNode node = nodes.start("/parameters");
    noetic.start("rosparam", "set", "/rig/cameras", "4").awaitEnd();
    assertEquals(4, node.getParameterTree().getInteger("/rig/cameras"));
    node.getParameterTree().set("/rig/name", "front");
    assertTrue(noetic.start("rosparam", "get", "/rig/name").awaitEnd().contains("front"));
  }

  private void checkRostopic() {
    ConnectedNode node = nodes.start("/seqloc");
    Publisher<PoseStamped> poses = node.newPublisher("~pose", PoseStamped._TYPE);
    ScheduledFuture<?> sending =
        node.getScheduledExecutorService()
            .scheduleAtFixedRate(() -> poses.publish(pose()), 0, 20, TimeUnit.MILLISECONDS);
    try {
      Noetic.Tool list = noetic.start("rostopic", "list", "-v");
      Noetic.Tool hz = noetic.start("rostopic", "hz", "-w", "20", "/seqloc/pose");
      Noetic.Tool echo = noetic.start("rostopic", "echo", "-n", "1", "/seqloc/pose");
      Noetic.Tool info = noetic.start("rostopic", "info", "/seqloc/pose");
      assertTrue(
          list.awaitEnd().contains("/seqloc/pose [geometry_msgs/PoseStamped] 1 publisher"),
          list::output);
      assertEquals(
          """
          header:
            seq: 0
            stamp:
              secs: 1700000000
              nsecs: 250000000
            frame_id: "map"
          pose:
            position:
              x: 1.5
              y: -2.25
              z: 0.1
            orientation:
              x: 0.0
              y: 0.0
              z: 0.0
              w: 1.0
          ---
          """,
          withoutTrailingSpaces(withoutSequence(echo.awaitEnd())));
      assertTrue(info.awaitEnd().contains("* /seqloc (http://127.0.0.1:"), info::output);
      hz.awaitOutput("average rate: ");
    } finally {
      sending.cancel(true);
    }

    Subscriber<std_msgs.String> strings = node.newSubscriber("/words", std_msgs.String._TYPE);
    AtomicReference<String> heard = new AtomicReference<>("");
    strings.addMessageListener(message -> heard.set(message.getData()));
    noetic.start("rostopic", "pub", "-r", "20", "/words", "std_msgs/String", "data: 'grüß dich'");
    Await.until(() -> heard.get().equals("grüß dich"), () -> "a string from rostopic pub");
  }

  @Test
  void imagesTravelThroughRosbagRecordAndPlay() {
    Noetic.require("rosbag");
    startWithOurMaster();
    ConnectedNode camera = nodes.start("/camera");
    Publisher<Image> images = camera.newPublisher("/front/image_raw", Image._TYPE);
    Noetic.Tool recorder = noetic.start("rosbag", "record", "-O", "drive.bag", "/front/image_raw");
    Await.until(images::hasSubscribers, () -> "rosbag record; it printed " + recorder.output());
    for (int i = 0; i < 5; i++) {
      images.publish(image(i));
    }
    Path file = folder.resolve("drive.bag");
    Await.until(
        () -> sizeOf(folder.resolve("drive.bag.active")) > 5L * IMAGE_BYTES,
        () -> "five images in the bag; " + recorder.output());
    recorder.interrupt();
    Await.until(() -> file.toFile().exists(), () -> "the finished bag; " + recorder.output());
    Set<Integer> recorded = new HashSet<>();
    try (Bag bag = Bag.open(file)) {
      bag.messages()
          .forEachRemaining(
              (BagMessage message) -> recorded.add(numberOf(message.decode(Image.TYPE))));
    }
    assertEquals(Set.of(0, 1, 2, 3, 4), recorded);
    images.shutdown();

    ConnectedNode viewer = nodes.start("/viewer");
    Subscriber<Image> subscriber = viewer.newSubscriber("/front/image_raw", Image._TYPE);
    Set<Integer> played = ConcurrentHashMap.newKeySet();
    subscriber.addMessageListener(image -> played.add(numberOf(image)), 10);
    noetic.start("rosbag", "play", "--clock", "-d", "1", "drive.bag");
    Await.until(() -> played.size() == 5, () -> "five images from rosbag play, got " + played);
  }

  @Test
  void lateSubscribersGetLatchedMessages() {
    Noetic.require("rostopic");
    startWithOurMaster();
    ConnectedNode node = nodes.start("/talker");
    Publisher<std_msgs.String> words = node.newPublisher("/words", std_msgs.String._TYPE);
    words.setLatchMode(true);
    std_msgs.String word = words.newMessage();
    word.setData("kept");
    words.publish(word);
    assertTrue(
        noetic
            .start("rostopic", "echo", "-n", "1", "/words")
            .awaitEnd()
            .contains("data: \"kept\""));
  }

  @Test
  void rawBytesGoToAndComeFromNoeticWithTheirDefinition() {
    Noetic.require("rostopic");
    startWithOurMaster();
    ConnectedNode node = nodes.start("/seqloc");
    AtomicReference<RawMessage> heard = new AtomicReference<>();
    node.newRawSubscriber("/from_noetic")
        .addMessageListener(
            message -> {
              message.payload().retain(); // the test reads it after the listener has returned
              if (!heard.compareAndSet(null, message)) {
                message.payload().release();
              }
            },
            1);
    noetic.start(
        "rostopic", "pub", "-l", "/from_noetic", "geometry_msgs/Point", "{x: 1.0, y: 2.0, z: 3.0}");
    Await.until(() -> heard.get() != null, () -> "a point from rostopic pub");
    RawMessage message = heard.get();
    assertEquals("geometry_msgs/Point", message.type());
    assertEquals(Point.TYPE.md5(), message.md5sum());
    assertTrue(message.definition().contains("float64 x"), message::definition);
    assertTrue(message.isLatching());
    assertEquals(2.0, Point.read(message.payload()).getY());

    // What came is sent on as it is, by what came with it, as a bag player does.
    MessageType<Point> type =
        new MessageType<>(
            message.type(), message.md5sum(), message.definition(), Point::new, Point::read);
    RawPublisher publisher = node.newRawPublisher("/to_noetic", type, 1);
    publisher.setLatchMode(true);
    publisher.publish(message.payload().readerIndex(0));
    message.payload().release();
    assertEquals(
        "x: 1.0\ny: 2.0\nz: 3.0\n---\n",
        noetic.start("rostopic", "echo", "-n", "1", "/to_noetic").awaitEnd());
  }

  @Test
  void aNoeticPublisherThatIsKilledIsReplacedByTheNext() {
    Noetic.require("rostopic");
    startWithOurMaster();
    Subscriber<std_msgs.String> words =
        nodes.start("/listener").newSubscriber("/words", std_msgs.String._TYPE);
    Set<String> heard = ConcurrentHashMap.newKeySet();
    words.addMessageListener(message -> heard.add(message.getData()));
    Noetic.Tool first =
        noetic.start("rostopic", "pub", "-r", "20", "/words", "std_msgs/String", "first");
    Await.until(() -> heard.contains("first"), () -> "a word; " + first.output());
    first.kill();
    Await.until(() -> words.getNumberOfPublishers() == 0, () -> "the end of the publisher");
    Noetic.Tool second =
        noetic.start("rostopic", "pub", "-r", "20", "/words", "std_msgs/String", "second");
    Await.until(() -> heard.contains("second"), () -> "a word; " + second.output());
  }

  @Test
  void aNoeticSubscriberThatIsKilledIsForgottenAndTheOtherHears() {
    Noetic.require("rostopic");
    startWithOurMaster();
    Publisher<std_msgs.String> words =
        nodes.start("/talker").newPublisher("/words", std_msgs.String._TYPE);
    Noetic.Tool killed = noetic.start("rostopic", "echo", "/words");
    Noetic.Tool other = noetic.start("rostopic", "echo", "-n", "1", "/words");
    Await.until(() -> words.getNumberOfSubscribers() == 2, () -> killed.output() + other.output());
    killed.kill();
    Await.until(() -> words.getNumberOfSubscribers() == 1, () -> "the end of the subscriber");
    std_msgs.String word = words.newMessage();
    word.setData("still here");
    words.publish(word);
    assertTrue(other.awaitEnd().contains("still here"), other.output());
  }

  @Test
  void rosnodeKnowsOurNodeAndEndsIt() {
    Noetic.require("rosnode");
    startWithOurMaster();
    ConnectedNode node = nodes.start("/seqloc");
    Publisher<PoseStamped> poses = node.newPublisher("~pose", PoseStamped._TYPE);
    Noetic.Tool subscribed = noetic.start("rostopic", "echo", "/seqloc/pose");
    Await.until(poses::hasSubscribers, () -> "rostopic echo; " + subscribed.output());
    Noetic.Tool info = noetic.start("rosnode", "info", "/seqloc");
    Noetic.Tool ping = noetic.start("rosnode", "ping", "-c", "1", "/seqloc");
    String about = info.awaitEnd();
    assertTrue(about.contains("* /seqloc/pose [geometry_msgs/PoseStamped]"), about);
    assertTrue(about.contains("Pid: " + ProcessHandle.current().pid()), about);
    String outbound = "\\* direction: outbound \\(\\d+ - 127\\.0\\.0\\.1:\\d+\\) \\[\\d+\\]";
    assertEquals(Epoll.isAvailable(), Pattern.compile(outbound).matcher(about).find(), about);
    assertTrue(ping.awaitEnd().contains("xmlrpc reply from http://127.0.0.1:"), ping::output);
    noetic.start("rosnode", "kill", "/seqloc").awaitEnd();
    MasterClient master = new MasterClient("/test", core.getUri());
    Await.until(() -> master.lookupNode("/seqloc").isEmpty(), () -> "the end of the node");
  }

  /** What rqt_graph shows is what this class of rosgraph collects. */
  @Test
  void rqtGraphSeesNodesTopicsAndWhoTalksToWhom() {
    Noetic.require("rosnode");
    startWithOurMaster();
    Publisher<PoseStamped> poses = nodes.start("/talker").newPublisher("/pose", PoseStamped._TYPE);
    Subscriber<PoseStamped> listener =
        nodes.start("/listener").newSubscriber("/pose", PoseStamped._TYPE);
    listener.addMessageListener(message -> {});
    Noetic.Tool theirs = noetic.start("rostopic", "echo", "/pose");
    Await.until(() -> poses.getNumberOfSubscribers() == 2, () -> "both; " + theirs.output());
    String script =
        """
        import rosgraph.impl.graph
        graph = rosgraph.impl.graph.Graph()
        graph.update()
        for edge in graph.nt_all_edges:
            print(edge.start.strip(), edge.end.strip())
        print('bad', len(graph.bad_nodes))
        """;
    String edges = noetic.start("/usr/bin/python3", "-c", script).awaitEnd();
    assertTrue(edges.contains("/talker /pose\n"), edges);
    assertTrue(edges.contains("/pose /listener\n"), edges);
    assertTrue(Pattern.compile("/pose /rostopic_\\S+\n").matcher(edges).find(), edges);
    assertTrue(edges.contains("bad 0\n"), edges);
  }

  private static long sizeOf(Path file) {
    return file.toFile().length();
  }

  private static PoseStamped pose() {
    PoseStamped pose = new PoseStamped();
    pose.getHeader().setStamp(new Time(1_700_000_000, 250_000_000));
    pose.getHeader().setFrameId("map");
    pose.getPose().getPosition().setX(1.5);
    pose.getPose().getPosition().setY(-2.25);
    pose.getPose().getPosition().setZ(0.1);
    pose.getPose().getOrientation().setW(1);
    return pose;
  }

  /** Every byte tells the number. */
  private static Image image(int number) {
    Image image = new Image();
    image.setWidth(1280);
    image.setHeight(720);
    image.setStep(1280 * 3);
    image.setEncoding("rgb8");
    byte[] pixels = new byte[IMAGE_BYTES];
    Arrays.fill(pixels, (byte) number);
    image.setData(Unpooled.wrappedBuffer(pixels));
    return image;
  }

  /** -1 when the bytes are not those of one image. */
  private static int numberOf(Image image) {
    ByteBuf pixels = image.getData();
    int number = pixels.getByte(pixels.readerIndex());
    boolean whole =
        pixels.readableBytes() == IMAGE_BYTES && pixels.forEachByte(b -> b == number) < 0;
    return whole ? number : -1;
  }

  private static String withoutSequence(String text) {
    return text.replaceAll("seq: \\d+", "seq: 0");
  }

  private static String withoutTrailingSpaces(String text) {
    return text.replaceAll("(?m) +$", "");
  }
}
