package org.ros.internal.master;

import java.net.URI;
import java.util.List;
import org.ros.address.AdvertiseAddress;
import org.ros.address.BindAddress;
import org.ros.exception.RosRuntimeException;
import org.ros.internal.transport.EventLoops;
import org.ros.internal.xmlrpc.RosApi;
import org.ros.internal.xmlrpc.RosApi.Answer;
import org.ros.internal.xmlrpc.RosApi.ArgumentException;
import org.ros.internal.xmlrpc.RosApi.Arguments;
import org.ros.internal.xmlrpc.XmlRpcServer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The master's XML-RPC API with the parameter server, as Noetic's rosmaster has it. See
 * wiki.ros.org/ROS/Master_API and wiki.ros.org/ROS/Parameter Server API.
 */
public final class MasterServer implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(MasterServer.class);

  private final NodeNotifier notifier = new NodeNotifier();
  private final Graph graph = new Graph(notifier);
  private final Runnable onShutdownRequest;
  private final XmlRpcServer server;
  private final URI uri;

  /**
   * Binds and starts to answer.
   *
   * @param onShutdownRequest what to do when somebody calls shutdown; runs once for each call
   * @throws RosRuntimeException when the address cannot be bound
   */
  public MasterServer(
      BindAddress bindAddress, AdvertiseAddress advertiseAddress, Runnable onShutdownRequest) {
    this.onShutdownRequest = onShutdownRequest;
    // The distribution that roslaunch and the tools ask for.
    graph.setParameter("/master", "/rosdistro", "noetic\n");
    RosApi api = new RosApi();
    addTopics(api);
    addServicesAndState(api);
    addParameters(api);
    api.withErrorValue(List.of(), "registerSubscriber", "registerPublisher")
        .withErrorValue(List.of(), "getTopicTypes", "getParamNames")
        .withErrorValue(List.of(List.of(), List.of(), List.of()), "getSystemState")
        .withErrorValue("", "lookupService", "lookupNode", "getUri")
        .withErrorValue(-1, "getPid")
        .withErrorValue(false, "hasParam");
    server = new XmlRpcServer(bindAddress.toInetSocketAddress(), api);
    uri = advertiseAddress.toUri(server.port());
  }

  public URI getUri() {
    return uri;
  }

  @Override
  public void close() {
    notifier.close();
    server.close();
  }

  private void addTopics(RosApi api) {
    api.add(
            "registerSubscriber",
            4,
            a ->
                Answer.success(
                    "Subscribed to [" + name(a, 1, "topic") + "]",
                    graph.addSubscriber(
                        a.caller(), name(a, 1, "topic"), type(a, 2), a.address(3, "caller_api"))))
        .add("unregisterSubscriber", 3, a -> unregister(a, graph::removeSubscriber))
        .add(
            "registerPublisher",
            4,
            a ->
                Answer.success(
                    "Registered [" + a.caller() + "] as publisher of [" + name(a, 1, "topic") + "]",
                    graph.addPublisher(
                        a.caller(), name(a, 1, "topic"), type(a, 2), a.address(3, "caller_api"))))
        .add("unregisterPublisher", 3, a -> unregister(a, graph::removePublisher))
        .add(
            "getPublishedTopics",
            2,
            a -> {
              String subgraph = a.string(1, "subgraph");
              String namespace =
                  subgraph.isEmpty()
                      ? ""
                      : Names.asNamespace(Names.resolveKey(subgraph, a.caller()));
              return Answer.success("current topics", graph.publishedTopics(namespace));
            })
        .add("getTopicTypes", 1, a -> Answer.success("current topic types", graph.topicTypes()));
  }

  private void addServicesAndState(RosApi api) {
    api.add(
            "registerService",
            4,
            a -> {
              String service = name(a, 1, "service");
              graph.addService(
                  a.caller(), service, a.address(2, "service_api"), a.address(3, "caller_api"));
              return Answer.success(
                  "Registered [" + a.caller() + "] as provider of [" + service + "]", 1);
            })
        .add("unregisterService", 3, a -> unregister(a, graph::removeService))
        .add(
            "lookupService",
            2,
            a ->
                graph
                    .serviceUri(name(a, 1, "service"))
                    .map(found -> Answer.success("rosrpc URI: [" + found + "]", found))
                    .orElse(new Answer(-1, "no provider", "")))
        .add(
            "lookupNode",
            2,
            a -> {
              String node = name(a, 1, "node");
              return graph
                  .nodeApi(node)
                  .map(found -> Answer.success("node api", found))
                  .orElse(new Answer(-1, "unknown node [" + node + "]", ""));
            })
        .add("getSystemState", 1, a -> Answer.success("current system state", graph.systemState()))
        .add("getUri", 1, a -> Answer.success("", uri.toString()))
        .add("getPid", 1, a -> Answer.success("", (int) ProcessHandle.current().pid()))
        .add(
            "shutdown",
            1,
            2,
            a -> {
              LOG.info("{} asks the master to shut down", a.caller());
              EventLoops.calls().execute(onShutdownRequest);
              return Answer.success("shutdown", 0);
            });
  }

  private void addParameters(RosApi api) {
    api.add(
            "setParam",
            3,
            a -> {
              String key = key(a, 1);
              graph.setParameter(a.caller(), key, a.value(2));
              return Answer.success("parameter " + key + " set", 0);
            })
        .add(
            "deleteParam",
            2,
            a -> {
              String key = key(a, 1);
              return graph.deleteParameter(key)
                  ? Answer.success("parameter " + key + " deleted", 0)
                  : Answer.error("parameter [" + key + "] is not set");
            })
        .add(
            "getParam",
            2,
            a -> {
              String key = key(a, 1);
              return graph
                  .parameter(key)
                  .map(value -> Answer.success("Parameter [" + key + "]", value))
                  .orElse(Answer.error("Parameter [" + key + "] is not set"));
            })
        .add("hasParam", 2, a -> Answer.success(key(a, 1), graph.parameter(key(a, 1)).isPresent()))
        .add(
            "searchParam",
            2,
            a -> {
              String key = a.nonEmpty(1, "key");
              // A failure rather than an error: rospy takes an error for "not found".
              if (key.startsWith("~") || !a.caller().startsWith("/")) {
                return Answer.failure(
                    "cannot search for [" + key + "]: keys are without ~, callers' names global",
                    0);
              }
              return graph
                  .searchParameter(a.caller(), key)
                  .map(found -> Answer.success("Found [" + found + "]", found))
                  .orElse(
                      new Answer(
                          -1, "Cannot find parameter [" + key + "] in an upwards search", ""));
            })
        .add("getParamNames", 1, a -> Answer.success("Parameter names", graph.parameterNames()))
        .add(
            "subscribeParam",
            3,
            a -> {
              String key = key(a, 2);
              return Answer.success(
                  "Subscribed to parameter [" + key + "]",
                  graph.subscribeParameter(a.caller(), a.address(1, "caller_api"), key));
            })
        .add(
            "unsubscribeParam",
            3,
            a -> {
              String key = key(a, 2);
              boolean removed =
                  graph.unsubscribeParameter(a.caller(), a.address(1, "caller_api"), key);
              return Answer.success("Unsubscribe to parameter [" + key + "]", removed ? 1 : 0);
            });
  }

  private interface Unregistration {
    boolean remove(String node, String name, String address);
  }

  /** Succeeds also when there was nothing to do; the value is how many were unregistered. */
  private static Answer unregister(Arguments a, Unregistration unregistration) {
    String name = name(a, 1, "name");
    boolean removed = unregistration.remove(a.caller(), name, a.address(2, "api"));
    return removed
        ? Answer.success("Unregistered [" + a.caller() + "] as provider of [" + name + "]", 1)
        : Answer.success("[" + a.caller() + "] is not a known provider of [" + name + "]", 0);
  }

  private static String name(Arguments a, int index, String what) {
    String name = Names.resolve(a.nonEmpty(index, what), a.caller());
    if (name.equals("/")) {
      throw new ArgumentException("parameter [" + what + "] cannot be the global namespace");
    }
    return name;
  }

  private static String key(Arguments a, int index) {
    return Names.resolveKey(a.nonEmpty(index, "key"), a.caller());
  }

  private static String type(Arguments a, int index) {
    String type = a.nonEmpty(index, "topic_type");
    boolean packageAndName = type.indexOf('/') > 0 && type.indexOf('/') == type.lastIndexOf('/');
    if (!packageAndName && !type.equals("*")) {
      throw new ArgumentException("parameter [topic_type] is not a package resource name: " + type);
    }
    return type;
  }
}
