package org.ros;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ros.master.client.MasterStateClient;
import org.ros.master.client.TopicType;
import org.ros.message.Time;
import org.ros.node.AnonymousParmeterTree;
import org.ros.node.ConnectedNode;
import org.ros.node.topic.Publisher;
import org.ros.node.topic.Subscriber;
import org.seqloc.msgs.MessageTypes;
import org.seqloc.msgs.generate.Generator;

/**
 * Nodes written for rosjava, unchanged: its published tutorials and test nodes. They are not part
 * of this repository; the environment variable ROSJAVA_NODES names a folder with their Java files.
 */
class RosjavaNodesTest {

  private static final String VARIABLE = "ROSJAVA_NODES";
  private static final Path DEFINITIONS = Path.of("src/test/rosjava_test_msgs");
  private static final String TUTORIALS = "org.ros.rosjava_tutorial_";

  @TempDir private static Path classes;
  @TempDir private Path logs;
  private RosCore core;
  private Noetic processes;

  @BeforeAll
  static void compile(@TempDir Path generated) throws IOException {
    String folder = System.getenv(VARIABLE);
    assumeTrue(
        folder != null,
        "skipped: set " + VARIABLE + " to a folder with rosjava's published nodes to run them");
    Generator.generate(
        new Generator.Request(
            List.of(DEFINITIONS),
            name -> MessageTypes.find(name).map(type -> type.definition()),
            generated,
            Optional.of(classes),
            "rosjava_test_msgs.Index"));
    List<Path> sources = new ArrayList<>(javaFiles(generated));
    sources.addAll(javaFiles(Path.of(folder)));
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
      List<String> options =
          List.of(
              "-proc:none",
              "-nowarn",
              "-d",
              classes.toString(),
              "-cp",
              System.getProperty("java.class.path"));
      assertTrue(
          compiler
              .getTask(null, files, null, options, null, files.getJavaFileObjectsFromPaths(sources))
              .call(),
          "the nodes do not compile; see above");
    }
  }

  private static List<Path> javaFiles(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> file.toString().endsWith(".java")).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @BeforeEach
  void start() {
    core = RosCore.newPrivate();
    core.start();
    processes = new Noetic(core.getUri(), logs);
  }

  @AfterEach
  void end() {
    processes.close();
    core.shutdown();
  }

  private Noetic.Tool run(String... nodeAndArguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-cp");
    command.add(classes + File.pathSeparator + System.getProperty("java.class.path"));
    command.add("org.ros.RosRun");
    command.addAll(List.of(nodeAndArguments));
    return processes.start(command.toArray(String[]::new));
  }

  @Test
  void theListenerHearsTheTalker() {
    Noetic.Tool listener = run(TUTORIALS + "pubsub.Listener");
    run(TUTORIALS + "pubsub.Talker");
    listener.awaitOutput("I heard: \"Hello world! ");
  }

  @Test
  void theClientHasItsSumFromTheServer() {
    TestNodes nodes = new TestNodes(core.getUri());
    run(TUTORIALS + "services.Server");
    Await.until(
        () -> nodes.start("/test").lookupServiceUri("/add_two_ints") != null, () -> "the service");
    nodes.close();
    run(TUTORIALS + "services.Client").awaitOutput("2 + 2 = 4");
  }

  private void assumeThere(String node) {
    assumeTrue(
        Files.exists(classes.resolve(node.replace('.', '/') + ".class")),
        () -> "skipped: " + VARIABLE + " has no " + node);
  }

  @Test
  void theParameterNodeTellsAndCopiesItsParameters() {
    String node = "org.ros.ParameterServerTestNode";
    assumeThere(node);
    Map<String, Double> a = Map.of("x", 1.0, "y", 2.0, "z", 3.0, "w", 4.0);
    Map<String, Object> composite = Map.of("a", a, "b", Map.of("x", 10.0, "y", 20.0, "z", 30.0));
    AnonymousParmeterTree parameters = new AnonymousParmeterTree(core.getUri());
    parameters.set("/client/tilde", "own");
    parameters.set("/parameter_namespace", "foo");
    parameters.set("/target_namespace", "bar/baz");
    Map<String, Object> values =
        Map.of(
            "string",
            "hello there",
            "int",
            23_841_234,
            "float",
            3.14159,
            "bool",
            true,
            "list",
            List.of(1, 1, 2, 3, 5, 8, 13),
            "composite",
            composite);
    parameters.set("/foo", values);
    run(node, "__name:=client");
    try (TestNodes nodes = new TestNodes(core.getUri())) {
      ConnectedNode listener = nodes.start("/test");
      assertEquals(
          "hello there", RosjavaNodesTest.<std_msgs.String>next(listener, "/string").getData());
      assertEquals("own", RosjavaNodesTest.<std_msgs.String>next(listener, "/tilde").getData());
      assertEquals(23_841_234, RosjavaNodesTest.<std_msgs.Int64>next(listener, "/int").getData());
      assertEquals(3.14159, RosjavaNodesTest.<std_msgs.Float64>next(listener, "/float").getData());
    }
    assertEquals(values, parameters.getMap("/bar/baz"));
  }

  /** Subscribes to a topic that has a publisher and waits for a message. */
  @SuppressWarnings("TypeParameterUnusedInFormals")
  private static <T> T next(ConnectedNode node, String topic) {
    MasterStateClient master = new MasterStateClient(node, node.getMasterUri());
    Supplier<Optional<TopicType>> found =
        () ->
            master.getPublishedTopics("").stream()
                .filter(each -> each.getName().equals(topic))
                .findFirst();
    Await.until(() -> found.get().isPresent(), () -> "a publisher of " + topic);
    CompletableFuture<T> message = new CompletableFuture<>();
    Subscriber<T> subscriber =
        node.newSubscriber(topic, found.get().orElseThrow().getMessageType());
    subscriber.addMessageListener(message::complete);
    return message.orTimeout(20, TimeUnit.SECONDS).join();
  }

  @Test
  void thePassThroughNodePassesMessagesOn() {
    String node = "org.ros.PassthroughTestNode";
    assumeThere(node);
    run(node);
    assertPassed("/int64_in", "/int64_out", std_msgs.Int64._TYPE, number(Long.MIN_VALUE));
  }

  @Test
  void theSerializationNodeReadsWhatItWrites() {
    String node = "org.ros.MessageSerializationTestNode";
    assumeThere(node);
    run(node);
    nav_msgs.Odometry odometry = new nav_msgs.Odometry();
    odometry.setChildFrameId("body");
    odometry.getHeader().setStamp(new Time(1, 2));
    odometry.getPose().getPose().getPosition().setX(-0.5);
    odometry.getPose().getCovariance()[35] = 7;
    assertPassed("/odom", "/odom_echo", nav_msgs.Odometry._TYPE, odometry);
  }

  private static std_msgs.Int64 number(long value) {
    std_msgs.Int64 number = new std_msgs.Int64();
    number.setData(value);
    return number;
  }

  private <T> void assertPassed(String in, String out, String type, T message) {
    try (TestNodes nodes = new TestNodes(core.getUri())) {
      ConnectedNode node = nodes.start("/test");
      CompletableFuture<T> answer = new CompletableFuture<>();
      Publisher<T> publisher = node.newPublisher(in, type);
      Subscriber<T> subscriber = node.newSubscriber(out, type);
      subscriber.addMessageListener(answer::complete);
      Await.until(
          () -> publisher.hasSubscribers() && subscriber.getNumberOfPublishers() > 0,
          () -> "the node that passes messages on");
      publisher.publish(message);
      assertEquals(message, answer.orTimeout(20, TimeUnit.SECONDS).join());
    }
  }
}
