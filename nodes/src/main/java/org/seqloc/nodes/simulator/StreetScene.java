package org.seqloc.nodes.simulator;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.seqloc.core.geometry.Pose;
import org.seqloc.core.geometry.Quaternion;
import org.seqloc.core.geometry.Vector3;

/**
 * Everything that stands still in a pass: ground, houses, what stands on the pavement, parked cars.
 * About half of the parked cars differ between the passes, the rest is the same.
 */
final class StreetScene {

  /** Metres from one parking place to the next. */
  private static final double SLOT = 6.2;

  private final Street street;
  private final long seed;
  private final List<Surface> lasting = new ArrayList<>();
  private final List<Occluder> lastingOccluders = new ArrayList<>();

  StreetScene(Street street, long seed) {
    this.street = street;
    this.seed = seed;
    lasting.addAll(new Ground(street, seed).surfaces());
    List<House> houses = houses();
    for (House house : houses) {
      lasting.addAll(house.surfaces());
      lastingOccluders.add(house.occluder());
    }
    furniture(1);
    furniture(-1);
  }

  /**
   * The things of one pass.
   *
   * @param pass 0 or 1: which cars are parked
   */
  List<Surface> surfaces(int pass) {
    List<Surface> all = new ArrayList<>(lasting);
    for (Parked car : parked(pass)) {
      all.addAll(Vehicles.car(new SplittableRandom(car.seed())).movedBy(car.mapFromCar()));
    }
    return all;
  }

  /** What throws shadows in one pass. */
  List<Occluder> occluders(int pass) {
    List<Occluder> all = new ArrayList<>(lastingOccluders);
    for (Parked car : parked(pass)) {
      all.add(carShadow(car.mapFromCar()));
    }
    return all;
  }

  /** The box that stands for a car when it throws a shadow: smaller, to spare its own faces. */
  static Occluder carShadow(Pose mapFromCar) {
    return new Occluder(
        mapFromCar.translation(),
        mapFromCar.rotation().rotate(new Vector3(1, 0, 0)),
        Vehicles.CAR_LENGTH / 2 - 0.25,
        Vehicles.CAR_WIDTH / 2 - 0.1,
        0.2,
        0.8);
  }

  /** A pose on the ground, x along the street or against it. */
  static Pose standing(Street street, double station, double lateral, boolean against) {
    double yaw = street.heading(station) + (against ? Math.PI : 0);
    return new Pose(Quaternion.ofRollPitchYaw(0, 0, yaw), street.at(station, lateral));
  }

  private List<House> houses() {
    record Plot(Vector3 left, Vector3 right, long seed) {}
    List<Plot> plots = new ArrayList<>();
    for (int side = -1; side <= 1; side += 2) {
      int number = 0;
      double station = street.start();
      while (station < street.end() - 3) {
        long plotSeed = Colours.seed(seed, 100_000L * (side + 3) + number);
        SplittableRandom random = new SplittableRandom(plotSeed);
        double setback = random.nextInt(3) == 0 ? Colours.uniform(random, 0.3, 1.6) : 0;
        double lateral = side * (Street.FRONT + setback);
        double next = plotEnd(station, lateral, Colours.uniform(random, 8, 17));
        Vector3 a = street.at(station, lateral);
        Vector3 b = street.at(next, lateral);
        if (a.distanceTo(b) > 3) {
          // Seen from the street, the left end on its left side is the nearer station.
          plots.add(new Plot(side > 0 ? a : b, side > 0 ? b : a, plotSeed));
        }
        station = next;
        number++;
      }
    }
    // Rows across both ends close the view.
    for (int end = 0; end < 2; end++) {
      double station = end == 0 ? street.start() : street.end();
      Pose cross = standing(street, station, 0, end == 0);
      for (int k = -1; k <= 0; k++) {
        Vector3 left = cross.transform(new Vector3(1, (k + 1) * 12, 0));
        Vector3 right = cross.transform(new Vector3(1, k * 12, 0));
        plots.add(new Plot(left, right, Colours.seed(seed, 900_000L + 2L * end - k)));
      }
    }
    return plots.parallelStream()
        .map(p -> House.between(p.left(), p.right(), new SplittableRandom(p.seed() + 1)))
        .toList();
  }

  /** The station where a front of this width ends; less wide where the street bends. */
  private double plotEnd(double station, double lateral, double width) {
    Vector3 from = street.at(station, lateral);
    double heading = street.heading(station);
    double next = station;
    while (next < street.end()) {
      next += 0.5;
      if (from.distanceTo(street.at(next, lateral)) >= width
          || Math.abs(street.heading(next) - heading) > 0.6) {
        break;
      }
    }
    return Math.min(next, street.end());
  }

  private void furniture(int side) {
    double kerb = side * (Street.KERB + 0.75);
    for (int slot = 0; ; slot++) {
      double station = street.start() + 3 + slot * 4.5;
      if (station > street.end() - 2) {
        return;
      }
      SplittableRandom random =
          new SplittableRandom(Colours.seed(seed, 3_000_000L + 100_000L * side + slot));
      Pose place = standing(street, station, kerb, side < 0);
      boolean open = Math.abs(street.curvature(station)) < 0.02;
      switch (slot % 6) {
        case 0 -> lasting.addAll(Furniture.lamp().movedBy(place));
        case 2, 4 -> {
          if (open && random.nextInt(5) < 3) {
            lasting.addAll(Furniture.tree(random).movedBy(place));
            lastingOccluders.add(
                new Occluder(place.translation(), new Vector3(1, 0, 0), 1.4, 1.4, 3, 5.6));
          } else if (random.nextBoolean()) {
            lasting.addAll(Furniture.small(random).movedBy(place));
          }
        }
        case 1 -> {
          if (random.nextInt(5) < 2) {
            Pose facing = standing(street, station, side * (Street.KERB + 0.4), side > 0);
            lasting.addAll(Furniture.trafficSign(random).movedBy(facing));
          }
        }
        case 3 -> {
          int kind = random.nextInt(8);
          if (kind == 0) {
            lasting.addAll(Furniture.posterColumn(random).movedBy(place));
          } else if (kind == 1 && open) {
            lasting.addAll(Furniture.shelter(random).movedBy(place));
          } else if (kind < 5) {
            lasting.addAll(Furniture.small(random).movedBy(place));
          }
        }
        default -> {
          if (random.nextInt(3) == 0) {
            lasting.addAll(Furniture.small(random).movedBy(place));
          }
        }
      }
    }
  }

  private record Parked(Pose mapFromCar, long seed) {}

  private List<Parked> parked(int pass) {
    List<Parked> cars = new ArrayList<>();
    for (int side = -1; side <= 1; side += 2) {
      for (int slot = (int) Math.ceil(street.start() / SLOT); ; slot++) {
        double station = (slot + 0.5) * SLOT;
        if (station > street.end() - 3) {
          break;
        }
        long slotSeed = Colours.seed(seed, 5_000_000L + 100_000L * side + slot);
        boolean stays = new SplittableRandom(slotSeed).nextBoolean();
        long carSeed = stays ? slotSeed : Colours.seed(slotSeed, pass + 1);
        SplittableRandom random = new SplittableRandom(carSeed + 1);
        boolean free =
            Math.abs(street.curvature(station)) < 0.02
                && street.toCrossing(station) > 6
                && random.nextInt(100) < 58;
        if (free) {
          double lateral =
              side * (Street.ROAD_HALF_WIDTH + 1.15 + Colours.uniform(random, -0.15, 0.15));
          double along = station + Colours.uniform(random, -0.5, 0.5);
          cars.add(
              new Parked(
                  standing(street, along, lateral, side > 0 != (random.nextInt(8) == 0)), carSeed));
        }
      }
    }
    return cars;
  }
}
