package org.ros;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import geometry_msgs.PoseStamped;
import geometry_msgs.TransformStamped;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.net.URI;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ros.exception.RemoteException;
import org.ros.exception.ServiceException;
import org.ros.message.Time;
import org.ros.namespace.GraphName;
import org.ros.node.ConnectedNode;
import org.ros.node.service.ServiceClient;
import org.ros.node.service.ServiceResponseListener;
import org.ros.node.topic.Publisher;
import org.seqloc.msgs.Message;
import sensor_msgs.CompressedImage;
import sensor_msgs.Image;
import std_msgs.Header;
import std_srvs.SetBool;
import std_srvs.SetBoolRequest;
import std_srvs.SetBoolResponse;
import tf2_msgs.TFMessage;

/**
 * Every master with every publisher and every subscriber: what comes out is what went in, whoever
 * speaks to whom. The peers are nodes of roscpp and rospy that make the same messages.
 */
class InteropMatrixTest {

  private static final String PYTHON = "/usr/bin/python3";
  private static final Path PYTHON_PEER = Path.of("src/test/python/interop_peer.py");
  private static final Path CPP_PEER = Path.of("src/test/cpp/interop_peer.cpp");
  private static final Pattern REPORT = Pattern.compile("(/interop/\\w+) ([0-9a-f]{40})");

  @TempDir private static Path built;
  private static Path cppPeer;

  @TempDir private Path folder;
  private Noetic noetic;
  private TestNodes nodes;
  private RosCore core;

  @BeforeAll
  static void build() {
    Noetic.require("rosmaster", "rostopic");
    cppPeer = Noetic.buildWithRoscpp(CPP_PEER, built);
  }

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

  private void start(String master) {
    URI uri;
    if (master.equals("ours")) {
      core = RosCore.newPrivate();
      core.start();
      uri = core.getUri();
      noetic = new Noetic(uri, folder);
    } else {
      int port = Noetic.freePort();
      uri = URI.create("http://127.0.0.1:" + port + "/");
      noetic = new Noetic(uri, folder);
      noetic.start("roscore", "-p", Integer.toString(port)).awaitOutput("started core service");
    }
    nodes = new TestNodes(uri, true);
  }

  @ParameterizedTest
  @CsvSource({
    "ours,roscpp",
    "ours,rospy",
    "ours,ours",
    "roscore,roscpp",
    "roscore,rospy",
    "roscore,ours"
  })
  void whatIsPublishedIsWhatAllSubscribersGet(String master, String publisher) {
    start(master);
    if (publisher.equals("ours")) {
      publish();
    } else {
      startPeer(publisher, "publish").awaitOutput("publishing");
    }
    Noetic.Tool cpp = startPeer("roscpp", "subscribe");
    Noetic.Tool python = startPeer("rospy", "subscribe");
    SortedMap<String, String> expected = new TreeMap<>();
    messages().forEach((topic, message) -> expected.put(topic, sum(message)));
    assertEquals(expected, subscribe(expected.size()), "our subscriber");
    assertEquals(expected, reported(cpp.awaitEnd()), "roscpp's subscriber");
    assertEquals(expected, reported(python.awaitEnd()), "rospy's subscriber");
  }

  private Noetic.Tool startPeer(String peer, String role) {
    return peer.equals("roscpp")
        ? noetic.start(cppPeer.toString(), role)
        : noetic.start(PYTHON, PYTHON_PEER.toAbsolutePath().toString(), role);
  }

  private void publish() {
    ConnectedNode node = nodes.start("/our_publish");
    messages()
        .forEach(
            (topic, message) -> {
              Publisher<Message> publisher = node.newPublisher(topic, message.type().name());
              publisher.setLatchMode(true);
              publisher.publish(message);
            });
  }

  private SortedMap<String, String> subscribe(int count) {
    ConnectedNode node = nodes.start("/our_subscribe");
    SortedMap<String, String> heard = new ConcurrentSkipListMap<>();
    messages()
        .forEach(
            (topic, message) ->
                node.<Message>newSubscriber(topic, message.type().name())
                    .addMessageListener(
                        received -> {
                          clearSequence(received);
                          heard.put(topic, sum(received));
                        }));
    Await.until(() -> heard.size() == count, () -> count + " topics, got " + heard.keySet());
    return heard;
  }

  private static SortedMap<String, String> reported(String output) {
    SortedMap<String, String> sums = new TreeMap<>();
    REPORT
        .matcher(output)
        .results()
        .forEach((MatchResult report) -> sums.put(report.group(1), report.group(2)));
    return sums;
  }

  private static Map<String, Message> messages() {
    Image image = new Image();
    image.setHeader(header());
    image.setWidth(640);
    image.setHeight(480);
    image.setEncoding("rgb8");
    image.setStep(3 * 640);
    image.setData(pattern(3 * 640 * 480));

    CompressedImage compressed = new CompressedImage();
    compressed.setHeader(header());
    compressed.setFormat("jpeg");
    compressed.setData(pattern(10_007));

    PoseStamped pose = new PoseStamped();
    pose.setHeader(header());
    pose.getPose().getPosition().setX(1.5);
    pose.getPose().getPosition().setY(-2.25);
    pose.getPose().getPosition().setZ(0.1);
    pose.getPose().getOrientation().setW(1);

    TFMessage tf = new TFMessage();
    for (String child : new String[] {"base_link", "camera/front"}) {
      TransformStamped transform = new TransformStamped();
      transform.setHeader(header());
      transform.setChildFrameId(child);
      transform.getTransform().getTranslation().setX(child.length());
      transform.getTransform().getRotation().setZ(1);
      tf.getTransforms().add(transform);
    }

    std_msgs.String words = new std_msgs.String();
    words.setData("grüß dich, 世界");
    return Map.of(
        "/interop/image", image,
        "/interop/compressed", compressed,
        "/interop/pose", pose,
        "/interop/tf", tf,
        "/interop/words", words);
  }

  private static Header header() {
    Header header = new Header();
    header.setStamp(new Time(1_700_000_000, 250_000_001));
    header.setFrameId("map");
    return header;
  }

  private static ByteBuf pattern(int length) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) (7 * i + (i >> 8));
    }
    return Unpooled.wrappedBuffer(bytes);
  }

  /** Clients fill it or do not. */
  private static void clearSequence(Message message) {
    if (message instanceof Image image) {
      image.getHeader().setSeq(0);
    } else if (message instanceof CompressedImage compressed) {
      compressed.getHeader().setSeq(0);
    } else if (message instanceof PoseStamped pose) {
      pose.getHeader().setSeq(0);
    }
  }

  private static String sum(Message message) {
    ByteBuf bytes = Unpooled.buffer(message.serializedLength());
    message.writeTo(bytes);
    try {
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance("SHA-1").digest(ByteBufUtil.getBytes(bytes)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  @ParameterizedTest
  @CsvSource({"ours,roscpp", "ours,rospy", "roscore,roscpp", "roscore,rospy"})
  void theirServicesAnswerOurCalls(String master, String peer) throws Exception {
    start(master);
    startPeer(peer, "serve").awaitOutput("serving");
    ConnectedNode node = nodes.start("/caller");
    Await.until(() -> node.lookupServiceUri("/interop/switch") != null, () -> "the service");
    for (boolean persistent : new boolean[] {true, false}) {
      ServiceClient<SetBoolRequest, SetBoolResponse> client =
          node.newServiceClient(GraphName.of("/interop/switch"), SetBool._TYPE, persistent);
      SetBoolRequest request = client.newMessage();
      for (boolean on : new boolean[] {true, true, false, true}) {
        request.setData(on);
        String answer = call(client, request);
        if (on) {
          assertEquals(peer + " switched on", answer);
        } else {
          // roscpp refuses without a word.
          assertEquals(peer.equals("rospy"), answer.contains("rospy cannot switch off"), answer);
        }
      }
      client.shutdown();
    }
  }

  private static String call(
      ServiceClient<SetBoolRequest, SetBoolResponse> client, SetBoolRequest request) {
    CompletableFuture<String> answer = new CompletableFuture<>();
    client.call(
        request,
        new ServiceResponseListener<>() {
          @Override
          public void onSuccess(SetBoolResponse response) {
            answer.complete(response.getMessage());
          }

          @Override
          public void onFailure(RemoteException e) {
            answer.complete("refusal: " + e.getMessage());
          }
        });
    return answer.orTimeout(20, TimeUnit.SECONDS).join();
  }

  @ParameterizedTest
  @CsvSource({"ours", "roscore"})
  void ourServicesAnswerTheirCalls(String master) {
    Noetic.require("rosservice");
    start(master);
    ConnectedNode node = nodes.start("/our_server");
    node.<SetBoolRequest, SetBoolResponse>newServiceServer(
        "/interop/switch",
        SetBool._TYPE,
        (request, response) -> {
          if (!request.getData()) {
            throw new ServiceException("we cannot switch off");
          }
          response.setSuccess(true);
          response.setMessage("we switched on");
        });
    Noetic.Tool cpp = startPeer("roscpp", "call");
    Noetic.Tool python = startPeer("rospy", "call");
    String answer = "answer: we switched on\n";
    assertEquals(answer.repeat(4) + "refusal\n", withoutLogs(cpp.awaitEnd()));
    String heard = withoutLogs(python.awaitEnd());
    assertTrue(heard.startsWith(answer.repeat(4) + "refusal: "), heard);
    assertTrue(heard.contains("we cannot switch off") && heard.endsWith(answer), heard);

    assertTrue(rosservice("list").contains("/interop/switch\n"));
    assertEquals("std_srvs/SetBool\n", rosservice("type", "/interop/switch"));
    assertEquals("data\n", rosservice("args", "/interop/switch"));
    assertEquals("/our_server\n", rosservice("node", "/interop/switch"));
    assertEquals(
        node.lookupServiceUri("/interop/switch") + "\n", rosservice("uri", "/interop/switch"));
    assertEquals(
        "success: True\nmessage: \"we switched on\"\n",
        rosservice("call", "/interop/switch", "true"));
  }

  private String rosservice(String... arguments) {
    String[] command = new String[arguments.length + 1];
    command[0] = "rosservice";
    System.arraycopy(arguments, 0, command, 1, arguments.length);
    return noetic.start(command).awaitEnd();
  }

  /** roscpp logs failed calls in colour among what is printed. */
  private static String withoutLogs(String output) {
    return output
        .lines()
        .filter(line -> line.startsWith("answer") || line.startsWith("refusal"))
        .map(line -> line + "\n")
        .collect(Collectors.joining());
  }

  @ParameterizedTest
  @CsvSource({"ours", "roscore"})
  void parametersAreTheSameOnBothSides(String master) {
    Noetic.require("rosparam");
    start(master);
    ConnectedNode node = nodes.start("/parameters");
    node.getParameterTree()
        .set(
            "/rig",
            Map.of(
                "cameras",
                4,
                "rate",
                29.97,
                "name",
                "front \"left\"",
                "on",
                true,
                "size",
                List.of(1280, 720)));
    assertEquals(
        "cameras: 4\nname: front \"left\"\n'on': true\nrate: 29.97\nsize:\n- 1280\n- 720\n",
        noetic.start("rosparam", "get", "/rig").awaitEnd().strip().replace("\r", "") + "\n");
    noetic.start("rosparam", "set", "/back", "{a: [1, 2.5, x], b: {c: false}}").awaitEnd();
    assertEquals(
        Map.of("a", List.of(1, 2.5, "x"), "b", Map.of("c", false)),
        node.getParameterTree().getMap("/back"));
    String dump = noetic.start("rosparam", "dump").awaitEnd();
    assertTrue(dump.contains("cameras: 4") && dump.contains("c: false"), dump);
  }
}
