package org.ros.internal.node.parameter;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.ros.exception.ParameterClassCastException;
import org.ros.exception.ParameterNotFoundException;
import org.ros.exception.RemoteException;
import org.ros.master.client.MasterClient;
import org.ros.namespace.GraphName;
import org.ros.namespace.NodeNameResolver;
import org.ros.node.parameter.ParameterListener;
import org.ros.node.parameter.ParameterTree;

/** Asks the master for every value. */
public class DefaultParameterTree implements ParameterTree {

  private final MasterClient master;
  private final String nodeUri;
  private final NodeNameResolver resolver;
  private final ParameterSubscriptions subscriptions;

  public DefaultParameterTree(
      MasterClient master,
      String nodeUri,
      NodeNameResolver resolver,
      ParameterSubscriptions subscriptions) {
    this.master = master;
    this.nodeUri = nodeUri;
    this.resolver = resolver;
    this.subscriptions = subscriptions;
  }

  private String resolve(GraphName name) {
    return resolver.resolve(name).toString();
  }

  private Optional<Object> find(String name) {
    try {
      return Optional.of(master.ask("getParam", name));
    } catch (RemoteException e) {
      return Optional.empty();
    }
  }

  private <T> Optional<T> find(GraphName name, Class<T> kind, Function<Object, Object> convert) {
    String resolved = resolve(name);
    Optional<Object> value = find(resolved).map(convert);
    if (value.isPresent() && !kind.isInstance(value.get())) {
      throw new ParameterClassCastException(
          "the parameter %s is %s, not %s"
              .formatted(resolved, value.get().getClass().getSimpleName(), kind.getSimpleName()));
    }
    return value.map(kind::cast);
  }

  private ParameterNotFoundException notFound(GraphName name) {
    return new ParameterNotFoundException(
        "the parameter " + resolve(name) + " is not set; set it with rosparam or a launch file");
  }

  private void put(GraphName name, Object value) {
    master.ask("setParam", resolve(name), value);
  }

  /** ROS has no types that tell 1 from 1.0 in a YAML file. */
  private static Object widen(Object value) {
    return value instanceof Integer integer ? (Object) Double.valueOf(integer) : value;
  }

  @Override
  public boolean getBoolean(GraphName name) {
    return find(name, Boolean.class, found -> found).orElseThrow(() -> notFound(name));
  }

  @Override
  public boolean getBoolean(String name) {
    return getBoolean(GraphName.of(name));
  }

  @Override
  public boolean getBoolean(GraphName name, boolean defaultValue) {
    Optional<Boolean> value = find(name, Boolean.class, found -> found);
    return value.isPresent() ? value.get() : defaultValue;
  }

  @Override
  public boolean getBoolean(String name, boolean defaultValue) {
    return getBoolean(GraphName.of(name), defaultValue);
  }

  @Override
  public int getInteger(GraphName name) {
    return find(name, Integer.class, found -> found).orElseThrow(() -> notFound(name));
  }

  @Override
  public int getInteger(String name) {
    return getInteger(GraphName.of(name));
  }

  @Override
  public int getInteger(GraphName name, int defaultValue) {
    Optional<Integer> value = find(name, Integer.class, found -> found);
    return value.isPresent() ? value.get() : defaultValue;
  }

  @Override
  public int getInteger(String name, int defaultValue) {
    return getInteger(GraphName.of(name), defaultValue);
  }

  @Override
  public double getDouble(GraphName name) {
    return find(name, Double.class, DefaultParameterTree::widen).orElseThrow(() -> notFound(name));
  }

  @Override
  public double getDouble(String name) {
    return getDouble(GraphName.of(name));
  }

  @Override
  public double getDouble(GraphName name, double defaultValue) {
    Optional<Double> value = find(name, Double.class, DefaultParameterTree::widen);
    return value.isPresent() ? value.get() : defaultValue;
  }

  @Override
  public double getDouble(String name, double defaultValue) {
    return getDouble(GraphName.of(name), defaultValue);
  }

  @Override
  public String getString(GraphName name) {
    return find(name, String.class, found -> found).orElseThrow(() -> notFound(name));
  }

  @Override
  public String getString(String name) {
    return getString(GraphName.of(name));
  }

  @Override
  public String getString(GraphName name, String defaultValue) {
    Optional<String> value = find(name, String.class, found -> found);
    return value.isPresent() ? value.get() : defaultValue;
  }

  @Override
  public String getString(String name, String defaultValue) {
    return getString(GraphName.of(name), defaultValue);
  }

  @Override
  public List<?> getList(GraphName name) {
    return find(name, List.class, found -> found).orElseThrow(() -> notFound(name));
  }

  @Override
  public List<?> getList(String name) {
    return getList(GraphName.of(name));
  }

  @Override
  public List<?> getList(GraphName name, List<?> defaultValue) {
    Optional<List<?>> value = find(name, List.class, found -> found).map(found -> found);
    return value.isPresent() ? value.get() : defaultValue;
  }

  @Override
  public List<?> getList(String name, List<?> defaultValue) {
    return getList(GraphName.of(name), defaultValue);
  }

  @Override
  public Map<?, ?> getMap(GraphName name) {
    return find(name, Map.class, found -> found).orElseThrow(() -> notFound(name));
  }

  @Override
  public Map<?, ?> getMap(String name) {
    return getMap(GraphName.of(name));
  }

  @Override
  public Map<?, ?> getMap(GraphName name, Map<?, ?> defaultValue) {
    Optional<Map<?, ?>> value = find(name, Map.class, found -> found).map(found -> found);
    return value.isPresent() ? value.get() : defaultValue;
  }

  @Override
  public Map<?, ?> getMap(String name, Map<?, ?> defaultValue) {
    return getMap(GraphName.of(name), defaultValue);
  }

  @Override
  public void set(GraphName name, boolean value) {
    put(name, value);
  }

  @Override
  public void set(String name, boolean value) {
    put(GraphName.of(name), value);
  }

  @Override
  public void set(GraphName name, int value) {
    put(name, value);
  }

  @Override
  public void set(String name, int value) {
    put(GraphName.of(name), value);
  }

  @Override
  public void set(GraphName name, double value) {
    put(name, value);
  }

  @Override
  public void set(String name, double value) {
    put(GraphName.of(name), value);
  }

  @Override
  public void set(GraphName name, String value) {
    put(name, value);
  }

  @Override
  public void set(String name, String value) {
    put(GraphName.of(name), value);
  }

  @Override
  public void set(GraphName name, List<?> value) {
    put(name, value);
  }

  @Override
  public void set(String name, List<?> value) {
    put(GraphName.of(name), value);
  }

  @Override
  public void set(GraphName name, Map<?, ?> value) {
    put(name, value);
  }

  @Override
  public void set(String name, Map<?, ?> value) {
    put(GraphName.of(name), value);
  }

  @Override
  public boolean has(GraphName name) {
    return Boolean.TRUE.equals(master.ask("hasParam", resolve(name)));
  }

  @Override
  public boolean has(String name) {
    return has(GraphName.of(name));
  }

  @Override
  public void delete(GraphName name) {
    try {
      master.ask("deleteParam", resolve(name));
    } catch (RemoteException e) {
      // Not set: then there is nothing to do.
      return;
    }
  }

  @Override
  public void delete(String name) {
    delete(GraphName.of(name));
  }

  @Override
  public GraphName search(GraphName name) {
    try {
      return GraphName.of(String.valueOf(master.ask("searchParam", name.toString())));
    } catch (RemoteException e) {
      return null;
    }
  }

  @Override
  public GraphName search(String name) {
    return search(GraphName.of(name));
  }

  @Override
  public Collection<GraphName> getNames() {
    return master.ask("getParamNames") instanceof List<?> names
        ? names.stream().map(String::valueOf).filter(GraphName::isValid).map(GraphName::of).toList()
        : List.of();
  }

  @Override
  public void addParameterListener(GraphName name, ParameterListener listener) {
    String resolved = resolve(name);
    subscriptions.add(resolved, listener);
    master.ask("subscribeParam", nodeUri, resolved);
  }

  @Override
  public void addParameterListener(String name, ParameterListener listener) {
    addParameterListener(GraphName.of(name), listener);
  }
}
