package org.ros.master.client;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.ros.exception.RemoteException;
import org.ros.exception.RosRuntimeException;
import org.ros.internal.node.response.StatusCode;
import org.ros.internal.xmlrpc.XmlRpcClient;

/**
 * Calls the master. The methods that return a value wait for the answer, 13 s at most; they throw
 * {@link RemoteException} when the master refuses and {@link RosRuntimeException} when it cannot be
 * reached.
 */
public final class MasterClient {

  private final String caller;
  private final XmlRpcClient client;

  /**
   * @param caller the name of the node that asks
   */
  public MasterClient(String caller, URI masterUri) {
    this.caller = caller;
    this.client = new XmlRpcClient(masterUri);
  }

  /** Topics that have a publisher, with their types. */
  public Map<String, String> publishedTopics() {
    return pairs(ask("getPublishedTopics", ""));
  }

  /** All topics that the master has heard of, with their types. */
  public Map<String, String> topicTypes() {
    return pairs(ask("getTopicTypes"));
  }

  /** Who publishes, subscribes and serves what. */
  public SystemState systemState() {
    if (ask("getSystemState") instanceof List<?> parts && parts.size() == 3) {
      return new SystemState(nodes(parts.get(0)), nodes(parts.get(1)), nodes(parts.get(2)));
    }
    throw unexpected("getSystemState");
  }

  /** The address of a node's XML-RPC server, if the master knows the node. */
  public Optional<URI> lookupNode(String node) {
    return asUri("lookupNode", node);
  }

  /** The rosrpc address of a service, if somebody serves it. */
  public Optional<URI> lookupService(String service) {
    return asUri("lookupService", service);
  }

  private Optional<URI> asUri(String method, String name) {
    try {
      return Optional.of(URI.create(String.valueOf(ask(method, name))));
    } catch (RemoteException e) {
      return Optional.empty();
    }
  }

  /**
   * Calls any method of the master with the caller's name as first argument and waits.
   *
   * @return the third part of the answer
   */
  public Object ask(String method, Object... arguments) {
    try {
      return call(method, arguments).join();
    } catch (CompletionException e) {
      Throwable cause = e.getCause();
      if (cause instanceof RemoteException remote) {
        throw new RemoteException(remote.getStatusCode(), remote.getMessage());
      }
      if (cause instanceof IOException) {
        throw new RosRuntimeException(
            "no answer from the ROS master: "
                + cause.getMessage()
                + "; start it (roscore) or set ROS_MASTER_URI",
            cause);
      }
      throw new RosRuntimeException(method + " failed: " + cause.getMessage(), cause);
    }
  }

  /**
   * Starts a call. The future fails with {@link RemoteException} when the master answers an error,
   * with {@link IOException} when it cannot be reached.
   */
  public CompletableFuture<Object> call(String method, Object... arguments) {
    Object[] all = new Object[arguments.length + 1];
    all[0] = caller;
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    return client
        .call(method, all)
        .thenApply(
            answer -> {
              if (answer instanceof List<?> parts
                  && parts.size() == 3
                  && parts.get(0) instanceof Integer code) {
                if (code == StatusCode.SUCCESS.toInt()) {
                  return parts.get(2);
                }
                if (code == StatusCode.FAILURE.toInt() || code == StatusCode.ERROR.toInt()) {
                  throw new RemoteException(StatusCode.fromInt(code), String.valueOf(parts.get(1)));
                }
              }
              throw unexpected(method);
            });
  }

  private RosRuntimeException unexpected(String method) {
    return new RosRuntimeException(client.uri() + " answers " + method + " unlike a ROS master");
  }

  static Map<String, String> pairs(Object answer) {
    Map<String, String> pairs = new LinkedHashMap<>();
    if (answer instanceof List<?> list) {
      for (Object entry : list) {
        if (entry instanceof List<?> pair && pair.size() == 2) {
          pairs.put(String.valueOf(pair.get(0)), String.valueOf(pair.get(1)));
        }
      }
    }
    return pairs;
  }

  private static Map<String, List<String>> nodes(Object answer) {
    Map<String, List<String>> nodes = new LinkedHashMap<>();
    if (answer instanceof List<?> list) {
      for (Object entry : list) {
        if (entry instanceof List<?> pair
            && pair.size() == 2
            && pair.get(1) instanceof List<?> names) {
          List<String> strings = new ArrayList<>();
          names.forEach(name -> strings.add(String.valueOf(name)));
          nodes.put(String.valueOf(pair.get(0)), strings);
        }
      }
    }
    return nodes;
  }
}
