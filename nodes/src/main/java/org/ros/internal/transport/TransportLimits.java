package org.ros.internal.transport;

import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.ros.exception.RosRuntimeException;

/**
 * What peers may cost this process. The defaults are far above what proper peers need; each can be
 * set by a system property, such as {@code -Dros.maxMessageBytes=100000000}, or by the environment
 * variable of the same words, such as {@code ROS_MAX_MESSAGE_BYTES}; the property wins.
 *
 * @param maxHeaderBytes the longest connection header that is read; definitions of large messages
 *     are some 10 kB, so 4 MiB
 * @param maxMessageBytes the longest message, request or response of a service; 1 GiB, as roscpp.
 *     What such a message takes is allocated as its bytes arrive
 * @param maxConnections how many connections a node's TCPROS port serves; 4096
 * @param headerSeconds how long a peer may take to send its connection header, all of it; 10
 * @param stalledSeconds how long a subscriber may take nothing of what waits for it until its
 *     connection counts as dead and is closed; 60, as a debugger or a short loss of the network
 *     should cost messages only
 * @param maxRequestBytes the largest XML-RPC request or answer; parameter trees of robots with
 *     their models are a few MB, so 32 MiB. All unfinished requests to one server together may take
 *     four times as much
 * @param maxRequestConnections how many connections an XML-RPC server serves; 2048
 * @param requestSeconds how long the first byte of a request to the last may take; 30
 * @param idleSeconds how long an XML-RPC connection may be silent between two requests; 600
 */
public record TransportLimits(
    int maxHeaderBytes,
    int maxMessageBytes,
    int maxConnections,
    int headerSeconds,
    int stalledSeconds,
    int maxRequestBytes,
    int maxRequestConnections,
    int requestSeconds,
    int idleSeconds) {

  private static final int MAX_SECONDS = 1_000_000;

  private static TransportLimits ofProcess; // guarded by the class

  /**
   * The limits of this process, read once.
   *
   * @throws RosRuntimeException naming the setting that is no limit
   */
  public static synchronized TransportLimits get() {
    if (ofProcess == null) {
      ofProcess = read(System::getProperty, System::getenv);
    }
    return ofProcess;
  }

  static TransportLimits read(UnaryOperator<String> properties, UnaryOperator<String> environment) {
    Settings settings = new Settings(properties, environment);
    return new TransportLimits(
        settings.number("maxHeaderBytes", 4 << 20, 1 << 30),
        settings.number("maxMessageBytes", 1 << 30, 1 << 30),
        settings.number("maxConnections", 4096, Integer.MAX_VALUE),
        settings.number("headerSeconds", 10, MAX_SECONDS),
        settings.number("stalledSeconds", 60, MAX_SECONDS),
        settings.number("maxRequestBytes", 32 << 20, 1 << 30),
        settings.number("maxRequestConnections", 2048, Integer.MAX_VALUE),
        settings.number("requestSeconds", 30, MAX_SECONDS),
        settings.number("idleSeconds", 600, MAX_SECONDS));
  }

  private record Settings(UnaryOperator<String> properties, UnaryOperator<String> environment) {

    int number(String name, int byDefault, int max) {
      String property = "ros." + name;
      String variable = "ROS_" + name.replaceAll("([A-Z])", "_$1").toUpperCase(Locale.ROOT);
      Optional<String> set = Optional.ofNullable(properties.apply(property));
      String source = set.isPresent() ? property : variable;
      String text = set.orElseGet(() -> environment.apply(variable));
      if (text == null) {
        return byDefault;
      }
      try {
        int value = Integer.parseInt(text.trim());
        if (value >= 1 && value <= max) {
          return value;
        }
      } catch (NumberFormatException e) {
        // Said below.
      }
      throw new RosRuntimeException(
          "%s is '%s'; set a whole number of 1 to %d, or leave it at %d by not setting it"
              .formatted(source, text, max, byDefault));
    }
  }
}
