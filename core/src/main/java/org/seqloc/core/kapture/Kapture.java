package org.seqloc.core.kapture;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.seqloc.core.SeqlocException;
import org.seqloc.core.geometry.Camera;
import org.seqloc.core.geometry.Pose;
import org.seqloc.core.geometry.Rig;

/**
 * A kapture dataset in memory, without its pixels: sensors, rigs, trajectories and camera records.
 * Immutable; made by {@link KaptureReader} or by {@link #builder}.
 */
public final class Kapture {

  private final SortedMap<String, Sensor> sensors;
  private final SortedMap<String, SortedMap<String, Pose>> rigs;
  private final SortedMap<Long, SortedMap<String, KapturePose>> trajectories;
  private final List<CameraRecord> cameraRecords;
  private final List<String> remarks;
  private final RigTree tree;

  private Kapture(Builder b) {
    sensors = Collections.unmodifiableSortedMap(new TreeMap<>(b.sensors));
    rigs = frozen(b.rigs);
    trajectories = frozen(b.trajectories);
    List<CameraRecord> records = new ArrayList<>();
    b.records.forEach(
        (stamp, images) ->
            images.forEach((camera, path) -> records.add(new CameraRecord(stamp, camera, path))));
    cameraRecords = Collections.unmodifiableList(records);
    remarks = List.copyOf(b.remarks);
    tree = new RigTree(rigs);
  }

  private static <K, V> SortedMap<K, SortedMap<String, V>> frozen(
      SortedMap<K, SortedMap<String, V>> map) {
    SortedMap<K, SortedMap<String, V>> copy = new TreeMap<>();
    map.forEach((k, v) -> copy.put(k, Collections.unmodifiableSortedMap(new TreeMap<>(v))));
    return Collections.unmodifiableSortedMap(copy);
  }

  public static Builder builder() {
    return new Builder();
  }

  /** By id. */
  public SortedMap<String, Sensor> sensors() {
    return sensors;
  }

  /** Rig id, then the id of the sensor or rig mounted on it, to sensorFromRig. */
  public SortedMap<String, SortedMap<String, Pose>> rigs() {
    return rigs;
  }

  /** Timestamp, then device, to the pose as the file has it. */
  public SortedMap<Long, SortedMap<String, KapturePose>> trajectories() {
    return trajectories;
  }

  /** Ordered by stamp, then camera. */
  public List<CameraRecord> cameraRecords() {
    return cameraRecords;
  }

  /** What was left out on reading, one line each, for the user to see. */
  public List<String> remarks() {
    return remarks;
  }

  /** The full pose of a device at exactly this timestamp, from its own rows only. */
  public Optional<Pose> mapFromDevice(long stampNanos, String device) {
    return Optional.ofNullable(trajectories.get(stampNanos))
        .map(poses -> poses.get(device))
        .flatMap(KapturePose::deviceFromWorld)
        .map(Pose::inverse);
  }

  /** The device whose exposures hold a sensor's records: its top-level rig, or itself. */
  public String deviceOf(String sensor) {
    return tree.top(sensor);
  }

  /** The camera records, grouped by timestamp and device; ordered by stamp, then device. */
  public List<Exposure> exposures() {
    List<Exposure> exposures = new ArrayList<>();
    int start = 0;
    while (start < cameraRecords.size()) {
      long stamp = cameraRecords.get(start).stampNanos();
      int end = start;
      SortedMap<String, List<CameraRecord>> byDevice = new TreeMap<>();
      for (; end < cameraRecords.size() && cameraRecords.get(end).stampNanos() == stamp; end++) {
        CameraRecord record = cameraRecords.get(end);
        byDevice
            .computeIfAbsent(tree.top(record.camera()), device -> new ArrayList<>())
            .add(record);
      }
      byDevice.forEach((device, images) -> exposures.add(new Exposure(stamp, device, images)));
      start = end;
    }
    return Collections.unmodifiableList(exposures);
  }

  /**
   * The cameras of a device by id, nested rigs flattened. The body frame is the top-level rig's, of
   * a lone camera its own. The rig has all cameras of the device, whether or not they have records.
   *
   * @param device the device of an {@link Exposure}
   * @throws SeqlocException when there is no such device, or a camera of it has no calibration
   */
  public Rig rigOf(String device) {
    if (!sensors.containsKey(device) && !rigs.containsKey(device)) {
      throw new SeqlocException("the kapture has no rig or camera '" + device + "'");
    }
    List<Rig.RigCamera> cameras =
        tree.subtree(device).stream()
            .filter(id -> sensors.containsKey(id) && sensors.get(id).isCamera())
            .sorted()
            .map(id -> new Rig.RigCamera(id, calibration(id), deviceFromDevice(id, device)))
            .toList();
    if (cameras.isEmpty()) {
      throw new SeqlocException("'" + device + "' of the kapture has no camera");
    }
    return new Rig(cameras);
  }

  private Pose deviceFromDevice(String id, String device) {
    return id.equals(device)
        ? Pose.IDENTITY
        : tree.deviceFromTop(id).times(tree.deviceFromTop(device).inverse());
  }

  private Camera calibration(String camera) {
    return sensors
        .get(camera)
        .camera()
        .orElseThrow(
            () ->
                new SeqlocException(
                    "camera '"
                        + camera
                        + "' is an UNKNOWN_CAMERA: give it a model and parameters in sensors.txt"));
  }

  /**
   * Where the body of an exposure was, at exactly its timestamp.
   *
   * <p>The pose of the device itself counts first; without one, that of the first device mounted on
   * it that has a full pose, by level and then by id (nested rigs and cameras, with or without an
   * image in this exposure), taken through the rig. So a dataset with a pose per camera gives the
   * pose of its first camera; the others are not averaged in.
   */
  public Optional<Pose> mapFromBody(Exposure exposure) {
    SortedMap<String, KapturePose> poses = trajectories.get(exposure.stampNanos());
    if (poses == null) {
      return Optional.empty();
    }
    for (String id : tree.subtree(exposure.device())) {
      Optional<Pose> mapFromDevice = mapFromDevice(exposure.stampNanos(), id);
      if (mapFromDevice.isPresent()) {
        return id.equals(exposure.device())
            ? mapFromDevice
            : mapFromDevice.map(p -> p.times(deviceFromDevice(id, exposure.device())));
      }
    }
    return Optional.empty();
  }

  /**
   * Collects a dataset. What does not fit is refused with an IllegalArgumentException whose message
   * says why; sensors come first, then rigs, then poses and records.
   */
  public static final class Builder {
    private final SortedMap<String, Sensor> sensors = new TreeMap<>();
    private final SortedMap<String, SortedMap<String, Pose>> rigs = new TreeMap<>();
    private final Map<String, String> mountedOn = new HashMap<>();
    private final SortedMap<Long, SortedMap<String, KapturePose>> trajectories = new TreeMap<>();
    private final SortedMap<Long, SortedMap<String, String>> records = new TreeMap<>();
    private final List<String> remarks = new ArrayList<>();

    private Builder() {}

    public Builder sensor(Sensor sensor) {
      if (sensors.putIfAbsent(sensor.id(), sensor) != null) {
        throw new IllegalArgumentException("sensor '" + sensor.id() + "' is there twice");
      }
      return this;
    }

    /** Adds a rig that mounts nothing yet; one that is there stays as it is. */
    public Builder rig(String rig) {
      KaptureText.checkId(rig, "rig id");
      if (sensors.containsKey(rig)) {
        throw new IllegalArgumentException("rig '" + rig + "' has the id of a sensor: rename one");
      }
      rigs.computeIfAbsent(rig, id -> new TreeMap<>());
      return this;
    }

    /**
     * Mounts a device on a rig, which is added if need be.
     *
     * @param member a sensor, or a rig added before or later
     */
    public Builder mount(String rig, String member, Pose memberFromRig) {
      rig(rig);
      String other = mountedOn.putIfAbsent(member, rig);
      if (other != null) {
        throw new IllegalArgumentException(
            "'" + member + "' is already mounted on rig '" + other + "'");
      }
      rigs.get(rig).put(member, memberFromRig);
      return this;
    }

    /** Adds a pose: deviceFromWorld, as kapture has it. */
    public Builder pose(long stampNanos, String device, KapturePose pose) {
      if (!knows(device)) {
        throw new IllegalArgumentException("'" + device + "' is no sensor and no rig");
      }
      if (trajectories
              .computeIfAbsent(stampNanos, stamp -> new TreeMap<>())
              .putIfAbsent(device, pose)
          != null) {
        throw new IllegalArgumentException(
            "a second pose of '" + device + "' at timestamp " + stampNanos);
      }
      return this;
    }

    /** Adds a pose the way this product names it. */
    public Builder mapFromDevice(long stampNanos, String device, Pose mapFromDevice) {
      return pose(stampNanos, device, KapturePose.ofDeviceFromWorld(mapFromDevice.inverse()));
    }

    public Builder record(CameraRecord record) {
      Sensor sensor = sensors.get(record.camera());
      if (sensor == null) {
        throw new IllegalArgumentException(
            "'" + record.camera() + "' is not in sensors.txt: add its row there");
      }
      if (!sensor.isCamera()) {
        throw new IllegalArgumentException(
            "'" + record.camera() + "' is a " + sensor.type() + ", not a camera");
      }
      if (records
              .computeIfAbsent(record.stampNanos(), stamp -> new TreeMap<>())
              .putIfAbsent(record.camera(), record.imagePath())
          != null) {
        throw new IllegalArgumentException(
            "a second image of '" + record.camera() + "' at timestamp " + record.stampNanos());
      }
      return this;
    }

    /** Notes something that was left out. */
    public Builder remark(String remark) {
      remarks.add(remark);
      return this;
    }

    boolean knows(String device) {
      return sensors.containsKey(device) || rigs.containsKey(device);
    }

    /**
     * @throws IllegalArgumentException when a rig holds what is neither sensor nor rig, or rigs
     *     hold each other in a circle or deeper than ten
     */
    public Kapture build() {
      rigs.forEach(
          (rig, members) ->
              members
                  .keySet()
                  .forEach(
                      member -> {
                        if (!knows(member)) {
                          throw new IllegalArgumentException(
                              "rig '" + rig + "' mounts '" + member + "', no sensor and no rig");
                        }
                      }));
      return new Kapture(this);
    }
  }
}
