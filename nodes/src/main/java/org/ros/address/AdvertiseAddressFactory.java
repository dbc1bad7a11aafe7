package org.ros.address;

/** Finds the host that other nodes are told of. */
public interface AdvertiseAddressFactory {

  AdvertiseAddress newDefault();
}
