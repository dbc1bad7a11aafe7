package org.ros.internal.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.channel.DefaultEventLoop;
import io.netty.resolver.AddressResolver;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

// The promise that is passed on is the future that comes back.
@SuppressWarnings("FutureReturnValueIgnored")
class HostNamesTest {

  private final DefaultEventLoop loop = new DefaultEventLoop();
  private final ExecutorService lookups = Executors.newSingleThreadExecutor();

  @AfterEach
  void end() {
    lookups.shutdownNow();
    loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
  }

  private Future<InetSocketAddress> resolve(HostNames names, String host) {
    AddressResolver<InetSocketAddress> resolver = names.getResolver(loop);
    Promise<InetSocketAddress> found = loop.newPromise();
    loop.execute(() -> resolver.resolve(InetSocketAddress.createUnresolved(host, 7), found));
    return found;
  }

  @Test
  void aLookupThatTakesLongDelaysNothingElseOnTheLoop() {
    CountDownLatch answer = new CountDownLatch(1);
    HostNames names =
        new HostNames(
            host -> {
              try {
                answer.await();
              } catch (InterruptedException e) {
                throw new UnknownHostException(host);
              }
              return InetAddress.getByAddress(host, new byte[] {10, 0, 0, 9});
            },
            lookups);
    Future<InetSocketAddress> slow = resolve(names, "robot");
    // The loop still works, and addresses in digits are found without a lookup.
    InetSocketAddress digits = resolve(names, "10.0.0.7").syncUninterruptibly().getNow();
    assertEquals("10.0.0.7", digits.getAddress().getHostAddress());
    assertEquals(false, slow.isDone());
    answer.countDown();
    assertEquals("10.0.0.9", slow.syncUninterruptibly().getNow().getAddress().getHostAddress());
    assertEquals(7, slow.getNow().getPort());
  }

  @Test
  void anUnknownNameFailsAndSaysWhatToDo() {
    HostNames names =
        new HostNames(
            host -> {
              throw new UnknownHostException(host);
            },
            lookups);
    Throwable cause = resolve(names, "robot").awaitUninterruptibly().cause();
    assertEquals(
        "the host name 'robot' is unknown here; set ROS_IP on its machine", cause.getMessage());
  }

  @Test
  void tooManyLookupsFail() {
    HostNames names =
        new HostNames(
            InetAddress::getByName,
            task -> {
              throw new RejectedExecutionException("full");
            });
    Throwable cause = resolve(names, "robot").awaitUninterruptibly().cause();
    assertTrue(cause.getMessage().contains("too many"), cause.getMessage());
  }
}
