package org.ros;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.ros.internal.xmlrpc.XmlRpcClient;

/**
 * What every node answers. The node {@code /slave} publishes {@code /out}, to which {@code /peer}
 * of another process has subscribed, and subscribes to {@code /in}, which {@code /peer} publishes;
 * all of type std_msgs/String.
 */
abstract class SlaveContract {

  /** The node's address. */
  abstract URI slave();

  abstract URI master();

  private List<Object> call(String method, Object... arguments) {
    List<?> answer = (List<?>) new XmlRpcClient(slave()).call(method, arguments).join();
    assertEquals(3, answer.size(), answer::toString);
    assertTrue(answer.get(1) instanceof String, answer::toString);
    return List.of(answer.get(0), answer.get(2));
  }

  private static List<?> entryOf(String topic, int position, Object entries) {
    return ((List<?>) entries)
        .stream()
            .<List<?>>map(entry -> (List<?>) entry)
            .filter(entry -> entry.get(position).equals(topic))
            .findFirst()
            .orElseThrow(() -> new AssertionError("no " + topic + " in " + entries));
  }

  @Test
  void aNodeSaysWhoItIsAndWhatItDoes() {
    assertEquals(List.of(1, master().toString()), call("getMasterUri", "/test"));
    assertTrue((Integer) call("getPid", "/test").get(1) > 0);
    assertEquals(
        List.of("/out", "std_msgs/String"),
        entryOf("/out", 0, call("getPublications", "/test").get(1)));
    assertEquals(
        List.of("/in", "std_msgs/String"),
        entryOf("/in", 0, call("getSubscriptions", "/test").get(1)));
  }

  @Test
  void theBusInfoHasEachConnection() {
    Object connections = call("getBusInfo", "/test").get(1);
    List<?> out = entryOf("/out", 4, connections);
    assertEquals(List.of("/peer", "o", "TCPROS", "/out", true), out.subList(1, 6));
    List<?> in = entryOf("/in", 4, connections);
    assertTrue(in.get(1).toString().startsWith("http://"), in::toString);
    assertEquals(List.of("i", "TCPROS", "/in", true), in.subList(2, 6));
    for (List<?> connection : List.of(out, in)) {
      assertEquals(7, connection.size(), connection::toString);
      assertTrue(connection.get(0) instanceof Integer, connection::toString);
      assertTrue(
          connection
              .get(6)
              .toString()
              .matches(
                  "TCPROS connection on port \\d+ to \\[127\\.0\\.0\\.1:\\d+( on socket \\w+)?\\]"),
          connection::toString);
    }
  }

  @Test
  void theBusStatsCountEachConnection() {
    List<?> stats = (List<?>) call("getBusStats", "/test").get(1);
    assertEquals(3, stats.size(), stats::toString);
    List<?> out = entryOf("/out", 0, stats.get(0));
    List<?> outLink = (List<?>) ((List<?>) out.get(2)).get(0);
    assertTrue(out.get(1) instanceof Integer, stats::toString);
    assertEquals(4, outLink.size(), stats::toString);
    assertEquals(true, outLink.get(3));
    List<?> in = entryOf("/in", 0, stats.get(1));
    List<?> inLink = (List<?>) ((List<?>) in.get(1)).get(0);
    assertEquals(5, inLink.size(), stats::toString);
    assertEquals(-1, inLink.get(3), "the estimate of drops");
    assertEquals(true, inLink.get(4));
    assertEquals(List.of(), stats.get(2));
  }

  @Test
  void aTopicIsOfferedOverTcpros() {
    List<Object> udpFirst = List.of(List.of("UDPROS", "", "h", 1, 1500), List.of("TCPROS"));
    List<Object> answer = call("requestTopic", "/test", "/out", udpFirst);
    assertEquals(1, answer.get(0), answer::toString);
    List<?> protocol = (List<?>) answer.get(1);
    assertEquals("TCPROS", protocol.get(0));
    assertEquals("127.0.0.1", protocol.get(1));
    assertTrue((Integer) protocol.get(2) > 0, protocol::toString);
    assertEquals(
        List.of(0, List.of()), call("requestTopic", "/test", "/out", List.of(List.of("CARRIER"))));
    assertEquals(
        List.of(-1, List.of()), call("requestTopic", "/test", "/in", List.of(List.of("TCPROS"))));
  }

  private static Stream<Arguments> wrongCalls() {
    return Stream.of(
        arguments("getBusStats", List.of("more"), List.of()),
        arguments("getBusInfo", List.of("more"), List.of()),
        arguments("getMasterUri", List.of("more"), ""),
        arguments("getPid", List.of("more"), -1),
        arguments("getSubscriptions", List.of("more"), List.of()),
        arguments("getPublications", List.of("more"), List.of()),
        arguments("requestTopic", List.of("/out"), List.of()),
        arguments("requestTopic", List.of("", List.of(List.of("TCPROS"))), List.of()),
        arguments("paramUpdate", List.of("/x"), -1),
        arguments("publisherUpdate", List.of("/in"), -1),
        arguments("publisherUpdate", List.of("/in", 5), -1));
  }

  @ParameterizedTest
  @MethodSource("wrongCalls")
  void errorsHaveAValueOfTheirOwnType(String method, List<Object> arguments, Object value) {
    List<Object> all = new ArrayList<>(List.of("/test"));
    all.addAll(arguments);
    assertEquals(List.of(-1, value), call(method, all.toArray()));
  }

  /** The master drops the subscription when a node answers with -1. */
  @Test
  void parametersThatANodeDidNotAskForAreRefused() {
    assertEquals(-1, call("paramUpdate", "/master", "/never/asked/", 5).get(0));
  }

  @Test
  void publishersOfOtherTopicsAreNobodysBusiness() {
    assertEquals(
        List.of(1, 0), call("publisherUpdate", "/master", "/unknown", List.of("http://h:1/")));
  }
}
