package org.ros.namespace;

import java.util.HashMap;
import java.util.Map;

/**
 * Resolves the names that a node uses; private ones in the namespace of the node's name. As in
 * roscpp and rospy, both sides of a remapping are resolved first and a name is remapped once:
 * {@code a:=b b:=a} swaps two names, and {@code image:=/camera} applies to {@code /ns/image} too.
 */
public class NodeNameResolver extends NameResolver {

  private final GraphName nodeName;
  private final Map<GraphName, GraphName> resolvedRemappings = new HashMap<>();

  /**
   * @param nodeName global
   */
  public NodeNameResolver(GraphName nodeName, NameResolver parent) {
    super(parent.getNamespace(), parent.getRemappings());
    this.nodeName = nodeName;
    getRemappings().forEach((from, to) -> resolvedRemappings.put(toGlobal(from), toGlobal(to)));
  }

  @Override
  public GraphName resolve(GraphName name) {
    GraphName global = toGlobal(name);
    return resolvedRemappings.getOrDefault(global, global);
  }

  @Override
  public GraphName resolve(String name) {
    return resolve(GraphName.of(name));
  }

  private GraphName toGlobal(GraphName name) {
    return name.isPrivate() ? nodeName.join(name.toRelative()) : getNamespace().join(name);
  }
}
