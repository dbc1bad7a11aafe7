package org.ros.address;

/** This machine, as itself calls it. */
public final class Address {

  public static final String LOOPBACK = "127.0.0.1";
  public static final String LOCALHOST = "localhost";

  private Address() {}
}
