package org.ros.internal.loader;

import java.io.File;
import java.lang.reflect.InvocationTargetException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.ros.address.BindAddress;
import org.ros.address.InetAddressFactory;
import org.ros.exception.RosRuntimeException;
import org.ros.internal.transport.HostAndPort;
import org.ros.namespace.GraphName;
import org.ros.namespace.NameResolver;
import org.ros.node.NodeConfiguration;
import org.ros.node.NodeMain;

/**
 * A node's configuration from its command line and environment, as every ROS node reads them:
 * {@code from:=to} remaps a name; {@code _param:=value} sets a private parameter, the value in
 * YAML; {@code __name}, {@code __ns}, {@code __ip}, {@code __hostname}, {@code __master} and {@code
 * __tcpros_server_port} go before ROS_NAMESPACE, ROS_IP, ROS_HOSTNAME and ROS_MASTER_URI. Others
 * that start with {@code __}, such as roslaunch's {@code __log}, are taken and mean nothing here:
 * where the log goes is up to the SLF4J binding.
 *
 * <p>As in rosjava, a first argument without {@code :=} names the node's class, and later ones are
 * the node's own.
 *
 * <p>Without a host the node listens on loopback only, unless its master is on another machine.
 */
public final class CommandLineLoader {

  private static final String SEPARATOR = ":=";

  private final Map<String, String> special = new HashMap<>();
  private final Map<GraphName, GraphName> remappings = new HashMap<>();
  private final Map<GraphName, Object> parameters = new HashMap<>();
  private final List<String> nodeArguments = new ArrayList<>();
  private final Map<String, String> environment;
  private String nodeClassName = "";

  /** With this process's environment. */
  public CommandLineLoader(List<String> arguments) {
    this(arguments, System.getenv());
  }

  /**
   * @throws RosRuntimeException when a remapping holds no names or a parameter no YAML
   */
  public CommandLineLoader(List<String> arguments, Map<String, String> environment) {
    this.environment = Map.copyOf(environment);
    for (int i = 0; i < arguments.size(); i++) {
      String argument = arguments.get(i);
      if (argument.contains(SEPARATOR)) {
        remap(argument);
      } else if (i == 0) {
        nodeClassName = argument;
      } else {
        nodeArguments.add(argument);
      }
    }
  }

  private void remap(String argument) {
    int at = argument.indexOf(SEPARATOR);
    String from = argument.substring(0, at).strip();
    String to = argument.substring(at + SEPARATOR.length()).strip();
    if (from.startsWith("__")) {
      special.put(from, to);
    } else if (from.startsWith("_") && GraphName.isValid(from.substring(1))) {
      parameters.put(GraphName.of(from.substring(1)), ParameterYaml.parse(from, to));
    } else if (from.isEmpty() || to.isEmpty()) {
      throw new RosRuntimeException("'" + argument + "' is no remapping; write from:=to");
    } else {
      remappings.put(GraphName.of(from), GraphName.of(to));
    }
  }

  /**
   * @throws RosRuntimeException when the first argument names no class
   */
  public String getNodeClassName() {
    if (nodeClassName.isEmpty()) {
      throw new RosRuntimeException("no class of a node given; name it first, then from:=to");
    }
    return nodeClassName;
  }

  /** What follows the class and is no remapping. */
  public List<String> getNodeArguments() {
    return List.copyOf(nodeArguments);
  }

  /**
   * An instance of the class, made by its constructor without parameters.
   *
   * @throws RosRuntimeException when it is no {@link NodeMain} or its constructor fails
   */
  public NodeMain loadClass(String name)
      throws ClassNotFoundException, InstantiationException, IllegalAccessException {
    Class<?> found = Class.forName(name);
    if (!NodeMain.class.isAssignableFrom(found)) {
      throw new RosRuntimeException(name + " is no org.ros.node.NodeMain");
    }
    try {
      return (NodeMain) found.getConstructor().newInstance();
    } catch (NoSuchMethodException e) {
      throw new RosRuntimeException(
          name + " has no public constructor without parameters; give it one", e);
    } catch (InvocationTargetException e) {
      throw new RosRuntimeException(name + " cannot be made: " + e.getCause(), e.getCause());
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
    if (special.containsKey("__tcpros_server_port")) {
      int port = port(special.get("__tcpros_server_port"));
      boolean local =
          configuration
              .getTcpRosBindAddress()
              .toInetSocketAddress()
              .getAddress()
              .isLoopbackAddress();
      configuration.setTcpRosBindAddress(
          local ? BindAddress.newPrivate(port) : BindAddress.newPublic(port));
    }
    configuration.setPrivateParameters(parameters);
    String rosRoot = environment.getOrDefault("ROS_ROOT", "");
    if (!rosRoot.isEmpty()) {
      configuration.setRosRoot(new File(rosRoot));
    }
    String packagePath = environment.getOrDefault("ROS_PACKAGE_PATH", "");
    configuration.setRosPackagePath(
        Arrays.stream(packagePath.split(File.pathSeparator))
            .filter(path -> !path.isEmpty())
            .map(File::new)
            .toList());
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

  private static int port(String text) {
    try {
      int port = Integer.parseInt(text);
      if (port >= 0 && port <= 0xFFFF) {
        return port;
      }
    } catch (NumberFormatException e) {
      throw new RosRuntimeException("__tcpros_server_port is '" + text + "', no port", e);
    }
    throw new RosRuntimeException("__tcpros_server_port is '" + text + "', no port");
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
