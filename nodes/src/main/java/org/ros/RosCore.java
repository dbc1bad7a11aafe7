package org.ros;

import java.net.URI;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.ros.address.AdvertiseAddress;
import org.ros.address.BindAddress;
import org.ros.internal.master.MasterServer;

/**
 * A ROS master with its parameter server inside this process. Private ones serve this machine only;
 * public ones listen on all interfaces.
 */
public final class RosCore {

  private final BindAddress bindAddress;
  private final AdvertiseAddress advertiseAddress;
  private final CountDownLatch started = new CountDownLatch(1);
  private final CountDownLatch stopped = new CountDownLatch(1);
  private MasterServer server;

  private RosCore(BindAddress bindAddress, AdvertiseAddress advertiseAddress) {
    this.bindAddress = bindAddress;
    this.advertiseAddress = advertiseAddress;
  }

  /**
   * @param host the name or address of this machine that nodes are told; with {@code localhost} or
   *     127.0.0.1 the master listens on loopback only
   */
  public static RosCore newPublic(String host, int port) {
    return new RosCore(BindAddress.newFor(host, port), new AdvertiseAddress(host));
  }

  public static RosCore newPublic(int port) {
    return new RosCore(BindAddress.newPublic(port), AdvertiseAddress.newPublic());
  }

  public static RosCore newPublic() {
    return newPublic(0);
  }

  public static RosCore newPrivate(int port) {
    return new RosCore(BindAddress.newPrivate(port), AdvertiseAddress.newPrivate());
  }

  /** On a port that the system chooses. */
  public static RosCore newPrivate() {
    return newPrivate(0);
  }

  /**
   * @throws org.ros.exception.RosRuntimeException when the port is taken
   * @throws IllegalStateException when it was started before
   */
  public synchronized void start() {
    if (server != null) {
      throw new IllegalStateException("this RosCore was started before");
    }
    server = new MasterServer(bindAddress, advertiseAddress, this::shutdown);
    started.countDown();
  }

  public void awaitStart() throws InterruptedException {
    started.await();
  }

  public boolean awaitStart(long timeout, TimeUnit unit) throws InterruptedException {
    return started.await(timeout, unit);
  }

  /** Waits until {@link #shutdown} is called, here or over the network. */
  public void awaitShutdown() throws InterruptedException {
    stopped.await();
  }

  /** What ROS_MASTER_URI is to be. */
  public URI getUri() {
    return getMasterServer().getUri();
  }

  /**
   * @throws IllegalStateException before {@link #start}
   */
  public synchronized MasterServer getMasterServer() {
    if (server == null) {
      throw new IllegalStateException("this RosCore was not started");
    }
    return server;
  }

  public synchronized void shutdown() {
    if (server != null) {
      server.close();
    }
    stopped.countDown();
  }
}
