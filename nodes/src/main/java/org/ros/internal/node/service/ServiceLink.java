package org.ros.internal.node.service;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.timeout.ReadTimeoutException;
import java.util.List;
import java.util.Optional;
import org.ros.internal.transport.ConnectionHeader;
import org.ros.internal.transport.Deadline;
import org.ros.internal.transport.EventLoops;
import org.ros.internal.transport.HostAndPort;
import org.ros.internal.transport.MalformedHeaderException;
import org.ros.internal.transport.TcpRosServer;
import org.ros.internal.transport.TransportLimits;

/** A client's connection to one server of a service. */
// Netty reports failed writes and closes through the channel's own events.
@SuppressWarnings("FutureReturnValueIgnored")
final class ServiceLink {

  /** What the client does; called on the event loop, so it must not wait. */
  interface Receiver {
    /** The server has agreed: requests may be sent. */
    void onConnect(ServiceLink link);

    /**
     * The answer to the oldest request that has none yet.
     *
     * @param payload the response, or the text that says why there is none; valid until this
     *     returns
     */
    void onResponse(ServiceLink link, boolean ok, ByteBuf payload);

    /** The connection has ended, or never came to be; called once. */
    void onClose(ServiceLink link, String why);
  }

  private static final int CONNECT_MILLIS = 3_000;
  private static final TransportLimits LIMITS = TransportLimits.get();
  private static final String TIMEOUT = "timeout";

  private final ConnectionHeader header;
  private final Receiver receiver;
  private boolean connected; // of the event loop
  private Channel channel; // set before anybody else sees this

  private ServiceLink(ConnectionHeader header, Receiver receiver) {
    this.header = header;
    this.receiver = receiver;
  }

  /** Begins to connect. */
  static ServiceLink open(HostAndPort server, ConnectionHeader header, Receiver receiver) {
    ServiceLink link = new ServiceLink(header, receiver);
    link.connect(server);
    return link;
  }

  private void connect(HostAndPort server) {
    ChannelFuture connecting =
        new Bootstrap()
            .group(EventLoops.io())
            .channel(EventLoops.socketChannel())
            .resolver(EventLoops.names())
            .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_MILLIS)
            .option(ChannelOption.SO_KEEPALIVE, true)
            .option(ChannelOption.TCP_NODELAY, true)
            .handler(
                new ChannelInitializer<SocketChannel>() {
                  @Override
                  protected void initChannel(SocketChannel socket) {
                    socket.pipeline().addLast(TIMEOUT, new Deadline(LIMITS.headerSeconds()));
                    socket.pipeline().addLast(new ResponseReader());
                  }
                })
            .connect(server.host(), server.port());
    channel = connecting.channel();
    connecting.addListener(
        done -> {
          if (done.isSuccess()) {
            connected = true;
            TcpRosServer.sendHeader(channel, header);
          } else {
            receiver.onClose(this, String.valueOf(done.cause().getMessage()));
          }
        });
  }

  /** Sends one request with its length prefix and takes over the reference to it. */
  void send(ByteBuf request) {
    channel.writeAndFlush(request, channel.voidPromise());
  }

  void close() {
    channel.close();
  }

  /** Cuts the stream: the server's header, then responses. */
  private final class ResponseReader extends ByteToMessageDecoder {
    private static final int RESPONSE_PREFIX_BYTES = 5;

    private boolean agreed;
    private String end = "the server closed the connection";

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
      if (agreed) {
        readResponse(in);
      } else {
        readHeader(context, in);
      }
    }

    private void readHeader(ChannelHandlerContext context, ByteBuf in) {
      if (in.readableBytes() < Integer.BYTES) {
        return;
      }
      int length =
          checked(in.getUnsignedIntLE(in.readerIndex()), LIMITS.maxHeaderBytes(), "header");
      if (in.readableBytes() < Integer.BYTES + length) {
        return;
      }
      in.skipBytes(Integer.BYTES);
      Optional<String> error =
          ConnectionHeader.read(in.readSlice(length)).get(ConnectionHeader.ERROR);
      if (error.isPresent()) {
        end = "the server refuses: " + error.get();
        context.close();
        return;
      }
      context.pipeline().remove(TIMEOUT);
      agreed = true;
      receiver.onConnect(ServiceLink.this);
    }

    private void readResponse(ByteBuf in) {
      if (in.readableBytes() < RESPONSE_PREFIX_BYTES) {
        return;
      }
      int length =
          checked(in.getUnsignedIntLE(in.readerIndex() + 1), LIMITS.maxMessageBytes(), "response");
      if (in.readableBytes() - RESPONSE_PREFIX_BYTES < length) {
        return;
      }
      boolean ok = in.readByte() != 0;
      in.skipBytes(Integer.BYTES);
      receiver.onResponse(ServiceLink.this, ok, in.readSlice(length));
    }

    private int checked(long length, int limit, String what) {
      if (length > limit) {
        throw new MalformedHeaderException(
            "a %s of %d bytes exceeds the limit of %d".formatted(what, length, limit));
      }
      return (int) length;
    }

    @Override
    protected void handlerRemoved0(ChannelHandlerContext context) {
      if (connected) {
        receiver.onClose(ServiceLink.this, end);
      } // else the attempt to connect tells
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      Throwable root = cause.getCause() == null ? cause : cause.getCause();
      end =
          cause instanceof ReadTimeoutException
              ? "the server sends no header within " + LIMITS.headerSeconds() + " s"
              : String.valueOf(root.getMessage() == null ? root : root.getMessage());
      context.close();
    }
  }
}
