package org.ros.internal.node.service;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import org.ros.exception.RosRuntimeException;
import org.ros.internal.transport.ConnectionHeader;
import org.ros.internal.transport.HostAndPort;
import org.ros.internal.transport.MalformedHeaderException;

/** Asks a service what it is, without calling it. See wiki.ros.org/ROS/Connection Header. */
public final class ServiceProbe {

  private static final int TIMEOUT_MILLIS = 5_000;
  private static final int MAX_HEADER_BYTES = 1 << 20;

  private ServiceProbe() {}

  /**
   * The header with which the server answers; waits up to some seconds.
   *
   * @param uri {@code rosrpc://host:port}, as the master gives it
   * @throws RosRuntimeException when it cannot be reached or refuses
   */
  public static ConnectionHeader ask(String caller, String service, URI uri) {
    HostAndPort server =
        HostAndPort.of("rosrpc", uri)
            .orElseThrow(
                () ->
                    new RosRuntimeException(
                        service + ": its address is '" + uri + "', not rosrpc://host:port"));
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put(ConnectionHeader.CALLER_ID, caller);
    fields.put(ConnectionHeader.SERVICE, service);
    fields.put(ConnectionHeader.MD5SUM, ServiceHeaders.ANY);
    fields.put(ServiceHeaders.PROBE, "1");
    ByteBuf request = Unpooled.buffer();
    new ConnectionHeader(fields).writeFrameTo(request);
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(server.host(), server.port()), TIMEOUT_MILLIS);
      socket.setSoTimeout(TIMEOUT_MILLIS);
      socket.getOutputStream().write(ByteBufUtil.getBytes(request));
      DataInputStream in = new DataInputStream(socket.getInputStream());
      int length = Integer.reverseBytes(in.readInt());
      if (length < 0 || length > MAX_HEADER_BYTES) {
        throw new RosRuntimeException(service + " at " + uri + " answers no connection header");
      }
      byte[] answer = in.readNBytes(length);
      ConnectionHeader header = ConnectionHeader.read(Unpooled.wrappedBuffer(answer));
      if (header.get(ConnectionHeader.ERROR).isPresent()) {
        throw new RosRuntimeException(
            service + " at " + uri + " refuses: " + header.orEmpty(ConnectionHeader.ERROR));
      }
      return header;
    } catch (IOException e) {
      throw new RosRuntimeException(
          service + " at " + uri + " cannot be reached: " + e.getMessage(), e);
    } catch (MalformedHeaderException e) {
      throw new RosRuntimeException(service + " at " + uri + ": " + e.getMessage(), e);
    }
  }
}
