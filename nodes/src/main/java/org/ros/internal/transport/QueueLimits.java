package org.ros.internal.transport;

/**
 * How much may wait for one slow peer; beyond it the oldest messages are dropped. One message is
 * always let in, whatever its size.
 *
 * @param messages how many, at least 1
 * @param bytes how large all of them together may be
 */
public record QueueLimits(int messages, long bytes) {

  public QueueLimits {
    if (messages < 1 || bytes < 1) {
      throw new IllegalArgumentException(
          "a queue holds at least one message and byte, got " + messages + " and " + bytes);
    }
  }

  /** 64 MiB of so many messages. */
  public static QueueLimits ofMessages(int messages) {
    return new QueueLimits(messages, 64L << 20);
  }
}
