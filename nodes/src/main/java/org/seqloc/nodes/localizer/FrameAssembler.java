package org.seqloc.nodes.localizer;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.seqloc.core.geometry.Pose;
import org.seqloc.core.sequence.Odometry;
import org.seqloc.core.sequence.OdometryBuffer;

/**
 * Puts the images of one exposure together and adds the odometry of that moment.
 *
 * <p>Images belong together when their stamps differ by no more than the tolerance. A frame is
 * ready when all cameras and the odometry are there, or when it has waited long enough; frames come
 * out in stamp order, and an image older than the last frame is counted and dropped. Time is what
 * the caller says: receipt times of a bag when replayed, so that a replay gives the same frames on
 * any machine, the node's clock when live. Stamps that jump far back start anew.
 *
 * <p>Not safe for use by several threads at once.
 */
public final class FrameAssembler {

  /** More exposures than this under way at once: the oldest is let go as it is. */
  private static final int MAX_PENDING = 8;

  /** An image that is older than the last frame by more than this is not late: time began anew. */
  private static final long JUMP_NANOS = 5_000_000_000L;

  /**
   * @param syncToleranceNanos stamps of one exposure differ by at most this
   * @param maxWaitNanos how long a frame waits for missing cameras and odometry, on the caller's
   *     clock
   * @param odometry whether odometry is expected at all
   */
  public record Options(long syncToleranceNanos, long maxWaitNanos, boolean odometry) {}

  private static final class Pending {
    final long arrivalNanos;
    final Map<Integer, RigFrame.Decoder> images = new TreeMap<>();

    Pending(long arrivalNanos) {
      this.arrivalNanos = arrivalNanos;
    }
  }

  private final int cameras;
  private final Options options;
  private final OdometryBuffer odometry;
  private final TreeMap<Long, Pending> pending = new TreeMap<>();
  private long lastReleasedNanos = Long.MIN_VALUE;
  private long lastOdometryNanos = Long.MIN_VALUE;
  private long lateImages;
  private long clockJumps;
  private boolean jumped;

  /**
   * @param cameras the number of cameras that a whole frame has
   */
  public FrameAssembler(int cameras, Options options, OdometryBuffer odometry) {
    this.cameras = cameras;
    this.options = options;
    this.odometry = odometry;
  }

  public void addOdometry(Odometry measured) {
    odometry.add(measured);
    lastOdometryNanos = Math.max(lastOdometryNanos, measured.stampNanos());
  }

  public void addImage(int camera, long stampNanos, RigFrame.Decoder decoder, long nowNanos) {
    long tolerance = options.syncToleranceNanos();
    if (lastReleasedNanos != Long.MIN_VALUE && stampNanos < lastReleasedNanos - JUMP_NANOS) {
      startAnew();
    }
    if (lastReleasedNanos != Long.MIN_VALUE && stampNanos <= lastReleasedNanos + tolerance) {
      lateImages++;
      return;
    }
    Map.Entry<Long, Pending> near = nearest(stampNanos);
    if (near == null || near.getValue().images.containsKey(camera)) {
      Pending fresh = new Pending(nowNanos);
      pending.put(stampNanos, fresh);
      fresh.images.put(camera, decoder);
    } else {
      near.getValue().images.put(camera, decoder);
    }
  }

  private void startAnew() {
    pending.clear();
    odometry.clear();
    lastReleasedNanos = Long.MIN_VALUE;
    lastOdometryNanos = Long.MIN_VALUE;
    clockJumps++;
    jumped = true;
  }

  /** The frames that are ready, in stamp order. */
  public List<RigFrame> ready(long nowNanos) {
    List<RigFrame> frames = new ArrayList<>();
    while (!pending.isEmpty()) {
      Map.Entry<Long, Pending> oldest = pending.firstEntry();
      boolean waited =
          nowNanos - oldest.getValue().arrivalNanos >= options.maxWaitNanos()
              || pending.size() > MAX_PENDING;
      boolean whole =
          oldest.getValue().images.size() == cameras
              && (!options.odometry() || lastOdometryNanos >= oldest.getKey());
      if (!waited && !whole) {
        break;
      }
      frames.add(release());
    }
    return frames;
  }

  /** What is left when nothing more comes. */
  public List<RigFrame> drain() {
    List<RigFrame> frames = new ArrayList<>();
    while (!pending.isEmpty()) {
      frames.add(release());
    }
    return frames;
  }

  /** Images that came after their frame had been let go. */
  public long lateImages() {
    return lateImages;
  }

  /** How often the stamps jumped back. */
  public long clockJumps() {
    return clockJumps;
  }

  private RigFrame release() {
    Map.Entry<Long, Pending> oldest = pending.pollFirstEntry();
    lastReleasedNanos = oldest.getKey();
    Optional<Pose> odomFromBody = odometry.at(oldest.getKey());
    boolean afterJump = jumped;
    jumped = false;
    return new RigFrame(
        oldest.getKey(),
        oldest.getValue().images.entrySet().stream()
            .map(e -> new RigFrame.PendingImage(e.getKey(), e.getValue()))
            .toList(),
        odomFromBody,
        afterJump);
  }

  private Map.Entry<Long, Pending> nearest(long stampNanos) {
    return pending
        .subMap(
            stampNanos - options.syncToleranceNanos(),
            true,
            stampNanos + options.syncToleranceNanos(),
            true)
        .entrySet()
        .stream()
        .min(
            Comparator.<Map.Entry<Long, Pending>>comparingLong(
                    e -> Math.abs(e.getKey() - stampNanos))
                .thenComparing(Map.Entry::getKey))
        .orElse(null);
  }
}
