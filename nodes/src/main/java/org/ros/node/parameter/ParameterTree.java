package org.ros.node.parameter;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.ros.namespace.GraphName;

/**
 * The parameter server. Names are resolved as the node's other names. Every method asks the master
 * and waits for its answer; all throw {@link org.ros.exception.RosRuntimeException} when it does
 * not come.
 *
 * <p>The getters without default value throw {@link org.ros.exception.ParameterNotFoundException}
 * when the parameter is not set; all getters throw {@link
 * org.ros.exception.ParameterClassCastException} when it is of another type. {@code getDouble}
 * takes integers too.
 */
public interface ParameterTree {

  boolean getBoolean(GraphName name);

  boolean getBoolean(GraphName name, boolean defaultValue);

  boolean getBoolean(String name);

  boolean getBoolean(String name, boolean defaultValue);

  int getInteger(GraphName name);

  int getInteger(GraphName name, int defaultValue);

  int getInteger(String name);

  int getInteger(String name, int defaultValue);

  double getDouble(GraphName name);

  double getDouble(GraphName name, double defaultValue);

  double getDouble(String name);

  double getDouble(String name, double defaultValue);

  String getString(GraphName name);

  String getString(GraphName name, String defaultValue);

  String getString(String name);

  String getString(String name, String defaultValue);

  List<?> getList(GraphName name);

  List<?> getList(GraphName name, List<?> defaultValue);

  List<?> getList(String name);

  List<?> getList(String name, List<?> defaultValue);

  Map<?, ?> getMap(GraphName name);

  Map<?, ?> getMap(GraphName name, Map<?, ?> defaultValue);

  Map<?, ?> getMap(String name);

  Map<?, ?> getMap(String name, Map<?, ?> defaultValue);

  void set(GraphName name, boolean value);

  void set(String name, boolean value);

  void set(GraphName name, int value);

  void set(String name, int value);

  void set(GraphName name, double value);

  void set(String name, double value);

  void set(GraphName name, String value);

  void set(String name, String value);

  void set(GraphName name, List<?> value);

  void set(String name, List<?> value);

  void set(GraphName name, Map<?, ?> value);

  void set(String name, Map<?, ?> value);

  boolean has(GraphName name);

  boolean has(String name);

  /** Does nothing when the parameter is not set. */
  void delete(GraphName name);

  void delete(String name);

  /**
   * Looks for the parameter in the node's namespace and then upwards.
   *
   * @return its full name; null, as rosjava has it, when there is none
   */
  GraphName search(GraphName name);

  GraphName search(String name);

  /** The full names of the server's parameters, but for those that are no {@link GraphName}. */
  Collection<GraphName> getNames();

  void addParameterListener(GraphName name, ParameterListener listener);

  void addParameterListener(String name, ParameterListener listener);
}
