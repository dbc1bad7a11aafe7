package org.seqloc.bags.convert;

import geometry_msgs.TransformStamped;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.seqloc.bags.Bag;
import org.seqloc.bags.BagCursor;
import org.seqloc.bags.pose.FrameTree;
import org.seqloc.bags.pose.PoseMessages;
import org.seqloc.bags.pose.UrdfRig;
import org.seqloc.core.SeqlocException;
import tf2_msgs.TFMessage;

/**
 * The transforms of a bag that do not change: those of {@code /tf_static}; those that are repeated
 * on {@code /tf} and always the same, as static transforms were before tf2; the fixed joints of a
 * URDF. Where several join a frame, the first of these counts.
 */
final class FixedFrames {

  private static final String STATIC = "/tf_static";
  private static final String CHANGING = "/tf";
  private static final String DESCRIPTION = "robot_description";

  private final Bag bag;
  private final Map<String, String> types;
  private final ConversionReport report;
  private final Consumer<String> remark;
  private final FrameTree frames = new FrameTree();

  private FixedFrames(
      Bag bag, Map<String, String> types, ConversionReport report, Consumer<String> remark) {
    this.bag = bag;
    this.types = types;
    this.report = report;
    this.remark = remark;
  }

  /**
   * @param remark told what the user should know
   * @throws SeqlocException when the URDF of the options cannot be read
   */
  static FrameTree read(
      Bag bag,
      Map<String, String> types,
      FromBagOptions options,
      ConversionReport report,
      Consumer<String> remark) {
    FixedFrames all = new FixedFrames(bag, types, report, remark);
    all.readStatic();
    all.readRepeated();
    options.urdf().ifPresent(file -> all.add(UrdfRig.read(file), file.toString()));
    types.forEach(
        (topic, type) -> {
          if (type.equals(std_msgs.String._TYPE) && topic.endsWith("/" + DESCRIPTION)) {
            all.readDescription(topic);
          }
        });
    return all.frames;
  }

  private boolean hasTransforms(String topic) {
    return TFMessage._TYPE.equals(types.get(topic));
  }

  private void readStatic() {
    if (!hasTransforms(STATIC)) {
      return;
    }
    TransformTopic.read(
        bag,
        STATIC,
        report.row(STATIC)::leave,
        (transform, parentFromChild, receiptNanos) ->
            frames.put(
                transform.getHeader().getFrameId(), transform.getChildFrameId(), parentFromChild));
    report.row(STATIC).becomes("the mounting of sensors");
    report.row(STATIC).takeOthers();
  }

  private void readRepeated() {
    if (!hasTransforms(CHANGING)) {
      return;
    }
    Map<String, TransformStamped> first = new HashMap<>();
    Set<String> repeated = new HashSet<>();
    Set<String> changing = new HashSet<>();
    TransformTopic.read(
        bag,
        CHANGING,
        report.row(CHANGING)::leave,
        (transform, parentFromChild, receiptNanos) -> {
          String child = FrameTree.bare(transform.getChildFrameId());
          TransformStamped before = first.putIfAbsent(child, transform);
          if (before != null) {
            (isSame(before, transform) ? repeated : changing).add(child);
          }
        });
    repeated.removeAll(changing);
    boolean joined = false;
    for (String child : repeated) {
      TransformStamped transform = first.get(child);
      joined |=
          frames.putIfAbsent(
              transform.getHeader().getFrameId(),
              child,
              PoseMessages.fromTransform(transform.getTransform()));
    }
    if (joined) {
      report.row(CHANGING).becomes("the mounting of sensors");
      report.row(CHANGING).takeOthers();
    }
  }

  private static boolean isSame(TransformStamped a, TransformStamped b) {
    return a.getHeader().getFrameId().equals(b.getHeader().getFrameId())
        && a.getTransform().equals(b.getTransform());
  }

  private void readDescription(String topic) {
    try (BagCursor messages = bag.messages(Set.of(topic))) {
      if (!messages.hasNext()) {
        return;
      }
      String xml = messages.next().decode(std_msgs.String.TYPE).getData();
      add(UrdfRig.parse(xml, bag.path() + ": " + topic), topic);
      report.row(topic).becomes("the mounting of sensors");
      report.row(topic).leave("another description came first", report.row(topic).messages() - 1);
      report.row(topic).takeOthers();
    } catch (SeqlocException e) {
      report.row(topic).leave("no URDF", e.getMessage());
      remark.accept(e.getMessage());
    }
  }

  private void add(UrdfRig urdf, String source) {
    int joined = urdf.addTo(frames);
    remark.accept(source + ": " + joined + " frames are joined by fixed joints");
    urdf.remarks(source).forEach(remark);
  }
}
