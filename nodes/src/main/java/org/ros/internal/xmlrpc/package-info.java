/**
 * XML-RPC over HTTP/1.1, as the ROS master and slave APIs speak it.
 *
 * <p>Values are plain Java objects: {@code Integer} (i4, int), {@code Boolean}, {@code String},
 * {@code Double}, {@link java.time.LocalDateTime} (dateTime.iso8601), {@code byte[]} (base64),
 * {@code List<Object>} (array) and {@code Map<String, Object>} (struct).
 */
package org.ros.internal.xmlrpc;
