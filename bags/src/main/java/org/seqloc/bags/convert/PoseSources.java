package org.seqloc.bags.convert;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.seqloc.bags.Bag;
import org.seqloc.bags.BagCursor;
import org.seqloc.bags.BagMessage;
import org.seqloc.bags.pose.FrameTree;
import org.seqloc.core.SeqlocException;
import org.seqloc.core.geometry.PoseTrack;
import tf2_msgs.TFMessage;

/** The topics of a bag that tell where the vehicle is, of which the best one is read. */
final class PoseSources {

  private static final String TRANSFORMS = "/tf";

  /** Frames that stand still, where none is named: REP-105's, and what simulators have. */
  private static final List<String> WORLD_FRAMES = List.of("map", "odom", "world");

  private final Bag bag;
  private final Map<String, String> types;
  private final FrameTree frames;
  private final FromBagOptions options;
  private final String baseFrame;
  private final ConversionReport report;
  private final Consumer<String> remark;
  private final Map<String, Long> counts;
  private final Map<String, Long> taken = new HashMap<>();

  /**
   * @param frames the transforms that do not change
   * @param baseFrame the frame whose poses are wanted
   * @param remark told what the user should know
   */
  PoseSources(
      Bag bag,
      Map<String, String> types,
      FrameTree frames,
      FromBagOptions options,
      String baseFrame,
      ConversionReport report,
      Consumer<String> remark) {
    this.bag = bag;
    this.types = types;
    this.frames = frames;
    this.options = options;
    this.baseFrame = baseFrame;
    this.report = report;
    this.remark = remark;
    this.counts = bag.messageCounts();
  }

  /**
   * Reads all poses of the chosen source, or of the best there is; empty when there is none.
   *
   * @throws SeqlocException when the chosen source is not in the bag, or its frames are not joined
   */
  Optional<RecordedPoses> read() {
    List<String> topics =
        types.keySet().stream()
            .filter(t -> PoseTopic.TYPES.contains(types.get(t)))
            .filter(t -> counts.getOrDefault(t, 0L) > 0)
            .toList();
    Optional<String> wanted = options.poses().topic();
    if (wanted.isPresent() && !topics.contains(wanted.get()) && !hasTransforms(wanted.get())) {
      throw new SeqlocException(
          bag.path() + ": no poses on " + wanted.get() + "; topics of poses: " + topics);
    }
    List<String> candidates = wanted.map(List::of).orElseGet(() -> candidates(topics));
    String source = "";
    PoseTrack best = new PoseTrack();
    for (String topic : candidates) {
      PoseTrack track = hasTransforms(topic) ? readTransforms(topic) : readTopic(topic);
      if (source.isEmpty() || track.size() > best.size()) {
        source = topic;
        best = track;
      }
      if (track.size() > 1) {
        break;
      }
    }
    if (best.isEmpty() && wanted.isEmpty()) {
      remark.accept(
          (candidates.isEmpty() ? "no topic of poses" : "no poses on " + candidates)
              + ": the kapture has no trajectory");
      return Optional.empty();
    }
    if (wanted.isEmpty() && topics.size() > 1 && !source.equals(RigBagWriter.GROUND_TRUTH_TOPIC)) {
      remark.accept(
          "of the topics of poses "
              + topics
              + " "
              + source
              + " is taken; --poses TOPIC chooses another");
    }
    ConversionReport.Row row = report.row(source);
    row.becomes(row.became().isEmpty() ? "the trajectory" : row.became() + ", the trajectory");
    if (taken.containsKey(source)) {
      row.take(taken.get(source));
    } else {
      row.takeOthers();
    }
    remark.accept(best.size() + " poses from " + source);
    return Optional.of(new RecordedPoses(best, options));
  }

  private boolean hasTransforms(String topic) {
    return TFMessage._TYPE.equals(types.get(topic));
  }

  /** The best first. */
  private List<String> candidates(List<String> topics) {
    if (topics.contains(RigBagWriter.GROUND_TRUTH_TOPIC)) {
      return List.of(RigBagWriter.GROUND_TRUTH_TOPIC);
    }
    List<String> candidates =
        new ArrayList<>(topics.stream().filter(PoseSources::isVehicle).toList());
    if (candidates.size() > 1) {
      Map<String, Long> covered = coveredNanos(candidates);
      long most = Collections.max(covered.values());
      // What is known for most of the time first: a detector of tags has poses, too.
      candidates.sort(
          Comparator.comparing((String t) -> covered.get(t) < most - most / 10)
              .thenComparing(t -> counts.get(t) == 1)
              .thenComparingInt(t -> PoseTopic.TYPES.indexOf(types.get(t)))
              .thenComparingLong(t -> -counts.get(t))
              .thenComparing(t -> t));
    }
    if (hasTransforms(TRANSFORMS)) {
      candidates.add(TRANSFORMS);
    }
    return candidates;
  }

  /** Not where the vehicle is to go, or where a user says that it starts. */
  private static boolean isVehicle(String topic) {
    return !topic.contains("goal") && !topic.endsWith("initialpose");
  }

  /** For how long each topic tells the pose of the base, larger gaps not counted. */
  private Map<String, Long> coveredNanos(List<String> topics) {
    Map<String, PoseTopic> readers = new HashMap<>();
    Map<String, Long> covered = new HashMap<>();
    for (String topic : topics) {
      readers.put(topic, reader(topic));
      covered.put(topic, 0L);
    }
    Map<String, Long> last = new HashMap<>();
    ConversionReport.Row uncounted = new ConversionReport().add("", "", 0);
    try (BagCursor messages = bag.messages(Set.copyOf(topics))) {
      while (messages.hasNext()) {
        BagMessage message = messages.next();
        String topic = message.connection().topic();
        readers
            .get(topic)
            .read(message, uncounted)
            .ifPresent(
                pose -> {
                  Long before = last.put(topic, pose.stampNanos());
                  long gap = before == null ? 0 : pose.stampNanos() - before;
                  if (gap > 0 && gap <= options.poses().maxGapNanos()) {
                    covered.merge(topic, gap, Long::sum);
                  }
                });
      }
    }
    return covered;
  }

  private PoseTopic reader(String topic) {
    return new PoseTopic(topic, types.get(topic), frames, baseFrame, options);
  }

  private PoseTrack readTopic(String topic) {
    PoseTrack track = new PoseTrack();
    PoseTopic reader = reader(topic);
    try (BagCursor messages = bag.messages(Set.of(topic))) {
      while (messages.hasNext()) {
        reader
            .read(messages.next(), report.row(topic))
            .ifPresent(
                pose -> {
                  track.put(pose.stampNanos(), pose.worldFromBase());
                  taken.merge(topic, 1L, Long::sum);
                });
      }
    }
    reader.remark().ifPresent(remark);
    return track;
  }

  /** The poses in the first frame in which there mostly are some, else in that which has most. */
  private PoseTrack readTransforms(String topic) {
    List<String> worlds = options.poses().worldFrame().map(List::of).orElse(WORLD_FRAMES);
    List<SeqlocException> failures = new ArrayList<>();
    String bestWorld = "";
    PoseTrack best = new PoseTrack();
    for (String world : worlds) {
      try {
        TransformPoses.Joined joined =
            new TransformPoses(bag, topic, frames, world, baseFrame, options).read();
        if (bestWorld.isEmpty() || joined.worldFromBase().size() > best.size()) {
          bestWorld = world;
          best = joined.worldFromBase();
        }
        if (joined.mostly()) {
          break;
        }
        remark.accept(
            String.format(
                "%s joins %s and %s at %d of %d moments only; --max-pose-gap SEC takes transforms"
                    + " further apart",
                topic, world, baseFrame, joined.worldFromBase().size(), joined.moments()));
      } catch (SeqlocException e) {
        failures.add(e);
      }
    }
    if (!bestWorld.isEmpty()) {
      remark.accept("the poses are those in " + bestWorld + "; --world-frame names another frame");
    } else if (options.poses().topic().isPresent() || options.poses().worldFrame().isPresent()) {
      throw failures.get(0);
    } else {
      remark.accept("no poses: " + failures.get(0).getMessage());
    }
    return best;
  }
}
