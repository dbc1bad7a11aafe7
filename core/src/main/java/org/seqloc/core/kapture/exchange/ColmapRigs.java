package org.seqloc.core.kapture.exchange;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.seqloc.core.SeqlocException;
import org.seqloc.core.geometry.Pose;
import org.seqloc.core.geometry.Quaternion;
import org.seqloc.core.geometry.Vector3;

/**
 * Rigs as COLMAP is told of them: the rig_config.json of version 3.12 and later, and the older file
 * of its rig bundle adjuster, which names cameras by number.
 *
 * @see <a href="https://colmap.github.io/rigs.html">COLMAP: rig support</a>
 */
final class ColmapRigs {

  /**
   * A camera of a rig.
   *
   * @param prefix what the names of its images start with; what follows names the moment
   * @param camera COLMAP's number of it, when the file tells
   * @param cameraFromRig the rig's frame is that of its reference
   */
  record Member(
      String prefix, OptionalInt camera, boolean isReference, Optional<Pose> cameraFromRig) {}

  private ColmapRigs() {}

  /** Each rig with its cameras; the reference of each is there. */
  static List<List<Member>> read(Path file) {
    JsonNode root = ImportFiles.json(file);
    if (!root.isArray()) {
      throw new SeqlocException(file + ": not an array of rigs");
    }
    List<List<Member>> rigs = new ArrayList<>();
    for (int r = 0; r < root.size(); r++) {
      String where = file + ", rig " + r;
      JsonNode rig = root.get(r);
      List<Member> members = new ArrayList<>();
      int references = 0;
      for (JsonNode node : rig.path("cameras")) {
        Member member = member(node, rig.path("ref_camera_id"), where);
        members.add(member);
        references += member.isReference() ? 1 : 0;
      }
      if (references != 1) {
        throw new SeqlocException(
            where + ": " + references + " reference cameras, expected one (ref_sensor)");
      }
      rigs.add(members);
    }
    return rigs;
  }

  private static Member member(JsonNode node, JsonNode referenceId, String where) {
    JsonNode prefix = node.path("image_prefix");
    if (!prefix.isTextual()) {
      throw new SeqlocException(where + ": a camera has no image_prefix");
    }
    JsonNode id = node.path("camera_id");
    OptionalInt camera = id.canConvertToInt() ? OptionalInt.of(id.asInt()) : OptionalInt.empty();
    boolean isReference =
        node.path("ref_sensor").asBoolean()
            || (referenceId.canConvertToInt()
                && camera.isPresent()
                && camera.getAsInt() == referenceId.asInt());
    Optional<Pose> pose =
        isReference
            ? Optional.of(Pose.IDENTITY)
            : node.has("cam_from_rig_rotation")
                ? pose(node, "cam_from_rig_rotation", "cam_from_rig_translation", where)
                : pose(node, "rel_qvec", "rel_tvec", where);
    return new Member(prefix.asText(), camera, isReference, pose);
  }

  private static Optional<Pose> pose(
      JsonNode node, String rotation, String translation, String where) {
    if (!node.has(rotation) || !node.has(translation)) {
      return Optional.empty();
    }
    double[] q = ImportFiles.numbers(node.path(rotation), 4, where + ", " + rotation);
    double[] t = ImportFiles.numbers(node.path(translation), 3, where + ", " + translation);
    try {
      return Optional.of(
          new Pose(new Quaternion(q[0], q[1], q[2], q[3]), new Vector3(t[0], t[1], t[2])));
    } catch (IllegalArgumentException e) {
      throw new SeqlocException(where + ": " + e.getMessage(), e);
    }
  }
}
