package org.seqloc.bags;

import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;

/** The quality of service of ROS 2, as its recorders note it: YAML, a list of profiles. */
public final class Qos {

  private static final String DURABILITY = "durability";
  // As the middleware numbers it (up to version 8 of rosbag2's metadata), and by name.
  private static final List<String> TRANSIENT_LOCAL = List.of("1", "transient_local");
  private static final int MAX_CHARACTERS = 1 << 20;
  private static final int MAX_LEVELS = 8;

  private Qos() {}

  /**
   * Whether some publisher keeps its last messages for late subscribers, as ROS 1's latching ones
   * do.
   *
   * @param profiles in block or flow style; what is not YAML has none
   */
  public static boolean isLatching(String profiles) {
    if (!profiles.contains(DURABILITY)) {
      return false;
    }
    LoaderOptions options = new LoaderOptions();
    options.setCodePointLimit(MAX_CHARACTERS);
    options.setNestingDepthLimit(MAX_LEVELS);
    try {
      Object document = new Yaml(new SafeConstructor(options)).load(profiles);
      return document instanceof List<?> all
          ? all.stream().anyMatch(Qos::isTransientLocal)
          : isTransientLocal(document);
    } catch (YAMLException e) {
      return false;
    }
  }

  private static boolean isTransientLocal(Object profile) {
    return profile instanceof Map<?, ?> map
        && TRANSIENT_LOCAL.contains(String.valueOf(map.get(DURABILITY)));
  }
}
