package org.seqloc.launch;

import java.util.ArrayList;
import java.util.List;
import org.seqloc.core.SeqlocException;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;

/** The values of messages on a command line or in a file: YAML 1.1, as ROS's tools take them. */
final class YamlArguments {

  private YamlArguments() {}

  private static Yaml yaml() {
    return new Yaml(new SafeConstructor(new LoaderOptions()));
  }

  /**
   * Each argument is a YAML document; an empty one is an empty text.
   *
   * @throws SeqlocException when one is no YAML
   */
  static List<Object> parse(List<String> arguments) {
    List<Object> values = new ArrayList<>();
    for (String argument : arguments) {
      try {
        values.add(argument.isEmpty() ? "" : yaml().load(argument));
      } catch (YAMLException e) {
        throw noYaml("'" + argument + "'", e);
      }
    }
    return values;
  }

  /**
   * The documents of a stream, separated by {@code ---}.
   *
   * @throws SeqlocException when it is no YAML
   */
  static List<Object> documents(String text, String where) {
    List<Object> values = new ArrayList<>();
    try {
      yaml().loadAll(text).forEach(values::add);
    } catch (YAMLException e) {
      throw noYaml(where, e);
    }
    values.removeIf(value -> value == null);
    return values;
  }

  private static SeqlocException noYaml(String where, YAMLException e) {
    return new SeqlocException(
        where
            + " is no YAML: "
            + e.getMessage().lines().findFirst().orElse("")
            + "; put text with colons, brackets or braces in quotes",
        e);
  }
}
