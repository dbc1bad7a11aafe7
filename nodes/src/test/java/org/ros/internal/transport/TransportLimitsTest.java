package org.ros.internal.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ros.exception.RosRuntimeException;

class TransportLimitsTest {

  private static TransportLimits read(
      Map<String, String> properties, Map<String, String> environment) {
    return TransportLimits.read(properties::get, environment::get);
  }

  @Test
  void thePropertyWinsOverTheEnvironmentAndThatOverTheDefault() {
    TransportLimits limits =
        read(
            Map.of("ros.maxMessageBytes", "1000"),
            Map.of("ROS_MAX_MESSAGE_BYTES", "2000", "ROS_HEADER_SECONDS", " 3 "));
    assertEquals(1000, limits.maxMessageBytes());
    assertEquals(3, limits.headerSeconds());
    assertEquals(4 << 20, limits.maxHeaderBytes());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0", "-1", "1e6", "2147483648", "1073741825"})
  void whatIsNoLimitIsRefusedInOneLineThatNamesIt(String text) {
    String message =
        assertThrows(
                RosRuntimeException.class,
                () -> read(Map.of(), Map.of("ROS_MAX_MESSAGE_BYTES", text)))
            .getMessage();
    assertTrue(message.startsWith("ROS_MAX_MESSAGE_BYTES is '" + text + "'"), message);
    assertEquals(1, message.lines().count());
  }
}
