package org.ros.internal.node;

import io.netty.channel.Channel;
import java.net.URI;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.ros.concurrent.CancellableLoop;
import org.ros.exception.RemoteException;
import org.ros.exception.RosRuntimeException;
import org.ros.exception.ServiceNotFoundException;
import org.ros.internal.node.parameter.DefaultParameterTree;
import org.ros.internal.node.parameter.ParameterSubscriptions;
import org.ros.internal.node.rosout.LoggerServices;
import org.ros.internal.node.rosout.RosoutLog;
import org.ros.internal.node.topic.TopicPublisher;
import org.ros.internal.transport.ConnectionHeader;
import org.ros.internal.transport.TcpRosServer;
import org.ros.internal.xmlrpc.RosApi;
import org.ros.internal.xmlrpc.XmlRpcServer;
import org.ros.master.client.MasterClient;
import org.ros.message.MessageFactory;
import org.ros.message.MessageSerializationFactory;
import org.ros.message.Time;
import org.ros.namespace.GraphName;
import org.ros.namespace.NameResolver;
import org.ros.namespace.NodeNameResolver;
import org.ros.node.ConnectedNode;
import org.ros.node.NodeConfiguration;
import org.ros.node.NodeListener;
import org.ros.node.parameter.ParameterTree;
import org.ros.node.service.ServiceClient;
import org.ros.node.service.ServiceResponseBuilder;
import org.ros.node.service.ServiceServer;
import org.ros.node.topic.Publisher;
import org.ros.node.topic.RawPublisher;
import org.ros.node.topic.RawSubscriber;
import org.ros.node.topic.Subscriber;
import org.ros.node.topic.TransportHints;
import org.ros.time.ClockTopicTimeProvider;
import org.ros.time.TimeProvider;
import org.seqloc.msgs.MessageType;

/** A node: its two servers, its name, and its topics in {@link NodeTopics}. */
public final class DefaultNode implements ConnectedNode {

  private static final long MASTER_MILLIS = 2_000;
  private static final long MASTER_PAUSE_MILLIS = 500;
  private static final int QUEUE_SIZE = 64;
  private static final String ROSOUT = "/rosout";
  private static final int ROSOUT_QUEUE_SIZE = 100;

  private final GraphName name;
  private final NodeNameResolver resolver;
  private final NodeConfiguration configuration;
  private final ScheduledExecutorService executor;
  private final RosoutLog log;
  private final NodeTypes types;
  private final MasterClient master;
  private final Registrar registrar;
  private final MasterWatch watch;
  private final NodeTopics topics;
  private final NodeServices services;
  private final ParameterTree parameterTree;
  private final TcpRosServer tcpRosServer;
  private final XmlRpcServer slaveServer;
  private final URI uri;
  private final NodeListeners listeners;
  private final Set<CancellableLoop> loops = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean shutdownBegun = new AtomicBoolean();
  private final CountDownLatch ending = new CountDownLatch(1);
  private volatile TimeProvider time;

  /**
   * Binds the node's servers. {@link #start} does the rest.
   *
   * @throws RosRuntimeException when the addresses cannot be bound or the name is private
   */
  public DefaultNode(
      NodeConfiguration configuration,
      Collection<NodeListener> listeners,
      ScheduledExecutorService executor) {
    this.configuration = configuration;
    this.executor = executor;
    NameResolver parent = configuration.getParentResolver();
    name = parent.resolve(configuration.getNodeName());
    resolver = new NodeNameResolver(name, parent);
    types = new NodeTypes(configuration.getMessageTypes(), configuration.getServiceTypes());
    log = new RosoutLog(name.toString(), LogFactory.getLog(name.toString()), this::getCurrentTime);
    this.listeners = new NodeListeners(listeners, executor, log);
    time = configuration.getTimeProvider();
    master = new MasterClient(name.toString(), configuration.getMasterUri());
    registrar = new Registrar(master);
    ParameterSubscriptions parameters = new ParameterSubscriptions(executor);
    watch =
        new MasterWatch(
            name.toString(), master, registrar, () -> subscribeAgain(parameters.names()));
    // Peers learn of the servers only from the master, which hears of the node in start().
    AtomicReference<TcpRosServer.Acceptor> acceptor = new AtomicReference<>();
    AtomicReference<RosApi> api = new AtomicReference<>(new RosApi());
    tcpRosServer =
        new TcpRosServer(
            configuration.getTcpRosBindAddress().toInetSocketAddress(),
            (peer, channel) -> acceptor.get().accept(peer, channel));
    try {
      slaveServer =
          new XmlRpcServer(
              configuration.getXmlRpcBindAddress().toInetSocketAddress(),
              (method, arguments) -> api.get().call(method, arguments));
    } catch (RosRuntimeException e) {
      tcpRosServer.close();
      throw e;
    }
    uri = configuration.getXmlRpcAdvertiseAddress().toUri(slaveServer.port());
    topics =
        new NodeTopics(name.toString(), uri.toString(), registrar, this::getCurrentTime, executor);
    services =
        new NodeServices(
            name.toString(),
            uri.toString(),
            configuration.getTcpRosAdvertiseAddress().toServiceUri(tcpRosServer.port()),
            master,
            registrar,
            executor);
    acceptor.set(this::accept);
    parameterTree = new DefaultParameterTree(master, uri.toString(), resolver, parameters);
    api.set(
        new SlaveApi(
                name.toString(),
                configuration.getMasterUri(),
                topics.publishers(),
                topics.subscribers(),
                parameters,
                configuration.getTcpRosAdvertiseAddress().getHost(),
                tcpRosServer.port(),
                () -> executor.execute(this::shutdown))
            .api());
  }

  private void accept(ConnectionHeader peer, Channel channel) {
    if (peer.get(ConnectionHeader.SERVICE).isPresent()) {
      services.accept(peer, channel);
    } else {
      topics.accept(peer, channel);
    }
  }

  /** Waits for the master, then starts the listeners; all of it on the executor. */
  public void start() {
    executor.execute(
        () -> {
          try {
            if (awaitMaster()) {
              setPrivateParameters();
              watch.start();
              startLog();
              listeners.forEach(listener -> listener.onStart(this));
            }
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          } catch (RuntimeException | Error e) {
            fail(e);
          }
        });
  }

  /**
   * @return false when the node ends before the master is there
   */
  private boolean awaitMaster() throws InterruptedException {
    boolean complained = false;
    while (ending.getCount() > 0) {
      try {
        if (Boolean.TRUE.equals(master.ask("getParam", "/use_sim_time"))) {
          followClock();
        }
        return true;
      } catch (RemoteException e) {
        return true; // the parameter is not set
      } catch (RosRuntimeException e) {
        if (!complained) {
          log.warn("waiting for the ROS master at " + configuration.getMasterUri());
          complained = true;
        }
        if (ending.await(MASTER_PAUSE_MILLIS, TimeUnit.MILLISECONDS)) {
          return false;
        }
      }
    }
    return false;
  }

  private void setPrivateParameters() {
    for (Map.Entry<GraphName, Object> parameter : configuration.getPrivateParameters().entrySet()) {
      GraphName global = name.join(parameter.getKey());
      Object unused = master.ask("setParam", global.toString(), parameter.getValue());
      assert unused != null;
    }
  }

  private void startLog() {
    Publisher<rosgraph_msgs.Log> rosout =
        topics.publisher(ROSOUT, rosgraph_msgs.Log.TYPE, ROSOUT_QUEUE_SIZE);
    log.publishTo(
        rosout, () -> topics.publishers().all().stream().map(TopicPublisher::topic).toList());
    LoggerServices.start(this, log);
  }

  private void subscribeAgain(List<String> parameters) {
    for (String parameter : parameters) {
      CompletableFuture<Object> unused = master.call("subscribeParam", uri.toString(), parameter);
      assert unused != null;
    }
  }

  private void followClock() {
    time = new ClockTopicTimeProvider(this);
  }

  /** Errors count too: a missing native library must not leave a node that does nothing. */
  private void fail(Throwable failure) {
    listeners.tell(listener -> listener.onError(this, failure));
    shutdown();
  }

  @Override
  public GraphName getName() {
    return name;
  }

  @Override
  public GraphName resolveName(GraphName unresolved) {
    return resolver.resolve(unresolved);
  }

  @Override
  public GraphName resolveName(String unresolved) {
    return resolver.resolve(unresolved);
  }

  @Override
  public NodeNameResolver getResolver() {
    return resolver;
  }

  @Override
  public URI getUri() {
    return uri;
  }

  @Override
  public URI getMasterUri() {
    return configuration.getMasterUri();
  }

  @Override
  public Log getLog() {
    return log;
  }

  @Override
  public MessageSerializationFactory getMessageSerializationFactory() {
    return types.serialization();
  }

  @Override
  public MessageFactory getTopicMessageFactory() {
    return types.messages();
  }

  @Override
  public MessageFactory getServiceRequestMessageFactory() {
    return types.requests();
  }

  @Override
  public MessageFactory getServiceResponseMessageFactory() {
    return types.responses();
  }

  @Override
  public void addListener(NodeListener listener) {
    listeners.add(listener);
  }

  @Override
  public void removeListeners() {
    listeners.clear();
  }

  @Override
  public ScheduledExecutorService getScheduledExecutorService() {
    return executor;
  }

  @Override
  public void executeCancellableLoop(CancellableLoop cancellableLoop) {
    loops.add(cancellableLoop);
    if (shutdownBegun.get()) {
      cancellableLoop.cancel();
    }
    executor.execute(
        () -> {
          try {
            cancellableLoop.run();
          } catch (RuntimeException | Error e) {
            fail(e);
          } finally {
            loops.remove(cancellableLoop);
          }
        });
  }

  @Override
  public Time getCurrentTime() {
    return time.getCurrentTime();
  }

  @Override
  public <T> Publisher<T> newPublisher(GraphName topicName, String messageType) {
    return topics.publisher(
        resolver.resolve(topicName).toString(), types.message(messageType), QUEUE_SIZE);
  }

  @Override
  public <T> Publisher<T> newPublisher(String topicName, String messageType, int queueSize) {
    return topics.publisher(
        resolver.resolve(topicName).toString(), types.message(messageType), queueSize);
  }

  @Override
  public <T> Subscriber<T> newSubscriber(
      GraphName topicName, String messageType, TransportHints transportHints) {
    return topics.subscriber(
        resolver.resolve(topicName).toString(),
        types.message(messageType),
        transportHints.getTcpNoDelay());
  }

  @Override
  public RawPublisher newRawPublisher(String topicName, MessageType<?> type, int queueSize) {
    return topics.rawPublisher(resolver.resolve(topicName).toString(), type, queueSize);
  }

  @Override
  public RawSubscriber newRawSubscriber(String topicName) {
    return topics.rawSubscriber(resolver.resolve(topicName).toString());
  }

  @Override
  public <T, S> ServiceServer<T, S> newServiceServer(
      GraphName serviceName, String serviceType, ServiceResponseBuilder<T, S> responseBuilder) {
    return services.server(
        resolver.resolve(serviceName).toString(), types.service(serviceType), responseBuilder);
  }

  @Override
  @SuppressWarnings("unchecked") // the caller names T and S
  public <T, S> ServiceServer<T, S> getServiceServer(GraphName serviceName) {
    return (ServiceServer<T, S>)
        services.find(resolver.resolve(serviceName).toString()).orElse(null);
  }

  @Override
  public URI lookupServiceUri(GraphName serviceName) {
    return master.lookupService(resolver.resolve(serviceName).toString()).orElse(null);
  }

  @Override
  public <T, S> ServiceClient<T, S> newServiceClient(GraphName serviceName, String serviceType)
      throws ServiceNotFoundException {
    return services.sharedClient(
        resolver.resolve(serviceName).toString(), types.service(serviceType));
  }

  @Override
  public <T, S> ServiceClient<T, S> newServiceClient(
      GraphName serviceName, String serviceType, boolean persistent)
      throws ServiceNotFoundException {
    return services.client(
        resolver.resolve(serviceName).toString(), types.service(serviceType), persistent);
  }

  @Override
  public ParameterTree getParameterTree() {
    return parameterTree;
  }

  @Override
  public void shutdown() {
    if (!shutdownBegun.compareAndSet(false, true)) {
      return;
    }
    ending.countDown();
    listeners.tellAndWait(listener -> listener.onShutdown(this));
    loops.forEach(CancellableLoop::cancel);
    watch.end();
    registrar.stopRegistering();
    services.close();
    topics.close(MASTER_MILLIS);
    slaveServer.close();
    tcpRosServer.close();
    listeners.tellAndWait(listener -> listener.onShutdownComplete(this));
  }
}
