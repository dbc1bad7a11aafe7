package org.seqloc.bags.pose;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.seqloc.core.SeqlocException;
import org.seqloc.core.geometry.Pose;
import org.seqloc.core.geometry.Quaternion;
import org.seqloc.core.geometry.Vector3;

/** Reads URDF as it streams by; nothing outside of the text is looked at. */
final class UrdfReader {

  private static final int MAX_DEPTH = 100;
  private static final int MAX_JOINTS = 10_000;

  /** The elements that stand in robot, and those in a joint there. */
  private static final int JOINT_DEPTH = 2;

  private static final int IN_JOINT_DEPTH = 3;

  private final String source;
  private final List<UrdfRig.FixedJoint> fixedJoints = new ArrayList<>();
  private final List<String> movableJoints = new ArrayList<>();
  private final Map<String, String> jointOfChild = new HashMap<>();

  /** A joint of which the end is not yet read. */
  private static final class OpenJoint {
    private final String name;
    private final String type;
    private String parent = "";
    private String child = "";
    private Pose parentFromChild = Pose.IDENTITY;

    private OpenJoint(String name, String type) {
      this.name = name;
      this.type = type;
    }
  }

  UrdfReader(String source) {
    this.source = source;
  }

  UrdfRig read(String xml) {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
    try {
      // A description on a topic may begin with the line end of a launch file's text block.
      XMLStreamReader reader = factory.createXMLStreamReader(new StringReader(xml.strip()));
      try {
        read(reader);
      } finally {
        reader.close();
      }
    } catch (XMLStreamException e) {
      String what = e.getMessage() == null ? "" : e.getMessage().replaceAll("\\s+", " ");
      throw new SeqlocException(
          source + " is no well-formed XML: " + what + "; check it with check_urdf", e);
    }
    return new UrdfRig(fixedJoints, movableJoints);
  }

  private void read(XMLStreamReader reader) throws XMLStreamException {
    int depth = 0;
    Optional<OpenJoint> joint = Optional.empty();
    while (reader.hasNext()) {
      switch (reader.next()) {
        case XMLStreamConstants.DTD, XMLStreamConstants.ENTITY_REFERENCE ->
            throw error(reader, "has a document type or entities of its own: take them out");
        case XMLStreamConstants.START_ELEMENT -> {
          depth++;
          checkElement(reader, depth);
          String name = reader.getLocalName();
          if (depth == JOINT_DEPTH && name.equals("joint")) {
            joint =
                Optional.of(new OpenJoint(attribute(reader, "name"), attribute(reader, "type")));
          } else if (depth == IN_JOINT_DEPTH && joint.isPresent()) {
            readPart(reader, name, joint.get());
          }
        }
        case XMLStreamConstants.END_ELEMENT -> {
          if (depth == JOINT_DEPTH && joint.isPresent()) {
            add(reader, joint.get());
            joint = Optional.empty();
          }
          depth--;
        }
        default -> {
          // Text and comments say nothing about joints.
        }
      }
    }
  }

  private void checkElement(XMLStreamReader reader, int depth) {
    if ("xacro".equals(reader.getPrefix())) {
      throw xacro();
    }
    if (depth == 1 && !reader.getLocalName().equals("robot")) {
      throw error(
          reader,
          "is no URDF: its root is " + reader.getLocalName() + " instead of robot; give a URDF");
    }
    if (depth > MAX_DEPTH) {
      throw error(reader, "nests deeper than " + MAX_DEPTH + " elements: this is no URDF");
    }
  }

  private void readPart(XMLStreamReader reader, String name, OpenJoint joint) {
    switch (name) {
      case "parent" -> joint.parent = attribute(reader, "link");
      case "child" -> joint.child = attribute(reader, "link");
      case "origin" -> joint.parentFromChild = origin(reader);
      default -> {
        // Axis, limits, dynamics: of joints that move.
      }
    }
  }

  private void add(XMLStreamReader reader, OpenJoint joint) {
    if (!joint.type.equals("fixed")) {
      movableJoints.add(joint.name);
      return;
    }
    if (joint.parent.isEmpty() || joint.child.isEmpty()) {
      throw error(
          reader, "joint '" + joint.name + "' lacks its parent or child link; name both there");
    }
    String other = jointOfChild.putIfAbsent(joint.child, joint.name);
    if (other != null) {
      throw error(
          reader,
          String.format(
              "link '%s' is the child of two joints, '%s' and '%s'; take one out",
              joint.child, other, joint.name));
    }
    if (fixedJoints.size() == MAX_JOINTS) {
      throw error(reader, "has more than " + MAX_JOINTS + " joints: this is no vehicle");
    }
    fixedJoints.add(
        new UrdfRig.FixedJoint(joint.name, joint.parent, joint.child, joint.parentFromChild));
  }

  /** xyz in metres; rpy in radians about fixed axes, x first; or a quaternion. */
  private Pose origin(XMLStreamReader reader) {
    double[] xyz = numbers(reader, "xyz", 3);
    String quaternion = attribute(reader, "quat_xyzw");
    Quaternion rotation;
    if (quaternion.isEmpty()) {
      double[] rpy = numbers(reader, "rpy", 3);
      rotation = Quaternion.ofRollPitchYaw(rpy[0], rpy[1], rpy[2]);
    } else {
      double[] q = numbers(reader, "quat_xyzw", 4);
      try {
        rotation = new Quaternion(q[3], q[0], q[1], q[2]);
      } catch (IllegalArgumentException e) {
        throw new SeqlocException(at(reader) + "quat_xyzw is no rotation: " + quaternion, e);
      }
    }
    return new Pose(rotation, new Vector3(xyz[0], xyz[1], xyz[2]));
  }

  /** Zeros for an attribute that is not there. */
  private double[] numbers(XMLStreamReader reader, String name, int count) {
    String text = attribute(reader, name).strip();
    double[] numbers = new double[count];
    if (text.isEmpty()) {
      return numbers;
    }
    if (text.contains("${") || text.contains("$(")) {
      throw xacro();
    }
    String[] words = text.split("\\s+", -1);
    boolean valid = words.length == count;
    for (int i = 0; valid && i < count; i++) {
      try {
        numbers[i] = Double.parseDouble(words[i]);
      } catch (NumberFormatException e) {
        numbers[i] = Double.NaN;
      }
      valid = Double.isFinite(numbers[i]);
    }
    if (!valid) {
      throw error(reader, name + " is not " + count + " numbers: '" + shown(text) + "'");
    }
    return numbers;
  }

  private static String attribute(XMLStreamReader reader, String name) {
    String value = reader.getAttributeValue(null, name);
    return value == null ? "" : value;
  }

  private SeqlocException xacro() {
    return new SeqlocException(
        source + " is in xacro, from which URDF is made: give what `xacro FILE` prints");
  }

  private SeqlocException error(XMLStreamReader reader, String what) {
    return new SeqlocException(at(reader) + what);
  }

  private String at(XMLStreamReader reader) {
    return source + ", line " + reader.getLocation().getLineNumber() + ": ";
  }

  private static String shown(String text) {
    String start = text.length() > 60 ? text.substring(0, 60) + "..." : text;
    return start.replaceAll("\\p{Cntrl}", "?");
  }
}
