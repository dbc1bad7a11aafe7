package org.ros.internal.loader;

import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.ros.address.InetAddressFactory;
import org.ros.exception.RosRuntimeException;
import org.ros.internal.transport.HostAndPort;
import org.ros.namespace.GraphName;
import org.ros.namespace.NameResolver;
import org.ros.node.NodeConfiguration;

/**
 * A node's configuration from its command line and environment, as every ROS node reads them:
 * {@code from:=to} remaps a name; {@code __name}, {@code __ns}, {@code __ip}, {@code __hostname}
 * and {@code __master} go before ROS_NAMESPACE, ROS_IP, ROS_HOSTNAME and ROS_MASTER_URI.
 *
 * <p>Without a host the node listens on loopback only, unless its master is on another machine.
 */
public final class CommandLineLoader {

  private final Map<String, String> special = new HashMap<>();
  private final Map<GraphName, GraphName> remappings = new HashMap<>();
  private final Map<String, String> environment;

  /**
   * @throws RosRuntimeException when an argument is no remapping
   */
  public CommandLineLoader(List<String> arguments, Map<String, String> environment) {
    this.environment = Map.copyOf(environment);
    for (String argument : arguments) {
      int at = argument.indexOf(":=");
      if (at < 1) {
        throw new RosRuntimeException("'" + argument + "' is no remapping; write from:=to");
      }
      String from = argument.substring(0, at);
      String to = argument.substring(at + 2);
      if (from.startsWith("__")) {
        special.put(from, to);
      } else {
        remappings.put(GraphName.of(from), GraphName.of(to));
      }
    }
  }

  private String setting(String argument, String variable) {
    return special.getOrDefault(argument, environment.getOrDefault(variable, ""));
  }

  /**
   * @throws RosRuntimeException when an address or name is malformed
   */
  public NodeConfiguration build() {
    URI master = masterUri();
    String host = host();
    NodeConfiguration configuration;
    if (!host.isEmpty()) {
      configuration = NodeConfiguration.newPublic(host, master);
    } else if (isLocal(master)) {
      configuration = NodeConfiguration.newPrivate(master);
    } else {
      configuration =
          NodeConfiguration.newPublic(InetAddressFactory.newNonLoopback().getHostAddress(), master);
    }
    String namespace = setting("__ns", "ROS_NAMESPACE");
    GraphName root = GraphName.root();
    configuration.setParentResolver(
        new NameResolver(
            namespace.isEmpty() ? root : root.join(GraphName.of(namespace)), remappings));
    if (special.containsKey("__name")) {
      configuration.setNodeName(special.get("__name"));
    }
    return configuration;
  }

  /** What other nodes are told of this machine; empty when nobody says. */
  public String host() {
    String hostname = setting("__hostname", "ROS_HOSTNAME");
    return hostname.isEmpty() ? setting("__ip", "ROS_IP") : hostname;
  }

  /**
   * @throws RosRuntimeException when it is no address
   */
  public URI masterUri() {
    String text = setting("__master", "ROS_MASTER_URI");
    if (text.isEmpty()) {
      return NodeConfiguration.DEFAULT_MASTER_URI;
    }
    try {
      URI uri = URI.create(text);
      if (HostAndPort.of("http", uri).isPresent()) {
        return uri;
      }
    } catch (IllegalArgumentException e) {
      throw new RosRuntimeException(malformed(text), e);
    }
    throw new RosRuntimeException(malformed(text));
  }

  private static String malformed(String uri) {
    return "ROS_MASTER_URI is '" + uri + "'; it must be http://HOST:PORT";
  }

  private static boolean isLocal(URI master) {
    return HostAndPort.of("http", master)
        .filter(address -> address.host().equals("localhost") || address.host().startsWith("127."))
        .isPresent();
  }
}
