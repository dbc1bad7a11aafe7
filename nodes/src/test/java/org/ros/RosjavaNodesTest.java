package org.ros;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
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

  private Noetic.Tool run(String node) {
    return processes.start(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-cp",
        classes + File.pathSeparator + System.getProperty("java.class.path"),
        "org.ros.RosRun",
        node);
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
}
