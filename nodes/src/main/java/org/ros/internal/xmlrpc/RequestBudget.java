package org.ros.internal.xmlrpc;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.util.concurrent.atomic.AtomicLong;
import org.ros.internal.transport.LogThrottle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts the bytes of the requests that are not complete yet, over all connections of one server,
 * and closes the connection that would exceed {@link #MAX_BYTES}: many that each send half a
 * request must not take all memory.
 */
final class RequestBudget {

  /** As much as four requests of the largest size. */
  static final long MAX_BYTES = 4L * XmlRpcServer.MAX_REQUEST_BYTES;

  private static final Logger LOG = LoggerFactory.getLogger(RequestBudget.class);

  private final AtomicLong taken = new AtomicLong();
  private final LogThrottle log = new LogThrottle();

  /** What one connection's pipeline needs between the HTTP codec and the aggregator. */
  ChannelInboundHandlerAdapter newCounter() {
    return new Counter();
  }

  // Netty reports failed closes through the channel's own events.
  @SuppressWarnings("FutureReturnValueIgnored")
  private final class Counter extends ChannelInboundHandlerAdapter {
    private long mine; // of the event loop

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) throws Exception {
      if (message instanceof HttpContent content) {
        int bytes = content.content().readableBytes();
        mine += bytes;
        if (taken.addAndGet(bytes) > MAX_BYTES) {
          ReferenceCountUtil.release(message);
          if (log.allows()) {
            LOG.warn(
                "closing the XML-RPC connection of {}: unfinished requests take more than {} bytes",
                context.channel().remoteAddress(),
                MAX_BYTES);
          }
          context.close();
          return;
        }
        if (message instanceof LastHttpContent) {
          giveBack();
        }
      }
      super.channelRead(context, message);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
      giveBack();
    }

    private void giveBack() {
      taken.addAndGet(-mine);
      mine = 0;
    }
  }
}
