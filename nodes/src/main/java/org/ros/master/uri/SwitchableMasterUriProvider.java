package org.ros.master.uri;

import java.net.URI;
import java.util.concurrent.TimeUnit;
import org.ros.exception.RosRuntimeException;

/**
 * Hands out what another provider says; which one that is can be changed at any time. Safe for use
 * by several threads.
 */
public class SwitchableMasterUriProvider implements MasterUriProvider {

  private MasterUriProvider current; // guarded by this; null: callers wait

  /**
   * @param provider the first one; null makes callers wait until there is one
   */
  public SwitchableMasterUriProvider(MasterUriProvider provider) {
    current = provider;
  }

  /** Waits for a provider, then asks it. */
  @Override
  public URI getMasterUri() {
    return await(Long.MAX_VALUE).getMasterUri();
  }

  /**
   * Waits for a provider, then asks it.
   *
   * @return null, as in rosjava, when there is none in time
   */
  @Override
  public URI getMasterUri(long timeout, TimeUnit unit) {
    long end = System.nanoTime() + unit.toNanos(timeout);
    MasterUriProvider provider = await(unit.toNanos(timeout));
    return provider == null
        ? null
        : provider.getMasterUri(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
  }

  /** Null after the timeout. */
  private synchronized MasterUriProvider await(long timeoutNanos) {
    long start = System.nanoTime();
    try {
      while (current == null) {
        long left = timeoutNanos - (System.nanoTime() - start);
        if (left <= 0) {
          return null;
        }
        TimeUnit.NANOSECONDS.timedWait(this, left);
      }
      return current;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RosRuntimeException("interrupted while waiting for the master's address", e);
    }
  }

  /** Changes the provider; nobody else can between what the switcher sees and what it returns. */
  public synchronized void switchProvider(MasterUriProviderSwitcher switcher) {
    current = switcher.switchProvider(current);
    notifyAll();
  }

  /** Decides on the next provider. */
  public interface MasterUriProviderSwitcher {
    /**
     * @param oldProvider the one in use, or null
     * @return the one to use from now on
     */
    MasterUriProvider switchProvider(MasterUriProvider oldProvider);
  }
}
