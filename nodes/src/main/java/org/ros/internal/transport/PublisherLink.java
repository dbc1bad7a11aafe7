package org.ros.internal.transport;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.SocketChannel;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.ros.internal.xmlrpc.XmlRpcClient;
import org.seqloc.msgs.Message;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A subscriber's connection to one publishing node. Asks the node where to connect, connects, and
 * begins again with growing pauses when that fails or the connection ends, until it is closed. To a
 * node of this process it connects without a socket.
 */
// Netty reports failed writes and closes through the channel's own events.
@SuppressWarnings("FutureReturnValueIgnored")
public final class PublisherLink implements AutoCloseable {

  /** What the subscriber does; called on event loops and by publishers, so it must not wait. */
  public interface Receiver {
    /**
     * @throws RuntimeException when the publisher's header does not suit; the message says why
     */
    void onConnect(PublisherLink link, ConnectionHeader publisher);

    /** Whether the bytes of messages are kept rather than looked at and released. */
    boolean keepsMessages();

    /** One message without its length prefix. The receiver owns the reference. */
    void onFrame(PublisherLink link, ConnectionHeader publisher, ByteBuf frame);

    /** A message of this process that nobody changes any more; in the publisher's thread. */
    void onMessage(PublisherLink link, ConnectionHeader publisher, Message message);
  }

  private static final Logger LOG = LoggerFactory.getLogger(PublisherLink.class);
  private static final int CONNECT_MILLIS = 3_000;
  private static final long RETIRE_MILLIS = 1_000;
  private static final long FIRST_PAUSE_MILLIS = 100;
  private static final long LAST_PAUSE_MILLIS = 5_000;
  private static final int PREFIX_BYTES = 4;

  private final URI publisher;
  private final String topic;
  private final ConnectionHeader header;
  private final Receiver receiver;
  private final ConnectionStatistics statistics = new ConnectionStatistics();

  private long pauseMillis = FIRST_PAUSE_MILLIS; // guarded by this
  private boolean closed; // guarded by this
  private Channel channel; // guarded by this; null without a socket
  private LocalLink local; // guarded by this; null with a socket
  private volatile boolean connected;
  private boolean complained; // guarded by this

  /**
   * @param publisher the address of the publishing node's XML-RPC server
   * @param header what is sent as connection header; names the topic
   */
  public PublisherLink(URI publisher, ConnectionHeader header, Receiver receiver) {
    this.publisher = publisher;
    this.topic = header.orEmpty(ConnectionHeader.TOPIC);
    this.header = header;
    this.receiver = receiver;
  }

  public URI publisher() {
    return publisher;
  }

  public boolean isConnected() {
    return connected;
  }

  public ConnectionStatistics statistics() {
    return statistics;
  }

  /** As getBusInfo names it: TCPROS or INTRAPROCESS. */
  public synchronized String transport() {
    return local == null ? "TCPROS" : local.transport();
  }

  /** As {@link Outlet#transportInfo}; empty while there is no connection. */
  public synchronized String transportInfo() {
    if (local != null) {
      return local.transportInfo();
    }
    return channel == null ? "" : TransportInfo.of(channel);
  }

  /** Begins to connect; to be called once. */
  public void open() {
    Optional<LocalPublishers.LocalPublisher> neighbour = LocalPublishers.find(publisher, topic);
    if (neighbour.isPresent()) {
      // Not in this thread, which may hold locks of the subscriber.
      EventLoops.io().execute(() -> connect(neighbour.get()));
    } else {
      requestTopic();
    }
  }

  private void requestTopic() {
    CompletableFuture<Object> request;
    try {
      request =
          new XmlRpcClient(publisher)
              .call(
                  "requestTopic",
                  header.orEmpty(ConnectionHeader.CALLER_ID),
                  topic,
                  List.of(List.of("TCPROS")));
    } catch (IllegalArgumentException e) {
      request = CompletableFuture.failedFuture(e);
    }
    request.whenComplete(
        (answer, failure) -> {
          if (failure != null) {
            retry(failure.getMessage());
            return;
          }
          Optional<HostAndPort> address = addressOf(answer);
          if (address.isPresent()) {
            connect(address.get());
          } else {
            retry("it offers no TCPROS: " + answer);
          }
        });
  }

  /**
   * Connects no more, but reads what the publisher has sent before it left, for a second at most.
   */
  public void retire() {
    synchronized (this) {
      if (!closed && channel != null) {
        closed = true;
        channel.eventLoop().schedule(this::close, RETIRE_MILLIS, TimeUnit.MILLISECONDS);
        return;
      }
    }
    close();
  }

  @Override
  public void close() {
    Channel open;
    LocalLink neighbour;
    synchronized (this) {
      closed = true;
      open = channel;
      neighbour = local;
    }
    if (open != null) {
      open.close();
    }
    if (neighbour != null) {
      neighbour.close();
    }
  }

  private void connect(LocalPublishers.LocalPublisher neighbour) {
    LocalLink link;
    try {
      link = neighbour.connect(header, new LocalInlet());
    } catch (RuntimeException e) {
      refused(e.getMessage());
      retry(e.getMessage());
      return;
    }
    boolean stop;
    synchronized (this) {
      local = link;
      stop = closed;
    }
    if (stop) {
      link.close();
    }
  }

  /** Reads {@code [1, message, ["TCPROS", host, port]]}. */
  private static Optional<HostAndPort> addressOf(Object answer) {
    if (answer instanceof List<?> parts
        && parts.size() == 3
        && Integer.valueOf(1).equals(parts.get(0))
        && parts.get(2) instanceof List<?> protocol
        && protocol.size() >= 3
        && "TCPROS".equals(protocol.get(0))
        && protocol.get(1) instanceof String host
        && !host.isBlank()
        && protocol.get(2) instanceof Integer port
        && port > 0
        && port < 65_536) {
      return Optional.of(new HostAndPort(host, port));
    }
    return Optional.empty();
  }

  private void connect(HostAndPort address) {
    ChannelFuture connecting;
    synchronized (this) {
      if (closed) {
        return;
      }
      connecting =
          new Bootstrap()
              .group(EventLoops.io())
              .channel(EventLoops.socketChannel())
              .resolver(EventLoops.names())
              .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_MILLIS)
              .option(ChannelOption.SO_KEEPALIVE, true)
              .option(ChannelOption.TCP_NODELAY, true)
              .handler(new Initializer())
              .connect(address.host(), address.port());
      channel = connecting.channel();
    }
    connecting.addListener(
        done -> {
          if (done.isSuccess()) {
            TcpRosServer.sendHeader(connecting.channel(), header);
          } else {
            retry(String.valueOf(done.cause().getMessage()));
          }
        });
  }

  private void retry(String why) {
    long pause;
    synchronized (this) {
      if (closed) {
        return;
      }
      if (!complained) {
        LOG.info("no connection to {} for {}: {}; trying on", publisher, topic, why);
        complained = true;
      }
      pause = pauseMillis;
      pauseMillis = Math.min(2 * pauseMillis, LAST_PAUSE_MILLIS);
    }
    EventLoops.io()
        .schedule(
            () -> {
              boolean stop;
              synchronized (this) {
                stop = closed;
              }
              if (!stop) {
                open();
              }
            },
            pause,
            TimeUnit.MILLISECONDS);
  }

  private void connected() {
    connected = true;
    synchronized (this) {
      pauseMillis = FIRST_PAUSE_MILLIS;
      complained = false;
    }
  }

  /** A wrong type does not mend itself in a moment. */
  private synchronized void refused(String why) {
    if (!complained) {
      LOG.warn("cannot use {} of {}: {}", topic, publisher, why);
      complained = true;
    }
    pauseMillis = LAST_PAUSE_MILLIS;
  }

  private void receive(ConnectionHeader peer, ByteBuf frame) {
    statistics.countMessage(PREFIX_BYTES + frame.readableBytes());
    receiver.onFrame(this, peer, frame);
  }

  private final class LocalInlet implements LocalLink.Inlet {
    private volatile ConnectionHeader peer;

    @Override
    public void onConnect(ConnectionHeader header) {
      receiver.onConnect(PublisherLink.this, header);
      peer = header;
      connected();
    }

    @Override
    public void onFrame(ByteBuf frame) {
      receive(peer, frame);
    }

    @Override
    public void onMessage(Message message) {
      statistics.countMessage(PREFIX_BYTES + message.serializedLength());
      receiver.onMessage(PublisherLink.this, peer, message);
    }

    @Override
    public void onClose() {
      connected = false;
      synchronized (PublisherLink.this) {
        local = null;
      }
      retry("it is not published any more");
    }
  }

  private final class Initializer extends ChannelInitializer<SocketChannel> {
    @Override
    protected void initChannel(SocketChannel socket) {
      TransportLimits limits = TransportLimits.get();
      new FrameReceiver(limits.maxHeaderBytes(), limits.maxMessageBytes(), receiver::keepsMessages)
          .installOn(socket);
      socket.pipeline().addFirst("timeout", new Deadline(limits.headerSeconds()));
      socket.pipeline().addLast(new MessageHandler());
    }
  }

  private final class MessageHandler extends ChannelInboundHandlerAdapter {
    private ConnectionHeader peer;
    private String end = "it closed the connection";

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      ByteBuf frame = (ByteBuf) message;
      if (peer != null) {
        receive(peer, frame);
        return;
      }
      ConnectionHeader first;
      try {
        first = ConnectionHeader.read(frame);
      } finally {
        frame.release();
      }
      context.pipeline().remove("timeout");
      Optional<String> error = first.get(ConnectionHeader.ERROR);
      if (error.isPresent()) {
        refuse(context, "it answers: " + error.get());
        return;
      }
      try {
        receiver.onConnect(PublisherLink.this, first);
      } catch (RuntimeException e) {
        refuse(context, e.getMessage());
        return;
      }
      peer = first;
      connected();
    }

    private void refuse(ChannelHandlerContext context, String why) {
      end = why;
      refused(why);
      context.close();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
      connected = false;
      retry(end);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      end = String.valueOf(cause.getMessage() == null ? cause : cause.getMessage());
      if (!(cause instanceof IOException)) {
        LOG.warn("closing the connection to {} for {}: {}", publisher, topic, end);
      }
      context.close();
    }
  }
}
