package org.ros.internal.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.timeout.ReadTimeoutException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Peers that hold a connection without using it. */
class SlowPeersTest {

  private static final byte[] HEADER = {11, 0, 0, 0, 7, 0, 0, 0, 't', 'o', 'p', 'i', 'c', '=', 'a'};

  @Test
  void bytesNowAndThenDoNotMoveTheDeadline() {
    EmbeddedChannel channel = new EmbeddedChannel();
    channel.freezeTime();
    channel.pipeline().addLast(new Deadline(10));
    for (int second = 0; second < 9; second++) {
      channel.advanceTimeBy(1, TimeUnit.SECONDS);
      channel.writeInbound(Unpooled.wrappedBuffer(new byte[1]));
      channel.runScheduledPendingTasks();
      channel.checkException();
    }
    channel.advanceTimeBy(1, TimeUnit.SECONDS);
    channel.runScheduledPendingTasks();
    assertThrows(ReadTimeoutException.class, channel::checkException);
    channel.finishAndReleaseAll();
  }

  @Test
  void aDeadlineThatWasMetIsForgotten() {
    EmbeddedChannel channel = new EmbeddedChannel();
    channel.freezeTime();
    Deadline deadline = new Deadline(10);
    channel.pipeline().addLast(deadline);
    channel.pipeline().remove(deadline);
    channel.advanceTimeBy(20, TimeUnit.SECONDS);
    channel.runScheduledPendingTasks();
    channel.checkException();
    assertTrue(channel.isOpen());
    channel.finishAndReleaseAll();
  }

  @Test
  void aSubscriberThatTakesNothingIsDisconnectedAndOneThatReadsSlowlyIsNot() throws IOException {
    InetSocketAddress free = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    CompletableFuture<Long> ended = new CompletableFuture<>();
    CompletableFuture<SubscriberLink> accepted = new CompletableFuture<>();
    try (TcpRosServer server =
            new TcpRosServer(
                free,
                (peer, channel) -> {
                  SubscriberLink link =
                      new SubscriberLink(
                          channel,
                          peer,
                          QueueLimits.ofMessages(10),
                          1,
                          closed -> ended.complete(System.nanoTime()));
                  channel.pipeline().addLast(link);
                  accepted.complete(link);
                });
        Socket socket = new Socket()) {
      socket.setReceiveBufferSize(16 << 10);
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()));
      socket.getOutputStream().write(HEADER);
      SubscriberLink link = accepted.orTimeout(10, TimeUnit.SECONDS).join();
      link.send(Unpooled.wrappedBuffer(new byte[32 << 20]));
      // A second and more than that of slow reading: it makes progress.
      long reads = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(2_500);
      byte[] some = new byte[16 << 10];
      while (System.nanoTime() < reads) {
        assertTrue(socket.getInputStream().read(some) > 0, "the connection has ended");
        TimeUnit.MILLISECONDS.sleep(5);
      }
      assertEquals(false, ended.isDone());
      long stopped = System.nanoTime();
      long seconds =
          TimeUnit.NANOSECONDS.toSeconds(ended.orTimeout(20, TimeUnit.SECONDS).join() - stopped);
      assertTrue(seconds <= 5, () -> "closed after " + seconds + " s");
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
