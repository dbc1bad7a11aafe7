package org.ros.address;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.ros.exception.RosRuntimeException;

/**
 * The host that other nodes are told to connect to, a name or an address; and a port for those who
 * set one. A node tells the ports that it listens on, whatever is set here.
 */
public class AdvertiseAddress {

  private final String host;
  private volatile Callable<Integer> port; // null until set

  public AdvertiseAddress(String host) {
    this.host = Objects.requireNonNull(host, "host");
  }

  /** Nodes of this machine only. */
  public static AdvertiseAddress newPrivate() {
    return new AdvertiseAddress(InetAddressFactory.newLoopback().getHostAddress());
  }

  /** Nodes of other machines too. */
  public static AdvertiseAddress newPublic() {
    return new AdvertiseAddress(InetAddressFactory.newNonLoopback().getHostAddress());
  }

  public String getHost() {
    return host;
  }

  public void setStaticPort(int port) {
    this.port = () -> port;
  }

  /**
   * @param portCallable asked whenever the port is needed
   */
  public void setPortCallable(Callable<Integer> portCallable) {
    port = portCallable;
  }

  /**
   * @throws RosRuntimeException when no port was set, or the callable fails
   */
  public int getPort() {
    Callable<Integer> source = port;
    if (source == null) {
      throw new RosRuntimeException("the address of " + host + " has no port; set one first");
    }
    try {
      return source.call();
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new RosRuntimeException("the port of " + host + " cannot be found out: " + e, e);
    }
  }

  /**
   * @throws RosRuntimeException when the host is unknown
   */
  public InetAddress toInetAddress() {
    return InetAddressFactory.newFromHostString(host);
  }

  /**
   * @throws RosRuntimeException when the host is unknown or no port was set
   */
  public InetSocketAddress toInetSocketAddress() {
    return new InetSocketAddress(toInetAddress(), getPort());
  }

  public boolean isLoopbackAddress() {
    return toInetAddress().isLoopbackAddress();
  }

  /**
   * {@code scheme://host:port/}
   *
   * @throws RosRuntimeException when no port was set
   */
  public URI toUri(String scheme) {
    return URI.create(scheme + "://" + authority(getPort()) + "/");
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
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
  }

  @Override
  public String toString() {
    return "AdvertiseAddress<" + host + (port == null ? "" : ", " + getPort()) + ">";
  }

  @Override
  public int hashCode() {
    return host.hashCode();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof AdvertiseAddress that
        && host.equals(that.host)
        && (port == null) == (that.port == null)
        && (port == null || getPort() == that.getPort());
  }
}
