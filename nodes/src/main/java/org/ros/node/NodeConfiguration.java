package org.ros.node;

import java.io.File;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.ros.address.AdvertiseAddress;
import org.ros.address.AdvertiseAddressFactory;
import org.ros.address.BindAddress;
import org.ros.internal.node.NodeTypes;
import org.ros.message.MessageFactory;
import org.ros.message.MessageSerializationFactory;
import org.ros.namespace.GraphName;
import org.ros.namespace.NameResolver;
import org.ros.time.TimeProvider;
import org.ros.time.WallTimeProvider;
import org.seqloc.msgs.MessageType;
import org.seqloc.msgs.MessageTypes;
import org.seqloc.msgs.ServiceType;

/**
 * Where a node finds the master, what it is called, where it listens. Mutable; {@link
 * NodeMainExecutor} takes a copy.
 */
public class NodeConfiguration {

  public static final URI DEFAULT_MASTER_URI = URI.create("http://localhost:11311/");

  private NameResolver parentResolver = NameResolver.newRoot();
  private URI masterUri;
  private GraphName nodeName;
  private BindAddress tcpRosBindAddress;
  private AdvertiseAddress tcpRosAdvertiseAddress;
  private BindAddress xmlRpcBindAddress;
  private AdvertiseAddress xmlRpcAdvertiseAddress;
  private Map<GraphName, Object> privateParameters = Map.of();
  private TimeProvider timeProvider = new WallTimeProvider();
  private File rosRoot;
  private List<File> rosPackagePath = List.of();
  private Function<String, Optional<MessageType<?>>> messageTypes = MessageTypes::find;
  private Function<String, Optional<ServiceType<?, ?>>> serviceTypes = MessageTypes::findService;

  private NodeConfiguration(URI masterUri, BindAddress bind, AdvertiseAddress advertise) {
    this.masterUri = masterUri;
    tcpRosBindAddress = bind;
    tcpRosAdvertiseAddress = advertise;
    xmlRpcBindAddress = bind;
    xmlRpcAdvertiseAddress = advertise;
  }

  /**
   * A node that other machines reach.
   *
   * @param host the name or address of this machine that they are told; with {@code localhost} or
   *     127.0.0.1 the node listens on loopback only
   */
  public static NodeConfiguration newPublic(String host, URI masterUri) {
    return new NodeConfiguration(
        masterUri, BindAddress.newFor(host, 0), new AdvertiseAddress(host));
  }

  public static NodeConfiguration newPublic(String host) {
    return newPublic(host, DEFAULT_MASTER_URI);
  }

  /** A node that only this machine reaches. */
  public static NodeConfiguration newPrivate(URI masterUri) {
    return new NodeConfiguration(
        masterUri, BindAddress.newPrivate(), AdvertiseAddress.newPrivate());
  }

  public static NodeConfiguration newPrivate() {
    return newPrivate(DEFAULT_MASTER_URI);
  }

  public static NodeConfiguration copyOf(NodeConfiguration original) {
    NodeConfiguration copy =
        new NodeConfiguration(
            original.masterUri, original.tcpRosBindAddress, original.tcpRosAdvertiseAddress);
    copy.xmlRpcBindAddress = original.xmlRpcBindAddress;
    copy.xmlRpcAdvertiseAddress = original.xmlRpcAdvertiseAddress;
    copy.parentResolver = original.parentResolver;
    copy.nodeName = original.nodeName;
    copy.privateParameters = original.privateParameters;
    copy.timeProvider = original.timeProvider;
    copy.rosRoot = original.rosRoot;
    copy.rosPackagePath = original.rosPackagePath;
    copy.messageTypes = original.messageTypes;
    copy.serviceTypes = original.serviceTypes;
    return copy;
  }

  /** The namespace and remappings; the root without any unless set. */
  public NameResolver getParentResolver() {
    return parentResolver;
  }

  public NodeConfiguration setParentResolver(NameResolver resolver) {
    parentResolver = resolver;
    return this;
  }

  public URI getMasterUri() {
    return masterUri;
  }

  public NodeConfiguration setMasterUri(URI masterUri) {
    this.masterUri = masterUri;
    return this;
  }

  /** Null until set, as in rosjava. */
  public GraphName getNodeName() {
    return nodeName;
  }

  public NodeConfiguration setNodeName(GraphName nodeName) {
    this.nodeName = nodeName;
    return this;
  }

  public NodeConfiguration setNodeName(String nodeName) {
    return setNodeName(GraphName.of(nodeName));
  }

  /** Sets the name unless it has one. */
  public NodeConfiguration setDefaultNodeName(GraphName nodeName) {
    return this.nodeName == null ? setNodeName(nodeName) : this;
  }

  public NodeConfiguration setDefaultNodeName(String nodeName) {
    return setDefaultNodeName(GraphName.of(nodeName));
  }

  /** What the node sets at the master, in its private namespace, before it starts. */
  public Map<GraphName, Object> getPrivateParameters() {
    return privateParameters;
  }

  /**
   * @param parameters values of the parameter server's types by relative names; {@code _gain:=0.5}
   *     on a command line is {@code gain} here
   */
  public NodeConfiguration setPrivateParameters(Map<GraphName, Object> parameters) {
    privateParameters = Map.copyOf(parameters);
    return this;
  }

  public BindAddress getTcpRosBindAddress() {
    return tcpRosBindAddress;
  }

  public NodeConfiguration setTcpRosBindAddress(BindAddress bindAddress) {
    tcpRosBindAddress = bindAddress;
    return this;
  }

  public AdvertiseAddress getTcpRosAdvertiseAddress() {
    return tcpRosAdvertiseAddress;
  }

  public NodeConfiguration setTcpRosAdvertiseAddress(AdvertiseAddress advertiseAddress) {
    tcpRosAdvertiseAddress = advertiseAddress;
    return this;
  }

  public AdvertiseAddressFactory getTcpRosAdvertiseAddressFactory() {
    AdvertiseAddress address = tcpRosAdvertiseAddress;
    return () -> address;
  }

  public NodeConfiguration setTcpRosAdvertiseAddressFactory(AdvertiseAddressFactory factory) {
    return setTcpRosAdvertiseAddress(factory.newDefault());
  }

  public BindAddress getXmlRpcBindAddress() {
    return xmlRpcBindAddress;
  }

  public NodeConfiguration setXmlRpcBindAddress(BindAddress bindAddress) {
    xmlRpcBindAddress = bindAddress;
    return this;
  }

  public AdvertiseAddress getXmlRpcAdvertiseAddress() {
    return xmlRpcAdvertiseAddress;
  }

  public NodeConfiguration setXmlRpcAdvertiseAddress(AdvertiseAddress advertiseAddress) {
    xmlRpcAdvertiseAddress = advertiseAddress;
    return this;
  }

  public AdvertiseAddressFactory getXmlRpcAdvertiseAddressFactory() {
    AdvertiseAddress address = xmlRpcAdvertiseAddress;
    return () -> address;
  }

  public NodeConfiguration setXmlRpcAdvertiseAddressFactory(AdvertiseAddressFactory factory) {
    return setXmlRpcAdvertiseAddress(factory.newDefault());
  }

  /** What time it is unless /use_sim_time is true; the wall clock unless set. */
  public TimeProvider getTimeProvider() {
    return timeProvider;
  }

  public NodeConfiguration setTimeProvider(TimeProvider timeProvider) {
    this.timeProvider = Objects.requireNonNull(timeProvider, "timeProvider");
    return this;
  }

  /** Where ROS is installed; null until set, as in rosjava. Kept for programs that ask. */
  public File getRosRoot() {
    return rosRoot;
  }

  public NodeConfiguration setRosRoot(File rosRoot) {
    this.rosRoot = rosRoot;
    return this;
  }

  /** Where ROS's packages are; empty unless set. Kept for programs that ask. */
  public List<File> getRosPackagePath() {
    return rosPackagePath;
  }

  public NodeConfiguration setRosPackagePath(List<File> rosPackagePath) {
    this.rosPackagePath = List.copyOf(rosPackagePath);
    return this;
  }

  /** Makes messages of the types of {@link #getMessageTypes}. */
  public MessageFactory getTopicMessageFactory() {
    return types().messages();
  }

  /** Makes requests by the name of their service's type. */
  public MessageFactory getServiceRequestMessageFactory() {
    return types().requests();
  }

  /** Makes responses by the name of their service's type. */
  public MessageFactory getServiceResponseMessageFactory() {
    return types().responses();
  }

  /** Writes and reads messages of the types of {@link #getMessageTypes}. */
  public MessageSerializationFactory getMessageSerializationFactory() {
    return types().serialization();
  }

  /**
   * From the name of a type ({@code std_msgs/String}) to the type; the generated ones unless set.
   */
  public Function<String, Optional<MessageType<?>>> getMessageTypes() {
    return messageTypes;
  }

  public NodeConfiguration setMessageTypes(Function<String, Optional<MessageType<?>>> types) {
    messageTypes = types;
    return this;
  }

  /**
   * From the name of a service's type ({@code std_srvs/Trigger}) to the type; the generated ones
   * unless set.
   */
  public Function<String, Optional<ServiceType<?, ?>>> getServiceTypes() {
    return serviceTypes;
  }

  public NodeConfiguration setServiceTypes(Function<String, Optional<ServiceType<?, ?>>> types) {
    serviceTypes = types;
    return this;
  }

  private NodeTypes types() {
    return new NodeTypes(messageTypes, serviceTypes);
  }
}
