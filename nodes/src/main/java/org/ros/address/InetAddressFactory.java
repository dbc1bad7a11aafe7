package org.ros.address;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import org.ros.exception.RosRuntimeException;

/** The addresses of this machine. */
public class InetAddressFactory {

  private InetAddressFactory() {}

  /** 127.0.0.1 */
  public static InetAddress newLoopback() {
    try {
      return InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
    } catch (UnknownHostException e) {
      throw new AssertionError("four bytes are an address", e);
    }
  }

  /**
   * The first IPv4 address that other machines may reach.
   *
   * @throws RosRuntimeException when there is none
   */
  public static InetAddress newNonLoopback() {
    try {
      return NetworkInterface.networkInterfaces()
          .flatMap(NetworkInterface::inetAddresses)
          .filter(address -> address instanceof Inet4Address && !address.isLoopbackAddress())
          .findFirst()
          .orElseThrow(
              () -> new RosRuntimeException("this machine has no IPv4 address; set ROS_IP"));
    } catch (SocketException e) {
      throw new RosRuntimeException("cannot list this machine's addresses; set ROS_IP", e);
    }
  }

  /**
   * The first IPv4 address of one of this machine's networks, but for loopback.
   *
   * @throws RosRuntimeException when there is none
   */
  public static InetAddress newNonLoopbackForNetworkInterface(NetworkInterface networkInterface) {
    return networkInterface
        .inetAddresses()
        .filter(address -> address instanceof Inet4Address && !address.isLoopbackAddress())
        .findFirst()
        .orElseThrow(
            () ->
                new RosRuntimeException(
                    "the network "
                        + networkInterface.getName()
                        + " has no IPv4 address that other machines reach"));
  }

  /**
   * @return its host name is the given one, whatever name servers say of the address
   * @throws RosRuntimeException when the name is unknown
   */
  public static InetAddress newFromHostString(String host) {
    try {
      return InetAddress.getByAddress(host, InetAddress.getByName(host).getAddress());
    } catch (UnknownHostException e) {
      throw new RosRuntimeException("the host '" + host + "' is unknown", e);
    }
  }
}
