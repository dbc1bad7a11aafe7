package org.seqloc.bags.convert;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.seqloc.bags.Bag;
import org.seqloc.bags.BagCursor;
import org.seqloc.bags.BagMessage;
import org.seqloc.bags.image.CameraTopics;
import org.seqloc.bags.pose.FrameTree;
import org.seqloc.bags.sensor.SensorTopic;
import org.seqloc.bags.sensor.SensorTopics;
import org.seqloc.bags.sensor.WriterSink;
import org.seqloc.core.Progress;
import org.seqloc.core.SeqlocException;
import org.seqloc.core.geometry.Pose;
import org.seqloc.core.geometry.Quaternion;
import org.seqloc.core.geometry.Vector3;
import org.seqloc.core.kapture.CameraRecord;
import org.seqloc.core.kapture.Kapture;
import org.seqloc.core.kapture.KaptureImages;
import org.seqloc.core.kapture.KapturePose;
import org.seqloc.core.kapture.KaptureWriter;
import org.seqloc.core.kapture.Sensor;
import sensor_msgs.CameraInfo;
import tf2_msgs.TFMessage;

/**
 * Makes a kapture of a bag: image topics and their calibrations become cameras, the transforms that
 * mount them a rig, a topic of poses the rig's trajectory, at the images' stamps.
 *
 * <p>By default the world is that of the poses, with its z axis up, and the rig's frame is the
 * vehicle's base frame (REP-103: x forward). kapture's own converter turns both to a camera's axes
 * (x right, y down, z forward): with K that fixed turn and worldFromBody a recorded pose, its
 * trajectory has {@code K * inverse(worldFromBody) * inverse(K)}, and it takes the nearest pose
 * where this class interpolates; both can be asked for. (It looks among the 20 poses received last,
 * this class among all: the same, unless poses arrive after the images.)
 *
 * <p>Each image keeps its own stamp: cameras that are not triggered together give exposures of one
 * image each. Poses at other moments than the images' are not taken over; without cameras they are
 * those at the lidars' scans, without these all there are. What cannot be taken is left out and
 * told in the report.
 *
 * <p>A run that is cut off is gone on with by the next one of the same bags and options, with the
 * same result.
 */
public final class BagToKapture {

  /** Tells what was taken; its first line, of what bags and options the dataset is. */
  public static final String REPORT = "from-bag.txt";

  /** From a vehicle's axes (x forward, y left, z up) to a camera's (x right, y down, z forward). */
  static final Pose CAMERA_AXES_FROM_ROS =
      new Pose(new Quaternion(0.5, 0.5, -0.5, 0.5), Vector3.ZERO);

  /**
   * What became of the bag.
   *
   * @param poses exposures with a pose
   * @param remarks what the user should know, one line each
   */
  public record Summary(
      int exposures, long images, long poses, List<String> remarks, ConversionReport report) {
    public Summary {
      remarks = List.copyOf(remarks);
    }
  }

  private final Bag bag;
  private final FromBagOptions options;
  private final Map<String, String> types = new TreeMap<>();
  private final List<String> remarks = new ArrayList<>();
  private final FrameTree frames;
  private final Kapture.Builder kapture = Kapture.builder();
  private final ConversionReport report = new ConversionReport();
  private final VehicleRig rig;
  private final VehicleCameras cameras;
  private final List<SensorTopic> sensors;

  /**
   * Reads calibration and mounting.
   *
   * @param bag stays the caller's
   * @throws SeqlocException when there are no images, or a calibration makes no sense
   */
  public BagToKapture(Bag bag, FromBagOptions options) {
    this.bag = bag;
    this.options = options;
    // What ROS 2 recorded is decoded as ROS 1's messages.
    bag.connections().forEach(c -> types.put(c.topic(), c.ros1Type()));
    Map<String, Long> counts = bag.messageCounts();
    types.forEach((topic, type) -> report.add(topic, type, counts.get(topic)));
    frames = FixedFrames.read(bag, types, options, report, remarks::add);
    rig = new VehicleRig(options, frames, kapture, remarks::add);
    try {
      cameras = new VehicleCameras(bag, types, rig, options, kapture, report, remarks::add);
      cameras.sources().forEach(source -> KaptureImages.checkPath(source.sensor() + "/frame"));
    } catch (IllegalArgumentException e) {
      // Names of cameras that no kapture may have, or the same one twice.
      throw new SeqlocException(
          bag.path() + ": " + e.getMessage() + "; choose other topics by --cameras", e);
    }
    sensors =
        SensorTopics.find(types, cameras.names(), options.stamps()).stream()
            .filter(topic -> topic.sensors().stream().anyMatch(s -> described(s).isPresent()))
            .toList();
    if (cameras.sources().isEmpty() && sensors.isEmpty()) {
      throw new SeqlocException(
          bag.path() + ": no topic of images or of other sensors; there are " + types.keySet());
    }
  }

  /** Sensors made by hand stand for all there are: those of the same ids, of the same kind. */
  private Optional<Sensor> described(Sensor sensor) {
    if (options.calibration().isEmpty()) {
      return Optional.of(sensor);
    }
    return Optional.ofNullable(options.calibration().get().sensors().get(sensor.id()))
        .filter(known -> known.type().equals(sensor.type()))
        .filter(known -> known.parameters().equals(sensor.parameters()));
  }

  /** Whether the dataset is there, of the same bags and options. */
  public boolean isDone(Path target) {
    Path report = target.resolve(REPORT);
    try {
      return Files.isRegularFile(report) && Files.readString(report).startsWith(jobLine());
    } catch (IOException e) {
      return false; // Something else: told when it is written to.
    }
  }

  /**
   * Writes the dataset; it is there when it is whole.
   *
   * <p>Beside kapture's tables it holds {@value #REPORT}, the report and the remarks.
   *
   * @param replace whether a kapture that is there is replaced
   * @throws SeqlocException when a pose source that is asked for is not in the bag, or the target
   *     may not be written
   */
  public Summary write(Path target, boolean replace, Progress progress) {
    // Without cameras the sensors' frames say what poses are of: after these are read.
    Optional<RecordedPoses> poses = cameras.sources().isEmpty() ? Optional.empty() : readPoses();
    try (KaptureWriter writer = KaptureWriter.resume(target, replace, job())) {
      try {
        return write(writer, poses, progress);
      } catch (SeqlocException e) {
        if (!(e.getCause() instanceof IOException)) {
          writer.abandon(); // The same run would end the same way.
        }
        throw e;
      }
    }
  }

  private Summary write(KaptureWriter writer, Optional<RecordedPoses> poses, Progress progress) {
    Set<String> depth = new TreeSet<>();
    for (ImageCopier.Source source : cameras.sources()) {
      String images = source.depth() ? "depth maps of " : "images of camera ";
      report.row(source.topic().imageTopic()).becomes(images + source.sensor());
      ConversionReport.Row info = report.row(source.topic().infoTopic());
      if (info != null && options.calibration().isEmpty()) {
        if (source.calibration().isPresent()) {
          info.becomes("the calibration of " + source.sensor());
          info.takeOthers();
        } else {
          info.leave("of a camera that is not calibrated: K is zero", info.messages());
        }
      }
      if (source.depth()) {
        depth.add(source.sensor());
      }
    }
    ImageCopier.Style style =
        new ImageCopier.Style(
            options.images().step(),
            options.images().minDistanceMeters(),
            options.images().format(),
            options.stamps());
    List<CameraRecord> records =
        new ImageCopier(bag, cameras.sources(), style, writer, report)
            .copy(stamp -> poses.flatMap(p -> p.at(stamp)), progress);
    Set<Long> stamps = new TreeSet<>();
    for (CameraRecord record : records) {
      if (depth.contains(record.camera())) {
        kapture.depth(record.stampNanos(), record.camera(), record.imagePath());
      } else {
        kapture.record(record);
      }
      stamps.add(record.stampNanos());
    }
    Set<Long> scans = copySensors(writer, progress);
    long posed =
        cameras.sources().isEmpty()
            ? readPoses().map(p -> addPoses(p, scans)).orElse(0L)
            : poses.map(p -> addPoses(p, stamps)).orElse(0L);
    tellUnused();
    writer.attach(REPORT, reportFile());
    writer.finish(kapture.build());
    return new Summary(stamps.size(), records.size(), posed, remarks, report);
  }

  private void tellUnused() {
    report
        .rows()
        .forEach(
            (topic, row) -> {
              if (row.became().isEmpty() && row.left().isEmpty()) {
                row.leave(whyUnused(row.type()), row.messages());
              }
            });
  }

  private String whyUnused(String type) {
    if (CameraTopics.isImages(type)) {
      return options.cameras().isEmpty() && options.calibration().isEmpty()
          ? "another topic of the same camera is taken (--cameras chooses)"
          : "not among the cameras that are asked for";
    }
    if (type.equals(CameraInfo._TYPE)) {
      return options.calibration().isPresent()
          ? "--rig tells the calibration"
          : "of no camera that is taken";
    }
    if (type.equals(TFMessage._TYPE) || PoseTopic.TYPES.contains(type)) {
      return rig.device().isPresent()
          ? "other poses are taken (--poses chooses)"
          : "nothing is on a rig that could have poses";
    }
    return SensorTopics.isSensor(type)
        ? "--rig has no such sensor of the id that the topic's name gives"
        : "kapture has no place for it";
  }

  /**
   * @return the stamps of the lidars' scans
   */
  private Set<Long> copySensors(KaptureWriter writer, Progress progress) {
    Map<String, SensorTopic> byTopic = new TreeMap<>();
    sensors.forEach(sensor -> byTopic.put(sensor.topic(), sensor));
    if (byTopic.isEmpty()) {
      return Set.of();
    }
    WriterSink sink = new WriterSink(kapture, writer, this::described);
    progress.begin(
        "reading other sensors", byTopic.keySet().stream().mapToLong(bag::messageCount).sum());
    try (BagCursor messages = bag.messages(byTopic.keySet())) {
      while (messages.hasNext()) {
        BagMessage message = messages.next();
        byTopic.get(message.connection().topic()).accept(message, sink);
        progress.advance(1);
      }
    }
    progress.end();
    for (SensorTopic sensor : sensors) {
      ConversionReport.Row row = report.row(sensor.topic());
      row.becomes(
          sensor.sensors().stream()
              .filter(s -> sink.frames().containsKey(s.id()))
              .map(s -> s.type() + " " + s.id())
              .collect(Collectors.joining(", ")));
      row.take(sensor.taken());
      sensor.left().forEach((reason, count) -> row.leave(reason, count, sensor.hint(reason)));
      remarks.addAll(sensor.remarks());
    }
    rig.mountOthers(sink.frames(), !cameras.sources().isEmpty());
    return sink.scans();
  }

  private Optional<RecordedPoses> readPoses() {
    if (rig.device().isEmpty()) {
      if (!cameras.sources().isEmpty()) {
        remarks.add("the cameras are on no rig: the kapture has no trajectory");
      }
      return Optional.empty();
    }
    return new PoseSources(bag, types, frames, options, rig.baseFrame(), report, remarks::add)
        .read();
  }

  /**
   * @param stamps of what poses are for; the poses' own when there are none
   */
  private long addPoses(RecordedPoses poses, Set<Long> stamps) {
    long posed = 0;
    Set<Long> wanted =
        stamps.isEmpty()
            ? Arrays.stream(poses.stampsNanos()).boxed().collect(Collectors.toSet())
            : stamps;
    for (long stamp : wanted) {
      Optional<Pose> worldFromBody = poses.at(stamp);
      if (worldFromBody.isPresent()) {
        kapture.pose(
            stamp,
            rig.device().orElseThrow(),
            KapturePose.ofDeviceFromWorld(turned(worldFromBody.get())));
        posed++;
      }
    }
    if (posed < wanted.size()) {
      remarks.add(
          (wanted.size() - posed)
              + (cameras.sources().isEmpty() ? " scans" : " exposures")
              + " lie outside of the recorded poses: without pose");
    }
    return posed;
  }

  /** deviceFromWorld in the axes that are asked for. */
  private Pose turned(Pose worldFromBody) {
    Pose bodyFromWorld = worldFromBody.inverse();
    return options.kaptureAxes()
        ? CAMERA_AXES_FROM_ROS.times(bodyFromWorld).times(CAMERA_AXES_FROM_ROS.inverse())
        : bodyFromWorld;
  }

  private String reportFile() {
    List<String> lines = new ArrayList<>(report.lines());
    lines.addAll(remarks);
    lines.addAll(bag.warnings());
    return jobLine() + "\n" + String.join("\n", lines) + "\n";
  }

  private String jobLine() {
    byte[] digest;
    try {
      digest = MessageDigest.getInstance("SHA-256").digest(job().getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // Every Java has it.
    }
    return "# seqloc kapture from-bag " + HexFormat.of().formatHex(digest);
  }

  /** What the dataset depends on. */
  private String job() {
    StringBuilder job = new StringBuilder("seqloc kapture from-bag 1\n");
    for (Path file : bag.files()) {
      try {
        job.append(file.toAbsolutePath().normalize()).append(' ').append(Files.size(file));
        job.append(' ').append(Files.getLastModifiedTime(file).toMillis()).append('\n');
      } catch (IOException e) {
        throw new SeqlocException(file + ": cannot be read: " + e, e);
      }
    }
    return job.append(options.fingerprint()).append('\n').toString();
  }
}
