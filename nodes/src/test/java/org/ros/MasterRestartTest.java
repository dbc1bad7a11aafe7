package org.ros;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ros.master.client.MasterClient;
import org.ros.master.client.SystemState;
import org.ros.node.ConnectedNode;
import org.ros.node.topic.Publisher;
import org.ros.node.topic.Subscriber;
import std_srvs.Trigger;

/** A master that dies and comes back on the same port: the graph heals within five seconds. */
class MasterRestartTest {

  private static final long HEAL_SECONDS = 5;

  @TempDir private Path folder;
  private final int port = Noetic.freePort();
  private final URI uri = URI.create("http://127.0.0.1:" + port + "/");
  private Noetic noetic;
  private TestNodes nodes;

  @BeforeEach
  void prepare() {
    noetic = new Noetic(uri, folder);
  }

  @AfterEach
  void end() {
    if (nodes != null) {
      nodes.close();
    }
    noetic.close();
  }

  /** Kills and starts masters of one kind. */
  private interface Master {
    void start();

    void kill();
  }

  private static final class Ours implements Master {
    private final int port;
    private RosCore core;

    Ours(int port) {
      this.port = port;
    }

    @Override
    public void start() {
      core = RosCore.newPrivate(port);
      core.start();
    }

    @Override
    public void kill() {
      // It tells nobody, as if it were killed.
      core.shutdown();
    }
  }

  private final class Rosmaster implements Master {
    private Noetic.Tool process;

    @Override
    public void start() {
      process = noetic.start("rosmaster", "--core", "-p", Integer.toString(port));
      MasterClient client = new MasterClient("/test", uri);
      Await.until(() -> answers(client), () -> "rosmaster; " + process.output());
    }

    private boolean answers(MasterClient client) {
      try {
        client.systemState();
        return true;
      } catch (RuntimeException e) {
        return false;
      }
    }

    @Override
    public void kill() {
      process.kill();
      process.awaitEnd();
    }
  }

  @Test
  void ourNodesRegisterAgainAtOurMaster() {
    Ours master = new Ours(port);
    check(master);
    master.kill();
  }

  @Test
  void ourNodesRegisterAgainAtRosmaster() {
    Noetic.require("rosmaster");
    check(new Rosmaster());
  }

  private void check(Master master) {
    master.start();
    nodes = new TestNodes(uri, true);
    ConnectedNode talker = nodes.start("/talker");
    Publisher<std_msgs.String> words = talker.newPublisher("/words", std_msgs.String._TYPE);
    talker.newServiceServer("/trigger", Trigger._TYPE, (request, response) -> {});
    ConnectedNode listener = nodes.start("/listener");
    Set<String> heard = ConcurrentHashMap.newKeySet();
    listen(listener, heard);
    Set<Object> values = ConcurrentHashMap.newKeySet();
    listener.getParameterTree().addParameterListener("/rate", values::add);
    Await.until(words::hasSubscribers, () -> "a subscriber");

    master.kill();
    say(words, "without master");
    Await.until(() -> heard.contains("without master"), () -> "connections that stay");
    master.start();
    long begin = System.nanoTime();
    MasterClient client = new MasterClient("/test", uri);
    Await.until(() -> knowsAll(client.systemState()), () -> client.systemState().toString());
    double seconds = 1e-9 * (System.nanoTime() - begin);
    assertTrue(seconds < HEAL_SECONDS, "healed after " + seconds + " s");

    say(words, "with the old connection");
    Await.until(() -> heard.contains("with the old connection"), () -> "the connection");
    Set<String> late = ConcurrentHashMap.newKeySet();
    listen(nodes.start("/late"), late);
    Await.until(
        () -> {
          say(words, "to a new subscriber");
          return late.contains("to a new subscriber");
        },
        () -> "a new subscriber");
    client.ask("setParam", "/rate", 30);
    Await.until(() -> values.contains(30), () -> "the parameter's new value");
  }

  private static boolean knowsAll(SystemState state) {
    return state.publishers().containsKey("/words")
        && state.subscribers().containsKey("/words")
        && state.services().containsKey("/trigger");
  }

  private static void listen(ConnectedNode node, Set<String> heard) {
    Subscriber<std_msgs.String> subscriber = node.newSubscriber("/words", std_msgs.String._TYPE);
    subscriber.addMessageListener(message -> heard.add(message.getData()), 100);
  }

  private static void say(Publisher<std_msgs.String> words, String text) {
    std_msgs.String word = words.newMessage();
    word.setData(text);
    words.publish(word);
  }
}
