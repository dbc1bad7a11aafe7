package org.ros.node.service;

import java.net.URI;
import org.ros.namespace.GraphName;

/**
 * Calls one service. Safe for use by several threads; answers come in the order of the calls.
 *
 * <p>A persistent client keeps its connection. When the connection ends, calls that were sent fail,
 * since nobody knows whether they were done; the next call looks the service up again. A client
 * that is not persistent looks it up and connects for each call, as rospy and roscpp do by default.
 *
 * @param <T> the request's class
 * @param <S> the response's class
 */
public interface ServiceClient<T, S> {

  /**
   * Connects to a certain server and waits until it has agreed.
   *
   * @param uri {@code rosrpc://host:port}
   * @throws org.ros.exception.RosRuntimeException when it cannot be reached or does not agree
   */
  void connect(URI uri);

  boolean isConnected();

  /**
   * Serializes the request, which may be changed afterwards, and sends it. Never waits.
   *
   * @param listener told the answer, or why there is none, on the node's executor; the listeners of
   *     one client are told one after the other
   * @throws IllegalArgumentException when the request is not of the service's type
   */
  void call(T request, ServiceResponseListener<S> listener);

  /** The resolved name of the service. */
  GraphName getName();

  /** Hangs up; calls that are not answered fail. */
  void shutdown();

  /** A request with all fields zero, empty or false. */
  T newMessage();
}
