package org.ros.time;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Instant;

/** Asks an NTP server how far this machine's clock is off: the client of RFC 4330. */
final class SntpClient {

  static final int PORT = 123;

  private static final int TIMEOUT_MILLIS = 500;
  private static final int PACKET_BYTES = 48;
  private static final int ORIGINATE = 24;
  private static final int RECEIVE = 32;
  private static final int TRANSMIT = 40;

  /** No warning of a leap second, version 4, mode 3: a client. */
  private static final byte CLIENT = 0x23;

  private static final int MODE_MASK = 7;
  private static final int SERVER_MODE = 4;
  private static final int LEAP_SHIFT = 6;
  private static final int UNSYNCHRONISED = 3;
  private static final int LAST_STRATUM = 15;

  /** From 1900, where NTP's eras start, to 1970. */
  private static final long UNIX_EPOCH_SECONDS = 2_208_988_800L;

  private static final long NANOS = 1_000_000_000L;

  private final InetSocketAddress server;

  SntpClient(InetAddress host, int port) {
    server = new InetSocketAddress(host, port);
  }

  /**
   * How far the server's clock is ahead of this machine's.
   *
   * @throws IOException naming the server, when it does not answer in half a second or its answer
   *     cannot be used
   */
  long offsetNanos() throws IOException {
    try (DatagramSocket socket = new DatagramSocket()) {
      // The system drops what comes from elsewhere.
      socket.connect(server);
      socket.setSoTimeout(TIMEOUT_MILLIS);
      long sent = nowNanos();
      ByteBuffer question = ByteBuffer.allocate(PACKET_BYTES);
      question.put(0, CLIENT).putLong(TRANSMIT, toTimestamp(sent));
      socket.send(new DatagramPacket(question.array(), PACKET_BYTES));
      byte[] bytes = new byte[PACKET_BYTES];
      DatagramPacket packet = new DatagramPacket(bytes, PACKET_BYTES);
      socket.receive(packet);
      long received = nowNanos();
      ByteBuffer answer = ByteBuffer.wrap(bytes);
      check(packet.getLength(), question, answer);
      long serverReceived = toNanos(answer.getLong(RECEIVE));
      long serverSent = toNanos(answer.getLong(TRANSMIT));
      return ((serverReceived - sent) + (serverSent - received)) / 2;
    } catch (SocketTimeoutException e) {
      throw new IOException(this + ": no answer within " + TIMEOUT_MILLIS + " ms", e);
    } catch (PortUnreachableException e) {
      throw new IOException(this + ": no NTP server there", e);
    }
  }

  private void check(int length, ByteBuffer question, ByteBuffer answer) throws IOException {
    if (length < PACKET_BYTES) {
      throw new IOException(this + ": answers with " + length + " bytes, not " + PACKET_BYTES);
    }
    if (answer.getLong(ORIGINATE) != question.getLong(TRANSMIT)
        || (answer.get(0) & MODE_MASK) != SERVER_MODE) {
      throw new IOException(this + ": what it sends is no answer to our question");
    }
    int stratum = answer.get(1);
    if (stratum < 1
        || stratum > LAST_STRATUM
        || (answer.get(0) & 0xff) >> LEAP_SHIFT == UNSYNCHRONISED
        || answer.getLong(TRANSMIT) == 0) {
      throw new IOException(this + ": does not know the time itself");
    }
  }

  private static long nowNanos() {
    Instant now = Instant.now();
    return now.getEpochSecond() * NANOS + now.getNano();
  }

  /** 32 bits of seconds, 32 bits of their fraction. */
  static long toTimestamp(long unixNanos) {
    long seconds = Math.floorDiv(unixNanos, NANOS) + UNIX_EPOCH_SECONDS;
    long fraction = (Math.floorMod(unixNanos, NANOS) << Integer.SIZE) / NANOS;
    return (seconds << Integer.SIZE) | fraction;
  }

  static long toNanos(long timestamp) {
    long seconds = timestamp >>> Integer.SIZE;
    if (seconds < 1L << (Integer.SIZE - 1)) {
      // RFC 4330, section 3: a first bit of 0 means the era that starts in 2036.
      seconds += 1L << Integer.SIZE;
    }
    long fraction = timestamp & 0xffff_ffffL;
    return (seconds - UNIX_EPOCH_SECONDS) * NANOS + ((fraction * NANOS) >>> Integer.SIZE);
  }

  @Override
  public String toString() {
    return server.getHostString() + ":" + server.getPort();
  }
}
