package org.seqloc.nodes.localizer;

import diagnostic_msgs.DiagnosticStatus;
import diagnostic_msgs.KeyValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.seqloc.core.localize.Localization;

/**
 * What the node counts and how it feels, as a diagnostic status. Safe for use by several threads.
 */
final class HealthCounters {

  /** So many frames in a row without a measured pose are no hiccup any more. */
  private static final int FRAMES_TO_WARN = 3;

  private final String name;
  private final String hardware;
  private final Map<Localization.Status, Long> frames = new TreeMap<>();
  private final Map<String, Long> badMessages = new TreeMap<>();
  private String lastBadMessage = "";
  private String waitingFor = "";
  private long droppedFrames;
  private long lateImages;
  private long clockJumps;
  private long withoutMeasurement;
  private Localization last;
  private double lastProcessingMs;
  private double lastLatencyMs = Double.NaN;

  /**
   * @param name of the status, "node: part"
   * @param hardware on what it runs: the map and device
   */
  HealthCounters(String name, String hardware) {
    this.name = name;
    this.hardware = hardware;
    for (Localization.Status status : Localization.Status.values()) {
      frames.put(status, 0L);
    }
  }

  synchronized void waitingFor(String what) {
    waitingFor = what;
  }

  /** A message that was skipped. */
  synchronized void badMessage(String topic, String why) {
    badMessages.merge(topic, 1L, Long::sum);
    lastBadMessage = why;
  }

  synchronized void droppedFrame() {
    droppedFrames++;
  }

  synchronized void assembly(long late, long jumps) {
    lateImages = late;
    clockJumps = jumps;
  }

  /**
   * @param processingMs from the frame's being whole to its pose
   * @param latencyMs from the images' stamp to the publication of the pose, NaN when the stamps are
   *     of another clock
   */
  synchronized void frame(Localization localization, double processingMs, double latencyMs) {
    frames.merge(localization.status(), 1L, Long::sum);
    withoutMeasurement =
        localization.status() == Localization.Status.LOCALIZED ? 0 : withoutMeasurement + 1;
    last = localization;
    lastProcessingMs = processingMs;
    lastLatencyMs = latencyMs;
  }

  synchronized DiagnosticStatus status() {
    DiagnosticStatus status = new DiagnosticStatus();
    status.setName(name);
    status.setHardwareId(hardware);
    if (!waitingFor.isEmpty()) {
      status.setLevel(DiagnosticStatus.WARN);
      status.setMessage("waiting for " + waitingFor);
    } else if (last == null) {
      status.setLevel(DiagnosticStatus.WARN);
      status.setMessage("waiting for images");
    } else if (last.status() == Localization.Status.LOST) {
      status.setLevel(DiagnosticStatus.ERROR);
      status.setMessage("lost: " + last.reason());
    } else if (withoutMeasurement >= FRAMES_TO_WARN) {
      status.setLevel(DiagnosticStatus.WARN);
      status.setMessage("predicted for " + withoutMeasurement + " frames: " + last.reason());
    } else {
      status.setLevel(DiagnosticStatus.OK);
      status.setMessage("localized");
    }
    List<KeyValue> values = new ArrayList<>();
    frames.forEach(
        (state, count) ->
            values.add(value("frames " + state.name().toLowerCase(Locale.ROOT), count)));
    values.add(value("frames dropped (too slow)", droppedFrames));
    values.add(value("images late", lateImages));
    values.add(value("clock jumps", clockJumps));
    badMessages.forEach((topic, count) -> values.add(value("bad messages " + topic, count)));
    if (!lastBadMessage.isEmpty()) {
      values.add(value("last bad message", lastBadMessage));
    }
    if (last != null) {
      values.add(value("keypoints", last.features()));
      values.add(value("matches", last.correspondences()));
      values.add(value("inliers", last.inliers()));
      values.add(value("median reprojection error [px]", number(last.medianErrorPx())));
      values.add(value("extraction [ms]", number(last.timings().extractMs())));
      values.add(value("search [ms]", number(last.timings().searchMs())));
      values.add(value("matching [ms]", number(last.timings().matchMs())));
      values.add(value("pose [ms]", number(last.timings().solveMs())));
      values.add(value("processing [ms]", number(lastProcessingMs)));
      values.add(value("latency from image stamp [ms]", number(lastLatencyMs)));
      last.covariance()
          .ifPresent(
              c -> {
                values.add(value("position sigma [m]", number(c.positionSigma())));
                values.add(
                    value("rotation sigma [deg]", number(Math.toDegrees(c.rotationSigma()))));
              });
    }
    status.setValues(values);
    return status;
  }

  /** The counts in one line. */
  synchronized String line() {
    return frames + ", dropped " + droppedFrames + ", bad messages " + badMessages;
  }

  private static String number(double value) {
    return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, "%.3f", value);
  }

  private static KeyValue value(String key, Object value) {
    KeyValue pair = new KeyValue();
    pair.setKey(key);
    pair.setValue(String.valueOf(value));
    return pair;
  }
}
