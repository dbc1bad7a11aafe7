package org.ros.internal.transport;

import io.netty.buffer.ByteBuf;
import java.util.concurrent.TimeUnit;
import org.seqloc.msgs.Message;

/** A publisher's connection to one subscriber. Safe for use by several threads. */
public interface Outlet {

  /** What the subscriber sent as connection header. */
  ConnectionHeader peer();

  ConnectionStatistics statistics();

  /** As getBusInfo names it: TCPROS or INTRAPROCESS. */
  String transport();

  /** What getBusInfo says of the connection besides: its ports, for people and rosnode. */
  String transportInfo();

  /** Sends one frame with its length prefix and takes over the reference to it. Never waits. */
  void send(ByteBuf frame);

  /**
   * Passes a message that nobody changes any more.
   *
   * @return false when only bytes pass here: the message was not sent
   */
  boolean pass(Message message);

  /** Ends the connection when the subscriber has all that was sent; does not wait for it. */
  void finish();

  /** Waits until the connection has ended; not for use on an event loop. */
  void awaitClosed(long timeout, TimeUnit unit) throws InterruptedException;
}
