package org.ros.internal.node.service;

import java.util.LinkedHashMap;
import java.util.Map;
import org.ros.internal.transport.ConnectionHeader;
import org.seqloc.msgs.ServiceType;

/**
 * The connection headers of services. See wiki.ros.org/ROS/Connection Header.
 *
 * <p>A response is one byte, 1 when the call went well, and then a length and so many bytes: of the
 * response, or of the text that says why there is none.
 */
final class ServiceHeaders {

  static final String PERSISTENT = "persistent";
  static final String PROBE = "probe";

  /** Matches any type. */
  static final String ANY = "*";

  private static final String REQUEST_TYPE = "request_type";
  private static final String RESPONSE_TYPE = "response_type";

  private ServiceHeaders() {}

  static ConnectionHeader ofClient(
      String node, String service, ServiceType<?, ?> type, boolean persistent) {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put(ConnectionHeader.CALLER_ID, node);
    fields.put(ConnectionHeader.SERVICE, service);
    fields.put(ConnectionHeader.TYPE, type.name());
    fields.put(ConnectionHeader.MD5SUM, type.md5());
    fields.put(PERSISTENT, persistent ? "1" : "0");
    fields.put(ConnectionHeader.TCP_NODELAY, "1");
    return new ConnectionHeader(fields);
  }

  static ConnectionHeader ofServer(String node, ServiceType<?, ?> type) {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put(ConnectionHeader.CALLER_ID, node);
    fields.put(ConnectionHeader.TYPE, type.name());
    fields.put(ConnectionHeader.MD5SUM, type.md5());
    fields.put(REQUEST_TYPE, type.requestType().name());
    fields.put(RESPONSE_TYPE, type.responseType().name());
    return new ConnectionHeader(fields);
  }
}
