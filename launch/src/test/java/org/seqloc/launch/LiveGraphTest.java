package org.seqloc.launch;

import static org.junit.jupiter.api.Assertions.assertTrue;

import diagnostic_msgs.DiagnosticArray;
import diagnostic_msgs.DiagnosticStatus;
import geometry_msgs.PoseWithCovarianceStamped;
import geometry_msgs.TransformStamped;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import nav_msgs.Odometry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ros.Await;
import org.ros.Noetic;
import org.ros.RosCore;
import org.ros.TestNodes;
import org.ros.node.ConnectedNode;
import org.ros.node.DefaultNodeMainExecutor;
import org.ros.node.NodeConfiguration;
import org.ros.node.NodeMainExecutor;
import org.ros.node.topic.Publisher;
import org.seqloc.bags.Bag;
import org.seqloc.bags.BagMessage;
import org.seqloc.bags.pose.PoseMessages;
import org.seqloc.core.Progress;
import org.seqloc.core.feature.Device;
import org.seqloc.core.feature.FeatureExtractors;
import org.seqloc.core.feature.LocalFeatureExtractor;
import org.seqloc.core.geometry.Pose;
import org.seqloc.core.localize.LocalizerOptions;
import org.seqloc.core.map.LocalizationMap;
import org.seqloc.nodes.localizer.LocalizerNode;
import org.seqloc.nodes.localizer.LocalizerSettings;
import org.seqloc.nodes.player.BagPlayer;
import org.seqloc.nodes.player.PlayOptions;
import sensor_msgs.CompressedImage;
import tf2_msgs.TFMessage;

/** The localizer node on a running graph, with our player and with ROS Noetic's tools. */
class LiveGraphTest {

  private static final int FRAMES = 12;
  private static final Set<String> CAMERAS =
      Set.of("/cam_front", "/cam_left", "/cam_rear", "/cam_right");

  @TempDir private static Path made;
  private static Path queryBag;
  private static LocalizationMap map;

  private final RosCore core = RosCore.newPrivate();
  private final NodeMainExecutor executor = DefaultNodeMainExecutor.newDefault();
  private LocalFeatureExtractor extractor;
  private TestNodes nodes;
  private ConnectedNode listener;
  private final Map<Long, Pose> poses = new ConcurrentHashMap<>();
  private final Map<Long, Pose> mapFromOdom = new ConcurrentHashMap<>();
  private final Set<String> children = ConcurrentHashMap.newKeySet();
  private final List<DiagnosticStatus> health = new CopyOnWriteArrayList<>();

  @BeforeAll
  static void makeAMap() throws IOException {
    CommandRun.succeeding(
        "sim", "--out", made, "--seed", 5, "--frames", FRAMES, "--size", "320x240");
    queryBag = made.resolve("query.bag");
    Path kapture = made.resolve("kapture");
    CommandRun.succeeding("kapture", "from-bag", made.resolve("map.bag"), "--out", kapture);
    Path file = made.resolve("street.seqmap");
    CommandRun.succeeding("map", "build", "--kapture", kapture, "--out", file, "--keypoints", 800);
    map = LocalizationMap.open(file);
  }

  @BeforeEach
  void startLocalizer() {
    core.start();
    nodes = new TestNodes(core.getUri());
    listener = nodes.start("/listener");
    listener
        .<PoseWithCovarianceStamped>newSubscriber("/seqloc/pose", PoseWithCovarianceStamped._TYPE)
        .addMessageListener(
            message ->
                poses.put(
                    message.getHeader().getStamp().totalNsecs(),
                    PoseMessages.fromPose(message.getPose().getPose())),
            1000);
    listener
        .<DiagnosticArray>newSubscriber("/diagnostics", DiagnosticArray._TYPE)
        .addMessageListener(message -> health.addAll(message.getStatus()), 100);
    listener
        .<TFMessage>newSubscriber("/tf", TFMessage._TYPE)
        .addMessageListener(this::onTransforms, 1000);
    extractor = FeatureExtractors.open(map.featureSpec(), Device.CPU);
    executor.execute(
        new LocalizerNode(map, extractor, LocalizerOptions.DEFAULT, LocalizerSettings.DEFAULT),
        NodeConfiguration.newPrivate(core.getUri()));
  }

  private void onTransforms(TFMessage message) {
    for (TransformStamped transform : message.getTransforms()) {
      if (transform.getHeader().getFrameId().equals("map")) {
        children.add(transform.getChildFrameId());
        mapFromOdom.put(
            transform.getHeader().getStamp().totalNsecs(),
            PoseMessages.fromTransform(transform.getTransform()));
      }
    }
  }

  @AfterEach
  void end() {
    // Never beside the odometry's own odom -> base_link.
    assertTrue(Set.of("odom").containsAll(children), children::toString);
    nodes.close();
    executor.shutdown();
    executor.getScheduledExecutorService().shutdownNow();
    extractor.close();
    core.shutdown();
  }

  @Test
  void publishesPosesTransformsPathAndHealthOfWhatIsPlayed() throws InterruptedException {
    // The newest frame wins: a loaded machine skips some, and is given more time for them.
    for (double rate = 0.5; poses.size() < FRAMES - 2 && rate > 0.01; rate /= 4) {
      poses.clear();
      mapFromOdom.clear();
      play(rate);
    }
    assertTrue(poses.size() >= FRAMES - 2, () -> "poses, got " + poses.keySet());
    Await.until(
        () -> poses.keySet().containsAll(mapFromOdom.keySet()),
        () -> "poses, got " + poses.keySet() + " for " + mapFromOdom.keySet());
    Map<Long, Pose> truth = new ConcurrentHashMap<>();
    Map<Long, Pose> odomFromBody = new ConcurrentHashMap<>();
    try (Bag bag = Bag.open(queryBag)) {
      bag.messages(Set.of("/ground_truth/pose"))
          .forEachRemaining(
              (BagMessage m) -> {
                geometry_msgs.PoseStamped pose = m.decode(geometry_msgs.PoseStamped.TYPE);
                truth.put(
                    pose.getHeader().getStamp().totalNsecs(),
                    PoseMessages.fromPose(pose.getPose()));
              });
      bag.messages(Set.of("/odom"))
          .forEachRemaining(
              (BagMessage m) -> {
                Odometry odometry = m.decode(Odometry.TYPE);
                odomFromBody.put(
                    odometry.getHeader().getStamp().totalNsecs(),
                    PoseMessages.fromPose(odometry.getPose().getPose()));
              });
    }
    poses.forEach(
        (stamp, pose) ->
            assertTrue(
                pose.translation().distanceTo(truth.get(stamp).translation()) < 0.1,
                () -> stamp + ": " + pose + " is not " + truth.get(stamp)));
    // map -> odom and the odometry's own odom -> base_link make the pose again.
    mapFromOdom.forEach(
        (stamp, transform) -> {
          Pose chained = transform.times(odomFromBody.get(stamp));
          assertTrue(
              chained.translation().distanceTo(poses.get(stamp).translation()) < 1e-6,
              () -> stamp + ": " + chained);
        });
    // The first frame may come before the odometry has.
    assertTrue(mapFromOdom.size() >= poses.size() - 1, mapFromOdom.keySet()::toString);
    Await.until(
        () -> health.stream().anyMatch(s -> s.getMessage().equals("localized")),
        () -> "a good state, last was " + health.get(health.size() - 1).getMessage());
  }

  @Test
  void badImagesAreCountedAndTheNodeLivesOn() throws InterruptedException {
    Publisher<CompressedImage> camera =
        listener.newPublisher("/cam_front/image_raw/compressed", CompressedImage._TYPE);
    play(0.5);
    Await.until(() -> !poses.isEmpty(), () -> "a first pose");
    CompressedImage broken = camera.newMessage();
    broken.setFormat("jpeg");
    // A stamp of its own, later than all that was played.
    broken.getHeader().setStamp(org.ros.message.Time.fromNano(1_767_400_000_000_000_000L));
    camera.publish(broken);
    Await.until(
        () ->
            health.stream()
                .flatMap(s -> s.getValues().stream())
                .anyMatch(v -> v.getKey().equals("bad messages /cam_front/image_raw/compressed")),
        () -> "a count of the bad image");
    poses.clear();
    // The bag's stamps lie days before the broken image's: time jumps back, and all is well.
    play(0.5);
    Await.until(() -> !poses.isEmpty(), () -> "more poses");
    Await.until(
        () -> health.get(health.size() - 1).getMessage().equals("localized"),
        () -> health.get(health.size() - 1).getMessage());
  }

  @Test
  void noeticsToolsSeeThePoses() throws InterruptedException {
    Noetic.require("rostopic", "rosbag");
    try (Noetic noetic = new Noetic(core.getUri(), made)) {
      Noetic.Tool hz = noetic.start("rostopic", "hz", "/seqloc/pose");
      Noetic.Tool echo = noetic.start("rostopic", "echo", "/seqloc/pose");
      hz.awaitOutput("subscribed to [/seqloc/pose]");
      Await.until(() -> hasSubscribers(2), () -> "rostopic's subscriptions");
      noetic.start("rosbag", "play", "-r", "0.25", "-d", "3", queryBag.toString());
      Await.until(() -> poses.size() >= FRAMES / 2, () -> "poses, got " + poses.size());
      echo.awaitOutput("frame_id: \"map\"").awaitOutput("covariance: [");
      hz.awaitOutput("average rate: ");
      Noetic.Tool list = noetic.start("rostopic", "list");
      String topics = list.awaitEnd();
      for (String topic : new String[] {"/seqloc/pose", "/seqloc/path", "/tf", "/diagnostics"}) {
        assertTrue(topics.lines().anyMatch(topic::equals), topics);
      }
      // The path is latched: who comes late gets it.
      noetic.start("rostopic", "echo", "-n", "1", "/seqloc/path").awaitOutput("poses:");
    }
  }

  private boolean hasSubscribers(int count) {
    return new org.ros.master.client.MasterClient("/test", core.getUri())
            .systemState()
            .subscribers()
            .getOrDefault("/seqloc/pose", List.of())
            .size()
        > count;
  }

  private void play(double rate) throws InterruptedException {
    try (Bag bag = Bag.open(queryBag)) {
      Set<String> awaited = ConcurrentHashMap.newKeySet();
      CAMERAS.forEach(camera -> awaited.add(camera + "/image_raw/compressed"));
      BagPlayer player =
          new BagPlayer(bag, PlayOptions.withClock(rate, 0.5, awaited), Progress.NONE);
      executor.execute(player, NodeConfiguration.newPrivate(core.getUri()));
      assertTrue(player.awaitEnd().complete());
      TimeUnit.SECONDS.sleep(1);
      executor.shutdownNodeMain(player);
    }
  }
}
