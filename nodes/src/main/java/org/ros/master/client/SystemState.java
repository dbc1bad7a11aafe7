package org.ros.master.client;

import java.util.List;
import java.util.Map;

/**
 * The graph as the master knows it.
 *
 * @param publishers the publishing nodes of each topic
 * @param subscribers the subscribing nodes of each topic
 * @param services the nodes that serve each service
 */
public record SystemState(
    Map<String, List<String>> publishers,
    Map<String, List<String>> subscribers,
    Map<String, List<String>> services) {}
