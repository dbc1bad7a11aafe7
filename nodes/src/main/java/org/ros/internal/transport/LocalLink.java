package org.ros.internal.transport;

import io.netty.buffer.ByteBuf;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.seqloc.msgs.Message;

/**
 * A connection between a publisher and a subscriber of one process. Has no queue of its own: the
 * subscriber's listeners have theirs.
 */
public final class LocalLink implements Outlet {

  /** Where the subscriber gets what is sent; called in the publisher's thread, must not wait. */
  public interface Inlet {
    /**
     * Called once, before all others.
     *
     * @throws RuntimeException when the publisher does not suit; the message says why
     */
    void onConnect(ConnectionHeader publisher);

    /** One message without its length prefix. The receiver owns the reference. */
    void onFrame(ByteBuf frame);

    /** A message that nobody changes any more. */
    void onMessage(Message message);

    /** Called once, by whichever end closes. */
    void onClose();
  }

  private static final int PREFIX_BYTES = 4;

  private final ConnectionHeader peer;
  private final Inlet inlet;
  private final Consumer<LocalLink> onClose;
  private final ConnectionStatistics statistics = new ConnectionStatistics();
  private final AtomicBoolean closed = new AtomicBoolean();

  /**
   * @param peer what a distant subscriber would send as connection header
   * @param onClose called once, by whichever end closes
   */
  public LocalLink(ConnectionHeader peer, Inlet inlet, Consumer<LocalLink> onClose) {
    this.peer = peer;
    this.inlet = inlet;
    this.onClose = onClose;
  }

  @Override
  public ConnectionHeader peer() {
    return peer;
  }

  @Override
  public ConnectionStatistics statistics() {
    return statistics;
  }

  @Override
  public String transportInfo() {
    return transport();
  }

  @Override
  public String transport() {
    return "INTRAPROCESS";
  }

  @Override
  public void send(ByteBuf frame) {
    if (closed.get()) {
      frame.release();
      return;
    }
    statistics.countMessage(frame.readableBytes());
    frame.skipBytes(PREFIX_BYTES);
    inlet.onFrame(frame);
  }

  @Override
  public boolean pass(Message message) {
    if (!closed.get()) {
      statistics.countMessage(PREFIX_BYTES + message.serializedLength());
      inlet.onMessage(message);
    }
    return true;
  }

  @Override
  public void finish() {
    close();
  }

  /** Closes from either end; does nothing when closed already. */
  public void close() {
    if (closed.compareAndSet(false, true)) {
      onClose.accept(this);
      inlet.onClose();
    }
  }

  @Override
  public void awaitClosed(long timeout, TimeUnit unit) {
    // Closing does not take time here.
  }
}
