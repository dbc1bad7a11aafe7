package org.ros.internal.node;

import io.netty.channel.Channel;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.ros.exception.DuplicateServiceException;
import org.ros.exception.RosRuntimeException;
import org.ros.exception.ServiceNotFoundException;
import org.ros.internal.node.service.DefaultServiceClient;
import org.ros.internal.node.service.DefaultServiceServer;
import org.ros.internal.transport.ConnectionHeader;
import org.ros.master.client.MasterClient;
import org.ros.node.service.ServiceResponseBuilder;
import org.seqloc.msgs.ServiceType;

/** The services that one node serves and calls. Names are resolved here already. */
final class NodeServices {

  private static final long SHUTDOWN_MILLIS = 2_000;

  private record ClientKey(String service, String md5) {}

  private final String node;
  private final String nodeUri;
  private final URI serviceUri;
  private final MasterClient master;
  private final Executor executor;
  private final Registrar registrar;
  private final Map<String, DefaultServiceServer<?, ?>> servers =
      new TreeMap<>(); // guarded by this
  private final Set<DefaultServiceClient<?, ?>> clients = ConcurrentHashMap.newKeySet();

  /** Programs for rosjava ask for a client before each call; they have one connection there. */
  private final Map<ClientKey, DefaultServiceClient<?, ?>> shared = new ConcurrentHashMap<>();

  private boolean closed; // guarded by this

  /**
   * @param serviceUri {@code rosrpc://host:port} of this node
   */
  NodeServices(
      String node,
      String nodeUri,
      URI serviceUri,
      MasterClient master,
      Registrar registrar,
      Executor executor) {
    this.node = node;
    this.nodeUri = nodeUri;
    this.serviceUri = serviceUri;
    this.master = master;
    this.registrar = registrar;
    this.executor = executor;
  }

  /**
   * Takes over a caller's connection.
   *
   * @throws RosRuntimeException when it does not suit
   */
  void accept(ConnectionHeader peer, Channel channel) {
    String service = peer.orEmpty(ConnectionHeader.SERVICE);
    find(service)
        .orElseThrow(() -> new RosRuntimeException(node + " does not serve " + service))
        .accept(peer, channel);
  }

  synchronized Optional<DefaultServiceServer<?, ?>> find(String service) {
    return closed ? Optional.empty() : Optional.ofNullable(servers.get(service));
  }

  <T, S> DefaultServiceServer<T, S> server(
      String service, ServiceType<?, ?> type, ServiceResponseBuilder<T, S> builder) {
    AtomicReference<DefaultServiceServer<T, S>> self = new AtomicReference<>();
    DefaultServiceServer<T, S> server =
        new DefaultServiceServer<>(
            node, service, type, serviceUri, builder, executor, () -> remove(self.get()));
    self.set(server);
    synchronized (this) {
      if (closed) {
        throw new RosRuntimeException("the node is shut down; it cannot serve " + service);
      }
      if (servers.putIfAbsent(service, server) != null) {
        throw new DuplicateServiceException(node + " serves " + service + " already");
      }
    }
    registrar.register(
        Registrar.Outcome.of(success -> server.signalRegistration(true, success)),
        answer -> {},
        "registerService",
        service,
        serviceUri.toString(),
        nodeUri);
    return server;
  }

  private void remove(DefaultServiceServer<?, ?> server) {
    String service = server.getName().toString();
    boolean there;
    synchronized (this) {
      there = servers.remove(service, server);
    }
    if (there) {
      unregister(server);
      server.close();
      registrar.await(SHUTDOWN_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  private void unregister(DefaultServiceServer<?, ?> server) {
    registrar.unregister(
        Registrar.Outcome.of(success -> server.signalRegistration(false, success)),
        "unregisterService",
        server.getName().toString(),
        serviceUri.toString());
  }

  /**
   * The client that all who ask for the service by this method share; a new one when the last was
   * shut down.
   *
   * @throws ServiceNotFoundException when nobody serves it, or not as this type
   */
  <T, S> DefaultServiceClient<T, S> sharedClient(String service, ServiceType<?, ?> type)
      throws ServiceNotFoundException {
    URI uri = lookUp(service);
    @SuppressWarnings("unchecked") // the node's user names T and S
    DefaultServiceClient<T, S> client =
        (DefaultServiceClient<T, S>)
            shared.computeIfAbsent(
                new ClientKey(service, type.md5()), key -> newClient(service, type, true));
    connect(client, uri);
    return client;
  }

  /**
   * A client for one user.
   *
   * @param persistent whether it is connected and stays so
   * @throws ServiceNotFoundException when nobody serves it, or not as this type
   */
  <T, S> DefaultServiceClient<T, S> client(
      String service, ServiceType<?, ?> type, boolean persistent) throws ServiceNotFoundException {
    URI uri = lookUp(service);
    DefaultServiceClient<T, S> client = newClient(service, type, persistent);
    if (persistent) {
      connect(client, uri);
    }
    return client;
  }

  private URI lookUp(String service) throws ServiceNotFoundException {
    return master
        .lookupService(service)
        .orElseThrow(
            () -> new ServiceNotFoundException("no node serves " + service + " at the master"));
  }

  private static void connect(DefaultServiceClient<?, ?> client, URI uri)
      throws ServiceNotFoundException {
    try {
      client.connect(uri);
    } catch (RosRuntimeException e) {
      // One that was connected stays for those who have it: their calls look the service up again.
      if (!client.hasConnected()) {
        client.shutdown();
      }
      throw new ServiceNotFoundException(e.getMessage(), e);
    }
  }

  private <T, S> DefaultServiceClient<T, S> newClient(
      String service, ServiceType<?, ?> type, boolean persistent) {
    DefaultServiceClient<T, S> client =
        new DefaultServiceClient<>(node, service, type, persistent, master, executor, this::forget);
    clients.add(client);
    return client;
  }

  private void forget(DefaultServiceClient<?, ?> client) {
    clients.remove(client);
    shared.values().remove(client);
  }

  /** Unregisters and closes everything. */
  void close() {
    List<DefaultServiceServer<?, ?>> serving;
    synchronized (this) {
      closed = true;
      serving = new ArrayList<>(servers.values());
      servers.clear();
    }
    serving.forEach(this::unregister);
    serving.forEach(DefaultServiceServer::close);
    List.copyOf(clients).forEach(DefaultServiceClient::shutdown);
  }
}
