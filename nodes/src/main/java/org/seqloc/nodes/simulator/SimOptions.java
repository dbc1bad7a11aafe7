package org.seqloc.nodes.simulator;

/**
 * What is simulated.
 *
 * @param seed decides the street, the traffic and all noise
 * @param frames exposures of the rig in each pass
 * @param width of the images, pixels
 * @param height of the images, pixels
 * @param rateHz exposures a second
 * @param speed of the vehicle on straight road, m/s; the query pass is 6 % slower
 * @param queryOffset metres the query pass drives further left than the map pass; within -0.5 to
 *     1.5 it stays on the road, clear of parked and oncoming cars
 */
public record SimOptions(
    long seed, int frames, int width, int height, double rateHz, double speed, double queryOffset) {

  /** 300 m of street in 200 exposures of 640 x 400 pixels. */
  public static final SimOptions DEFAULT = new SimOptions(1, 200, 640, 400, 5, 8, 1.2);

  /**
   * @throws IllegalArgumentException naming the value that is out of range
   */
  public SimOptions {
    check(frames >= 1 && frames <= 20_000, "frames must be 1 to 20000, got " + frames);
    check(width >= 64 && width <= 4096, "width must be 64 to 4096 px, got " + width);
    check(height >= 64 && height <= 4096, "height must be 64 to 4096 px, got " + height);
    check(rateHz >= 0.1 && rateHz <= 50, "rate must be 0.1 to 50 Hz, got " + rateHz);
    check(speed >= 0.5 && speed <= 20, "speed must be 0.5 to 20 m/s, got " + speed);
    check(
        queryOffset >= -0.5 && queryOffset <= 1.5,
        "query offset must be -0.5 to 1.5 m, got " + queryOffset);
    check(
        frames / rateHz * speed <= 5_000,
        "the street would be longer than 5 km: take fewer frames, a higher rate or less speed");
  }

  private static void check(boolean good, String message) {
    if (!good) {
      throw new IllegalArgumentException(message);
    }
  }

  public SimOptions withSeed(long newSeed) {
    return new SimOptions(newSeed, frames, width, height, rateHz, speed, queryOffset);
  }

  public SimOptions withFrames(int newFrames) {
    return new SimOptions(seed, newFrames, width, height, rateHz, speed, queryOffset);
  }

  public SimOptions withRate(double newRateHz) {
    return new SimOptions(seed, frames, width, height, newRateHz, speed, queryOffset);
  }

  public SimOptions withSize(int newWidth, int newHeight) {
    return new SimOptions(seed, frames, newWidth, newHeight, rateHz, speed, queryOffset);
  }
}
