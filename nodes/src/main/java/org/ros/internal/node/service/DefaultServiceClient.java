package org.ros.internal.node.service;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.ros.exception.RemoteException;
import org.ros.exception.RosRuntimeException;
import org.ros.internal.node.SerialExecutor;
import org.ros.internal.node.response.StatusCode;
import org.ros.internal.transport.ConnectionHeader;
import org.ros.internal.transport.Frames;
import org.ros.internal.transport.HostAndPort;
import org.ros.master.client.MasterClient;
import org.ros.namespace.GraphName;
import org.ros.node.service.ServiceClient;
import org.ros.node.service.ServiceResponseListener;
import org.seqloc.msgs.MalformedMessageException;
import org.seqloc.msgs.Message;
import org.seqloc.msgs.ServiceType;

/** Calls a service over one connection after the other. */
public final class DefaultServiceClient<T, S> implements ServiceClient<T, S>, ServiceLink.Receiver {

  private static final String SCHEME = "rosrpc";
  private static final int MAX_WAITING = 4096;
  private static final int CONNECT_SECONDS = 15;

  /** A call that has no answer yet. */
  private record Call<S>(ByteBuf request, ServiceResponseListener<S> listener) {}

  private final String service;
  private final ServiceType<?, ?> type;
  private final boolean persistent;
  private final ConnectionHeader header;
  private final MasterClient master;
  private final SerialExecutor events;
  private final Consumer<DefaultServiceClient<?, ?>> onShutdown;

  private final ArrayDeque<Call<S>> unsent = new ArrayDeque<>(); // guarded by this
  private final ArrayDeque<Call<S>> sent = new ArrayDeque<>(); // guarded by this
  private ServiceLink link; // guarded by this
  private boolean hasConnected; // guarded by this
  private boolean connecting; // guarded by this; from the search for a server to its agreement
  private CompletableFuture<Void> connection = new CompletableFuture<>(); // guarded by this
  private boolean closed; // guarded by this

  /**
   * @param onShutdown called when the client is shut down
   */
  public DefaultServiceClient(
      String node,
      String service,
      ServiceType<?, ?> type,
      boolean persistent,
      MasterClient master,
      Executor executor,
      Consumer<DefaultServiceClient<?, ?>> onShutdown) {
    this.service = service;
    this.type = type;
    this.persistent = persistent;
    this.header = ServiceHeaders.ofClient(node, service, type, persistent);
    this.master = master;
    this.events = new SerialExecutor(executor);
    this.onShutdown = onShutdown;
  }

  @Override
  public GraphName getName() {
    return GraphName.of(service);
  }

  @Override
  @SuppressWarnings("unchecked") // the node's user names T
  public T newMessage() {
    return (T) type.requestType().create();
  }

  @Override
  public synchronized boolean isConnected() {
    return link != null && !connecting;
  }

  /** Whether it ever was connected. */
  public synchronized boolean hasConnected() {
    return hasConnected;
  }

  @Override
  public void connect(URI uri) {
    CompletableFuture<Void> connected;
    synchronized (this) {
      if (closed) {
        throw new RosRuntimeException("the client of " + service + " is shut down");
      }
      connected = connection;
      if (link == null) {
        connecting = true;
        open(uri);
      }
    }
    try {
      connected.orTimeout(CONNECT_SECONDS, TimeUnit.SECONDS).join();
    } catch (CompletionException e) {
      throw new RosRuntimeException(
          "%s at %s: %s".formatted(service, uri, e.getCause().getMessage()), e.getCause());
    }
  }

  @Override
  public void call(T request, ServiceResponseListener<S> listener) {
    if (!(request instanceof Message message)
        || !message.type().md5().equals(type.requestType().md5())) {
      throw new IllegalArgumentException(
          "%s takes %s, not %s".formatted(service, type.requestType().name(), request));
    }
    Call<S> call = new Call<>(framed(message), listener);
    String refusal = null;
    boolean search = false;
    synchronized (this) {
      if (closed) {
        refusal = "the client of " + service + " is shut down";
      } else if (unsent.size() == MAX_WAITING) {
        refusal = MAX_WAITING + " calls of " + service + " wait already";
      } else {
        unsent.addLast(call);
        sendWaiting();
        search = link == null && !connecting;
        connecting |= search;
      }
    }
    if (refusal != null) {
      fail(List.of(call), refusal);
    }
    if (search) {
      lookUp();
    }
  }

  private static ByteBuf framed(Message message) {
    int length = message.serializedLength();
    ByteBuf frame = Frames.allocate(Integer.BYTES + length);
    try {
      message.writeTo(frame.writeIntLE(length));
      return frame.retain();
    } finally {
      frame.release();
    }
  }

  /** Without persistence, a connection carries one call. */
  private synchronized void sendWaiting() {
    while (link != null && !connecting && !unsent.isEmpty() && (persistent || sent.isEmpty())) {
      Call<S> call = unsent.removeFirst();
      sent.addLast(call);
      link.send(call.request().retainedDuplicate());
    }
  }

  private void lookUp() {
    CompletableFuture<Object> unused =
        master
            .call("lookupService", service)
            .whenComplete(
                (answer, failure) -> {
                  if (failure == null) {
                    synchronized (this) {
                      open(URI.create(String.valueOf(answer)));
                    }
                  } else {
                    ended(
                        "nobody serves it, says the master ("
                            + (failure.getCause() == null ? failure : failure.getCause())
                                .getMessage()
                            + ")");
                  }
                });
    assert unused != null;
  }

  private synchronized void open(URI uri) {
    if (closed) {
      return;
    }
    HostAndPort.of(SCHEME, uri)
        .ifPresentOrElse(
            server -> link = ServiceLink.open(server, header, this),
            () -> ended("its address is '" + uri + "', not rosrpc://host:port"));
  }

  @Override
  public void onConnect(ServiceLink connected) {
    CompletableFuture<Void> waiting;
    synchronized (this) {
      connecting = false;
      hasConnected = true;
      sendWaiting();
      waiting = connection;
    }
    waiting.complete(null);
  }

  @Override
  public void onResponse(ServiceLink from, boolean ok, ByteBuf payload) {
    Call<S> call;
    boolean search = false;
    synchronized (this) {
      call = sent.pollFirst();
      if (!persistent) {
        // Before anybody hears the answer: the next call must not go over this connection.
        link = null;
        search = !unsent.isEmpty();
        connecting = search;
      }
    }
    if (call == null) {
      throw new IllegalStateException("the server answers what nobody asked");
    }
    call.request().release();
    if (ok) {
      succeed(call, payload);
    } else {
      String why = payload.toString(StandardCharsets.UTF_8);
      events.execute(() -> call.listener().onFailure(new RemoteException(StatusCode.FAILURE, why)));
    }
    if (!persistent) {
      from.close();
    }
    if (search) {
      lookUp();
    }
  }

  @SuppressWarnings("unchecked") // the node's user names S
  private void succeed(Call<S> call, ByteBuf payload) {
    Message response;
    try {
      // Copied: the response may be kept, and its byte arrays are slices of what is read.
      response = type.responseType().read(Unpooled.wrappedBuffer(ByteBufUtil.getBytes(payload)));
    } catch (MalformedMessageException e) {
      events.execute(
          () ->
              call.listener()
                  .onFailure(
                      new RemoteException(
                          StatusCode.FAILURE, "the response is malformed: " + e.getMessage())));
      return;
    }
    events.execute(() -> call.listener().onSuccess((S) response));
  }

  @Override
  public void onClose(ServiceLink from, String why) {
    synchronized (this) {
      if (!from.equals(link)) {
        return;
      }
    }
    ended(why);
  }

  /** Calls that were sent fail; those that were not get another connection, if there was one. */
  private void ended(String why) {
    List<Call<S>> lost;
    boolean search;
    CompletableFuture<Void> waiting;
    synchronized (this) {
      lost = new ArrayList<>(sent);
      sent.clear();
      if (connecting || closed) {
        lost.addAll(unsent);
        unsent.clear();
      }
      waiting = connection;
      connection = new CompletableFuture<>();
      link = null;
      search = !unsent.isEmpty();
      connecting = search;
    }
    waiting.completeExceptionally(new RosRuntimeException(why));
    fail(lost, why);
    if (search) {
      lookUp();
    }
  }

  private void fail(List<Call<S>> calls, String why) {
    for (Call<S> call : calls) {
      call.request().release();
      events.execute(
          () ->
              call.listener()
                  .onFailure(new RemoteException(StatusCode.FAILURE, service + ": " + why)));
    }
  }

  @Override
  public void shutdown() {
    ServiceLink open;
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
      open = link;
    }
    onShutdown.accept(this);
    ended("the client is shut down");
    if (open != null) {
      open.close();
    }
  }
}
