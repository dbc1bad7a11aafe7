package org.seqloc.launch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.seqloc.core.SeqlocException;
import org.seqloc.nodes.localizer.LocalizerSettings;

/** Reads the localizer's settings from YAML; {@code config/localizer.yaml} explains them. */
final class LocalizerConfig {

  private static final Set<String> KEYS =
      Set.of(
          "cameras",
          "odometry_topic",
          "map_frame",
          "base_frame",
          "sync_tolerance",
          "max_wait",
          "broadcast_tf");

  private LocalizerConfig() {}

  /**
   * @throws SeqlocException naming the file, and key or line, when it cannot be read or a setting
   *     is unknown or of the wrong kind
   */
  static LocalizerSettings read(Path file) {
    JsonNode root;
    try {
      root = new ObjectMapper(new YAMLFactory()).readTree(Files.readAllBytes(file));
    } catch (JsonProcessingException e) {
      throw new SeqlocException(
          file
              + ": line "
              + (e.getLocation() == null ? "?" : e.getLocation().getLineNr())
              + ": not YAML: "
              + e.getOriginalMessage(),
          e);
    } catch (IOException e) {
      throw new SeqlocException(file + ": cannot read the settings (" + e + ")", e);
    }
    LocalizerSettings defaults = LocalizerSettings.DEFAULT;
    if (root == null || root.isMissingNode() || root.isNull()) {
      return defaults;
    }
    if (!root.isObject()) {
      throw new SeqlocException(file + ": expected settings as 'name: value', see the example");
    }
    root.fieldNames()
        .forEachRemaining(
            key -> {
              if (!KEYS.contains(key)) {
                throw new SeqlocException(
                    file + ": unknown setting '" + key + "'; there are " + new TreeSet<>(KEYS));
              }
            });
    try {
      return new LocalizerSettings(
          cameras(file, root.get("cameras")),
          root.has("odometry_topic")
              ? Optional.of(text(file, root, "odometry_topic", ""))
              : Optional.empty(),
          text(file, root, "map_frame", defaults.mapFrame()),
          text(file, root, "base_frame", defaults.baseFrame()),
          number(file, root, "sync_tolerance", defaults.syncToleranceSeconds()),
          number(file, root, "max_wait", defaults.maxWaitSeconds()),
          truth(file, root, "broadcast_tf", defaults.broadcastTf()));
    } catch (SeqlocException e) {
      throw e.getMessage().startsWith(file.toString())
          ? e
          : new SeqlocException(file + ": " + e.getMessage(), e);
    }
  }

  private static List<String> cameras(Path file, JsonNode node) {
    if (node == null || node.isNull()) {
      return List.of();
    }
    if (!node.isArray()) {
      throw wrong(file, "cameras", "a list of names");
    }
    List<String> names = new ArrayList<>();
    node.forEach(name -> names.add(name.asText()));
    return names;
  }

  private static String text(Path file, JsonNode root, String key, String otherwise) {
    JsonNode node = root.get(key);
    if (node == null) {
      return otherwise;
    }
    if (!node.isTextual()) {
      throw wrong(file, key, "a name");
    }
    return node.asText();
  }

  private static double number(Path file, JsonNode root, String key, double otherwise) {
    JsonNode node = root.get(key);
    if (node == null) {
      return otherwise;
    }
    if (!node.isNumber()) {
      throw wrong(file, key, "a number of seconds");
    }
    return node.asDouble();
  }

  private static boolean truth(Path file, JsonNode root, String key, boolean otherwise) {
    JsonNode node = root.get(key);
    if (node == null) {
      return otherwise;
    }
    if (!node.isBoolean()) {
      throw wrong(file, key, "true or false");
    }
    return node.asBoolean();
  }

  private static SeqlocException wrong(Path file, String key, String expected) {
    return new SeqlocException(file + ": " + key + " must be " + expected);
  }
}
