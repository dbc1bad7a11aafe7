package org.ros.node.parameter;

/** Hears of new values of a parameter. Called in threads of the node's executor, in order. */
public interface ParameterListener {

  /**
   * @param value Integer, Boolean, String, Double, List, Map, byte[] or LocalDateTime; an empty map
   *     when the parameter was deleted
   */
  void onNewValue(Object value);
}
