package org.ros.internal.node.rosout;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.StackWalker.StackFrame;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.commons.logging.Log;
import org.ros.node.topic.Publisher;
import org.ros.time.TimeProvider;

/**
 * A node's log: goes where the process logs, and to /rosout. From which level on is set by {@code
 * rosservice call NODE/set_logger_level} or rqt_logger_level; {@link LogLevel#INFO} at first.
 */
public final class RosoutLog implements Log {

  /** The name by which the logger services know the log. */
  static final String NAME = "rosout";

  /** What is published of each line beside the line. */
  private record Outlet(
      Publisher<rosgraph_msgs.Log> publisher, Supplier<Iterable<String>> topics) {}

  private final String node;
  private final Log local;
  private final TimeProvider time;
  private volatile LogLevel level = LogLevel.INFO;
  private volatile Outlet outlet;

  /**
   * @param local where the process logs
   * @param time for the lines' stamps
   */
  public RosoutLog(String node, Log local, TimeProvider time) {
    this.node = node;
    this.local = local;
    this.time = time;
  }

  /**
   * From now on lines are published too.
   *
   * @param topics those that the node publishes
   */
  public void publishTo(Publisher<rosgraph_msgs.Log> publisher, Supplier<Iterable<String>> topics) {
    outlet = new Outlet(publisher, topics);
  }

  LogLevel level() {
    return level;
  }

  void setLevel(LogLevel wanted) {
    level = wanted;
  }

  private void publish(LogLevel of, Object message, Throwable failure) {
    Outlet to = outlet;
    if (to == null || !of.isAtLeast(level)) {
      return;
    }
    rosgraph_msgs.Log line = to.publisher().newMessage();
    line.getHeader().setStamp(time.getCurrentTime());
    line.setLevel(of.code());
    line.setName(node);
    line.setMsg(failure == null ? String.valueOf(message) : message + "\n" + trace(failure));
    caller()
        .ifPresent(
            frame -> {
              line.setFile(String.valueOf(frame.getFileName()));
              line.setFunction(frame.getMethodName());
              line.setLine(Math.max(0, frame.getLineNumber()));
            });
    to.topics().get().forEach(line.getTopics()::add);
    to.publisher().publish(line);
  }

  private static Optional<StackFrame> caller() {
    return StackWalker.getInstance()
        .walk(
            frames ->
                frames
                    .filter(frame -> !frame.getClassName().equals(RosoutLog.class.getName()))
                    .findFirst());
  }

  private static String trace(Throwable failure) {
    StringWriter text = new StringWriter();
    failure.printStackTrace(new PrintWriter(text));
    return text.toString().stripTrailing();
  }

  @Override
  public boolean isTraceEnabled() {
    return local.isTraceEnabled();
  }

  @Override
  public boolean isDebugEnabled() {
    return LogLevel.DEBUG.isAtLeast(level) || local.isDebugEnabled();
  }

  @Override
  public boolean isInfoEnabled() {
    return LogLevel.INFO.isAtLeast(level) || local.isInfoEnabled();
  }

  @Override
  public boolean isWarnEnabled() {
    return LogLevel.WARN.isAtLeast(level) || local.isWarnEnabled();
  }

  @Override
  public boolean isErrorEnabled() {
    return LogLevel.ERROR.isAtLeast(level) || local.isErrorEnabled();
  }

  @Override
  public boolean isFatalEnabled() {
    return true;
  }

  @Override
  public void trace(Object message) {
    local.trace(message);
  }

  @Override
  public void trace(Object message, Throwable failure) {
    local.trace(message, failure);
  }

  @Override
  public void debug(Object message) {
    local.debug(message);
    publish(LogLevel.DEBUG, message, null);
  }

  @Override
  public void debug(Object message, Throwable failure) {
    local.debug(message, failure);
    publish(LogLevel.DEBUG, message, failure);
  }

  @Override
  public void info(Object message) {
    local.info(message);
    publish(LogLevel.INFO, message, null);
  }

  @Override
  public void info(Object message, Throwable failure) {
    local.info(message, failure);
    publish(LogLevel.INFO, message, failure);
  }

  @Override
  public void warn(Object message) {
    local.warn(message);
    publish(LogLevel.WARN, message, null);
  }

  @Override
  public void warn(Object message, Throwable failure) {
    local.warn(message, failure);
    publish(LogLevel.WARN, message, failure);
  }

  @Override
  public void error(Object message) {
    local.error(message);
    publish(LogLevel.ERROR, message, null);
  }

  @Override
  public void error(Object message, Throwable failure) {
    local.error(message, failure);
    publish(LogLevel.ERROR, message, failure);
  }

  @Override
  public void fatal(Object message) {
    local.fatal(message);
    publish(LogLevel.FATAL, message, null);
  }

  @Override
  public void fatal(Object message, Throwable failure) {
    local.fatal(message, failure);
    publish(LogLevel.FATAL, message, failure);
  }
}
