package org.ros.internal.xmlrpc;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.timeout.ReadTimeoutException;
import io.netty.handler.timeout.ReadTimeoutHandler;
import java.io.IOException;
import java.net.URI;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import org.ros.internal.transport.Deadline;
import org.ros.internal.transport.EventLoops;
import org.ros.internal.transport.HostAndPort;
import org.ros.internal.transport.TransportLimits;

/**
 * Calls methods of one XML-RPC server. Each call has its own connection: calls are rare, and a kept
 * connection that the peer has meanwhile closed is the classic fault of ROS clients.
 */
// Netty reports failed writes and closes through the channel's own events.
@SuppressWarnings("FutureReturnValueIgnored")
public final class XmlRpcClient {

  private static final int CONNECT_MILLIS = 3_000;
  private static final int SILENCE_SECONDS = 10;
  private static final int ANSWER_SECONDS = 60;

  private final URI uri;
  private final HostAndPort address;

  /**
   * @throws IllegalArgumentException when the URI is not {@code http://host:port/}
   */
  public XmlRpcClient(URI uri) {
    this.uri = uri;
    this.address =
        HostAndPort.of("http", uri)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "'" + uri + "' is no XML-RPC address; expected http://host:port/"));
  }

  public URI uri() {
    return uri;
  }

  /**
   * Starts a call. The future fails with {@link XmlRpcException} when the peer answers a fault or
   * no XML-RPC, with {@link IOException} when it cannot be reached or does not answer in time; it
   * completes on {@link EventLoops#calls()}, which must not be made to wait.
   */
  public CompletableFuture<Object> call(String method, Object... parameters) {
    CompletableFuture<Object> result = new CompletableFuture<>();
    byte[] body;
    try {
      body = XmlRpcWriter.call(new MethodCall(method, Arrays.asList(parameters)));
    } catch (IllegalArgumentException e) {
      result.completeExceptionally(e);
      return result;
    }
    ChannelFuture connecting =
        new Bootstrap()
            .group(EventLoops.io())
            .channel(EventLoops.socketChannel())
            .resolver(EventLoops.names())
            .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_MILLIS)
            .handler(new Initializer(method, result))
            .connect(address.host(), address.port());
    connecting.addListener(
        done -> {
          if (done.isSuccess()) {
            connecting.channel().writeAndFlush(request(body));
          } else {
            fail(result, "cannot be reached: " + done.cause().getMessage(), done.cause());
          }
        });
    return result;
  }

  private DefaultFullHttpRequest request(byte[] body) {
    String path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
    DefaultFullHttpRequest request =
        new DefaultFullHttpRequest(
            HttpVersion.HTTP_1_1, HttpMethod.POST, path, Unpooled.wrappedBuffer(body));
    request
        .headers()
        .set(HttpHeaderNames.HOST, uri.getRawAuthority())
        .set(HttpHeaderNames.USER_AGENT, "seqloc")
        .set(HttpHeaderNames.CONTENT_TYPE, "text/xml")
        .set(HttpHeaderNames.CONTENT_LENGTH, body.length)
        .set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
    return request;
  }

  private void fail(CompletableFuture<Object> result, String why, Throwable cause) {
    EventLoops.calls()
        .execute(() -> result.completeExceptionally(new IOException(uri + " " + why, cause)));
  }

  private final class Initializer extends ChannelInitializer<SocketChannel> {
    private final String method;
    private final CompletableFuture<Object> result;

    Initializer(String method, CompletableFuture<Object> result) {
      this.method = method;
      this.result = result;
    }

    @Override
    protected void initChannel(SocketChannel channel) {
      channel
          .pipeline()
          .addLast(new ReadTimeoutHandler(SILENCE_SECONDS))
          .addLast(new Deadline(ANSWER_SECONDS))
          .addLast(new HttpClientCodec())
          .addLast(new HttpObjectAggregator(TransportLimits.get().maxRequestBytes()))
          .addLast(EventLoops.calls(), new ResponseHandler(method, result));
    }
  }

  private final class ResponseHandler extends SimpleChannelInboundHandler<FullHttpResponse> {
    private final String method;
    private final CompletableFuture<Object> result;

    ResponseHandler(String method, CompletableFuture<Object> result) {
      this.method = method;
      this.result = result;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, FullHttpResponse response) {
      context.close();
      if (!response.decoderResult().isSuccess()
          || !response.status().equals(HttpResponseStatus.OK)) {
        result.completeExceptionally(
            new IOException(uri + " answered " + method + " with " + response.status()));
        return;
      }
      try {
        result.complete(XmlRpcParser.parseResponse(ByteBufUtil.getBytes(response.content())));
      } catch (XmlRpcException e) {
        result.completeExceptionally(e);
      }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
      result.completeExceptionally(
          new IOException(uri + " closed the connection before it answered " + method));
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      String why =
          cause instanceof ReadTimeoutException
              ? " did not answer " + method + " in time"
              : " failed in " + method + ": " + cause.getMessage();
      result.completeExceptionally(new IOException(uri + why, cause));
      context.close();
    }
  }
}
