package org.ros.internal.master;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.ros.internal.xmlrpc.RosApi;

/**
 * The tree of parameters. A namespace is a map, everything else a leaf. Values that go in and out
 * are copies. Not safe for use by several threads.
 */
final class ParameterServer {

  private Map<String, Object> root = new LinkedHashMap<>();

  /**
   * @throws RosApi.ArgumentException when the root would become a leaf
   */
  void set(String name, Object value) {
    List<String> path = path(name);
    if (path.isEmpty()) {
      if (!(value instanceof Map<?, ?> map)) {
        throw new RosApi.ArgumentException("the root of the parameters can only be a dictionary");
      }
      root = copyOf(map);
      return;
    }
    Map<String, Object> namespace = root;
    for (String part : path.subList(0, path.size() - 1)) {
      // A leaf on the way becomes a namespace, as in rosmaster.
      namespace =
          asNamespace(
              namespace.compute(
                  part, (key, old) -> old instanceof Map ? old : new LinkedHashMap<>()));
    }
    namespace.put(path.get(path.size() - 1), copy(value));
  }

  Optional<Object> get(String name) {
    Object value = root;
    for (String part : path(name)) {
      if (!(value instanceof Map<?, ?> namespace) || !namespace.containsKey(part)) {
        return Optional.empty();
      }
      value = namespace.get(part);
    }
    return Optional.of(copy(value));
  }

  /**
   * @return whether there was such a parameter; the root cannot be deleted
   */
  boolean delete(String name) {
    List<String> path = path(name);
    if (path.isEmpty()) {
      return false;
    }
    Map<String, Object> namespace = root;
    for (String part : path.subList(0, path.size() - 1)) {
      if (!(namespace.get(part) instanceof Map)) {
        return false;
      }
      namespace = asNamespace(namespace.get(part));
    }
    return namespace.remove(path.get(path.size() - 1)) != null;
  }

  /**
   * Looks for the first part of the name in the namespace and upwards.
   *
   * @return the full name, of which the rest need not exist
   */
  Optional<String> search(String namespace, String name) {
    if (name.startsWith("/")) {
      return get(name).map(found -> Names.canonical(name));
    }
    List<String> parts = path(name);
    List<String> spaces = path(namespace);
    for (int depth = spaces.size(); depth >= 0; depth--) {
      String prefix = depth == 0 ? "/" : "/" + String.join("/", spaces.subList(0, depth)) + "/";
      if (get(prefix + parts.get(0)).isPresent()) {
        return Optional.of(prefix + String.join("/", parts));
      }
    }
    return Optional.empty();
  }

  /** The full names of all leaves. */
  List<String> names() {
    List<String> names = new ArrayList<>();
    collectNames("/", root, names);
    return names;
  }

  private static void collectNames(String prefix, Map<?, ?> namespace, List<String> names) {
    namespace.forEach(
        (key, value) -> {
          if (value instanceof Map<?, ?> below) {
            collectNames(prefix + key + "/", below, names);
          } else {
            names.add(prefix + key);
          }
        });
  }

  private static List<String> path(String name) {
    return Arrays.stream(name.split("/")).filter(part -> !part.isEmpty()).toList();
  }

  @SuppressWarnings("unchecked") // all maps in the tree come from copyOf
  private static Map<String, Object> asNamespace(Object namespace) {
    return (Map<String, Object>) namespace;
  }

  private static Object copy(Object value) {
    if (value instanceof Map<?, ?> map) {
      return copyOf(map);
    }
    return value instanceof List<?> list
        ? list.stream().map(ParameterServer::copy).toList()
        : value;
  }

  private static Map<String, Object> copyOf(Map<?, ?> map) {
    Map<String, Object> copy = new LinkedHashMap<>();
    map.forEach((key, value) -> copy.put(String.valueOf(key), copy(value)));
    return copy;
  }
}
