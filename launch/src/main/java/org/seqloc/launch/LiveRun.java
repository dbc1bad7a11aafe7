package org.seqloc.launch;

import geometry_msgs.PoseWithCovarianceStamped;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.ros.RosCore;
import org.ros.namespace.GraphName;
import org.ros.node.AbstractNodeMain;
import org.ros.node.ConnectedNode;
import org.ros.node.DefaultNodeMainExecutor;
import org.ros.node.NodeConfiguration;
import org.ros.node.NodeMainExecutor;
import org.seqloc.bags.Bag;
import org.seqloc.bags.Connection;
import org.seqloc.bags.pose.PoseMessages;
import org.seqloc.core.Progress;
import org.seqloc.core.feature.LocalFeatureExtractor;
import org.seqloc.core.geometry.Pose;
import org.seqloc.core.localize.LocalizerOptions;
import org.seqloc.core.map.LocalizationMap;
import org.seqloc.nodes.localizer.LocalizerNode;
import org.seqloc.nodes.localizer.LocalizerSettings;
import org.seqloc.nodes.player.BagPlayer;
import org.seqloc.nodes.player.PlayOptions;

/** A master, the localizer and a player in this process, and somebody who listens to the poses. */
final class LiveRun {

  private static final String POSE_TOPIC = "/seqloc/pose";
  private static final Set<String> INPUT_TYPES =
      Set.of("sensor_msgs/CompressedImage", "sensor_msgs/CameraInfo", "nav_msgs/Odometry");
  private static final double DELAY_SECONDS = 0.5;
  private static final int QUEUE = 1000;

  /** After the last message this long is waited for the last pose. */
  private static final long LAST_POSE_SECONDS = 5;

  /**
   * A pose that came.
   *
   * @param latencyMs from the images' stamp to the pose's arrival, by the recording's clock
   */
  record Heard(Pose mapFromBody, double latencyMs) {}

  /** The poses by stamp. */
  record Result(Map<Long, Heard> poses) {
    Result {
      poses = Map.copyOf(poses);
    }

    Optional<Heard> at(long stampNanos) {
      return Optional.ofNullable(poses.get(stampNanos));
    }
  }

  private final Bag bag;
  private final LocalizationMap map;
  private final LocalFeatureExtractor extractor;
  private final Map<Long, Heard> heard = new ConcurrentHashMap<>();

  LiveRun(Bag bag, LocalizationMap map, LocalFeatureExtractor extractor) {
    this.bag = bag;
    this.map = map;
    this.extractor = extractor;
  }

  /** Plays the bag once; takes as long as it was recorded. */
  Result run(Progress progress) throws InterruptedException {
    RosCore core = RosCore.newPrivate();
    core.start();
    NodeMainExecutor executor = DefaultNodeMainExecutor.newDefault();
    try {
      NodeConfiguration configuration = NodeConfiguration.newPrivate(core.getUri());
      Listener listener = new Listener();
      executor.execute(new SimulatedTime(listener.ready), configuration);
      listener.ready.await();
      executor.execute(listener, configuration);
      executor.execute(
          new LocalizerNode(map, extractor, LocalizerOptions.DEFAULT, LocalizerSettings.DEFAULT),
          configuration);
      BagPlayer player =
          new BagPlayer(bag, PlayOptions.withClock(1, DELAY_SECONDS, inputTopics()), progress);
      executor.execute(player, configuration);
      player.awaitEnd();
      awaitLastPose();
      return new Result(heard);
    } finally {
      executor.shutdown();
      executor.getScheduledExecutorService().shutdownNow();
      core.shutdown();
    }
  }

  private Set<String> inputTopics() {
    Set<String> topics = new HashSet<>();
    for (Connection connection : bag.connections()) {
      if (INPUT_TYPES.contains(connection.type())) {
        topics.add(connection.topic());
      }
    }
    return topics;
  }

  /** Poses come until the localizer has caught up. */
  private void awaitLastPose() throws InterruptedException {
    int before = -1;
    for (int second = 0; second < LAST_POSE_SECONDS && heard.size() != before; second++) {
      before = heard.size();
      TimeUnit.SECONDS.sleep(1);
    }
  }

  /** Sets the parameter that makes nodes take their time from the recording. */
  private static final class SimulatedTime extends AbstractNodeMain {
    private final CountDownLatch done;

    SimulatedTime(CountDownLatch done) {
      this.done = done;
    }

    @Override
    public GraphName getDefaultNodeName() {
      return GraphName.of("setup");
    }

    @Override
    public void onStart(ConnectedNode node) {
      node.getParameterTree().set("/use_sim_time", true);
      done.countDown();
    }
  }

  private final class Listener extends AbstractNodeMain {
    private final CountDownLatch ready = new CountDownLatch(1);

    @Override
    public GraphName getDefaultNodeName() {
      return GraphName.of("listener");
    }

    @Override
    public void onStart(ConnectedNode node) {
      node.<PoseWithCovarianceStamped>newSubscriber(POSE_TOPIC, PoseWithCovarianceStamped._TYPE)
          .addMessageListener(
              message -> {
                long stamp = message.getHeader().getStamp().totalNsecs();
                double latencyMs = (node.getCurrentTime().totalNsecs() - stamp) / 1e6;
                heard.put(
                    stamp,
                    new Heard(PoseMessages.fromPose(message.getPose().getPose()), latencyMs));
              },
              QUEUE);
    }
  }
}
