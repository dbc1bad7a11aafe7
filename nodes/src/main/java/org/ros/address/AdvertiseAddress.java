package org.ros.address;

import java.net.URI;

/**
 * The host that other nodes are told to connect to.
 *
 * @param getHost a name or an address
 */
public record AdvertiseAddress(String getHost) {

  /** Nodes of this machine only. */
  public static AdvertiseAddress newPrivate() {
    return new AdvertiseAddress(InetAddressFactory.newLoopback().getHostAddress());
  }

  /** Nodes of other machines too. */
  public static AdvertiseAddress newPublic() {
    return new AdvertiseAddress(InetAddressFactory.newNonLoopback().getHostAddress());
  }

  /** {@code http://host:port/} */
  public URI toUri(int port) {
    String host = getHost.contains(":") ? "[" + getHost + "]" : getHost;
    return URI.create("http://" + host + ":" + port + "/");
  }
}
