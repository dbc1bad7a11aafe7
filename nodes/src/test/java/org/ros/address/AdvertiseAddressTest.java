package org.ros.address;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.ros.exception.RosRuntimeException;

class AdvertiseAddressTest {

  @Test
  void thePortIsWhatWasSetLast() {
    AdvertiseAddress address = new AdvertiseAddress("127.0.0.1");
    assertThrows(RosRuntimeException.class, address::getPort);
    assertThrows(RosRuntimeException.class, () -> address.toUri("http"));
    assertEquals("AdvertiseAddress<127.0.0.1>", address.toString());
    address.setStaticPort(4711);
    assertEquals(URI.create("http://127.0.0.1:4711/"), address.toUri("http"));
    assertEquals(4711, address.toInetSocketAddress().getPort());
    address.setPortCallable(() -> 4712);
    assertEquals(4712, address.getPort());
    assertEquals("AdvertiseAddress<127.0.0.1, 4712>", address.toString());
    address.setPortCallable(
        () -> {
          throw new java.io.IOException("not bound");
        });
    assertEquals(
        "the port of 127.0.0.1 cannot be found out: java.io.IOException: not bound",
        assertThrows(RosRuntimeException.class, address::getPort).getMessage());
  }

  @Test
  void hostAndPortMakeTheAddress() {
    AdvertiseAddress one = new AdvertiseAddress("a");
    AdvertiseAddress other = new AdvertiseAddress("a");
    assertEquals(one, other);
    assertEquals(one.hashCode(), other.hashCode());
    one.setStaticPort(1);
    assertNotEquals(one, other);
    other.setStaticPort(1);
    assertEquals(one, other);
    other.setStaticPort(2);
    assertNotEquals(one, other);
    assertNotEquals(new AdvertiseAddress("a"), new AdvertiseAddress("b"));
  }

  @Test
  void addressesKeepTheNameTheyWereFoundBy() {
    assertEquals("127.0.0.1", InetAddressFactory.newFromHostString("127.0.0.1").getHostName());
    assertTrue(new AdvertiseAddress("localhost").isLoopbackAddress());
    assertEquals(URI.create("http://[::1]:80/"), new AdvertiseAddress("::1").toUri(80));
  }
}
