package org.ros.internal.master;

import org.ros.internal.xmlrpc.RosApi;

/**
 * Names as the master sees them: plain text, since the tools put into names what {@link
 * org.ros.namespace.GraphName} does not allow.
 */
final class Names {

  private Names() {}

  /**
   * The global name that a node means.
   *
   * @param caller the node's name
   * @throws RosApi.ArgumentException when the name is empty or an address
   */
  static String resolve(String name, String caller) {
    if (name.isEmpty() || name.indexOf(':') >= 0 || name.indexOf(' ') >= 0) {
      throw new RosApi.ArgumentException("'" + name + "' is not a valid ROS name");
    }
    return resolveKey(name, caller);
  }

  /** The global name of a parameter, which may be any text, such as {@code arm/joint 1}. */
  static String resolveKey(String name, String caller) {
    if (name.startsWith("/")) {
      return canonical(name);
    }
    if (name.startsWith("~")) {
      return canonical("/" + caller + "/" + name.substring(1));
    }
    String global = canonical("/" + caller);
    return canonical(global.substring(0, global.lastIndexOf('/') + 1) + name);
  }

  /** Single slashes, none at the end but for the root. */
  static String canonical(String name) {
    String single = name.replaceAll("/{2,}", "/");
    return single.length() > 1 && single.endsWith("/")
        ? single.substring(0, single.length() - 1)
        : single;
  }

  /** The name with a slash at its end, so that a prefix is a parent. */
  static String asNamespace(String name) {
    return name.endsWith("/") ? name : name + "/";
  }
}
