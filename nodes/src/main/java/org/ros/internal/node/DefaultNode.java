package org.ros.internal.node;

import java.net.URI;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.ros.concurrent.CancellableLoop;
import org.ros.exception.RosRuntimeException;
import org.ros.internal.node.parameter.ParameterSubscriptions;
import org.ros.internal.transport.TcpRosServer;
import org.ros.internal.xmlrpc.RosApi;
import org.ros.internal.xmlrpc.XmlRpcServer;
import org.ros.master.client.MasterClient;
import org.ros.namespace.GraphName;
import org.ros.namespace.NameResolver;
import org.ros.namespace.NodeNameResolver;
import org.ros.node.ConnectedNode;
import org.ros.node.NodeConfiguration;
import org.ros.node.NodeListener;
import org.ros.node.parameter.ParameterTree;
import org.ros.time.TimeProvider;
import org.ros.time.WallTimeProvider;

/** A node: its two servers, its name, and its topics in {@link NodeTopics}. */
public final class DefaultNode implements ConnectedNode {

  private static final long LISTENER_SECONDS = 5;
  private static final long MASTER_MILLIS = 2_000;
  private static final long MASTER_PAUSE_MILLIS = 500;

  private final GraphName name;
  private final NodeNameResolver resolver;
  private final NodeConfiguration configuration;
  private final ScheduledExecutorService executor;
  private final Log log;
  private final MasterClient master;
  private final NodeTopics topics;
  private final ParameterSubscriptions parameterSubscriptions;
  private final ParameterTree parameterTree;
  private final TcpRosServer tcpRosServer;
  private final XmlRpcServer slaveServer;
  private final URI uri;
  private final List<NodeListener> listeners = new CopyOnWriteArrayList<>();
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
    this.listeners.addAll(listeners);
    NameResolver parent = configuration.getParentResolver();
    name = parent.resolve(configuration.getNodeName());
    resolver = new NodeNameResolver(name, parent);
    log = LogFactory.getLog(name.toString());
    time = configuration.getTimeProvider().orElseGet(WallTimeProvider::new);
    master = new MasterClient(name.toString(), configuration.getMasterUri());
    parameterSubscriptions = new ParameterSubscriptions(executor);
    tcpRosServer =
        new TcpRosServer(
            configuration.getTcpRosBindAddress().toInetSocketAddress(), this::acceptSubscriber);
    // The API needs the port of this server, which is known only once it listens.
    CountDownLatch ready = new CountDownLatch(1);
    RosApi[] api = new RosApi[1];
    slaveServer =
        new XmlRpcServer(
            configuration.getXmlRpcBindAddress().toInetSocketAddress(),
            (method, parameters) -> api[0].call(method, parameters));
    uri = configuration.getXmlRpcAdvertiseAddress().toUri(slaveServer.port());
    ready.countDown();
    topics = null;
    parameterTree = null;
  }
}
