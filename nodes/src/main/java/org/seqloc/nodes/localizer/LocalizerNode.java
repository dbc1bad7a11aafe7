package org.seqloc.nodes.localizer;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.apache.commons.logging.Log;
import org.ros.concurrent.CancellableLoop;
import org.ros.exception.RosRuntimeException;
import org.ros.master.client.MasterClient;
import org.ros.message.Time;
import org.ros.namespace.GraphName;
import org.ros.node.AbstractNodeMain;
import org.ros.node.ConnectedNode;
import org.ros.node.Node;
import org.ros.node.topic.TransportHints;
import org.seqloc.bags.image.CameraTopics;
import org.seqloc.bags.image.CameraTopics.CameraTopic;
import org.seqloc.core.SeqlocException;
import org.seqloc.core.feature.LocalFeatureExtractor;
import org.seqloc.core.geometry.Rig;
import org.seqloc.core.image.Image;
import org.seqloc.core.image.RigImages;
import org.seqloc.core.localize.Localization;
import org.seqloc.core.localize.Localizer;
import org.seqloc.core.localize.LocalizerOptions;
import org.seqloc.core.map.LocalizationMap;
import org.seqloc.core.sequence.OdometryBuffer;
import org.seqloc.msgs.MalformedMessageException;
import org.seqloc.msgs.Message;
import org.seqloc.nodes.localizer.LocalizationPublisher.OdometryFrame;
import sensor_msgs.CameraInfo;
import sensor_msgs.CompressedImage;
import tf2_msgs.TFMessage;

/**
 * The node that tells a vehicle where it is: from the images of its cameras and its odometry to
 * {@code ~pose}, {@code ~path}, {@code /tf} and {@code /diagnostics}.
 *
 * <p>It waits for cameras to appear on the graph, for their calibrations and for the transforms
 * that mount them; then each exposure of the rig is localized, one at a time. What comes while one
 * is under way waits in one place, where a newer exposure replaces it and is counted.
 */
public final class LocalizerNode extends AbstractNodeMain {

  private static final long HEALTH_PERIOD_MILLIS = 1000;
  private static final long LOOK_PERIOD_MILLIS = 500;
  private static final long FRAME_POLL_MILLIS = 20;

  /** Queue of each camera's messages between network and assembler: more than a burst of both. */
  private static final int IMAGE_QUEUE = 4;

  private static final int ODOMETRY_QUEUE = 1000;

  private static final int WARM_UP_WIDTH = 640;
  private static final int WARM_UP_HEIGHT = 400;
  private static final int WARM_UP_ROUNDS = 4;

  /** Stamps further from the node's clock than this are of another clock. */
  private static final double MAX_LATENCY_MS = 3.6e6;

  private final LocalizationMap map;
  private final LocalFeatureExtractor extractor;
  private final LocalizerOptions options;
  private final LocalizerSettings settings;
  private final HealthCounters health;

  /** Held while map and extractor are in use: their owner closes them when the node is down. */
  private final Object inUse = new Object();

  private boolean ended; // guarded by inUse
  private ConnectedNode node;
  private Log log;

  /**
   * @param map stays the caller's, to be closed after the node has shut down; so does the extractor
   */
  public LocalizerNode(
      LocalizationMap map,
      LocalFeatureExtractor extractor,
      LocalizerOptions options,
      LocalizerSettings settings) {
    this.map = map;
    this.extractor = extractor;
    this.options = options;
    this.settings = settings;
    health = new HealthCounters("seqloc: localizer", map.file().getFileName().toString());
  }

  @Override
  public GraphName getDefaultNodeName() {
    return GraphName.of("seqloc");
  }

  @Override
  public void onStart(ConnectedNode connectedNode) {
    node = connectedNode;
    log = connectedNode.getLog();
    LocalizationPublisher publisher = new LocalizationPublisher(node, settings);
    node.executeCancellableLoop(
        new CancellableLoop() {
          @Override
          protected void loop() throws InterruptedException {
            publisher.publishHealth(node.getCurrentTime(), health);
            publisher.publishPath();
            TimeUnit.MILLISECONDS.sleep(HEALTH_PERIOD_MILLIS);
          }
        });
    node.executeCancellableLoop(new Start(publisher));
  }

  /** Looks for the vehicle's topics until all are there, then goes over to localizing. */
  private final class Start extends CancellableLoop {

    private final LocalizationPublisher publisher;
    private final MasterClient master =
        new MasterClient(node.getName().toString(), node.getMasterUri());
    private List<CameraTopic> seen = List.of();

    /** The first images take a just-in-time compiler or a GPU long; these are nobody's. */
    @Override
    protected void setup() {
      byte[] noise = new byte[WARM_UP_WIDTH * WARM_UP_HEIGHT];
      new Random(0).nextBytes(noise);
      Image image = new Image(WARM_UP_WIDTH, WARM_UP_HEIGHT, 1, noise);
      for (int i = 0; i < WARM_UP_ROUNDS; i++) {
        synchronized (inUse) {
          if (!ended) {
            extractor.extract(List.of(image, image));
          }
        }
      }
    }

    private Start(LocalizationPublisher publisher) {
      this.publisher = publisher;
    }

    @Override
    protected void loop() throws InterruptedException {
      Map<String, String> types;
      try {
        types = new TreeMap<>(master.publishedTopics());
      } catch (RosRuntimeException e) {
        health.waitingFor("the ROS master: " + e.getMessage());
        types = Map.of();
      }
      List<CameraTopic> found = List.of();
      try {
        found = CameraTopics.find(types, settings.cameras(), true);
        health.waitingFor(found.isEmpty() ? "cameras: image topics with a camera_info" : "");
      } catch (SeqlocException e) {
        health.waitingFor("cameras: " + e.getMessage());
      }
      // Twice the same: a driver or player that advertises one topic after the other is done.
      if (!found.isEmpty() && found.equals(seen)) {
        new Vehicle(found, types, publisher).start();
        cancel();
        return;
      }
      seen = found;
      TimeUnit.MILLISECONDS.sleep(LOOK_PERIOD_MILLIS);
    }
  }

  /** The topics of the vehicle and what becomes of their messages. */
  private final class Vehicle {

    private final List<CameraTopic> cameras;
    private final Optional<String> odometryTopic;
    private final LocalizationPublisher publisher;
    private final Mailbox<RigFrame> mailbox = new Mailbox<>(health::droppedFrame);
    private final RigCalibration calibration; // guarded by this
    private final OdometryInput odometry; // guarded by this
    private final FrameAssembler assembler; // guarded by this
    private volatile Rig rig;
    private volatile String odometryFrame = "odom";

    private Vehicle(
        List<CameraTopic> cameras, Map<String, String> types, LocalizationPublisher publisher) {
      this.cameras = cameras;
      this.publisher = publisher;
      odometryTopic = findOdometry(types);
      calibration = new RigCalibration(cameras, settings.baseFrame());
      odometry = new OdometryInput(calibration);
      assembler =
          new FrameAssembler(
              cameras.size(), settings.assembly(odometryTopic.isPresent()), new OdometryBuffer());
    }

    private Optional<String> findOdometry(Map<String, String> types) {
      if (settings.odometryTopic().isPresent()) {
        // Whoever names it knows that it comes, however late its sender starts.
        return settings.odometryTopic().filter(topic -> !topic.isEmpty());
      }
      try {
        return OdometryInput.find(types, settings, "the graph");
      } catch (SeqlocException e) {
        log.warn(e.getMessage() + "; going on without odometry");
        return Optional.empty();
      }
    }

    private void start() {
      log.info(
          "images from "
              + cameras.stream().map(CameraTopic::imageTopic).toList()
              + odometryTopic.map(t -> ", odometry from " + t).orElse(", no odometry"));
      health.waitingFor("the rig's calibration");
      node.<TFMessage>newSubscriber("/tf_static", TFMessage._TYPE)
          .addMessageListener(this::onTransforms, 100);
      node.<TFMessage>newSubscriber("/tf", TFMessage._TYPE)
          .addMessageListener(this::onTransforms, 100);
      for (int i = 0; i < cameras.size(); i++) {
        subscribe(i);
      }
      odometryTopic.ifPresent(
          topic ->
              node.<nav_msgs.Odometry>newSubscriber(topic, nav_msgs.Odometry._TYPE)
                  .addMessageListener(this::onOdometry, ODOMETRY_QUEUE));
      node.executeCancellableLoop(new Work());
    }

    private void subscribe(int camera) {
      CameraTopic topic = cameras.get(camera);
      node.<CameraInfo>newSubscriber(topic.infoTopic(), CameraInfo._TYPE)
          .addMessageListener(info -> onInfo(camera, info), 1);
      TransportHints hints = new TransportHints(true);
      if (topic.compressed()) {
        node.<CompressedImage>newSubscriber(topic.imageTopic(), CompressedImage._TYPE, hints)
            .addMessageListener(image -> onImage(camera, image), IMAGE_QUEUE);
      } else {
        node.<sensor_msgs.Image>newSubscriber(topic.imageTopic(), sensor_msgs.Image._TYPE, hints)
            .addMessageListener(image -> onImage(camera, image), IMAGE_QUEUE);
      }
    }

    private void onTransforms(TFMessage message) {
      if (rig == null) {
        guarded("/tf", () -> calibration.addTransforms(message));
        tryRig();
      }
    }

    private void onInfo(int camera, CameraInfo info) {
      if (rig == null) {
        guarded(cameras.get(camera).infoTopic(), () -> calibration.addInfo(camera, info));
        tryRig();
      }
    }

    private synchronized void tryRig() {
      if (rig == null) {
        health.waitingFor(calibration.missing());
        calibration.rig().ifPresent(found -> rig = found);
      }
    }

    private void onOdometry(nav_msgs.Odometry message) {
      odometryFrame = message.getHeader().getFrameId();
      guarded(
          odometryTopic.orElseThrow(),
          () -> odometry.convert(message).ifPresent(assembler::addOdometry));
    }

    private void onImage(int camera, Message message) {
      guarded(
          cameras.get(camera).imageTopic(),
          () -> {
            ImageInput image =
                ImageInput.of(cameras.get(camera), () -> rig.camera(camera).camera(), message);
            assembler.addImage(camera, image.stampNanos(), image, System.nanoTime());
          });
      passOn();
    }

    /** A bad message is counted and skipped; the node lives on. */
    private void guarded(String topic, Runnable action) {
      try {
        synchronized (this) {
          action.run();
        }
      } catch (SeqlocException | MalformedMessageException e) {
        health.badMessage(topic, e.getMessage());
      }
    }

    private synchronized void passOn() {
      assembler.ready(System.nanoTime()).forEach(mailbox::put);
      health.assembly(assembler.lateImages(), assembler.clockJumps());
    }

    /** Localizes the newest frame, again and again. */
    private final class Work extends CancellableLoop {

      private Localizer localizer;

      @Override
      protected void loop() throws InterruptedException {
        if (rig == null) {
          // The newest frame waits in the mailbox until the rig is known.
          TimeUnit.MILLISECONDS.sleep(FRAME_POLL_MILLIS);
          return;
        }
        Optional<RigFrame> frame = mailbox.take(FRAME_POLL_MILLIS);
        if (frame.isPresent()) {
          synchronized (inUse) {
            if (!ended) {
              localize(frame.get());
            }
          }
        } else {
          // A frame whose last image was lost is let go by time, not by a message.
          passOn();
        }
      }

      private void localize(RigFrame frame) {
        long start = System.nanoTime();
        RigImages images =
            frame.decode(
                (e, camera) -> health.badMessage(cameras.get(camera).imageTopic(), e.getMessage()));
        if (images.images().isEmpty()) {
          return;
        }
        if (localizer == null) {
          localizer = new Localizer(map, rig, extractor, options, System::nanoTime);
        }
        if (frame.afterJump()) {
          log.warn("the stamps of the images jumped back; starting anew");
          localizer.reset();
          publisher.clearPath();
        }
        Localization localization = localizer.localize(images, frame.odomFromBody());
        publisher.publish(
            localization,
            odometryTopic.isPresent(),
            frame.odomFromBody().map(pose -> new OdometryFrame(odometryFrame, pose)));
        health.frame(
            localization, (System.nanoTime() - start) / 1e6, latencyMs(frame.stampNanos()));
      }

      private double latencyMs(long stampNanos) {
        Time now = node.getCurrentTime();
        double latency = (now.totalNsecs() - stampNanos) / 1e6;
        return Math.abs(latency) <= MAX_LATENCY_MS ? latency : Double.NaN;
      }
    }
  }

  @Override
  public void onShutdown(Node ending) {
    synchronized (inUse) {
      ended = true;
    }
    ending.getLog().info("localizer ends: " + health.line());
  }
}
