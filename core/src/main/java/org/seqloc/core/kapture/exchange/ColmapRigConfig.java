package org.seqloc.core.kapture.exchange;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.seqloc.core.geometry.Camera;
import org.seqloc.core.geometry.Pose;
import org.seqloc.core.geometry.Quaternion;
import org.seqloc.core.geometry.Vector3;
import org.seqloc.core.kapture.CameraRecord;
import org.seqloc.core.kapture.Kapture;

/**
 * Writes rigs for COLMAP: one file that serves both the versions with rig_config.json and the older
 * rig bundle adjuster.
 */
final class ColmapRigConfig {

  private ColmapRigConfig() {}

  /**
   * Writes the file when the dataset has a rig of several cameras whose images' names tell COLMAP
   * which were taken at once; adds a note on a rig of which they do not.
   */
  static void write(
      Path file,
      Kapture kapture,
      SortedMap<Integer, Camera> cameras,
      Map<String, Integer> cameraIds,
      List<String> notes)
      throws IOException {
    SortedMap<String, List<String>> rigs = new TreeMap<>();
    for (String camera : new TreeMap<>(cameraIds).keySet()) {
      String top = kapture.deviceOf(camera);
      if (!top.equals(camera)) {
        rigs.computeIfAbsent(top, name -> new ArrayList<>()).add(camera);
      }
    }
    Map<String, String> prefixes = prefixes(kapture.cameraRecords());
    ObjectMapper mapper = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    ArrayNode root = mapper.createArrayNode();
    for (Map.Entry<String, List<String>> rig : rigs.entrySet()) {
      List<String> members = rig.getValue().stream().filter(prefixes::containsKey).toList();
      Optional<String> obstacle = obstacle(members, prefixes, kapture.cameraRecords());
      if (obstacle.isPresent()) {
        notes.add("rig '" + rig.getKey() + "' is not in rig_config.json: " + obstacle.get());
      } else if (!members.isEmpty()) {
        add(root.addObject(), members, prefixes, kapture, cameras, cameraIds);
      }
    }
    if (!root.isEmpty()) {
      Files.write(file, (mapper.writeValueAsString(root) + "\n").getBytes(StandardCharsets.UTF_8));
    }
  }

  /** The folder of each camera's images, with the '/'; what they have in common at least. */
  private static Map<String, String> prefixes(List<CameraRecord> records) {
    Map<String, String> prefixes = new HashMap<>();
    for (CameraRecord record : records) {
      String folder = record.imagePath().substring(0, record.imagePath().lastIndexOf('/') + 1);
      prefixes.merge(record.camera(), folder, ColmapRigConfig::common);
    }
    return prefixes;
  }

  /** The folders that two paths of folders, each with its '/', begin with. */
  static String common(String a, String b) {
    int end = 0;
    for (int i = 0; i < Math.min(a.length(), b.length()) && a.charAt(i) == b.charAt(i); i++) {
      end = a.charAt(i) == '/' ? i + 1 : end;
    }
    return a.substring(0, end);
  }

  /** Why names do not tell COLMAP what was taken at once. */
  private static Optional<String> obstacle(
      List<String> members, Map<String, String> prefixes, List<CameraRecord> records) {
    for (String a : members) {
      for (String b : members) {
        if (!a.equals(b) && prefixes.get(a).startsWith(prefixes.get(b))) {
          return Optional.of("the images of '" + a + "' and '" + b + "' are not in folders apart");
        }
      }
    }
    Map<String, Long> moments = new HashMap<>();
    Map<Long, String> names = new HashMap<>();
    for (CameraRecord record : records) {
      if (members.contains(record.camera())) {
        String name = record.imagePath().substring(prefixes.get(record.camera()).length());
        Long stamp = moments.putIfAbsent(name, record.stampNanos());
        String other = names.putIfAbsent(record.stampNanos(), name);
        if ((stamp != null && stamp != record.stampNanos())
            || (other != null && !other.equals(name))) {
          return Optional.of("images taken at once have different names, like " + name);
        }
      }
    }
    return Optional.empty();
  }

  private static void add(
      ObjectNode rig,
      List<String> members,
      Map<String, String> prefixes,
      Kapture kapture,
      SortedMap<Integer, Camera> cameras,
      Map<String, Integer> cameraIds) {
    String reference = members.get(0);
    rig.put("ref_camera_id", cameraIds.get(reference));
    ArrayNode all = rig.putArray("cameras");
    for (String member : members) {
      ObjectNode node = all.addObject();
      node.put("camera_id", cameraIds.get(member));
      node.put("image_prefix", prefixes.get(member));
      if (member.equals(reference)) {
        node.put("ref_sensor", true);
      } else {
        Pose cameraFromReference = kapture.deviceFromDevice(member, reference);
        Quaternion q = cameraFromReference.rotation();
        Vector3 t = cameraFromReference.translation();
        for (String key : List.of("cam_from_rig_rotation", "rel_qvec")) {
          node.putArray(key).add(q.w()).add(q.x()).add(q.y()).add(q.z());
        }
        for (String key : List.of("cam_from_rig_translation", "rel_tvec")) {
          node.putArray(key).add(t.x()).add(t.y()).add(t.z());
        }
      }
      Camera camera = cameras.get(cameraIds.get(member));
      node.put("camera_model_name", camera.model().name());
      ArrayNode parameters = node.putArray("camera_params");
      for (double p : camera.parameters()) {
        parameters.add(p);
      }
    }
  }
}
