package org.ros.internal.transport;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.timeout.ReadTimeoutException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Throws {@link ReadTimeoutException} into the pipeline when it is still there after so many
 * seconds, whatever has been read meanwhile: a peer that sends a byte now and then is as late as
 * one that sends none.
 */
public final class Deadline extends ChannelInboundHandlerAdapter {

  private final int seconds;
  private Future<?> expiry; // of the event loop

  public Deadline(int seconds) {
    this.seconds = seconds;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    expiry =
        context
            .executor()
            .schedule(
                () -> {
                  context.fireExceptionCaught(ReadTimeoutException.INSTANCE);
                },
                seconds,
                TimeUnit.SECONDS);
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext context) {
    expiry.cancel(false);
  }
}
