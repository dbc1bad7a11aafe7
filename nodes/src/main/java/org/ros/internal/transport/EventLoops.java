package org.ros.internal.transport;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.util.concurrent.DefaultEventExecutorGroup;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.EventExecutorGroup;

/**
 * The threads that all nodes of this process share for the network. They are daemons, live as long
 * as the process and never run the code of a user.
 */
public final class EventLoops {

  private static final int THREADS =
      Math.max(2, Math.min(8, Runtime.getRuntime().availableProcessors()));

  private static final EventLoopGroup IO =
      new NioEventLoopGroup(THREADS, new DefaultThreadFactory("ros-io", true));

  private static final EventExecutorGroup CALLS =
      new DefaultEventExecutorGroup(THREADS, new DefaultThreadFactory("ros-xmlrpc", true));

  private EventLoops() {}

  /** Moves bytes. Nothing that waits or computes for long may run here. */
  public static EventLoopGroup io() {
    return IO;
  }

  /** Reads and answers XML-RPC calls, so that a large parameter tree does not delay messages. */
  public static EventExecutorGroup calls() {
    return CALLS;
  }
}
