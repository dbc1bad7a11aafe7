package org.ros.internal.loader;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.ros.exception.RosRuntimeException;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;

/** The value of {@code _param:=value}: YAML, of the types that the parameter server holds. */
final class ParameterYaml {

  private ParameterYaml() {}

  /**
   * @return an Integer, Double, Boolean, String, byte[], List or Map
   * @throws RosRuntimeException when the text is no YAML or holds a value of another type
   */
  static Object parse(String argument, String text) {
    if (text.isEmpty()) {
      return "";
    }
    Object value;
    try {
      value = new Yaml(new SafeConstructor(new LoaderOptions())).load(text);
    } catch (YAMLException e) {
      throw new RosRuntimeException(
          argument + ":=" + text + " is no YAML; put text with colons or brackets in quotes", e);
    }
    return convert(argument, value);
  }

  private static Object convert(String argument, Object value) {
    if (value instanceof Integer
        || value instanceof Double
        || value instanceof Boolean
        || value instanceof String
        || value instanceof byte[]) {
      return value;
    }
    if (value instanceof List<?> list) {
      List<Object> converted = new ArrayList<>();
      list.forEach(entry -> converted.add(convert(argument, entry)));
      return converted;
    }
    if (value instanceof Map<?, ?> map) {
      Map<String, Object> converted = new LinkedHashMap<>();
      map.forEach((key, entry) -> converted.put(String.valueOf(key), convert(argument, entry)));
      return converted;
    }
    throw new RosRuntimeException(
        argument
            + " holds "
            + (value == null ? "nothing (null)" : value.getClass().getSimpleName() + " " + value)
            + "; the parameter server takes 32 bit integers, doubles, booleans, text, lists and"
            + " maps");
  }
}
