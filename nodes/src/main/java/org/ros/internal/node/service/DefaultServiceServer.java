package org.ros.internal.node.service;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import org.ros.exception.RosRuntimeException;
import org.ros.exception.ServiceException;
import org.ros.internal.node.Events;
import org.ros.internal.node.RegistrantListener;
import org.ros.internal.transport.ConnectionHeader;
import org.ros.internal.transport.FrameReceiver;
import org.ros.internal.transport.Frames;
import org.ros.internal.transport.TcpRosServer;
import org.ros.namespace.GraphName;
import org.ros.node.service.ServiceResponseBuilder;
import org.ros.node.service.ServiceServer;
import org.ros.node.service.ServiceServerListener;
import org.seqloc.msgs.MalformedMessageException;
import org.seqloc.msgs.Message;
import org.seqloc.msgs.ServiceType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers all callers of one service. */
// Netty reports failed writes and closes through the channel's own events.
@SuppressWarnings("FutureReturnValueIgnored")
public final class DefaultServiceServer<T, S> implements ServiceServer<T, S> {

  private static final Logger LOG = LoggerFactory.getLogger(DefaultServiceServer.class);

  /** The byte that tells how the call went, and the length of what follows. */
  private static final int PREFIX_BYTES = 5;

  private final String node;
  private final String service;
  private final ServiceType<?, ?> type;
  private final URI uri;
  private final ServiceResponseBuilder<T, S> builder;
  private final Executor executor;
  private final Runnable unregister;
  private final Events<ServiceServerListener<T, S>> events;
  private final Set<CallerLink> callers = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  /**
   * @param unregister takes the service from the node and the master
   */
  public DefaultServiceServer(
      String node,
      String service,
      ServiceType<?, ?> type,
      URI uri,
      ServiceResponseBuilder<T, S> builder,
      Executor executor,
      Runnable unregister) {
    this.node = node;
    this.service = service;
    this.type = type;
    this.uri = uri;
    this.builder = builder;
    this.executor = executor;
    this.unregister = unregister;
    this.events = new Events<>(executor);
  }

  @Override
  public GraphName getName() {
    return GraphName.of(service);
  }

  @Override
  public URI getUri() {
    return uri;
  }

  @Override
  public void addListener(ServiceServerListener<T, S> listener) {
    events.add(listener);
  }

  @Override
  public void shutdown() {
    unregister.run();
  }

  /** Hangs up on all callers and takes no more. */
  public void close() {
    closed = true;
    callers.forEach(CallerLink::close);
    events.signal(listener -> listener.onShutdown(this));
  }

  /** Tells the listeners. */
  public void signalRegistration(boolean registered, boolean success) {
    events.signal(listener -> RegistrantListener.signal(listener, this, registered, success));
  }

  /**
   * Takes over a caller's connection.
   *
   * @throws RosRuntimeException when it wants another type
   */
  public void accept(ConnectionHeader peer, Channel channel) {
    if (peer.isSet(ServiceHeaders.PROBE)) {
      TcpRosServer.sendHeader(channel, ServiceHeaders.ofServer(node, type))
          .addListener(ChannelFutureListener.CLOSE);
      return;
    }
    String md5 = peer.orEmpty(ConnectionHeader.MD5SUM);
    if (!md5.equals(type.md5()) && !md5.equals(ServiceHeaders.ANY)) {
      throw new RosRuntimeException(
          "%s is served as %s (md5sum %s), not as %s (md5sum %s); build both nodes with the same service definition"
              .formatted(
                  service, type.name(), type.md5(), peer.orEmpty(ConnectionHeader.TYPE), md5));
    }
    CallerLink link =
        new CallerLink(
            channel,
            peer.orEmpty(ConnectionHeader.CALLER_ID),
            peer.isSet(ServiceHeaders.PERSISTENT),
            this::respond,
            executor,
            callers::remove);
    channel.pipeline().get(FrameReceiver.class).acceptMessages();
    channel.pipeline().addLast(link);
    callers.add(link);
    TcpRosServer.sendHeader(channel, ServiceHeaders.ofServer(node, type));
    if (closed || !channel.isActive()) {
      callers.remove(link);
      channel.close();
    }
  }

  @SuppressWarnings("unchecked") // the node's user names T and S
  private ByteBuf respond(ByteBuf payload) {
    try {
      Message request = type.requestType().read(payload);
      Message response = type.responseType().create();
      builder.build((T) request, (S) response);
      int length = response.serializedLength();
      ByteBuf frame = Frames.allocate(PREFIX_BYTES + length);
      try {
        response.writeTo(frame.writeByte(1).writeIntLE(length));
        return frame.retain();
      } finally {
        frame.release();
      }
    } catch (ServiceException e) {
      return refusal(String.valueOf(e.getMessage()));
    } catch (MalformedMessageException e) {
      return refusal("the request is malformed: " + e.getMessage());
    } catch (RuntimeException | Error e) {
      LOG.error("the service {} failed", service, e);
      return refusal("the service failed: " + e);
    }
  }

  private static ByteBuf refusal(String why) {
    int length = ByteBufUtil.utf8Bytes(why);
    ByteBuf frame = Frames.allocate(PREFIX_BYTES + length);
    ByteBufUtil.writeUtf8(frame.writeByte(0).writeIntLE(length), why);
    return frame;
  }
}
