package org.ros.internal.xmlrpc;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.PrematureChannelClosureException;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.timeout.ReadTimeoutException;
import io.netty.handler.timeout.ReadTimeoutHandler;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.ros.exception.RosRuntimeException;
import org.ros.internal.transport.Deadline;
import org.ros.internal.transport.EventLoops;
import org.ros.internal.transport.LogThrottle;
import org.ros.internal.transport.TransportLimits;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers XML-RPC calls over HTTP/1.1 with connections that stay open. Requests, which are answered
 * 413 when they are too large, all unfinished ones together, connections, and the time that each
 * may take or be silent are limited as {@link TransportLimits} says.
 */
// Netty reports failed writes and closes through the channel's own events.
@SuppressWarnings("FutureReturnValueIgnored")
public final class XmlRpcServer implements AutoCloseable {

  /** Answers calls; runs on {@link EventLoops#calls()}, so it must not wait. */
  public interface Handler {
    /**
     * @return the value to answer, of the types that the package lists
     * @throws XmlRpcException the fault to answer
     */
    Object call(String method, List<Object> parameters) throws XmlRpcException;
  }

  private static final Logger LOG = LoggerFactory.getLogger(XmlRpcServer.class);
  private static final String TIMEOUT = "timeout";

  private final TransportLimits limits;
  private final Handler handler;
  private final ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
  private final RequestBudget budget;
  private final LogThrottle refusals = new LogThrottle();
  private final Channel server;

  /**
   * Binds and starts to answer.
   *
   * @throws RosRuntimeException when the address cannot be bound
   */
  public XmlRpcServer(InetSocketAddress address, Handler handler) {
    this(address, handler, TransportLimits.get());
  }

  XmlRpcServer(InetSocketAddress address, Handler handler, TransportLimits limits) {
    this.handler = handler;
    this.limits = limits;
    this.budget = new RequestBudget(limits);
    ServerBootstrap bootstrap =
        new ServerBootstrap()
            .group(EventLoops.io())
            .channel(EventLoops.serverSocketChannel())
            .childHandler(new Initializer());
    ChannelFuture bound = bootstrap.bind(address).awaitUninterruptibly();
    if (!bound.isSuccess()) {
      throw new RosRuntimeException(
          "cannot listen on "
              + address
              + ": "
              + bound.cause().getMessage()
              + "; choose another port or end the process that holds it",
          bound.cause());
    }
    server = bound.channel();
  }

  /** The port that was bound. */
  public int port() {
    return ((InetSocketAddress) server.localAddress()).getPort();
  }

  @Override
  public void close() {
    server.close().awaitUninterruptibly(1, TimeUnit.SECONDS);
    connections.close();
  }

  private byte[] answer(byte[] request, SocketAddress peer) {
    MethodCall call;
    try {
      call = XmlRpcParser.parseCall(request);
    } catch (XmlRpcException e) {
      LOG.warn("refusing an XML-RPC request of {}: {}", peer, e.getMessage());
      return XmlRpcWriter.fault(e);
    }
    try {
      return XmlRpcWriter.response(dispatch(call.method(), call.parameters(), true));
    } catch (XmlRpcException e) {
      return XmlRpcWriter.fault(e);
    } catch (RuntimeException e) {
      LOG.warn("an XML-RPC call failed", e);
      return XmlRpcWriter.fault(
          new XmlRpcException(XmlRpcException.INTERNAL_ERROR, String.valueOf(e)));
    }
  }

  private Object dispatch(String method, List<Object> parameters, boolean outermost)
      throws XmlRpcException {
    if (outermost && method.equals("system.multicall")) {
      return multicall(parameters);
    }
    return handler.call(method, parameters);
  }

  /** Many calls in one request, as roslaunch sends its parameters. */
  private List<Object> multicall(List<Object> parameters) throws XmlRpcException {
    if (parameters.size() != 1 || !(parameters.get(0) instanceof List<?> calls)) {
      throw new XmlRpcException(
          XmlRpcException.PARSE_ERROR, "system.multicall takes one array of calls");
    }
    List<Object> answers = new ArrayList<>(calls.size());
    for (Object call : calls) {
      try {
        if (!(call instanceof Map<?, ?> map)
            || !(map.get("methodName") instanceof String method)
            || !(map.get("params") instanceof List<?> arguments)) {
          throw new XmlRpcException(
              XmlRpcException.PARSE_ERROR, "system.multicall: a call has methodName and params");
        }
        answers.add(List.of(dispatch(method, new ArrayList<>(arguments), false)));
      } catch (XmlRpcException e) {
        answers.add(XmlRpcWriter.faultStruct(e));
      }
    }
    return answers;
  }

  private final class Initializer extends ChannelInitializer<SocketChannel> {
    @Override
    protected void initChannel(SocketChannel channel) {
      if (connections.size() >= limits.maxRequestConnections()) {
        if (refusals.allows()) {
          LOG.warn(
              "refusing XML-RPC connections of {} and maybe others: {} are open already",
              channel.remoteAddress(),
              limits.maxRequestConnections());
        }
        channel.close();
        return;
      }
      connections.add(channel);
      channel
          .pipeline()
          .addLast(TIMEOUT, new Deadline(limits.requestSeconds()))
          .addLast(new HttpServerCodec())
          .addLast(budget.newCounter())
          .addLast(new HttpObjectAggregator(limits.maxRequestBytes(), true))
          .addLast(EventLoops.calls(), new RequestHandler());
    }
  }

  private final class RequestHandler extends SimpleChannelInboundHandler<FullHttpRequest> {
    private boolean first = true;

    @Override
    protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
      waitLonger(context.channel());
      boolean keepAlive = HttpUtil.isKeepAlive(request) && request.decoderResult().isSuccess();
      FullHttpResponse response = respond(request, context.channel().remoteAddress());
      response.headers().set(HttpHeaderNames.CONTENT_TYPE, "text/xml");
      HttpUtil.setContentLength(response, response.content().readableBytes());
      HttpUtil.setKeepAlive(response, keepAlive);
      ChannelFuture written = context.writeAndFlush(response);
      if (!keepAlive) {
        written.addListener(ChannelFutureListener.CLOSE);
      }
    }

    private void waitLonger(Channel channel) {
      if (first) {
        first = false;
        channel.pipeline().replace(TIMEOUT, TIMEOUT, new ReadTimeoutHandler(limits.idleSeconds()));
      }
    }

    private FullHttpResponse respond(FullHttpRequest request, SocketAddress peer) {
      if (!request.decoderResult().isSuccess()) {
        LOG.warn("closing the connection of {}, which speaks no HTTP", peer);
        return new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.BAD_REQUEST);
      }
      if (!request.method().equals(HttpMethod.POST)) {
        return new DefaultFullHttpResponse(
            HttpVersion.HTTP_1_1, HttpResponseStatus.METHOD_NOT_ALLOWED);
      }
      byte[] answer = answer(ByteBufUtil.getBytes(request.content()), peer);
      return new DefaultFullHttpResponse(
          HttpVersion.HTTP_1_1, HttpResponseStatus.OK, Unpooled.wrappedBuffer(answer));
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      // Who hangs up, is cut off or falls silent is no news; a real fault is.
      if (!(cause instanceof IOException)
          && !(cause instanceof ReadTimeoutException)
          && !(cause instanceof PrematureChannelClosureException)) {
        LOG.warn(
            "closing the XML-RPC connection of {}: {}",
            context.channel().remoteAddress(),
            String.valueOf(cause));
      }
      context.close();
    }
  }
}
