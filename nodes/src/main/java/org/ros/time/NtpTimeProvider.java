package org.ros.time;

import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.ros.math.CollectionMath;
import org.ros.message.Duration;
import org.ros.message.Time;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The clock of an NTP server: this machine's clock, corrected by how far it is off. Until the
 * server was asked, this machine's clock. Safe for use by several threads.
 */
public class NtpTimeProvider implements TimeProvider {

  private static final Logger LOG = LoggerFactory.getLogger(NtpTimeProvider.class);

  private final SntpClient client;
  private final ScheduledExecutorService executor;
  private final TimeProvider wallTime = new WallTimeProvider();
  private volatile long offsetNanos;
  private volatile int samples = 11;
  private ScheduledFuture<?> updates; // guarded by this; null while there are none

  /**
   * @param host the NTP server, on the usual port
   * @param scheduledExecutorService for periodic updates; stays the caller's
   */
  public NtpTimeProvider(InetAddress host, ScheduledExecutorService scheduledExecutorService) {
    this(host, SntpClient.PORT, scheduledExecutorService);
  }

  NtpTimeProvider(InetAddress host, int port, ScheduledExecutorService executor) {
    this.client = new SntpClient(host, port);
    this.executor = executor;
  }

  /**
   * Asks the server a number of times and takes the median of what it says. Waits half a second at
   * most for each answer.
   *
   * @throws IOException when more than half of the questions have no valid answer; the correction
   *     stays as it was
   */
  public void updateTime() throws IOException {
    int questions = samples;
    int failures = 0;
    List<Long> offsets = new ArrayList<>();
    for (int i = 0; i < questions; i++) {
      try {
        offsets.add(client.offsetNanos());
      } catch (IOException e) {
        failures++;
        if (failures > questions / 2) {
          throw e;
        }
      }
    }
    offsetNanos = CollectionMath.median(offsets);
    LOG.info("the clock of {} is {} ms ahead", client, offsetNanos / 1_000_000);
  }

  /**
   * Calls {@link #updateTime} now and then after each period, on the executor. Failures are logged.
   * What was started before is stopped.
   */
  public synchronized void startPeriodicUpdates(long period, TimeUnit unit) {
    if (updates != null) {
      stopPeriodicUpdates();
    }
    updates = executor.scheduleAtFixedRate(this::tryUpdate, 0, period, unit);
  }

  private void tryUpdate() {
    try {
      updateTime();
    } catch (IOException e) {
      LOG.warn("{}; the last correction stays", e.getMessage());
    }
  }

  /**
   * @throws NullPointerException, as in rosjava, when there are none
   */
  public synchronized void stopPeriodicUpdates() {
    Objects.requireNonNull(updates, "there are no periodic updates").cancel(true);
    updates = null;
  }

  /**
   * @param sampleSize how often {@link #updateTime} asks the server, at least once; 11 unless set
   */
  public void setUpdateTimeSampleSize(int sampleSize) {
    if (sampleSize < 1) {
      throw new IllegalArgumentException("a sample size of " + sampleSize + " measures nothing");
    }
    samples = sampleSize;
  }

  @Override
  public Time getCurrentTime() {
    return wallTime.getCurrentTime().add(Duration.fromNano(offsetNanos));
  }
}
