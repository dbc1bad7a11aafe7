package org.seqloc.bags.convert;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.seqloc.bags.Bag;
import org.seqloc.bags.BagCursor;
import org.seqloc.bags.image.CameraInfos;
import org.seqloc.bags.image.CameraTopics;
import org.seqloc.bags.image.CameraTopics.CameraTopic;
import org.seqloc.core.SeqlocException;
import org.seqloc.core.geometry.Camera;
import org.seqloc.core.kapture.Kapture;
import org.seqloc.core.kapture.Sensor;
import sensor_msgs.CameraInfo;

/** The cameras of a bag: their topics, calibrations, and how they are mounted. */
final class VehicleCameras {

  private static final String INFO = "sensor_msgs/CameraInfo";
  private static final int TRIES = 100;

  /** Each is looked into before images are copied. */
  private static final int MAX_TOPICS = 1000;

  private final Bag bag;
  private final FromBagOptions options;
  private final VehicleRig rig;
  private final ConversionReport report;
  private final Consumer<String> remark;
  private final List<CameraTopic> topics;
  private final Set<String> depthTopics;
  private final List<ImageCopier.Source> sources = new ArrayList<>();
  private final Kapture.Builder kapture;

  /**
   * Adds the cameras to the kapture and mounts them on the rig.
   *
   * @param report told of topics that are left out
   * @param remark told what the user should know
   * @throws SeqlocException when a camera's calibration makes no sense, no camera has one, or a
   *     calibration by hand does not suit
   */
  VehicleCameras(
      Bag bag,
      Map<String, String> types,
      VehicleRig rig,
      FromBagOptions options,
      Kapture.Builder kapture,
      ConversionReport report,
      Consumer<String> remark) {
    this.bag = bag;
    this.options = options;
    this.rig = rig;
    this.kapture = kapture;
    this.report = report;
    this.remark = remark;
    checkCount(types);
    this.depthTopics = DepthTopics.find(bag, types);
    this.topics = find(types);
    if (options.calibration().isPresent()) {
      describe(options.calibration().get());
    } else {
      describeFromBag(types);
    }
  }

  private void checkCount(Map<String, String> types) {
    long count = types.values().stream().filter(CameraTopics::isImages).count();
    if (count > MAX_TOPICS) {
      throw new SeqlocException(
          String.format(
              "%s: %d topics of images, no vehicle has so many cameras; take some of them out by"
                  + " `seqloc bag filter`",
              bag.path(), count));
    }
  }

  /** Those that are asked for, else all: first the cameras, then what measures depth. */
  private List<CameraTopic> find(Map<String, String> types) {
    Map<String, Long> counts = bag.messageCounts();
    Predicate<String> recorded = topic -> counts.getOrDefault(topic, 0L) > 0;
    Predicate<String> images = recorded.and(topic -> !depthTopics.contains(topic));
    List<CameraTopic> cameras = find(types, List.of(), images);
    List<CameraTopic> depth = new ArrayList<>();
    for (CameraTopic map : find(types, List.of(), recorded.and(depthTopics::contains))) {
      boolean taken = cameras.stream().anyMatch(camera -> camera.name().equals(map.name()));
      depth.add(taken ? renamed(map) : map);
    }
    if (options.cameras().isEmpty()) {
      return Stream.concat(cameras.stream(), depth.stream()).toList();
    }
    List<CameraTopic> chosen = new ArrayList<>();
    for (String wanted : options.cameras()) {
      Optional<CameraTopic> map =
          cameras.stream().anyMatch(camera -> camera.isCalled(wanted))
              ? Optional.empty()
              : depth.stream().filter(d -> d.isCalled(wanted)).findFirst();
      chosen.add(map.orElseGet(() -> find(types, List.of(wanted), images).get(0)));
    }
    return chosen;
  }

  private List<CameraTopic> find(
      Map<String, String> types, List<String> wanted, Predicate<String> among) {
    try {
      return CameraTopics.find(types, wanted, false, among);
    } catch (SeqlocException e) {
      throw new SeqlocException(bag.path() + ": " + e.getMessage(), e);
    }
  }

  private static CameraTopic renamed(CameraTopic depth) {
    return new CameraTopic(
        depth.name() + "_depth", depth.imageTopic(), depth.compressed(), depth.infoTopic());
  }

  private boolean isDepth(CameraTopic topic) {
    return depthTopics.contains(topic.imageTopic());
  }

  List<ImageCopier.Source> sources() {
    return sources;
  }

  /** The ids that the cameras and their rig have. */
  Set<String> names() {
    Set<String> names = new TreeSet<>(Set.of(VehicleRig.RIG));
    sources.forEach(source -> names.add(source.sensor()));
    return names;
  }

  // Sensors made by hand.

  private List<String> matchSensors(Kapture calibration, List<CameraTopic> images) {
    List<String> sensors =
        calibration.sensors().values().stream()
            .filter(Sensor::isCamera)
            .map(Sensor::id)
            .sorted()
            .toList();
    List<String> names = images.stream().map(CameraTopic::name).toList();
    if (sensors.containsAll(names)) {
      return names;
    }
    if (sensors.size() != images.size()) {
      throw new SeqlocException(
          bag.path()
              + ": the bag has the cameras "
              + names
              + ", the calibration "
              + sensors
              + ": give them the same names, or choose as many by --cameras");
    }
    for (int i = 0; i < sensors.size(); i++) {
      remark.accept(images.get(i).imageTopic() + " is taken as camera " + sensors.get(i));
    }
    return sensors;
  }

  private void describe(Kapture calibration) {
    Set<String> devices = new TreeSet<>();
    // Depth maps are of the sensors of their names only.
    List<CameraTopic> images = topics.stream().filter(topic -> !isDepth(topic)).toList();
    List<String> ids = new ArrayList<>(matchSensors(calibration, images));
    List<CameraTopic> described = new ArrayList<>(images);
    for (CameraTopic topic : topics) {
      if (isDepth(topic) && calibration.sensors().containsKey(topic.name())) {
        described.add(topic);
        ids.add(topic.name());
      }
    }
    for (int i = 0; i < ids.size(); i++) {
      Sensor sensor = calibration.sensors().get(ids.get(i));
      CameraTopic topic = described.get(i);
      kapture.sensor(sensor);
      sources.add(new ImageCopier.Source(topic, isDepth(topic), sensor.id(), sensor.calibration()));
      devices.add(calibration.deviceOf(sensor.id()));
    }
    if (devices.size() > 1) {
      throw new SeqlocException(
          bag.path()
              + ": the cameras of the calibration are on several rigs, "
              + devices
              + "; put them on one");
    }
    rig.mountCameras(calibration, ids, devices.stream().findFirst());
  }

  // Sensors of the bag.

  private void describeFromBag(Map<String, String> types) {
    Map<String, CameraInfo> infos = readInfos(types);
    checkCalibrated(infos.keySet());
    Map<String, String> frameOf = new LinkedHashMap<>();
    List<SeqlocException> failures = new ArrayList<>();
    for (CameraTopic topic : topics) {
      CameraInfo info = infos.get(topic.infoTopic());
      if (info != null) {
        add(topic, calibrated(topic, info), info.getHeader().getFrameId(), frameOf);
        continue;
      }
      try {
        FirstImage image = FirstImage.read(bag, topic, isDepth(topic));
        add(topic, uncalibrated(topic, image), image.frame(), frameOf);
      } catch (SeqlocException e) {
        failures.add(e);
        ConversionReport.Row row = report.row(topic.imageTopic());
        row.leave("none of the first images decodes", row.messages(), e.getMessage());
      }
    }
    // Others are a dataset, unless it was to be this one.
    if (!failures.isEmpty() && (sources.isEmpty() || !options.cameras().isEmpty())) {
      throw failures.get(0);
    }
    rig.mountCameras(sources.stream().map(ImageCopier.Source::sensor).toList(), frameOf);
  }

  private void add(CameraTopic topic, Sensor sensor, String frame, Map<String, String> frameOf) {
    kapture.sensor(sensor);
    sources.add(new ImageCopier.Source(topic, isDepth(topic), sensor.id(), sensor.calibration()));
    if (!frame.isEmpty()) {
      frameOf.put(sensor.id(), frame);
    }
  }

  private Sensor uncalibrated(CameraTopic topic, FirstImage image) {
    remark.accept(
        topic.imageTopic()
            + " has no calibration on "
            + topic.infoTopic()
            + ": an UNKNOWN_CAMERA; --rig KAPTURE gives one");
    return Sensor.ofUnknownCamera(
        topic.name(), topic.name(), type(topic), image.width(), image.height());
  }

  /** One camera without a calibration may be a spare; a bag without any is most often a mistake. */
  private void checkCalibrated(Set<String> infoTopics) {
    if (topics.isEmpty() || !infoTopics.isEmpty() || options.uncalibrated()) {
      return;
    }
    CameraTopic first = topics.get(0);
    throw new SeqlocException(
        bag.path()
            + ": no calibration of "
            + first.imageTopic()
            + " on "
            + first.infoTopic()
            + "; record it, give one by --rig KAPTURE, or go without by --uncalibrated");
  }

  private Sensor calibrated(CameraTopic topic, CameraInfo info) {
    String name = bag.path() + ": " + topic.infoTopic();
    try {
      Camera camera =
          CameraTopics.rectified(topic.imageTopic())
              ? CameraInfos.toRectifiedCamera(name, info)
              : CameraInfos.toCamera(name, info);
      return Sensor.ofCamera(topic.name(), topic.name(), type(topic), camera);
    } catch (SeqlocException e) {
      throw new SeqlocException(e.getMessage() + "; or take other cameras by --cameras", e);
    }
  }

  private String type(CameraTopic topic) {
    return isDepth(topic) ? Sensor.DEPTH : Sensor.CAMERA;
  }

  /** Each topic's first calibration that is one. */
  private Map<String, CameraInfo> readInfos(Map<String, String> types) {
    Map<String, CameraInfo> infos = new HashMap<>();
    for (CameraTopic topic : topics) {
      String infoTopic = topic.infoTopic();
      if (!INFO.equals(types.get(infoTopic)) || infos.containsKey(infoTopic)) {
        continue;
      }
      try (BagCursor messages = bag.messages(Set.of(infoTopic))) {
        for (int i = 0; i < TRIES && messages.hasNext() && !infos.containsKey(infoTopic); i++) {
          CameraInfo info = messages.next().decode(CameraInfo.TYPE);
          // By the message's definition: of a camera that is not calibrated.
          if (info.getK()[0] != 0) {
            infos.put(infoTopic, info);
          }
        }
      } catch (SeqlocException e) {
        remark.accept(bag.path() + ": " + infoTopic + ": " + e.getMessage());
      }
    }
    return infos;
  }
}
