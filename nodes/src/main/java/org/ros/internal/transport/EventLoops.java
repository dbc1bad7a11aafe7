package org.ros.internal.transport;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollEventLoopGroup;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.ServerSocketChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.resolver.AddressResolverGroup;
import io.netty.util.concurrent.DefaultEventExecutorGroup;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.EventExecutorGroup;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The threads that all nodes of this process share for the network. They are daemons, live as long
 * as the process and never run the code of a user.
 */
public final class EventLoops {

  private static final int THREADS =
      Math.max(2, Math.min(8, Runtime.getRuntime().availableProcessors()));

  private static final boolean EPOLL = Epoll.isAvailable();

  private static final EventLoopGroup IO = newIo(new DefaultThreadFactory("ros-io", true));

  private static final EventExecutorGroup CALLS =
      new DefaultEventExecutorGroup(THREADS, new DefaultThreadFactory("ros-xmlrpc", true));

  private static final int LOOKUP_THREADS = 4;
  private static final int WAITING_LOOKUPS = 1024;

  private static final AddressResolverGroup<InetSocketAddress> NAMES = newNames();

  private EventLoops() {}

  private static EventLoopGroup newIo(ThreadFactory threads) {
    return EPOLL
        ? new EpollEventLoopGroup(THREADS, threads)
        : new NioEventLoopGroup(THREADS, threads);
  }

  private static AddressResolverGroup<InetSocketAddress> newNames() {
    ThreadPoolExecutor lookups =
        new ThreadPoolExecutor(
            LOOKUP_THREADS,
            LOOKUP_THREADS,
            10,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(WAITING_LOOKUPS),
            new DefaultThreadFactory("ros-names", true));
    lookups.allowCoreThreadTimeOut(true);
    return new HostNames(InetAddress::getByName, lookups);
  }

  /** Moves bytes. Nothing that waits or computes for long may run here. */
  public static EventLoopGroup io() {
    return IO;
  }

  /** The kind of outgoing connections that {@link #io} serves. */
  public static Class<? extends SocketChannel> socketChannel() {
    return EPOLL ? EpollSocketChannel.class : NioSocketChannel.class;
  }

  /** The kind of listening sockets that {@link #io} serves. */
  public static Class<? extends ServerSocketChannel> serverSocketChannel() {
    return EPOLL ? EpollServerSocketChannel.class : NioServerSocketChannel.class;
  }

  /** Finds the addresses of peers; to be set on every bootstrap that connects. */
  public static AddressResolverGroup<InetSocketAddress> names() {
    return NAMES;
  }

  /** Reads and answers XML-RPC calls, so that a large parameter tree does not delay messages. */
  public static EventExecutorGroup calls() {
    return CALLS;
  }
}
