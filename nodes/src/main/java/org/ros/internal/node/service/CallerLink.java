package org.ros.internal.node.service;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A server's connection to one caller. Handles one request at a time and reads no further
 * meanwhile, so that what waits here is what one read from the socket has brought.
 */
// Netty reports failed writes and closes through the channel's own events.
@SuppressWarnings("FutureReturnValueIgnored")
final class CallerLink extends ChannelInboundHandlerAdapter {

  private static final Logger LOG = LoggerFactory.getLogger(CallerLink.class);

  private final Channel channel;
  private final String caller;
  private final boolean persistent;
  private final Function<ByteBuf, ByteBuf> handler;
  private final Executor executor;
  private final Consumer<CallerLink> onClose;

  // Of the event loop.
  private final ArrayDeque<ByteBuf> waiting = new ArrayDeque<>();
  private boolean busy;
  private boolean closed;

  /**
   * @param handler makes the whole response of a request; runs on the executor
   * @param onClose called once, on the event loop
   */
  CallerLink(
      Channel channel,
      String caller,
      boolean persistent,
      Function<ByteBuf, ByteBuf> handler,
      Executor executor,
      Consumer<CallerLink> onClose) {
    this.channel = channel;
    this.caller = caller;
    this.persistent = persistent;
    this.handler = handler;
    this.executor = executor;
    this.onClose = onClose;
  }

  void close() {
    channel.close();
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    waiting.addLast((ByteBuf) message);
    next();
  }

  private void next() {
    if (busy || closed) {
      return;
    }
    ByteBuf request = waiting.pollFirst();
    channel.config().setAutoRead(request == null);
    if (request == null) {
      return;
    }
    busy = true;
    try {
      executor.execute(() -> handle(request));
    } catch (RejectedExecutionException e) {
      request.release();
      channel.close(); // the executor was shut down before the node
    }
  }

  private void handle(ByteBuf request) {
    ByteBuf response;
    try {
      response = handler.apply(request);
    } finally {
      request.release();
    }
    channel.eventLoop().execute(() -> send(response));
  }

  private void send(ByteBuf response) {
    busy = false;
    if (closed) {
      response.release();
      return;
    }
    if (persistent) {
      channel.writeAndFlush(response);
      next();
    } else {
      channel.writeAndFlush(response).addListener(ChannelFutureListener.CLOSE);
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    closed = true;
    waiting.forEach(ByteBuf::release);
    waiting.clear();
    onClose.accept(this);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    if (!(cause instanceof IOException)) {
      LOG.warn(
          "closing the connection of the caller {}: {}",
          caller,
          String.valueOf(cause.getMessage() == null ? cause : cause.getMessage()));
    }
    context.close();
  }
}
