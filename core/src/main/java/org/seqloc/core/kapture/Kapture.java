package org.seqloc.core.kapture;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.seqloc.core.SeqlocException;
import org.seqloc.core.geometry.Pose;
import org.seqloc.core.geometry.Rig;
import org.seqloc.core.geometry.Vector3;

/**
 * The sensors part of a kapture dataset in memory, without its pixels: sensors, rigs, trajectories
 * and records. Immutable; made by {@link KaptureReader} or by {@link #builder}.
 *
 * <p>Poses and records lie in columns, see {@link Trajectories} and {@link RecordTable} for their
 * sizes: a million images with a pose each take about 130 MB. The lists and maps given out are
 * views that make their elements as they are looked at.
 */
public final class Kapture {

  private final SortedMap<String, Sensor> sensors;
  private final SortedMap<String, SortedMap<String, Pose>> rigs;
  private final SortedMap<String, SortedMap<String, double[]>> rigRows;
  private final Trajectories poses;
  private final Map<RecordKind, RecordTable> records = new EnumMap<>(RecordKind.class);
  private final SortedMap<String, VerbatimTable> otherRecords;
  private final List<String> remarks;
  private final RigTree tree;

  private Kapture(Builder b) {
    sensors = Collections.unmodifiableSortedMap(new TreeMap<>(b.sensors));
    rigs = frozen(b.rigs);
    rigRows = frozen(b.rigRows);
    tree = new RigTree(rigs);
    poses = b.poses.build();
    b.records.forEach((kind, table) -> records.put(kind, table.build()));
    otherRecords = Collections.unmodifiableSortedMap(new TreeMap<>(b.otherRecords));
    remarks = List.copyOf(b.remarks);
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

  /**
   * Rig id, then the id of the sensor or rig mounted on it, to sensorFromRig. A device whose pose
   * on its rig is left blank in the file, in part or all, is not among these.
   */
  public SortedMap<String, SortedMap<String, Pose>> rigs() {
    return rigs;
  }

  /**
   * The rows of rigs.txt: rig id, then the mounted device, to qw, qx, qy, qz, tx, ty, tz as the
   * file has them; NaN where blank.
   */
  SortedMap<String, SortedMap<String, double[]>> rigRows() {
    return rigRows;
  }

  /** The rows of trajectories.txt. */
  public Trajectories poses() {
    return poses;
  }

  /** {@link #poses} by timestamp, then device. */
  public SortedMap<Long, SortedMap<String, KapturePose>> trajectories() {
    return StampMap.of(poses);
  }

  /** The records of a kind; an empty table when there are none. */
  public RecordTable records(RecordKind kind) {
    RecordTable table = records.get(kind);
    return table == null ? new RecordTable.Builder(kind).build() : table;
  }

  /** Whether there is a table of this kind, be it empty. */
  boolean hasTable(RecordKind kind) {
    return records.containsKey(kind);
  }

  /** Tables of records of other kinds, by the name of their file. */
  public SortedMap<String, VerbatimTable> otherRecords() {
    return otherRecords;
  }

  /** Ordered by stamp, then camera; made as they are looked at. */
  public List<CameraRecord> cameraRecords() {
    return new Exposures.Cameras(records(RecordKind.CAMERA));
  }

  /** What was left out on reading, one line each, for the user to see. */
  public List<String> remarks() {
    return remarks;
  }

  /** The full pose of a device at exactly this timestamp, from its own rows only. */
  public Optional<Pose> mapFromDevice(long stampNanos, String device) {
    return poses.at(stampNanos, device).flatMap(KapturePose::deviceFromWorld).map(Pose::inverse);
  }

  /** The device whose exposures hold a sensor's records: its top-level rig, or itself. */
  public String deviceOf(String sensor) {
    return tree.top(sensor);
  }

  /** Takes points of the other device's frame to the device's; both have the same top-level rig. */
  public Pose deviceFromDevice(String device, String other) {
    return tree.deviceFromDevice(device, other);
  }

  /** The device itself, then all that is mounted on it, with or without a pose there. */
  List<String> devicesOf(String device) {
    return RigTree.subtree(device, rigRows);
  }

  /**
   * The camera records, grouped by timestamp and device; ordered by stamp, then device; made as
   * they are looked at.
   */
  public List<Exposure> exposures() {
    return Exposures.of(records(RecordKind.CAMERA), tree::top);
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
            .map(
                id ->
                    new Rig.RigCamera(
                        id, sensors.get(id).requireCamera(), tree.deviceFromDevice(id, device)))
            .toList();
    if (cameras.isEmpty()) {
      throw new SeqlocException("'" + device + "' of the kapture has no camera");
    }
    return new Rig(cameras);
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
    for (String id : tree.subtree(exposure.device())) {
      Optional<Pose> mapFromDevice = mapFromDevice(exposure.stampNanos(), id);
      if (mapFromDevice.isPresent()) {
        return id.equals(exposure.device())
            ? mapFromDevice
            : mapFromDevice.map(p -> p.times(tree.deviceFromDevice(id, exposure.device())));
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
    private final SortedMap<String, SortedMap<String, double[]>> rigRows = new TreeMap<>();
    private final Map<String, String> mountedOn = new HashMap<>();
    private final Trajectories.Builder poses = new Trajectories.Builder();
    private final Map<RecordKind, RecordTable.Builder> records = new EnumMap<>(RecordKind.class);
    private final SortedMap<String, VerbatimTable> otherRecords = new TreeMap<>();
    private final List<String> remarks = new ArrayList<>();

    private Builder() {}

    public Builder sensor(Sensor sensor) {
      if (rigs.containsKey(sensor.id())) {
        throw new IllegalArgumentException(
            "sensor '" + sensor.id() + "' has the id of a rig: rename one");
      }
      if (sensors.putIfAbsent(sensor.id(), sensor) != null) {
        throw new IllegalArgumentException("sensor '" + sensor.id() + "' is there twice");
      }
      return this;
    }

    /** Adds a rig that mounts nothing yet, but will; one that is there stays as it is. */
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
      return mount(rig, member, Trajectories.columns(KapturePose.ofDeviceFromWorld(memberFromRig)));
    }

    /** The same with the numbers that the file has: not quite a rotation's, or NaN for blank. */
    Builder mount(String rig, String member, double[] columns) {
      rig(rig);
      String other = mountedOn.putIfAbsent(member, rig);
      if (other != null) {
        throw new IllegalArgumentException(
            "'" + member + "' is already mounted on rig '" + other + "'");
      }
      rigRows.computeIfAbsent(rig, id -> new TreeMap<>()).put(member, columns.clone());
      Trajectories.pose(columns)
          .deviceFromWorld()
          .ifPresent(memberFromRig -> rigs.get(rig).put(member, memberFromRig));
      return this;
    }

    /**
     * Adds a pose: deviceFromWorld, as kapture has it. A second one of the same device and
     * timestamp is refused here or by {@link #build}.
     */
    public Builder pose(long stampNanos, String device, KapturePose pose) {
      return pose(0, stampNanos, device, Trajectories.columns(pose));
    }

    Builder pose(int line, long stampNanos, String device, double[] columns) {
      if (!knows(device)) {
        throw new IllegalArgumentException("'" + device + "' is no sensor and no rig");
      }
      poses.add(line, stampNanos, device, columns);
      return this;
    }

    /** Adds a pose the way this product names it. */
    public Builder mapFromDevice(long stampNanos, String device, Pose mapFromDevice) {
      return pose(stampNanos, device, KapturePose.ofDeviceFromWorld(mapFromDevice.inverse()));
    }

    public Builder record(CameraRecord record) {
      return record(
          RecordKind.CAMERA, record.stampNanos(), record.camera(), List.of(record.imagePath()));
    }

    /**
     * Adds a record. A second one of the same sensor and timestamp (of signals: the same sender
     * too) is refused here or by {@link #build}.
     *
     * @param values one for each of {@link RecordKind#columnNames}, as they are to stand in the
     *     file
     */
    public Builder record(RecordKind kind, long stampNanos, String sensor, List<String> values) {
      return record(kind, 0, stampNanos, sensor, values);
    }

    Builder record(RecordKind kind, int line, long stamp, String sensor, List<String> values) {
      Sensor known = sensors.get(sensor);
      if (known == null) {
        throw new IllegalArgumentException(
            "'" + sensor + "' is not in sensors.txt: add its row there");
      }
      if (!kind.accepts(known)) {
        throw new IllegalArgumentException(
            "'" + sensor + "' is a " + known.type() + ", not a " + kind.label());
      }
      table(kind).add(line, stamp, sensor, values);
      return this;
    }

    /** Adds the table of this kind, be it left empty. */
    RecordTable.Builder table(RecordKind kind) {
      return records.computeIfAbsent(kind, RecordTable.Builder::new);
    }

    /** Adds the file of a depth map, in sensors/records_data. */
    public Builder depth(long stampNanos, String sensor, String path) {
      return record(RecordKind.DEPTH, stampNanos, sensor, List.of(path));
    }

    /**
     * Adds a position, see {@link RecordKind#GNSS}.
     *
     * @param utcSeconds 0 when not known
     * @param dop dilution of precision, 0 when not known
     */
    public Builder gnss(
        long stampNanos, String sensor, double x, double y, double z, long utcSeconds, double dop) {
      return record(
          RecordKind.GNSS,
          stampNanos,
          sensor,
          List.of(
              Double.toString(x),
              Double.toString(y),
              Double.toString(z),
              Long.toString(utcSeconds),
              Double.toString(dop)));
    }

    /** Adds an acceleration in m/s^2. */
    public Builder accelerometer(long stampNanos, String sensor, Vector3 acceleration) {
      return vector(RecordKind.ACCELEROMETER, stampNanos, sensor, acceleration);
    }

    /** Adds an angular velocity in rad/s. */
    public Builder gyroscope(long stampNanos, String sensor, Vector3 angularVelocity) {
      return vector(RecordKind.GYROSCOPE, stampNanos, sensor, angularVelocity);
    }

    private Builder vector(RecordKind kind, long stamp, String sensor, Vector3 v) {
      return record(
          kind,
          stamp,
          sensor,
          List.of(Double.toString(v.x()), Double.toString(v.y()), Double.toString(v.z())));
    }

    Builder other(VerbatimTable table) {
      otherRecords.put(table.fileName(), table);
      return this;
    }

    /** Notes something that was left out. */
    public Builder remark(String remark) {
      remarks.add(remark);
      return this;
    }

    /** The sensor of this id, when it was added. */
    Optional<Sensor> added(String id) {
      return Optional.ofNullable(sensors.get(id));
    }

    /** Whether a device is mounted on a rig, with exactly these numbers. */
    boolean isMounted(String rig, String member, double[] columns) {
      return rigRows.containsKey(rig) && Arrays.equals(rigRows.get(rig).get(member), columns);
    }

    boolean accepts(RecordKind kind, String sensor) {
      Sensor known = sensors.get(sensor);
      return known != null && kind.accepts(known);
    }

    boolean knows(String device) {
      return sensors.containsKey(device) || rigs.containsKey(device);
    }

    /**
     * @throws IllegalArgumentException when a rig holds nothing, or what is neither sensor nor rig,
     *     rigs hold each other in a circle or deeper than ten, or there are two rows of one key
     */
    public Kapture build() {
      for (String rig : rigs.keySet()) {
        if (!rigRows.containsKey(rig)) {
          throw new IllegalArgumentException(
              "rig '" + rig + "' mounts nothing: rigs.txt has no row for it");
        }
      }
      rigRows.forEach(
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
