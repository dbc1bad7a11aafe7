package org.seqloc.nodes.player;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.ros.exception.RosRuntimeException;
import org.ros.internal.node.topic.DefaultRawPublisher;
import org.ros.internal.node.topic.TopicPublisher;
import org.ros.internal.transport.Burst;
import org.ros.internal.transport.ConnectionHeader;
import org.ros.internal.transport.QueueLimits;
import org.ros.internal.transport.TcpRosServer;
import org.ros.node.topic.RawPublisher;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends messages of no topic through this process's network code and back to itself, so that the
 * first messages that somebody hears find it loaded and compiled: they would be late by some
 * milliseconds.
 */
final class Rehearsal {

  private static final Logger LOG = LoggerFactory.getLogger(Rehearsal.class);
  private static final long MAX_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
  private static final int MAX_BURSTS = 5_000;
  private static final int BURST = 4;
  private static final int BYTES = 1_000;
  private static final int TIMEOUT_MILLIS = 1_000;

  private Rehearsal() {}

  /**
   * Takes 0.2 s at most where nothing is wrong. Does nothing without a loopback network.
   *
   * @return how many messages were sent
   */
  static int run() {
    TopicPublisher topic =
        new TopicPublisher(
            "/rehearsal", "/rehearsal", std_msgs.String.TYPE, QueueLimits.ofMessages(BURST));
    try (TcpRosServer server =
            new TcpRosServer(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), topic::accept);
        Socket first = subscribe(server);
        Socket second = subscribe(server)) {
      long end = System.nanoTime() + MAX_NANOS;
      while (topic.links().size() < 2 && System.nanoTime() < end) {
        Thread.onSpinWait(); // the headers come just before
      }
      return play(new DefaultRawPublisher(topic, millis -> {}), end, first, second);
    } catch (IOException | RosRuntimeException e) {
      LOG.debug("the first messages may be late, since playing to this host itself failed", e);
      return 0;
    } finally {
      topic.close();
    }
  }

  /** Connects and reads the publisher's header. */
  private static Socket subscribe(TcpRosServer server) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
    socket.setSoTimeout(TIMEOUT_MILLIS);
    ByteBuf header = Unpooled.buffer();
    new ConnectionHeader(Map.of(ConnectionHeader.MD5SUM, std_msgs.String.TYPE.md5()))
        .writeFrameTo(header);
    header.readBytes(socket.getOutputStream(), header.readableBytes());
    DataInputStream in = new DataInputStream(socket.getInputStream());
    in.skipNBytes(Integer.reverseBytes(in.readInt()));
    return socket;
  }

  private static int play(RawPublisher publisher, long end, Socket... subscribers)
      throws IOException {
    ByteBuf payload = Unpooled.directBuffer(BYTES).writeZero(BYTES);
    try {
      int bursts = 0;
      for (; bursts < MAX_BURSTS && System.nanoTime() < end; bursts++) {
        Burst.of(
            () -> {
              for (int j = 0; j < BURST; j++) {
                publisher.handOver(payload.retainedSlice());
              }
            });
        for (Socket subscriber : subscribers) {
          subscriber.getInputStream().skipNBytes(BURST * (Integer.BYTES + BYTES));
        }
      }
      return bursts * BURST;
    } finally {
      payload.release();
    }
  }
}
