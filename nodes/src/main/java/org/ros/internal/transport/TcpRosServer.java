package org.ros.internal.transport;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.timeout.ReadTimeoutException;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.ros.exception.RosRuntimeException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The port at which a node's topics are fetched. Reads the connection header of who connects and
 * leaves the rest to the {@link Acceptor}. Peers that send anything else, or nothing for too long,
 * are disconnected with one line in the log.
 */
// Netty reports failed writes and closes through the channel's own events.
@SuppressWarnings("FutureReturnValueIgnored")
public final class TcpRosServer implements AutoCloseable {

  /** Decides about connections; runs on the event loop, so it must not wait. */
  public interface Acceptor {
    /**
     * Takes over the channel: sends the answering header and adds the handler that goes on.
     *
     * @throws RosRuntimeException when the connection is refused; the peer is told the message
     */
    void accept(ConnectionHeader peer, Channel channel);
  }

  private static final Logger LOG = LoggerFactory.getLogger(TcpRosServer.class);

  /** Subscribers send nothing after their header. */
  private static final int MAX_BYTES_AFTER_HEADER = 1024;

  private final TransportLimits limits = TransportLimits.get();
  private final Acceptor acceptor;
  private final ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
  private final LogThrottle refusals = new LogThrottle();
  private final LogThrottle silences = new LogThrottle();
  private final Channel server;

  /**
   * @throws RosRuntimeException when the address cannot be bound
   */
  public TcpRosServer(InetSocketAddress address, Acceptor acceptor) {
    this.acceptor = acceptor;
    ChannelFuture bound =
        new ServerBootstrap()
            .group(EventLoops.io())
            .channel(EventLoops.serverSocketChannel())
            .childOption(ChannelOption.SO_KEEPALIVE, true)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childHandler(new Initializer())
            .bind(address)
            .awaitUninterruptibly();
    if (!bound.isSuccess()) {
      throw new RosRuntimeException(
          "cannot listen on " + address + ": " + bound.cause().getMessage(), bound.cause());
    }
    server = bound.channel();
  }

  public int port() {
    return ((InetSocketAddress) server.localAddress()).getPort();
  }

  /** Accepts nobody any more; connections that were taken over are closed too. */
  @Override
  public void close() {
    server.close().awaitUninterruptibly(1, TimeUnit.SECONDS);
    connections.close();
  }

  /** Appends a connection header to the channel's output. */
  public static ChannelFuture sendHeader(Channel channel, ConnectionHeader header) {
    ByteBuf frame = channel.alloc().buffer(1024);
    header.writeFrameTo(frame);
    return channel.writeAndFlush(frame);
  }

  private final class Initializer extends ChannelInitializer<SocketChannel> {
    @Override
    protected void initChannel(SocketChannel channel) {
      if (connections.size() >= limits.maxConnections()) {
        if (refusals.allows()) {
          LOG.warn(
              "refusing connections of {} and maybe others: {} are open already",
              channel.remoteAddress(),
              limits.maxConnections());
        }
        channel.close();
        return;
      }
      connections.add(channel);
      new FrameReceiver(limits.maxHeaderBytes(), MAX_BYTES_AFTER_HEADER).installOn(channel);
      channel.pipeline().addFirst("timeout", new Deadline(limits.headerSeconds()));
      channel.pipeline().addLast(new HeaderHandler());
    }
  }

  private final class HeaderHandler extends ChannelInboundHandlerAdapter {
    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      ByteBuf frame = (ByteBuf) message;
      ConnectionHeader peer;
      try {
        peer = ConnectionHeader.read(frame);
      } finally {
        frame.release();
      }
      context.pipeline().remove("timeout");
      context.pipeline().remove(this);
      try {
        acceptor.accept(peer, context.channel());
      } catch (RosRuntimeException e) {
        LOG.warn(
            "refusing {} at {}: {}",
            peer.orEmpty(ConnectionHeader.CALLER_ID),
            context.channel().remoteAddress(),
            e.getMessage());
        sendHeader(
                context.channel(),
                new ConnectionHeader(Map.of(ConnectionHeader.ERROR, e.getMessage())))
            .addListener(ChannelFutureListener.CLOSE);
      }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      if (cause instanceof ReadTimeoutException) {
        if (silences.allows()) {
          LOG.warn(
              "closing the connection of {} and maybe others: no connection header within {} s",
              context.channel().remoteAddress(),
              limits.headerSeconds());
        }
      } else if (!(cause instanceof IOException)) {
        LOG.warn(
            "closing the connection of {}, which speaks no TCPROS: {}",
            context.channel().remoteAddress(),
            cause.getMessage() == null ? cause : cause.getMessage());
      }
      context.close();
    }
  }
}
