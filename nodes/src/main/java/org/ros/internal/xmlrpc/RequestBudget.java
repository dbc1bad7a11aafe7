package org.ros.internal.xmlrpc;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.util.concurrent.atomic.AtomicLong;
import org.ros.internal.transport.Deadline;
import org.ros.internal.transport.LogThrottle;
import org.ros.internal.transport.TransportLimits;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts the bytes of the requests that are not complete yet, over all connections of one server,
 * and closes the connection that would exceed four requests of the largest size: many that each
 * send half a request must not take all memory. For the same reason a request that has begun must
 * be complete in time.
 */
final class RequestBudget {

  private static final Logger LOG = LoggerFactory.getLogger(RequestBudget.class);

  private final AtomicLong taken = new AtomicLong();
  private final LogThrottle log = new LogThrottle();
  private final long maxBytes;
  private final int requestSeconds;

  RequestBudget(TransportLimits limits) {
    maxBytes = 4L * limits.maxRequestBytes();
    requestSeconds = limits.requestSeconds();
  }

  /** What one connection's pipeline needs between the HTTP codec and the aggregator. */
  ChannelInboundHandlerAdapter newCounter() {
    return new Counter();
  }

  // Netty reports failed closes through the channel's own events.
  @SuppressWarnings("FutureReturnValueIgnored")
  private final class Counter extends ChannelInboundHandlerAdapter {
    private long mine; // of the event loop
    private Deadline deadline; // of the event loop; null between requests

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) throws Exception {
      if (message instanceof HttpRequest && deadline == null) {
        deadline = new Deadline(requestSeconds);
        context.pipeline().addAfter(context.name(), null, deadline);
      }
      if (message instanceof HttpContent content) {
        int bytes = content.content().readableBytes();
        mine += bytes;
        if (taken.addAndGet(bytes) > maxBytes) {
          ReferenceCountUtil.release(message);
          if (log.allows()) {
            LOG.warn(
                "closing the XML-RPC connection of {}: unfinished requests take more than {} bytes",
                context.channel().remoteAddress(),
                maxBytes);
          }
          context.close();
          return;
        }
        if (message instanceof LastHttpContent) {
          giveBack();
          finish(context);
        }
      }
      super.channelRead(context, message);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
      giveBack();
    }

    private void finish(ChannelHandlerContext context) {
      if (deadline != null) {
        context.pipeline().remove(deadline);
        deadline = null;
      }
    }

    private void giveBack() {
      taken.addAndGet(-mine);
      mine = 0;
    }
  }
}
