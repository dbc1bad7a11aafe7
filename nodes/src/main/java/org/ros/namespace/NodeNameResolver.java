package org.ros.namespace;

/**
 * Resolves the names that a node uses; private ones in the namespace of the node's name. Remappings
 * apply to names as written and, as in roscpp, to names as resolved ({@code /ns/image:=/camera}).
 */
public class NodeNameResolver extends NameResolver {

  private final GraphName nodeName;

  /**
   * @param nodeName global
   */
  public NodeNameResolver(GraphName nodeName, NameResolver parent) {
    super(parent.getNamespace(), parent.getRemappings());
    this.nodeName = nodeName;
  }

  @Override
  public GraphName resolve(GraphName name) {
    GraphName remapped = lookUpRemapping(name);
    GraphName resolved =
        remapped.isPrivate() ? nodeName.join(remapped.toRelative()) : getNamespace().join(remapped);
    return lookUpRemapping(resolved);
  }

  @Override
  public GraphName resolve(String name) {
    return resolve(GraphName.of(name));
  }
}
