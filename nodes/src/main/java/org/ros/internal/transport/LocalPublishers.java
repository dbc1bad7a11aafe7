package org.ros.internal.transport;

import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.ros.exception.RosRuntimeException;

/**
 * The publishers of this process by the address of their node, so that subscribers of the same
 * process need no socket to them.
 */
public final class LocalPublishers {

  /** A publisher as subscribers of its process see it. */
  public interface LocalPublisher {
    /**
     * Connects: the inlet is told so before this returns, then gets messages until the link is
     * closed.
     *
     * @param subscriber what a distant subscriber would send as connection header
     * @throws RosRuntimeException when the subscriber does not suit; the message says why
     */
    LocalLink connect(ConnectionHeader subscriber, LocalLink.Inlet inlet);
  }

  private static final Map<URI, Function<String, Optional<LocalPublisher>>> NODES =
      new ConcurrentHashMap<>();

  private LocalPublishers() {}

  /**
   * Makes a node's publishers known.
   *
   * @param node the address of its XML-RPC server
   * @param publishers finds them by topic
   */
  public static void add(URI node, Function<String, Optional<LocalPublisher>> publishers) {
    NODES.put(node, publishers);
  }

  public static void remove(URI node) {
    NODES.remove(node);
  }

  static Optional<LocalPublisher> find(URI node, String topic) {
    return Optional.ofNullable(NODES.get(node)).flatMap(publishers -> publishers.apply(topic));
  }
}
