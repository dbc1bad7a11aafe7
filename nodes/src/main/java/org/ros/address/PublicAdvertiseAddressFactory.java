package org.ros.address;

/** For nodes that other machines reach. */
public class PublicAdvertiseAddressFactory implements AdvertiseAddressFactory {

  private final String host;

  /** Tells them this machine's first address that is not loopback. */
  public PublicAdvertiseAddressFactory() {
    this(InetAddressFactory.newNonLoopback().getHostAddress());
  }

  public PublicAdvertiseAddressFactory(String host) {
    this.host = host;
  }

  @Override
  public AdvertiseAddress newDefault() {
    return new AdvertiseAddress(host);
  }
}
