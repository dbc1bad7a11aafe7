package org.ros.time;

import java.util.concurrent.Callable;
import org.ros.exception.RosRuntimeException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the local time at which a device's own clock, which counts from its start in units of its
 * own, showed something. The device's clock is asked now and then ({@link #update}); what it says
 * belongs to the middle of the time that the question took. First call {@link #calibrate}. Safe for
 * use by several threads.
 */
public class RemoteUptimeClock {

  private static final Logger LOG = LoggerFactory.getLogger(RemoteUptimeClock.class);
  private static final double LEAST_STEP = 1e-9;

  private final LocalUptimeProvider local;
  private final Callable<Double> remote;
  private final double driftSensitivity;
  private final double errorSensitivity;
  private final LatencyFilter latencies;

  private Sample last; // guarded by this; null until calibrated

  /** Where the estimate has the remote clock at the last sample; moves without jumps. */
  private double steadyRemote; // guarded by this

  /** Local seconds for each unit of the remote clock. */
  private double drift; // guarded by this

  /** What is added to the drift until the next sample, to work off the estimate's error. */
  private double correction; // guarded by this

  /** A clock of this machine. */
  interface LocalUptimeProvider {
    double getSeconds();
  }

  /**
   * What both clocks showed.
   *
   * @param local s, the middle of the question
   * @param latency s that the question took
   */
  private record Sample(double local, double remote, double latency) {}

  RemoteUptimeClock(
      LocalUptimeProvider localUptimeProvider,
      Callable<Double> callable,
      double driftSensitivity,
      double errorReductionCoefficientSensitivity,
      int latencyOutlierFilterSampleSize,
      double latencyOutlierFilterThreshold) {
    this.local = localUptimeProvider;
    this.remote = callable;
    this.driftSensitivity = fraction("driftSensitivity", driftSensitivity);
    this.errorSensitivity =
        fraction("errorReductionCoefficientSensitivity", errorReductionCoefficientSensitivity);
    this.latencies =
        new LatencyFilter(latencyOutlierFilterSampleSize, latencyOutlierFilterThreshold);
  }

  private static double fraction(String name, double value) {
    if (!(value >= 0 && value <= 1)) {
      throw new IllegalArgumentException(name + " is " + value + ", not within 0 and 1");
    }
    return value;
  }

  /**
   * @param timeProvider the local clock
   * @param callable asks the remote clock; the quicker, the better
   * @param driftSensitivity 0 to 1: how much a new sample changes the drift
   * @param errorReductionCoefficientSensitivity 0 to 1: how much of an error is worked off until
   *     the next sample
   * @param latencyOutlierFilterSampleSize how many latencies the median is of
   * @param latencyOutlierFilterThreshold more than 1: samples that took so many times the median
   *     are not used
   */
  public static RemoteUptimeClock newDefault(
      TimeProvider timeProvider,
      Callable<Double> callable,
      double driftSensitivity,
      double errorReductionCoefficientSensitivity,
      int latencyOutlierFilterSampleSize,
      double latencyOutlierFilterThreshold) {
    return new RemoteUptimeClock(
        () -> timeProvider.getCurrentTime().toSeconds(),
        callable,
        driftSensitivity,
        errorReductionCoefficientSensitivity,
        latencyOutlierFilterSampleSize,
        latencyOutlierFilterThreshold);
  }

  /**
   * Measures drift and offset anew.
   *
   * @param sampleSize how often to ask, at least twice
   * @param samplingDelayMillis the pause between two questions; long enough that the remote clock
   *     moves on
   * @throws RosRuntimeException when the remote clock cannot be asked or does not move on
   */
  public synchronized void calibrate(int sampleSize, double samplingDelayMillis) {
    if (sampleSize < 2) {
      throw new IllegalArgumentException("a drift takes two samples, not " + sampleSize);
    }
    double slopes = 0;
    double locals = 0;
    double remotes = 0;
    Sample previous = null;
    for (int i = 0; i < sampleSize; i++) {
      Sample sample = ask();
      boolean unused = latencies.isOutlier(sample.latency);
      if (previous != null) {
        slopes += (sample.local - previous.local) / remoteStep(previous, sample);
      }
      locals += sample.local;
      remotes += sample.remote;
      previous = sample;
      pause((long) samplingDelayMillis);
    }
    last = previous;
    drift = slopes / (sampleSize - 1);
    correction = 0;
    // On the line of that slope through the mean of all samples.
    steadyRemote = remotes / sampleSize + (previous.local - locals / sampleSize) / drift;
    LOG.info("calibrated: {} local seconds for each remote unit", drift);
  }

  private static void pause(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RosRuntimeException("interrupted while calibrating a remote clock", e);
    }
  }

  /**
   * Asks the remote clock and corrects the estimate, best at a steady pace of some seconds. An
   * answer that took too long is not used.
   *
   * @throws IllegalStateException before {@link #calibrate}
   * @throws RosRuntimeException when the remote clock cannot be asked or does not move on
   */
  public synchronized void update() {
    requireCalibrated();
    Sample sample = ask();
    if (latencies.isOutlier(sample.latency)) {
      LOG.warn("the remote clock took {} s to answer; not used", sample.latency);
      return;
    }
    double localStep = sample.local - last.local;
    double remoteStep = remoteStep(last, sample);
    if (localStep <= LEAST_STEP) {
      throw new RosRuntimeException("the local clock does not move on");
    }
    double newDrift = driftSensitivity * (localStep / remoteStep) + (1 - driftSensitivity) * drift;
    double newSteady = steadyRemote + localStep / (drift + correction);
    // The slope at which the estimate meets the remote clock one such step from now.
    double meetingSlope = localStep / (sample.remote + remoteStep - newSteady);
    correction = errorSensitivity * (meetingSlope - newDrift);
    drift = newDrift;
    steadyRemote = newSteady;
    last = sample;
  }

  private static double remoteStep(Sample from, Sample to) {
    double step = to.remote - from.remote;
    if (step <= LEAST_STEP) {
      throw new RosRuntimeException(
          "the remote clock does not move on: " + from.remote + ", then " + to.remote);
    }
    return step;
  }

  private Sample ask() {
    double start = local.getSeconds();
    double remoteUptime;
    try {
      remoteUptime = remote.call();
    } catch (Exception e) {
      throw new RosRuntimeException("the remote clock cannot be asked: " + e, e);
    }
    double latency = local.getSeconds() - start;
    return new Sample(start + latency / 2, remoteUptime, latency);
  }

  /**
   * The local time, in seconds of the local clock, at which the remote clock shows this.
   *
   * @throws IllegalStateException before {@link #calibrate}
   */
  public synchronized double toLocalUptime(double remoteUptime) {
    requireCalibrated();
    return last.local + (drift + correction) * (remoteUptime - steadyRemote);
  }

  private void requireCalibrated() {
    if (last == null) {
      throw new IllegalStateException("calibrate the clock first");
    }
  }

  synchronized double getDrift() {
    return drift;
  }

  synchronized double getErrorReductionCoefficient() {
    return correction;
  }
}
