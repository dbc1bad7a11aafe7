package org.ros.node;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A node of native code, in a library that Java loads. Subclasses declare {@link #execute} and
 * {@link #shutdown} native; the library talks to the graph on its own, under the same name. What
 * fails is told to {@link #onError}.
 */
public abstract class NativeNodeMain extends AbstractNodeMain {

  /** What native code returns when all went well. */
  public static final int SUCCESS = 0;

  private static final Logger LOG = LoggerFactory.getLogger(NativeNodeMain.class);

  /** What {@link #execute} returned. */
  protected int executeReturnCode = SUCCESS;

  /** What {@link #shutdown} returned. */
  protected int shutdownReturnCode = SUCCESS;

  private final String[] remappings;
  private volatile boolean ending;

  /**
   * Loads the library. One that cannot be loaded is logged; the native methods then throw {@link
   * UnsatisfiedLinkError}.
   *
   * @param libName as {@link System#loadLibrary} takes it
   * @param remappings {@code from:=to} each, for the native code; null for none
   */
  protected NativeNodeMain(String libName, String[] remappings) {
    this.remappings = remappings == null ? new String[0] : remappings.clone();
    try {
      System.loadLibrary(libName);
    } catch (UnsatisfiedLinkError e) {
      LOG.error("cannot load the native library {}: {}", libName, e.getMessage());
    }
  }

  protected NativeNodeMain(String libName) {
    this(libName, null);
  }

  /**
   * Runs the native node in a thread of its own; when it returns, the Java node ends too.
   *
   * @return {@link #SUCCESS} or the code of an error
   */
  protected abstract int execute(
      String rosMasterUri, String rosHostName, String rosNodeName, String[] remappingArguments);

  /**
   * Makes {@link #execute} return.
   *
   * @return {@link #SUCCESS} or the code of an error
   */
  protected abstract int shutdown();

  @Override
  public void onStart(ConnectedNode connectedNode) {
    Thread thread = new Thread(() -> run(connectedNode), "native" + connectedNode.getName());
    thread.setDaemon(true);
    thread.start();
  }

  private void run(ConnectedNode node) {
    try {
      executeReturnCode =
          execute(
              node.getMasterUri().toString(),
              node.getUri().getHost(),
              getDefaultNodeName().toString(),
              remappings.clone());
      check(node, "execute", executeReturnCode);
    } catch (RuntimeException | UnsatisfiedLinkError e) {
      onError(node, e);
    }
    if (!ending) {
      node.shutdown();
    }
  }

  @Override
  public void onShutdown(Node node) {
    ending = true;
    shutdownReturnCode = shutdown();
    check(node, "shutdown", shutdownReturnCode);
  }

  private void check(Node node, String method, int code) {
    if (code != SUCCESS) {
      onError(node, new RuntimeException(method + " of " + node.getName() + " returned " + code));
    }
  }
}
