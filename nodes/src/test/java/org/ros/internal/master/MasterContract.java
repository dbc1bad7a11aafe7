package org.ros.internal.master;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.ros.Await;
import org.ros.internal.xmlrpc.XmlRpcClient;
import org.ros.internal.xmlrpc.XmlRpcException;
import org.ros.internal.xmlrpc.XmlRpcServer;

/** What a ROS master does. Each test has names of its own, so that all can share one master. */
abstract class MasterContract {

  private static final String API = "http://127.0.0.1:1/";
  private static final String OTHER_API = "http://127.0.0.1:2/";

  private final List<XmlRpcServer> slaves = new ArrayList<>();

  abstract URI master();

  @AfterEach
  void closeSlaves() {
    slaves.forEach(XmlRpcServer::close);
  }

  /** Code and value; the text between them is for people. */
  final List<Object> call(String method, Object... arguments) {
    List<?> answer = (List<?>) new XmlRpcClient(master()).call(method, arguments).join();
    assertEquals(3, answer.size(), answer::toString);
    assertTrue(answer.get(1) instanceof String, answer::toString);
    return List.of(answer.get(0), answer.get(2));
  }

  static List<Object> success(Object value) {
    return List.of(1, value);
  }

  /** For what is wrong; {@link #wrongCalls} has the values. */
  private void assertError(String method, Object... arguments) {
    assertEquals(-1, call(method, arguments).get(0));
  }

  private static final class Slave {
    final List<List<Object>> heard = new CopyOnWriteArrayList<>();
    String api = "";

    void await(Object... call) {
      Await.until(() -> heard.contains(List.of(call)), () -> List.of(call) + " in " + heard);
    }
  }

  /** A node that answers everything and remembers it: method, arguments. */
  private Slave slave() {
    Slave slave = new Slave();
    XmlRpcServer server =
        new XmlRpcServer(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            (method, arguments) -> {
              List<Object> call = new ArrayList<>(List.of(method));
              call.addAll(arguments);
              slave.heard.add(call);
              return List.of(1, "", 0);
            });
    slaves.add(server);
    slave.api = "http://127.0.0.1:" + server.port() + "/";
    return slave;
  }

  private List<?> nodesOf(int part, String name) {
    List<?> parts = (List<?>) call("getSystemState", "/test").get(1);
    return ((List<?>) parts.get(part))
        .stream()
            .map(entry -> (List<?>) entry)
            .filter(entry -> entry.get(0).equals(name))
            .<List<?>>map(entry -> (List<?>) entry.get(1))
            .findFirst()
            .orElse(List.of());
  }

  @Test
  void topicsAreKnownAsLongAsSomebodyHasThem() {
    assertEquals(
        success(List.of()), call("registerPublisher", "/a/p", "/a/t", "std_msgs/String", API));
    assertEquals(
        success(List.of(API)),
        call("registerSubscriber", "/a/s", "/a/t", "std_msgs/String", OTHER_API));
    assertEquals(
        success(List.of(OTHER_API)),
        call("registerPublisher", "/a/p", "/a/t", "std_msgs/String", API));
    assertEquals(List.of("/a/p"), nodesOf(0, "/a/t"));
    assertEquals(List.of("/a/s"), nodesOf(1, "/a/t"));
    assertEquals(success(API), call("lookupNode", "/test", "/a/p"));

    assertEquals(success(0), call("unregisterPublisher", "/a/p", "/a/t", OTHER_API));
    assertEquals(success(1), call("unregisterPublisher", "/a/p", "/a/t", API));
    assertEquals(success(0), call("unregisterPublisher", "/a/p", "/a/t", API));
    assertEquals(success(1), call("unregisterSubscriber", "/a/s", "/a/t", OTHER_API));
    assertEquals(List.of(), nodesOf(0, "/a/t"));
    assertEquals(List.of(), nodesOf(1, "/a/t"));
    assertError("lookupNode", "/test", "/a/p");
  }

  @Test
  void aTopicHasTheTypeOfItsPublisherRatherThanOfItsSubscribers() {
    call("registerSubscriber", "/b/any", "/b/t", "*", API);
    assertFalse(topicTypes("getTopicTypes", "/test").containsKey("/b/t"));
    call("registerSubscriber", "/b/s", "/b/t", "std_msgs/Int32", API);
    assertEquals("std_msgs/Int32", topicTypes("getTopicTypes", "/test").get("/b/t"));
    call("registerPublisher", "/b/p", "/b/t", "std_msgs/String", API);
    assertEquals("std_msgs/String", topicTypes("getTopicTypes", "/test").get("/b/t"));
    call("registerPublisher", "/b/any", "/b/t", "*", API);
    assertEquals("std_msgs/String", topicTypes("getTopicTypes", "/test").get("/b/t"));
  }

  private Map<Object, Object> topicTypes(String method, Object... arguments) {
    Map<Object, Object> types = new java.util.TreeMap<>();
    for (Object entry : (List<?>) call(method, arguments).get(1)) {
      types.put(((List<?>) entry).get(0), ((List<?>) entry).get(1));
    }
    return types;
  }

  @Test
  void publishedTopicsAreThoseOfANamespaceThatHaveAPublisher() {
    call("registerPublisher", "/c/p", "/c/in/t", "std_msgs/String", API);
    call("registerPublisher", "/c/p", "/c/inner", "std_msgs/String", API);
    call("registerSubscriber", "/c/s", "/c/in/heard", "std_msgs/String", API);
    assertEquals(
        Map.of("/c/in/t", "std_msgs/String"), topicTypes("getPublishedTopics", "/test", "/c/in"));
    assertTrue(
        topicTypes("getPublishedTopics", "/test", "")
            .keySet()
            .containsAll(List.of("/c/in/t", "/c/inner")));
  }

  @Test
  void namesAreThoseOfTheCallersNamespace() {
    call("registerPublisher", "/d/p", "t", "std_msgs/String", API);
    assertEquals(List.of("/d/p"), nodesOf(0, "/d/t"));
    call("setParam", "/d/p", "beside", 1);
    call("setParam", "/d/p", "~below", 2);
    call("setParam", "/d/p", "/d//twice/", 3);
    assertEquals(
        success(Map.of("beside", 1, "p", Map.of("below", 2), "twice", 3)),
        call("getParam", "/test", "/d"));
  }

  @Test
  void subscribersHearOfEachChangeOfPublishers() {
    Slave subscriber = slave();
    call("registerSubscriber", "/e/s", "/e/t", "std_msgs/String", subscriber.api);
    call("registerPublisher", "/e/p", "/e/t", "std_msgs/String", API);
    subscriber.await("publisherUpdate", "/master", "/e/t", List.of(API));
    call("registerPublisher", "/e/q", "/e/t", "std_msgs/String", OTHER_API);
    subscriber.await("publisherUpdate", "/master", "/e/t", List.of(API, OTHER_API));
    call("unregisterPublisher", "/e/p", "/e/t", API);
    subscriber.await("publisherUpdate", "/master", "/e/t", List.of(OTHER_API));
    call("unregisterPublisher", "/e/q", "/e/t", OTHER_API);
    subscriber.await("publisherUpdate", "/master", "/e/t", List.of());
  }

  @Test
  void aNodeOfTheSameNameEndsTheOldOne() {
    Slave old = slave();
    call("registerPublisher", "/f/n", "/f/old", "std_msgs/String", old.api);
    call("registerPublisher", "/f/n", "/f/new", "std_msgs/String", API);
    Await.until(
        () -> old.heard.stream().anyMatch(call -> call.get(0).equals("shutdown")),
        () -> "shutdown in " + old.heard);
    assertEquals(success(API), call("lookupNode", "/test", "/f/n"));
    assertEquals(List.of(), nodesOf(0, "/f/old"));
    assertEquals(List.of("/f/n"), nodesOf(0, "/f/new"));
  }

  @Test
  void servicesHaveOneServerTheNewest() {
    call("registerService", "/g/n", "/g/s", "rosrpc://127.0.0.1:3", API);
    call("registerService", "/g/m", "/g/s", "rosrpc://127.0.0.1:4", OTHER_API);
    assertEquals(success("rosrpc://127.0.0.1:4"), call("lookupService", "/test", "/g/s"));
    assertEquals(List.of("/g/m"), nodesOf(2, "/g/s"));
    assertEquals(success(0), call("unregisterService", "/g/n", "/g/s", "rosrpc://127.0.0.1:3"));
    assertEquals(success(1), call("unregisterService", "/g/m", "/g/s", "rosrpc://127.0.0.1:4"));
    assertError("lookupService", "/test", "/g/s");
  }

  @Test
  void parametersAreATree() {
    Map<String, Object> rig =
        Map.of(
            "cameras",
            4,
            "scale",
            0.5,
            "live",
            true,
            "name",
            "grüß <dich> & \"mich\"",
            "ids",
            List.of(1, "two", List.of()),
            "front",
            Map.of("fx", 500.25));
    assertEquals(success(0), call("setParam", "/test", "/h/rig", rig));
    assertEquals(success(rig), call("getParam", "/test", "/h/rig"));
    assertEquals(success(500.25), call("getParam", "/test", "/h/rig/front/fx"));
    assertEquals(success(true), call("hasParam", "/test", "/h/rig/front"));
    assertEquals(success(false), call("hasParam", "/test", "/h/rig/rear"));
    assertError("getParam", "/test", "/h/rig/rear");
    assertError("getParam", "/test", "/h/rig/cameras/deeper");

    assertEquals(success(0), call("setParam", "/test", "/h/rig/cameras/deeper", 1));
    assertEquals(success(Map.of("deeper", 1)), call("getParam", "/test", "/h/rig/cameras"));
    assertEquals(success(0), call("deleteParam", "/test", "/h/rig/cameras/deeper"));
    assertEquals(success(Map.of()), call("getParam", "/test", "/h/rig/cameras"));
    assertError("deleteParam", "/test", "/h/rig/cameras/deeper");
    assertError("deleteParam", "/test", "/h/absent/deeper");
  }

  @Test
  void parameterNamesAreThoseOfTheLeaves() {
    call("setParam", "/test", "/i", Map.of("a", Map.of("b", 1, "c", List.of(2)), "d", ""));
    List<String> names = new ArrayList<>();
    for (Object name : (List<?>) call("getParamNames", "/test").get(1)) {
      if (((String) name).startsWith("/i/")) {
        names.add((String) name);
      }
    }
    assertEquals(java.util.Set.of("/i/a/b", "/i/a/c", "/i/d"), new HashSet<>(names));
    assertEquals(3, names.size());
  }

  @ParameterizedTest
  @CsvSource({
    "/j/k/n, gain, /j/k/n/gain",
    "/j/k/m, gain, /j/gain",
    "/j/k/n, set/absent, /j/k/set/absent",
    "/j/k/n, /j/gain, /j/gain",
  })
  void parametersAreSearchedUpwards(String caller, String key, String found) {
    call(
        "setParam",
        "/test",
        "/j",
        Map.of("gain", 1, "k", Map.of("n", Map.of("gain", 2), "set", Map.of("x", 3))));
    assertEquals(success(found), call("searchParam", caller, key));
    assertError("searchParam", caller, "nowhere_at_all");
  }

  @ParameterizedTest
  @ValueSource(strings = {"joint 1", "a:b", "x*", "1st", "with-dash", "grüße"})
  void parametersHaveNamesOfAnyText(String key) {
    assertEquals(success(0), call("setParam", "/o/n", "~" + key, 7));
    assertEquals(success(7), call("getParam", "/test", "/o/n/" + key));
    assertEquals(success("/o/n/" + key), call("searchParam", "/o/n/deeper", key));
    assertEquals(success(7), call("subscribeParam", "/o/n", API, "~" + key));
    call("unsubscribeParam", "/o/n", API, "~" + key);
    assertEquals(success(0), call("deleteParam", "/o/n", "~" + key));
    assertEquals(success(false), call("hasParam", "/o/n", "~" + key));
  }

  /** rospy takes error -1 for a parameter that is not there, and 0 for an exception. */
  @Test
  void aSearchThatMakesNoSenseFailsRatherThanFindsNothing() {
    assertEquals(success(0), call("setParam", "/test", "/q/x", 1));
    assertEquals(List.of(0, 0), call("searchParam", "/q/n", "~x"));
    assertEquals(List.of(0, 0), call("searchParam", "q/n", "x"));
  }

  @Test
  void parametersComeBackToTheLastBit() {
    List<Object> values =
        List.of(
            Integer.MIN_VALUE,
            Integer.MAX_VALUE,
            Double.MIN_VALUE,
            Double.MAX_VALUE,
            -0.0,
            0.1 + 0.2,
            Double.POSITIVE_INFINITY,
            false,
            "",
            " ",
            "two\nlines\tand a tab ",
            "]]> &amp; \uD83D\uDE00",
            Map.of(),
            List.of(List.of(), Map.of("deep", List.of(Map.of("er", 1.0)))));
    assertEquals(success(0), call("setParam", "/test", "/r/all", values));
    assertEquals(success(values), call("getParam", "/test", "/r/all"));
  }

  private static Stream<Arguments> wrongCalls() {
    return Stream.of(
        arguments("registerPublisher", List.of("", "std_msgs/String", API), List.of()),
        arguments("registerSubscriber", List.of("/s/t", "String", API), List.of()),
        arguments("unregisterPublisher", List.of("", API), 0),
        arguments("unregisterSubscriber", List.of("/s/t", "nowhere"), 0),
        arguments("registerService", List.of("/s/s", "nowhere", API), 0),
        arguments("unregisterService", List.of("/s/s"), 0),
        arguments("lookupService", List.of(""), ""),
        arguments("lookupNode", List.of(5), ""),
        arguments("getPublishedTopics", List.of(5), 0),
        arguments("getTopicTypes", List.of("more"), List.of()),
        arguments("getSystemState", List.of("more"), List.of(List.of(), List.of(), List.of())),
        arguments("getUri", List.of("more"), ""),
        arguments("getPid", List.of("more"), -1),
        arguments("setParam", List.of("/s/p"), 0),
        arguments("getParam", List.of(""), 0),
        arguments("hasParam", List.of(""), false),
        arguments("deleteParam", List.of(""), 0),
        arguments("searchParam", List.of(""), 0),
        arguments("getParamNames", List.of("more"), List.of()));
  }

  /** Statically typed peers read the value before they look at the code. */
  @ParameterizedTest
  @MethodSource("wrongCalls")
  void errorsHaveAValueOfTheirOwnType(String method, List<Object> arguments, Object value) {
    List<Object> all = new ArrayList<>(List.of("/test"));
    all.addAll(arguments);
    assertEquals(List.of(-1, value), call(method, all.toArray()));
  }

  @Test
  void whoSubscribedToAParameterHearsOfItsChanges() {
    Slave node = slave();
    call("setParam", "/test", "/l/rig/cameras", 4);
    assertEquals(success(Map.of("cameras", 4)), call("subscribeParam", "/l/n", node.api, "/l/rig"));
    assertEquals(success(Map.of()), call("subscribeParam", "/l/n", node.api, "/l/absent"));
    call("setParam", "/test", "/l/rig/cameras", 5);
    node.await("paramUpdate", "/master", "/l/rig/cameras/", 5);
    call("setParam", "/test", "/l/rig", Map.of("cameras", 6));
    node.await("paramUpdate", "/master", "/l/rig/", Map.of("cameras", 6));
    call("setParam", "/test", "/l", Map.of("rig", Map.of("cameras", 7)));
    node.await("paramUpdate", "/master", "/l/rig/", Map.of("cameras", 7));
    call("deleteParam", "/test", "/l/rig");
    node.await("paramUpdate", "/master", "/l/rig/", Map.of());
    assertEquals(success(1), call("unsubscribeParam", "/l/n", node.api, "/l/rig"));
  }

  @Test
  void wrongArgumentsAreErrorsAndNothingHappens() {
    assertError("registerPublisher", "/m/p", "", "std_msgs/String", API);
    assertError("registerPublisher", "/m/p", "/m/t", "String", API);
    assertError("registerPublisher", "/m/p", "/m/t", "std_msgs/String", "127.0.0.1:1");
    assertError("registerPublisher", "/m/p", 5, "std_msgs/String", API);
    assertError("registerPublisher", "/m/p", "/m/t");
    assertError("registerSubscriber", "/m/s", "/m/t", "std_msgs/String", "");
    assertError("setParam", "/test", "", 1);
    assertError("setParam", "/test", "/", 1);
    assertError("lookupNode", "/test", "/m/p");
    assertEquals(List.of(), nodesOf(0, "/m/t"));
    CompletionException unknown =
        assertThrows(CompletionException.class, () -> call("noSuchMethod", "/test"));
    assertTrue(unknown.getCause() instanceof XmlRpcException, unknown::toString);
  }

  @Test
  void manyCallsTravelAsOne() {
    Object answers =
        new XmlRpcClient(master())
            .call(
                "system.multicall",
                List.of(
                    Map.of("methodName", "setParam", "params", List.of("/test", "/n/a", 1)),
                    Map.of("methodName", "getParam", "params", List.of("/test", "/n/a"))))
            .join();
    List<?> second = (List<?>) ((List<?>) ((List<?>) answers).get(1)).get(0);
    assertEquals(1, second.get(0));
    assertEquals(1, second.get(2));
  }

  @Test
  void theMasterSaysWhoItIs() {
    URI uri = URI.create((String) call("getUri", "/test").get(1));
    assertEquals(master().getPort(), uri.getPort());
    assertTrue((Integer) call("getPid", "/test").get(1) > 0);
  }
}
