package org.ros.internal.master;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Which nodes registered for which keys (topics or parameters), in order of registration. Not safe
 * for use by several threads.
 */
final class Registrations {

  /** A node under its name and the address it registered with. */
  record Registrant(String node, String api) {}

  private final Map<String, Map<Registrant, Boolean>> registrants = new TreeMap<>();

  void add(String key, String node, String api) {
    registrants
        .computeIfAbsent(key, k -> new LinkedHashMap<>())
        .put(new Registrant(node, api), true);
  }

  /**
   * @return whether it was registered
   */
  boolean remove(String key, String node, String api) {
    Map<Registrant, Boolean> nodes = registrants.get(key);
    if (nodes == null || nodes.remove(new Registrant(node, api)) == null) {
      return false;
    }
    if (nodes.isEmpty()) {
      registrants.remove(key);
    }
    return true;
  }

  /**
   * @return the keys that the node was registered for
   */
  List<String> removeAll(String node) {
    List<String> keys = new ArrayList<>();
    registrants.forEach(
        (key, nodes) -> {
          if (nodes.keySet().removeIf(registrant -> registrant.node.equals(node))) {
            keys.add(key);
          }
        });
    registrants.values().removeIf(Map::isEmpty);
    return keys;
  }

  boolean hasNode(String node) {
    return registrants.values().stream()
        .anyMatch(nodes -> nodes.keySet().stream().anyMatch(r -> r.node.equals(node)));
  }

  Set<String> keys() {
    return registrants.keySet();
  }

  List<Registrant> of(String key) {
    return List.copyOf(registrants.getOrDefault(key, Map.of()).keySet());
  }

  List<String> apis(String key) {
    return of(key).stream().map(Registrant::api).toList();
  }

  /** {@code [[key, [node, ...]], ...]} as getSystemState answers it. */
  List<Object> state() {
    List<Object> state = new ArrayList<>();
    registrants.forEach(
        (key, nodes) ->
            state.add(List.of(key, nodes.keySet().stream().map(Registrant::node).toList())));
    return state;
  }
}
