package org.ros.time;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.ros.Await;

/** Against a server of the packet format in RFC 4330, with its clock and its faults as told. */
class NtpTimeProviderTest {

  private static final double AHEAD_SECONDS = 1234.5;

  private final ScheduledExecutorService executor = Executors.newScheduledThreadPool(1);
  private final AtomicInteger questions = new AtomicInteger();
  private final DatagramSocket server;
  private final int port;

  /** What a server would send, to be spoilt. */
  private volatile UnaryOperator<byte[]> fault = answer -> answer;

  NtpTimeProviderTest() throws IOException {
    server = new DatagramSocket(0, InetAddress.getLoopbackAddress());
    port = server.getLocalPort();
    Thread thread = new Thread(this::serve, "ntp-server");
    thread.setDaemon(true);
    thread.start();
  }

  @AfterEach
  void end() {
    executor.shutdownNow();
    server.close();
  }

  private void serve() {
    try {
      while (true) {
        DatagramPacket packet = new DatagramPacket(new byte[100], 100);
        server.receive(packet);
        ByteBuffer question = ByteBuffer.wrap(packet.getData());
        assertEquals(48, packet.getLength());
        assertEquals(3, question.get(0) & 7, "the mode of a client");
        ByteBuffer answer = ByteBuffer.allocate(48);
        answer.put(0, (byte) 0x24).put(1, (byte) 2);
        answer.putLong(24, question.getLong(40)).putLong(32, now()).putLong(40, now());
        byte[] bytes = fault.apply(answer.array());
        questions.incrementAndGet();
        server.send(new DatagramPacket(bytes, bytes.length, packet.getSocketAddress()));
      }
    } catch (IOException e) {
      // Closed: the test ends.
    }
  }

  /** By the definition: seconds since 1900 in 32 bits, then 32 bits of their fraction. */
  private static long now() {
    Instant now = Instant.now();
    double fraction = now.getNano() / 1e9 + AHEAD_SECONDS % 1;
    long seconds = now.getEpochSecond() + (long) AHEAD_SECONDS + (long) fraction + 2_208_988_800L;
    return (seconds << 32) | (long) (fraction % 1 * 0x1p32);
  }

  private NtpTimeProvider newProvider() {
    return new NtpTimeProvider(InetAddress.getLoopbackAddress(), port, executor);
  }

  private static double ahead(TimeProvider provider) {
    return provider.getCurrentTime().toSeconds() - System.currentTimeMillis() / 1e3;
  }

  @Test
  void theTimeIsTheServers() throws IOException {
    NtpTimeProvider provider = newProvider();
    assertEquals(0, ahead(provider), 0.1);
    provider.updateTime();
    assertEquals(AHEAD_SECONDS, ahead(provider), 0.1);
    assertEquals(11, questions.get());
    provider.setUpdateTimeSampleSize(3);
    provider.updateTime();
    assertEquals(14, questions.get());
    assertThrows(IllegalArgumentException.class, () -> provider.setUpdateTimeSampleSize(0));
  }

  private static byte[] with(byte[] answer, int at, int value) {
    answer[at] = (byte) value;
    return answer;
  }

  private void assertRefused(String why, UnaryOperator<byte[]> newFault) {
    fault = newFault;
    NtpTimeProvider provider = newProvider();
    provider.setUpdateTimeSampleSize(1);
    IOException e = assertThrows(IOException.class, provider::updateTime);
    assertTrue(e.getMessage().contains(why), e.getMessage());
    assertEquals(0, ahead(provider), 0.1);
  }

  @Test
  void answersThatCannotBeUsedAreRefused() {
    assertRefused("with 47 bytes", answer -> Arrays.copyOf(answer, 47));
    assertRefused("no answer to our question", answer -> with(answer, 24, 1));
    assertRefused("no answer to our question", answer -> with(answer, 0, 0x23));
    assertRefused("does not know the time", answer -> with(answer, 0, 0xe4));
    assertRefused("does not know the time", answer -> with(answer, 1, 0));
    assertRefused("does not know the time", answer -> with(answer, 1, 16));
    server.close();
    // The connection is refused, or nothing comes back: that is up to the system.
    assertRefused(port + ": no ", answer -> answer);
  }

  @Test
  void someLostAnswersDoNoHarm() throws IOException {
    fault = answer -> questions.get() % 3 == 1 ? with(answer, 1, 0) : answer;
    NtpTimeProvider provider = newProvider();
    provider.updateTime();
    assertEquals(AHEAD_SECONDS, ahead(provider), 0.1);
  }

  @Test
  void theServerIsAskedAgainAndAgainUntilItIsStopped() {
    NtpTimeProvider provider = newProvider();
    assertThrows(NullPointerException.class, provider::stopPeriodicUpdates);
    provider.setUpdateTimeSampleSize(1);
    provider.startPeriodicUpdates(1, TimeUnit.MILLISECONDS);
    Await.until(() -> questions.get() > 5, () -> questions + " questions");
    assertEquals(AHEAD_SECONDS, ahead(provider), 0.1);
    provider.stopPeriodicUpdates();
  }

  @Test
  void timestampsAreKeptOverTheEraThatEndsIn2036() {
    for (long second : new long[] {0, 1_700_000_000L, 2_085_978_495L, 2_085_978_496L}) {
      long nanos = second * 1_000_000_000L + 123_456_789;
      long there = SntpClient.toTimestamp(nanos);
      assertTrue(Math.abs(SntpClient.toNanos(there) - nanos) <= 1, () -> "second " + second);
    }
    assertEquals(0x83aa7e80L << 32, SntpClient.toTimestamp(0), "RFC 868's value of 1970");
  }
}
