package org.ros.namespace;

import java.util.Map;
import org.ros.exception.RosRuntimeException;

/** Turns names into global ones: remappings first, then the namespace. */
public class NameResolver {

  private final GraphName namespace;
  private final Map<GraphName, GraphName> remappings;

  /**
   * @param namespace global
   * @param remappings from a name as it is asked for to the name that is used instead
   */
  public NameResolver(GraphName namespace, Map<GraphName, GraphName> remappings) {
    this.namespace = namespace;
    this.remappings = Map.copyOf(remappings);
  }

  public static NameResolver newRoot() {
    return newFromNamespace(GraphName.root());
  }

  public static NameResolver newFromNamespace(GraphName namespace) {
    return new NameResolver(namespace, Map.of());
  }

  public static NameResolver newFromNamespace(String namespace) {
    return newFromNamespace(GraphName.of(namespace));
  }

  public static NameResolver newRootFromRemappings(Map<GraphName, GraphName> remappings) {
    return new NameResolver(GraphName.root(), remappings);
  }

  public static NameResolver newFromNamespaceAndRemappings(
      String namespace, Map<GraphName, GraphName> remappings) {
    return new NameResolver(GraphName.of(namespace), remappings);
  }

  public GraphName getNamespace() {
    return namespace;
  }

  public Map<GraphName, GraphName> getRemappings() {
    return remappings;
  }

  /**
   * @throws IllegalArgumentException when the namespace is not global
   * @throws RosRuntimeException when the name is private: only {@link NodeNameResolver} knows whose
   */
  public GraphName resolve(GraphName namespace, GraphName name) {
    GraphName base = lookUpRemapping(namespace);
    if (!base.isGlobal()) {
      throw new IllegalArgumentException(
          "the namespace '" + base + "' is not global; start it with '/'");
    }
    GraphName remapped = lookUpRemapping(name);
    if (remapped.isPrivate()) {
      throw new RosRuntimeException(
          "the private name '" + remapped + "' has no meaning outside of a node");
    }
    return base.join(remapped);
  }

  public GraphName resolve(String namespace, String name) {
    return resolve(GraphName.of(namespace), GraphName.of(name));
  }

  public GraphName resolve(GraphName namespace, String name) {
    return resolve(namespace, GraphName.of(name));
  }

  public GraphName resolve(String namespace, GraphName name) {
    return resolve(GraphName.of(namespace), name);
  }

  public GraphName resolve(GraphName name) {
    return resolve(namespace, name);
  }

  public GraphName resolve(String name) {
    return resolve(GraphName.of(name));
  }

  /** A resolver of the same remappings in a namespace below. */
  public NameResolver newChild(GraphName namespace) {
    return new NameResolver(resolve(namespace), remappings);
  }

  public NameResolver newChild(String namespace) {
    return newChild(GraphName.of(namespace));
  }

  protected GraphName lookUpRemapping(GraphName name) {
    return remappings.getOrDefault(name, name);
  }
}
