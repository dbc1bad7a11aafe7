package org.ros.internal.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.URI;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostAndPortTest {

  @ParameterizedTest
  @CsvSource({
    "http://localhost:11311, localhost, 11311",
    "http://10.0.0.7:65535/, 10.0.0.7, 65535",
    "http://ros_master:11311/, ros_master, 11311",
    "http://[::1]:80/RPC2, ::1, 80",
  })
  void readsWhereToConnect(String uri, String host, int port) {
    assertEquals(
        Optional.of(new HostAndPort(host, port)), HostAndPort.of("http", URI.create(uri)), uri);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://localhost",
        "http://localhost:0/",
        "http://localhost:65536/",
        "http://user@localhost:80/",
        "rosrpc://localhost:80/",
        "http:/localhost:80",
        "localhost"
      })
  void whatIsNoAddressIsRefused(String uri) {
    assertEquals(Optional.empty(), HostAndPort.of("http", URI.create(uri)));
  }
}
