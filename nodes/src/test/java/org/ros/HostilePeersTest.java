package org.ros;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.ros.internal.transport.ConnectionHeader;
import org.ros.internal.xmlrpc.XmlRpcClient;
import org.ros.master.client.MasterClient;
import org.ros.node.ConnectedNode;
import org.ros.node.topic.Publisher;
import org.ros.node.topic.Subscriber;

/**
 * Bytes that no peer should send, to every port there is: the node serves the others, memory stays
 * bounded, and the log says it in one line.
 */
class HostilePeersTest {

  private static final int MEMORY_LIMIT = 64 << 20;
  private static final int HALF_OPEN = 1000;

  private final RosCore core = RosCore.newPrivate();
  private TestNodes nodes;
  private ConnectedNode talker;
  private Publisher<std_msgs.String> words;

  @BeforeEach
  void start() {
    core.start();
    nodes = new TestNodes(core.getUri(), true);
    talker = nodes.start("/talker");
    words = talker.newPublisher("/words", std_msgs.String._TYPE);
    Await.until(() -> !publishersOfWords().isEmpty(), () -> "the registration");
  }

  private List<String> publishersOfWords() {
    return new MasterClient("/test", core.getUri())
        .systemState()
        .publishers()
        .getOrDefault("/words", List.of());
  }

  @AfterEach
  void end() {
    nodes.close();
    core.shutdown();
  }

  private int tcpRosPort() {
    List<?> answer =
        (List<?>)
            new XmlRpcClient(talker.getUri())
                .call("requestTopic", "/raw", "/words", List.of(List.of("TCPROS")))
                .join();
    return (Integer) ((List<?>) answer.get(2)).get(2);
  }

  private int port(String which) {
    return switch (which) {
      case "tcpros" -> tcpRosPort();
      case "slave" -> talker.getUri().getPort();
      default -> core.getUri().getPort();
    };
  }

  /** A new subscriber is served within the time that a quiet graph takes. */
  private void checkThatTheNodeServes() {
    List<String> heard = new ArrayList<>();
    Subscriber<std_msgs.String> subscriber =
        nodes.start("/listener" + System.nanoTime()).newSubscriber("/words", std_msgs.String._TYPE);
    subscriber.addMessageListener(
        word -> {
          synchronized (heard) {
            heard.add(word.getData());
          }
        });
    Await.until(
        () -> {
          std_msgs.String word = words.newMessage();
          word.setData("still here");
          words.publish(word);
          synchronized (heard) {
            return !heard.isEmpty();
          }
        },
        () -> "a word for a new subscriber");
    subscriber.shutdown();
  }

  private static long usedBytes() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed()
        + PooledByteBufAllocator.DEFAULT.metric().usedDirectMemory();
  }

  private static byte[] le(int... numbers) {
    ByteBuf bytes = Unpooled.buffer();
    for (int number : numbers) {
      bytes.writeIntLE(number);
    }
    return ByteBufUtil.getBytes(bytes);
  }

  private static byte[] noise() {
    byte[] bytes = new byte[100_000];
    new Random(8).nextBytes(bytes);
    return bytes;
  }

  private static byte[] post(String body) {
    return ("POST /RPC2 HTTP/1.1\r\nHost: x\r\nContent-Length: "
            + body.getBytes(StandardCharsets.UTF_8).length
            + "\r\n\r\n"
            + body)
        .getBytes(StandardCharsets.UTF_8);
  }

  private static String bomb() {
    StringBuilder xml =
        new StringBuilder("<?xml version=\"1.0\"?><!DOCTYPE b [<!ENTITY a0 \"ha\">");
    for (int i = 1; i <= 40; i++) {
      xml.append("<!ENTITY a%d \"&a%d;&a%d;\">".formatted(i, i - 1, i - 1));
    }
    return xml.append("]><methodCall><methodName>getPid</methodName><params><param><value>")
        .append("&a40;</value></param></params></methodCall>")
        .toString();
  }

  private static String nested() {
    int depth = 100_000;
    return "<methodCall><methodName>getPid</methodName><params><param>"
        + "<value><array><data>".repeat(depth)
        + "</data></array></value>".repeat(depth)
        + "</param></params></methodCall>";
  }

  static Stream<Arguments> attacks() {
    List<Arguments> all = new ArrayList<>();
    all.add(Arguments.of("tcpros", "noise", noise(), "exceeds the limit"));
    all.add(Arguments.of("tcpros", "a header of 2 GB", le(Integer.MAX_VALUE), "exceeds the limit"));
    all.add(Arguments.of("tcpros", "a header of 4 GB", le(-1), "exceeds the limit"));
    all.add(
        Arguments.of(
            "tcpros", "a field longer than its header", le(8, 1_000_000, 0), "says 1000000 bytes"));
    all.add(Arguments.of("tcpros", "a field without a name", le(8, 4, 0), "no key=value"));
    all.add(
        Arguments.of("tcpros", "no topic", headerOf(Map.of("callerid", "/raw")), "names no topic"));
    all.add(
        Arguments.of(
            "tcpros",
            "a service nobody serves",
            headerOf(Map.of("callerid", "/raw", "service", "/none")),
            "does not serve /none"));
    for (String port : List.of("slave", "master")) {
      all.add(Arguments.of(port, "noise", noise(), "speaks no HTTP"));
      all.add(Arguments.of(port, "an XML bomb", post(bomb()), "refusing an XML-RPC request"));
      all.add(Arguments.of(port, "deep nesting", post(nested()), "refusing an XML-RPC request"));
      all.add(
          Arguments.of(
              port,
              "truncated XML",
              post("<methodCall><methodName>getPid</methodName>"),
              "refusing an XML-RPC request"));
    }
    return all.stream();
  }

  private static byte[] headerOf(Map<String, String> fields) {
    ByteBuf frame = Unpooled.buffer();
    new ConnectionHeader(fields).writeFrameTo(frame);
    return ByteBufUtil.getBytes(frame);
  }

  @ParameterizedTest(name = "{1} to {0}")
  @MethodSource("attacks")
  void badBytesAreRefusedWithOneLine(String port, String what, byte[] bytes, String expected)
      throws IOException {
    long before = usedBytes();
    try (CapturedLog log = new CapturedLog()) {
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port(port))) {
        socket.setSoTimeout(20_000);
        try {
          socket.getOutputStream().write(bytes);
          socket.shutdownOutput();
          socket.getInputStream().readAllBytes();
        } catch (SocketException e) {
          // It was closed on us before we had sent all.
          assertTrue(e.getMessage() != null);
        }
      }
      Await.until(() -> !log.warnings().isEmpty(), () -> "a line about " + what);
      checkThatTheNodeServes();
      assertEquals(1, log.warnings().size(), () -> log.warnings().toString());
      assertTrue(log.warnings().get(0).contains(expected), () -> log.warnings().toString());
    }
    long more = usedBytes() - before;
    assertTrue(more < MEMORY_LIMIT, () -> what + " holds " + more + " bytes");
  }

  @ParameterizedTest
  @ValueSource(strings = {"tcpros", "slave", "master"})
  void aThousandHalfOpenConnectionsHarmNobody(String which) throws IOException {
    long before = usedBytes();
    int port = port(which);
    List<Socket> half = new ArrayList<>();
    try {
      for (int i = 0; i < HALF_OPEN; i++) {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        half.add(socket);
        if (i % 2 == 0) {
          socket.getOutputStream().write(new byte[] {'P'});
        }
      }
      checkThatTheNodeServes();
      long more = usedBytes() - before;
      assertTrue(more < MEMORY_LIMIT, () -> "they hold " + more + " bytes");
    } finally {
      for (Socket socket : half) {
        socket.close();
      }
    }
    checkThatTheNodeServes();
  }

  @Test
  void manyUnfinishedRequestsTogetherAreBounded() throws IOException, InterruptedException {
    byte[] head =
        "POST /RPC2 HTTP/1.1\r\nHost: x\r\nContent-Length: 33000000\r\n\r\n"
            .getBytes(StandardCharsets.US_ASCII);
    byte[] part = new byte[1 << 20];
    List<Socket> half = new ArrayList<>();
    int cut = 0;
    try (CapturedLog log = new CapturedLog()) {
      for (int i = 0; i < 12; i++) {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), core.getUri().getPort());
        half.add(socket);
        try {
          OutputStream out = socket.getOutputStream();
          out.write(head);
          for (int j = 0; j < 30; j++) {
            out.write(part);
          }
        } catch (SocketException e) {
          cut++;
        }
      }
      Await.until(() -> log.warnings().size() == 1, () -> log.warnings().toString());
      assertTrue(log.warnings().get(0).contains("unfinished requests take more than 134217728"));
      assertTrue(cut > 0, "connections were closed");
      checkThatTheNodeServes();
      TimeUnit.MILLISECONDS.sleep(100);
      assertEquals(1, log.warnings().size(), () -> log.warnings().toString());
    } finally {
      for (Socket socket : half) {
        socket.close();
      }
    }
  }
}
