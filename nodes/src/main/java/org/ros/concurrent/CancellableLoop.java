package org.ros.concurrent;

/** Runs {@link #loop} again and again in the thread of an executor until it is cancelled. */
public abstract class CancellableLoop implements Runnable {

  private Thread thread; // guarded by this
  private boolean started; // guarded by this
  private boolean cancelled; // guarded by this

  /**
   * @throws IllegalStateException when it ran before
   */
  @Override
  public void run() {
    synchronized (this) {
      if (started) {
        throw new IllegalStateException("a CancellableLoop runs only once");
      }
      started = true;
      if (cancelled) {
        return;
      }
      thread = Thread.currentThread();
    }
    try {
      setup();
      while (!isCancelled() && !Thread.currentThread().isInterrupted()) {
        loop();
      }
    } catch (InterruptedException e) {
      handleInterruptedException(e);
    } finally {
      synchronized (this) {
        thread = null;
      }
    }
  }

  /** Called once before the first {@link #loop}. */
  protected void setup() {}

  /** One turn. */
  protected abstract void loop() throws InterruptedException;

  /** Called when an interrupt, mostly by {@link #cancel}, ended a turn. */
  protected void handleInterruptedException(InterruptedException e) {}

  /** Ends the loop, interrupting the turn that runs. A loop that has not begun never will. */
  public synchronized void cancel() {
    cancelled = true;
    if (thread != null) {
      thread.interrupt();
    }
  }

  public synchronized boolean isRunning() {
    return thread != null && !cancelled;
  }

  private synchronized boolean isCancelled() {
    return cancelled;
  }
}
