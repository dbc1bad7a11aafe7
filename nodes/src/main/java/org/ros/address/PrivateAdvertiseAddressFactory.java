package org.ros.address;

/** For nodes that only this machine reaches. */
public class PrivateAdvertiseAddressFactory implements AdvertiseAddressFactory {

  @Override
  public AdvertiseAddress newDefault() {
    return AdvertiseAddress.newPrivate();
  }
}
