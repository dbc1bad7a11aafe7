package org.seqloc.bags.rosbag2;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import org.seqloc.bags.Printed;
import org.seqloc.core.SeqlocException;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;

/**
 * What is needed of a recording's {@code metadata.yaml}, in any of its versions 1 to 9. Most of
 * what it tells of topics is not: the files have it.
 *
 * @param files those of the recording in their order, as they are named there
 * @param compressionMode whether the whole is compressed or message by message, by the name it has
 *     there, in lower case
 * @param messageCount how many messages were recorded, where that is told
 * @param qos by topic: the quality of service that was offered, as YAML
 */
record Rosbag2Metadata(
    int version,
    List<String> files,
    String compressionFormat,
    String compressionMode,
    OptionalLong messageCount,
    Map<String, String> qos) {

  static final String NAME = "metadata.yaml";

  private static final String ROOT = "rosbag2_bagfile_information";
  private static final int MAX_VERSION = 9;
  private static final int MAX_CHARACTERS = 8 << 20;
  private static final int MAX_LEVELS = 32;

  Rosbag2Metadata {
    files = List.copyOf(files);
    qos = Map.copyOf(qos);
  }

  /** Reads them; throws a {@link SeqlocException} when they cannot be read or are none. */
  static Rosbag2Metadata read(Path file) {
    LoaderOptions options = new LoaderOptions();
    options.setCodePointLimit(MAX_CHARACTERS);
    options.setNestingDepthLimit(MAX_LEVELS);
    Object document;
    try (Reader reader = Files.newBufferedReader(file)) {
      document = new Yaml(new SafeConstructor(options)).load(reader);
    } catch (IOException e) {
      throw new SeqlocException(file + ": cannot be read: " + e.getMessage(), e);
    } catch (YAMLException e) {
      throw bad(file, e.getMessage().lines().findFirst().orElse("not YAML"));
    } catch (RuntimeException e) {
      // Values that are not of the type that their tag says end in all kinds of these.
      throw bad(file, "a value is not of the type that it says");
    }
    if (!(document instanceof Map<?, ?> root) || !(root.get(ROOT) instanceof Map<?, ?> map)) {
      throw bad(file, "there is no " + ROOT);
    }
    if (!(map.get("version") instanceof Integer version) || version < 1) {
      throw bad(file, "there is no version");
    }
    if (version > MAX_VERSION) {
      throw bad(file, "version " + version + " is newer than " + MAX_VERSION);
    }
    List<String> files = new ArrayList<>();
    if (map.get("relative_file_paths") instanceof List<?> names) {
      names.forEach(name -> files.add(String.valueOf(name)));
    }
    return new Rosbag2Metadata(
        version,
        files,
        text(map, "compression_format"),
        text(map, "compression_mode"),
        map.get("message_count") instanceof Number count
            ? OptionalLong.of(count.longValue())
            : OptionalLong.empty(),
        qos(map));
  }

  private static Map<String, String> qos(Map<?, ?> map) {
    Map<String, String> qos = new HashMap<>();
    if (map.get("topics_with_message_count") instanceof List<?> topics) {
      for (Object topic : topics) {
        if (topic instanceof Map<?, ?> entry
            && entry.get("topic_metadata") instanceof Map<?, ?> metadata
            && metadata.get("name") instanceof String name) {
          Object profiles = metadata.get("offered_qos_profiles");
          // A text up to version 8, from 9 on a part of the document.
          if (profiles instanceof String text) {
            qos.put(name, text);
          } else if (profiles instanceof List<?> list) {
            qos.put(name, new Yaml().dump(list));
          }
        }
      }
    }
    return qos;
  }

  /**
   * @throws SeqlocException when files or messages are compressed otherwise than as zstd
   */
  void checkCompression(Path file) {
    if (!compressionMode.isEmpty()
        && !compressionMode.equals("none")
        && !compressionFormat.equals("zstd")) {
      throw new SeqlocException(
          String.format(
              "%s: the recording is compressed as '%s', only zstd can be read; `ros2 bag convert`"
                  + " writes it otherwise",
              file, Printed.name(compressionFormat)));
    }
  }

  boolean compressesMessages() {
    return compressionMode.equals("message");
  }

  /** Whether a file beside this one is of the recording, by its name. */
  boolean names(Path file) {
    String name = file.getFileName().toString();
    return files.stream().anyMatch(f -> f.equals(name) || f.endsWith("/" + name));
  }

  private static String text(Map<?, ?> map, String key) {
    return map.get(key) instanceof String text ? text.toLowerCase(Locale.ROOT) : "";
  }

  private static SeqlocException bad(Path file, String why) {
    return new SeqlocException(
        file + ": not the metadata of a rosbag2: " + why + "; `ros2 bag reindex` makes it anew");
  }
}
