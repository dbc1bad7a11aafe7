package org.seqloc.core.kapture.exchange;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.seqloc.core.geometry.Pose;
import org.seqloc.core.kapture.Kapture;

/**
 * Images of a COLMAP rig grouped by moment: those whose names are the same behind their cameras'
 * prefixes were taken at once. Stamps count the moments in the order of these names, as those of
 * kapture's own converter do.
 */
final class ColmapFrames {

  /** An image as the model or the database has it. */
  record Image(int id, String name, int camera, Optional<Pose> cameraFromWorld) {}

  private final List<List<ColmapRigs.Member>> rigs;
  private final Map<ColmapRigs.Member, Integer> cameras = new HashMap<>();
  private final Map<Integer, String> moments = new HashMap<>();
  private final SortedMap<String, Long> stamps = new TreeMap<>();

  ColmapFrames(List<List<ColmapRigs.Member>> rigs, List<Image> images) {
    this.rigs = rigs;
    for (Image image : images) {
      String moment = image.name();
      ColmapRigs.Member member = memberOf(image);
      if (member != null) {
        moment = image.name().substring(member.prefix().length());
        Integer other = cameras.putIfAbsent(member, image.camera());
        if (other != null && other != image.camera()) {
          throw new IllegalArgumentException(
              String.format(
                  "the images '%s...' of a rig have several cameras, %d and %d",
                  member.prefix(), other, image.camera()));
        }
      }
      moments.put(image.id(), moment);
      stamps.put(moment, 0L);
    }
    long index = 0;
    for (Map.Entry<String, Long> entry : stamps.entrySet()) {
      entry.setValue(index++);
    }
  }

  private ColmapRigs.Member memberOf(Image image) {
    ColmapRigs.Member best = null;
    for (List<ColmapRigs.Member> rig : rigs) {
      for (ColmapRigs.Member member : rig) {
        boolean fits =
            image.name().startsWith(member.prefix())
                && (member.camera().isEmpty() || member.camera().getAsInt() == image.camera());
        if (fits && (best == null || member.prefix().length() > best.prefix().length())) {
          best = member;
        }
      }
    }
    return best;
  }

  long stamp(Image image) {
    return stamps.get(moments.get(image.id()));
  }

  /**
   * Adds the rigs, named rig0, rig1, ...
   *
   * @return notes for the user
   */
  List<String> mount(Kapture.Builder builder, List<Image> images) {
    List<String> notes = new ArrayList<>();
    for (int r = 0; r < rigs.size(); r++) {
      String name = "rig" + r;
      List<ColmapRigs.Member> rig = rigs.get(r);
      for (ColmapRigs.Member member : rig) {
        Integer camera = cameras.get(member);
        if (camera == null) {
          notes.add("no image's name starts with '" + member.prefix() + "' of " + name);
          continue;
        }
        Pose cameraFromRig = member.cameraFromRig().orElseGet(() -> estimate(rig, member, images));
        builder.mount(name, ColmapImporter.sensorId(camera), cameraFromRig);
      }
    }
    return notes;
  }

  /** By the first moment at which both the camera and the reference have a pose. */
  private Pose estimate(List<ColmapRigs.Member> rig, ColmapRigs.Member member, List<Image> images) {
    ColmapRigs.Member reference =
        rig.stream().filter(ColmapRigs.Member::isReference).findFirst().orElseThrow();
    SortedMap<Long, Pose> ofReference = new TreeMap<>();
    SortedMap<Long, Pose> ofMember = new TreeMap<>();
    for (Image image : images) {
      ColmapRigs.Member of = memberOf(image);
      if (of != null && image.cameraFromWorld().isPresent()) {
        if (of.equals(reference)) {
          ofReference.put(stamp(image), image.cameraFromWorld().get());
        } else if (of.equals(member)) {
          ofMember.put(stamp(image), image.cameraFromWorld().get());
        }
      }
    }
    return ofMember.entrySet().stream()
        .filter(e -> ofReference.containsKey(e.getKey()))
        .findFirst()
        .map(e -> e.getValue().times(ofReference.get(e.getKey()).inverse()))
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "the rig's camera '"
                        + member.prefix()
                        + "' has no cam_from_rig_rotation, and no moment at which it and the"
                        + " reference have poses"));
  }
}
