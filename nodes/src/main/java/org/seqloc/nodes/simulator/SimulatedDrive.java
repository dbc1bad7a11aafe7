package org.seqloc.nodes.simulator;

import java.time.Instant;
import org.seqloc.core.geometry.Rig;

/**
 * A street and two drives along it, a day apart: the map pass, and the query pass on another line
 * of the lane, in other light, past other traffic.
 *
 * <p>Building one paints the street, which takes a few seconds for 300 m.
 */
public final class SimulatedDrive {

  private static final long NANOS = 1_000_000_000L;
  private static final long MAP_START =
      Instant.parse("2026-01-01T00:00:00Z").getEpochSecond() * NANOS;
  private static final long DAY = 24 * 3600 * NANOS;

  private final SimulatedPass map;
  private final SimulatedPass query;

  public SimulatedDrive(SimOptions options) {
    double seconds = options.frames() / options.rateHz() + 1;
    double length = options.speed() * 1.05 * seconds + 45;
    Street street = new Street(options.seed(), length);
    StreetScene scene = new StreetScene(street, options.seed());
    Rig rig = SurroundRig.of(options.width(), options.height());
    map = pass(options, 0, seconds, street, scene, rig);
    query = pass(options, 1, seconds, street, scene, rig);
  }

  private static SimulatedPass pass(
      SimOptions options, int number, double seconds, Street street, StreetScene scene, Rig rig) {
    boolean query = number == 1;
    long seed = Colours.seed(options.seed(), 10 + number);
    double speed = options.speed() * (query ? 0.94 : 1);
    int clouds = (int) seed;
    return new SimulatedPass(
        options,
        rig,
        new DrivePath(
            street, 1, seconds, speed, query ? options.queryOffset() : 0, query ? 2.4 : 0.3),
        query ? Lighting.afternoon(clouds) : Lighting.morning(clouds),
        new Traffic(street, Colours.seed(seed, 3), seconds, query, speed),
        scene.surfaces(number),
        scene.occluders(number),
        MAP_START + number * DAY,
        seed);
  }

  /** The pass a map is made of. */
  public SimulatedPass map() {
    return map;
  }

  /** The pass that is to be localized. */
  public SimulatedPass query() {
    return query;
  }
}
