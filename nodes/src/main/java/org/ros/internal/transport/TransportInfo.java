package org.ros.internal.transport;

import io.netty.channel.Channel;
import io.netty.channel.epoll.EpollSocketChannel;
import java.net.InetSocketAddress;

/** What getBusInfo says of a connection's socket. */
final class TransportInfo {

  private TransportInfo() {}

  /**
   * The ports and the descriptor as roscpp and rospy write them, which rosnode reads; without the
   * descriptor where the JDK hides it.
   *
   * @return empty when the channel is not connected
   */
  static String of(Channel channel) {
    if (channel.isActive()
        && channel.localAddress() instanceof InetSocketAddress local
        && channel.remoteAddress() instanceof InetSocketAddress remote) {
      String peer = remote.getAddress().getHostAddress() + ":" + remote.getPort();
      String socket =
          channel instanceof EpollSocketChannel epoll ? " on socket " + epoll.fd().intValue() : "";
      return "TCPROS connection on port " + local.getPort() + " to [" + peer + socket + "]";
    }
    return "";
  }
}
