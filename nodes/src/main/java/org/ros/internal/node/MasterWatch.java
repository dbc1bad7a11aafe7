package org.ros.internal.node;

import java.util.concurrent.TimeUnit;
import org.ros.exception.RemoteException;
import org.ros.internal.transport.EventLoops;
import org.ros.master.client.MasterClient;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices that the master does not know a node any more, as one that was started again does not,
 * and registers everything again.
 */
final class MasterWatch {

  private static final Logger LOG = LoggerFactory.getLogger(MasterWatch.class);
  private static final long PERIOD_MILLIS = 1_000;

  private final String node;
  private final MasterClient master;
  private final Registrar registrar;
  private final Runnable onForgotten;
  private volatile boolean ended;
  private boolean lost; // of one call after the other

  /**
   * @param onForgotten does what the registrar does not
   */
  MasterWatch(String node, MasterClient master, Registrar registrar, Runnable onForgotten) {
    this.node = node;
    this.master = master;
    this.registrar = registrar;
    this.onForgotten = onForgotten;
  }

  void start() {
    next();
  }

  void end() {
    ended = true;
  }

  // The task reports to nobody: it asks again.
  @SuppressWarnings("FutureReturnValueIgnored")
  private void next() {
    EventLoops.calls().schedule(this::ask, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
  }

  @SuppressWarnings("FutureReturnValueIgnored")
  private void ask() {
    if (ended) {
      return;
    }
    // What is being registered just now is not known yet, and that is no fault.
    boolean settled = registrar.isSettled();
    master
        .call("lookupNode", node)
        .whenComplete(
            (uri, failure) -> {
              if (!ended) {
                hear(settled, failure);
                next();
              }
            });
  }

  private void hear(boolean settled, Throwable failure) {
    if (failure == null) {
      lost = false;
      return;
    }
    Throwable cause = failure.getCause() == null ? failure : failure.getCause();
    if (!(cause instanceof RemoteException)) {
      if (!lost) {
        LOG.warn("{} has lost the ROS master: {}; trying on", node, cause.getMessage());
        lost = true;
      }
    } else if (settled && registrar.hasRegistrations()) {
      LOG.info("{} is unknown to the ROS master, which was started again; registering", node);
      lost = false;
      registrar.renew();
      onForgotten.run();
    }
  }
}
