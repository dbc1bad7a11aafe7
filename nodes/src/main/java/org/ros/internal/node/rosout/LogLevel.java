package org.ros.internal.node.rosout;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** How much a line of a log matters, as rosgraph_msgs/Log says it. */
enum LogLevel {
  DEBUG(rosgraph_msgs.Log.DEBUG),
  INFO(rosgraph_msgs.Log.INFO),
  WARN(rosgraph_msgs.Log.WARN),
  ERROR(rosgraph_msgs.Log.ERROR),
  FATAL(rosgraph_msgs.Log.FATAL);

  private final byte code;

  LogLevel(byte code) {
    this.code = code;
  }

  byte code() {
    return code;
  }

  boolean isAtLeast(LogLevel other) {
    return code >= other.code;
  }

  /** As roscpp/Logger says it, in small letters. */
  String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Optional<LogLevel> find(String label) {
    return Arrays.stream(values()).filter(level -> level.label().equalsIgnoreCase(label)).findAny();
  }
}
