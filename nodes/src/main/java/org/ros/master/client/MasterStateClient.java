package org.ros.master.client;

import java.net.URI;
import java.util.List;
import java.util.Map;
import org.ros.exception.RemoteException;
import org.ros.exception.RosRuntimeException;
import org.ros.node.Node;

/**
 * What a node may ask the master about the graph. All methods wait for the answer; they throw
 * {@link RemoteException} when the master refuses, as for a name that it does not know, and {@link
 * RosRuntimeException} when it cannot be reached.
 */
public class MasterStateClient {

  private final MasterClient master;

  public MasterStateClient(Node caller, URI masterUri) {
    master = new MasterClient(caller.getName().toString(), masterUri);
  }

  /** The address of a node's XML-RPC server. */
  public URI lookupNode(String nodeName) {
    return uri("lookupNode", nodeName);
  }

  /** What the master calls itself. */
  public URI getUri() {
    return uri("getUri");
  }

  /** The rosrpc address of a service. */
  public URI lookupService(String serviceName) {
    return uri("lookupService", serviceName);
  }

  /**
   * The topics that have a publisher.
   *
   * @param subgraph those within this namespace only; empty for all
   */
  public List<TopicType> getPublishedTopics(String subgraph) {
    return topicTypes(MasterClient.pairs(master.ask("getPublishedTopics", subgraph)));
  }

  /** All topics that the master has heard of. */
  public List<TopicType> getTopicTypes() {
    return topicTypes(master.topicTypes());
  }

  public SystemState getSystemState() {
    return master.systemState();
  }

  private URI uri(String method, Object... arguments) {
    String text = String.valueOf(master.ask(method, arguments));
    try {
      return URI.create(text);
    } catch (IllegalArgumentException e) {
      throw new RosRuntimeException("the master answers " + method + " with '" + text + "'", e);
    }
  }

  private static List<TopicType> topicTypes(Map<String, String> types) {
    return types.entrySet().stream()
        .map(type -> new TopicType(type.getKey(), type.getValue()))
        .toList();
  }
}
