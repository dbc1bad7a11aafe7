package org.seqloc.bags.pose;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.seqloc.core.SeqlocException;
import org.seqloc.core.geometry.Pose;

/**
 * How the parts of a robot are joined, from its description in URDF (ROS's {@code
 * robot_description}): the fixed joints. Movable joints have no pose without the robot's state and
 * are only named.
 *
 * @see <a href="https://wiki.ros.org/urdf/XML/joint">URDF joints</a>
 */
public final class UrdfRig {

  /** Descriptions with their meshes inlined are smaller. */
  static final int MAX_CHARS = 1 << 24;

  /**
   * A joint that does not move.
   *
   * @param parent a link, whose frame has the same name
   * @param child a link
   */
  public record FixedJoint(String name, String parent, String child, Pose parentFromChild) {}

  private final List<FixedJoint> fixedJoints;
  private final List<String> movableJoints;

  UrdfRig(List<FixedJoint> fixedJoints, List<String> movableJoints) {
    this.fixedJoints = List.copyOf(fixedJoints);
    this.movableJoints = List.copyOf(movableJoints);
  }

  /**
   * Reads a file.
   *
   * @throws SeqlocException as {@link #parse}
   */
  public static UrdfRig read(Path file) {
    try {
      if (Files.size(file) > MAX_CHARS) {
        throw new SeqlocException(
            file + " has " + Files.size(file) + " bytes: give the robot's description in URDF");
      }
      return parse(Files.readString(file, StandardCharsets.UTF_8), file.toString());
    } catch (IOException e) {
      throw new SeqlocException("cannot read " + file + " as text in UTF-8: " + e, e);
    }
  }

  /**
   * Reads a description, as the topic robot_description of ROS 2 has it.
   *
   * @param source what errors call it: the file or topic
   * @throws SeqlocException when it is no URDF, has a document type or entities of its own, or is
   *     in xacro, from which URDF is made
   */
  public static UrdfRig parse(String xml, String source) {
    if (xml.length() > MAX_CHARS) {
      throw new SeqlocException(
          source + " has " + xml.length() + " characters: give the robot's description in URDF");
    }
    return new UrdfReader(source).read(xml);
  }

  /** In the order of the description. */
  public List<FixedJoint> fixedJoints() {
    return fixedJoints;
  }

  /** The names of all other joints, in the order of the description. */
  public List<String> movableJoints() {
    return movableJoints;
  }

  /**
   * Joins frames by the fixed joints, where they are not joined yet: what was recorded, as on
   * /tf_static, is nearer to the truth than a drawing.
   *
   * @return how many were joined
   */
  public int addTo(FrameTree frames) {
    int added = 0;
    for (FixedJoint joint : fixedJoints) {
      added += frames.putIfAbsent(joint.parent(), joint.child(), joint.parentFromChild()) ? 1 : 0;
    }
    return added;
  }

  /** What the user should know, one line each. */
  public List<String> remarks(String source) {
    List<String> remarks = new ArrayList<>();
    if (!movableJoints.isEmpty()) {
      remarks.add(
          source
              + ": joints that move, whose links are not joined: "
              + String.join(", ", movableJoints.subList(0, Math.min(5, movableJoints.size())))
              + (movableJoints.size() > 5 ? " and " + (movableJoints.size() - 5) + " more" : ""));
    }
    return remarks;
  }
}
