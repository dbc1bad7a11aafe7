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
    return URI.create("http://" + authority(port) + "/");
  }

  /** {@code rosrpc://host:port} */
  public URI toServiceUri(int port) {
    return URI.create("rosrpc://" + authority(port));
  }

  private String authority(int port) {
    return (getHost.contains(":") ? "[" + getHost + "]" : getHost) + ":" + port;
  }
}
