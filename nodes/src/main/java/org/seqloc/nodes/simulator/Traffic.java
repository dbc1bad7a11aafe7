package org.seqloc.nodes.simulator;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.seqloc.core.geometry.Pose;

/** What moves in a pass: cars that come towards the rig, one that drives ahead, people. */
final class Traffic {

  /**
   * @param station at time 0
   * @param speed metres a second along the street, negative against it
   */
  private record Mover(Solids solids, double station, double lateral, double speed) {}

  private final Street street;
  private final List<Mover> movers = new ArrayList<>();

  /**
   * @param seconds how long the pass lasts
   * @param leader whether a car drives ahead
   * @param speed of the rig, m/s
   */
  Traffic(Street street, long seed, double seconds, boolean leader, double speed) {
    this.street = street;
    SplittableRandom random = new SplittableRandom(seed);
    double station = 25;
    double oncoming = 7;
    // What comes towards the rig starts that much further on.
    double reach = street.end() + oncoming * seconds;
    while (station < reach) {
      movers.add(new Mover(Vehicles.car(random.split()), station, 1.85, -oncoming));
      station += Colours.uniform(random, 18, 75);
    }
    if (leader) {
      movers.add(new Mover(Vehicles.car(random.split()), 17, -1.75, speed * 0.93));
    }
    for (int side = -1; side <= 1; side += 2) {
      for (double at = street.start(); at < street.end(); at += Colours.uniform(random, 8, 35)) {
        double walk = Colours.uniform(random, 0.9, 1.6) * (random.nextBoolean() ? 1 : -1);
        double lateral = side * (Street.KERB + Colours.uniform(random, 1.5, 2.3));
        movers.add(new Mover(Vehicles.person(random.split()), at, lateral, walk));
      }
    }
  }

  /** Where everything is, {@code seconds} into the pass. */
  List<Surface> surfaces(double seconds) {
    List<Surface> surfaces = new ArrayList<>();
    for (Mover mover : movers) {
      double station = mover.station() + mover.speed() * seconds;
      if (within(station)) {
        surfaces.addAll(mover.solids().movedBy(pose(mover, station)));
      }
    }
    return surfaces;
  }

  /** Whether a station is on the street, the far ends left out: nobody drives into the houses. */
  private boolean within(double station) {
    return station > street.start() + 4 && station < street.end() - 4;
  }

  private Pose pose(Mover mover, double station) {
    return StreetScene.standing(street, station, mover.lateral(), mover.speed() < 0);
  }
}
