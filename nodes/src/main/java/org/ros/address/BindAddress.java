package org.ros.address;

import java.net.InetSocketAddress;

/**
 * Where a server listens: loopback only (private) or all interfaces (public).
 *
 * @param toInetSocketAddress port 0 lets the system choose
 */
public record BindAddress(InetSocketAddress toInetSocketAddress) {

  public static BindAddress newPublic(int port) {
    return new BindAddress(new InetSocketAddress(port));
  }

  public static BindAddress newPublic() {
    return newPublic(0);
  }

  /**
   * Where to listen when others are told this host: loopback when only this machine can mean itself
   * by it, else all interfaces.
   */
  public static BindAddress newFor(String host, int port) {
    return host.equals("localhost") || host.equals("127.0.0.1")
        ? newPrivate(port)
        : newPublic(port);
  }

  public static BindAddress newPrivate(int port) {
    return new BindAddress(new InetSocketAddress(InetAddressFactory.newLoopback(), port));
  }

  public static BindAddress newPrivate() {
    return newPrivate(0);
  }
}
