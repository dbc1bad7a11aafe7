package org.seqloc.core.kapture;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.seqloc.core.geometry.Pose;

/** Rigs, which may hold rigs, flattened: where each device is mounted on its top-level rig. */
final class RigTree {

  /** kapture's own limit. */
  static final int MAX_DEPTH = 10;

  private record Mount(String top, Pose deviceFromTop) {}

  private final SortedMap<String, SortedMap<String, Pose>> rigs;
  private final Map<String, String> parents = new HashMap<>();

  /**
   * @param rigs rig id, then member id, to memberFromRig; nothing is mounted on two
   * @throws IllegalArgumentException when a device is mounted in a circle or too deep
   */
  RigTree(SortedMap<String, SortedMap<String, Pose>> rigs) {
    this.rigs = rigs;
    rigs.forEach((rig, members) -> members.keySet().forEach(member -> parents.put(member, rig)));
    parents.keySet().forEach(this::mount);
  }

  /** The top-level rig of a device; the device itself when it is mounted on none. */
  String top(String device) {
    return mount(device).top();
  }

  /** Takes points of the other device's frame to the device's; both have the same top-level rig. */
  Pose deviceFromDevice(String device, String other) {
    return device.equals(other)
        ? Pose.IDENTITY
        : mount(device).deviceFromTop().times(mount(other).deviceFromTop().inverse());
  }

  /** The device itself, then all that is mounted on it: rig by rig, each level by id. */
  List<String> subtree(String device) {
    return subtree(device, rigs);
  }

  /** The same of rigs that may go in a circle, in which each device is found once. */
  static <T> List<String> subtree(String device, Map<String, SortedMap<String, T>> rigs) {
    List<String> all = new ArrayList<>(List.of(device));
    for (int i = 0; i < all.size(); i++) {
      SortedMap<String, T> members = rigs.get(all.get(i));
      if (members != null) {
        // On one rig each: a circle comes back to where it was entered.
        members.keySet().stream().filter(id -> !id.equals(device)).forEach(all::add);
      }
    }
    return all;
  }

  private Mount mount(String device) {
    String at = device;
    Pose deviceFromAt = Pose.IDENTITY;
    for (int depth = 0; depth <= MAX_DEPTH; depth++) {
      String rig = parents.get(at);
      if (rig == null) {
        return new Mount(at, deviceFromAt);
      }
      Pose atFromRig = rigs.get(rig).get(at);
      deviceFromAt = depth == 0 ? atFromRig : deviceFromAt.times(atFromRig);
      at = rig;
    }
    throw new IllegalArgumentException(
        device + " is mounted in a circle of rigs or more than " + MAX_DEPTH + " rigs deep");
  }
}
