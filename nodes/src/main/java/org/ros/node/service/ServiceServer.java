package org.ros.node.service;

import java.net.URI;
import org.ros.namespace.GraphName;

/**
 * Serves one service. Requests of one connection are answered one after the other, those of several
 * at the same time; see {@link ServiceResponseBuilder}.
 *
 * @param <T> the request's class
 * @param <S> the response's class
 */
public interface ServiceServer<T, S> {

  /** The resolved name. */
  GraphName getName();

  /** Where it is served: {@code rosrpc://host:port}. */
  URI getUri();

  /** Unregisters and hangs up on callers. Waits for the master for two seconds at most. */
  void shutdown();

  void addListener(ServiceServerListener<T, S> listener);
}
