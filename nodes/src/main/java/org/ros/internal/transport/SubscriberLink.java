package org.ros.internal.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.socket.DuplexChannel;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.seqloc.msgs.Message;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A publisher's connection to one subscriber, with the messages that wait for it. A subscriber that
 * does not read loses the oldest of them; nobody else notices. One that takes nothing for too long
 * is disconnected.
 */
// Netty reports failed writes and closes through the channel's own events.
@SuppressWarnings("FutureReturnValueIgnored")
public final class SubscriberLink extends ChannelInboundHandlerAdapter implements Outlet {

  private static final Logger LOG = LoggerFactory.getLogger(SubscriberLink.class);
  private static final int FINISH_MILLIS = 2_000;

  private final Channel channel;
  private final ConnectionHeader peer;
  private final QueueLimits limits;
  private final int stalledSeconds;
  private final Consumer<SubscriberLink> onClose;
  private final ConnectionStatistics statistics = new ConnectionStatistics();

  private final ArrayDeque<ByteBuf> queue = new ArrayDeque<>(); // guarded by itself
  private long queuedBytes; // guarded by queue
  private boolean draining; // guarded by queue; also while the channel is not writable
  private boolean finishing; // guarded by queue
  private boolean closed; // guarded by queue

  private boolean watching; // of the event loop

  /**
   * @param peer what the subscriber sent as connection header
   * @param onClose called once, on the event loop, when the connection has ended
   */
  public SubscriberLink(
      Channel channel,
      ConnectionHeader peer,
      QueueLimits limits,
      Consumer<SubscriberLink> onClose) {
    this(channel, peer, limits, TransportLimits.get().stalledSeconds(), onClose);
  }

  SubscriberLink(
      Channel channel,
      ConnectionHeader peer,
      QueueLimits limits,
      int stalledSeconds,
      Consumer<SubscriberLink> onClose) {
    this.stalledSeconds = stalledSeconds;
    this.channel = channel;
    this.peer = peer;
    this.limits = limits;
    this.onClose = onClose;
    channel.config().setWriteBufferWaterMark(new WriteBufferWaterMark(64 << 10, 256 << 10));
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
    return TransportInfo.of(channel);
  }

  @Override
  public String transport() {
    return "TCPROS";
  }

  @Override
  public boolean pass(Message message) {
    return false;
  }

  @Override
  public void send(ByteBuf frame) {
    boolean startDraining;
    synchronized (queue) {
      if (closed || finishing) {
        frame.release();
        return;
      }
      queue.addLast(frame);
      queuedBytes += frame.readableBytes();
      while (queue.size() > limits.messages()
          || (queuedBytes > limits.bytes() && queue.size() > 1)) {
        ByteBuf oldest = queue.removeFirst();
        queuedBytes -= oldest.readableBytes();
        oldest.release();
        statistics.countDropped();
      }
      startDraining = !draining;
      draining = true;
    }
    if (startDraining) {
      Burst.execute(channel.eventLoop(), this::drain);
    }
  }

  /**
   * Ends the connection when the subscriber has read all that waits, after two seconds at the
   * latest. Only when the subscriber hangs up in turn has it read everything.
   */
  @Override
  public void finish() {
    synchronized (queue) {
      if (closed || finishing) {
        return;
      }
      finishing = true;
      if (!draining) {
        draining = true;
        channel.eventLoop().execute(this::drain);
      }
    }
    channel.eventLoop().schedule(() -> channel.close(), FINISH_MILLIS, TimeUnit.MILLISECONDS);
  }

  @Override
  public void awaitClosed(long timeout, TimeUnit unit) throws InterruptedException {
    channel.closeFuture().await(timeout, unit);
  }

  /** Closes the connection and drops what waits. */
  public void close() {
    channel.close();
  }

  private void drain() {
    while (channel.isWritable()) {
      boolean wrote = false;
      while (channel.isWritable()) {
        ByteBuf frame = poll();
        if (frame == null) {
          break;
        }
        statistics.countMessage(frame.readableBytes());
        channel.write(frame, channel.voidPromise());
        wrote = true;
      }
      channel.flush();
      if (!wrote && stopDraining()) {
        return;
      }
    }
  }

  private ByteBuf poll() {
    synchronized (queue) {
      ByteBuf frame = queue.pollFirst();
      if (frame != null) {
        queuedBytes -= frame.readableBytes();
      }
      return frame;
    }
  }

  /**
   * @return false when more has come meanwhile
   */
  private boolean stopDraining() {
    synchronized (queue) {
      if (!queue.isEmpty()) {
        return false;
      }
      draining = false;
      if (finishing) {
        channel
            .writeAndFlush(Unpooled.EMPTY_BUFFER)
            .addListener(sent -> ((DuplexChannel) channel).shutdownOutput());
      }
      return true;
    }
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    if (!channel.isWritable() && !watching) {
      watching = true;
      watch(0, 0);
    }
    boolean resume;
    synchronized (queue) {
      resume = draining && channel.isWritable();
    }
    if (resume) {
      // Not from here: the change is reported from inside of a flush.
      channel.eventLoop().execute(this::drain);
    }
  }

  /** Looks now and then whether the peer takes anything, until all fits into its socket again. */
  private void watch(long pendingBefore, long progressBefore) {
    ChannelOutboundBuffer output = channel.unsafe().outboundBuffer();
    if (output == null || channel.isWritable()) {
      watching = false;
      return;
    }
    long pending = output.totalPendingWriteBytes();
    long progress = output.currentProgress();
    if (pending == pendingBefore && progress == progressBefore) {
      LOG.warn(
          "closing the connection of {}, which takes no message of {} for {} s",
          peer.orEmpty(ConnectionHeader.CALLER_ID),
          peer.orEmpty(ConnectionHeader.TOPIC),
          stalledSeconds);
      channel.close();
      return;
    }
    channel.eventLoop().schedule(() -> watch(pending, progress), stalledSeconds, TimeUnit.SECONDS);
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    // A subscriber has nothing more to say after its header.
    ReferenceCountUtil.release(message);
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    synchronized (queue) {
      closed = true;
      queue.forEach(ByteBuf::release);
      queue.clear();
      queuedBytes = 0;
    }
    onClose.accept(this);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    if (!(cause instanceof IOException)) {
      LOG.warn(
          "closing the connection of {}: {}",
          peer.orEmpty(ConnectionHeader.CALLER_ID),
          String.valueOf(cause.getMessage() == null ? cause : cause.getMessage()));
    }
    context.close();
  }
}
