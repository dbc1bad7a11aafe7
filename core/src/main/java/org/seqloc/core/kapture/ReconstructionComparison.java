package org.seqloc.core.kapture;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/** Compares the reconstruction parts of two datasets. */
final class ReconstructionComparison {

  /** Hears of each difference. */
  interface Sink {
    void tell(String difference);
  }

  private final Reconstruction a;
  private final Reconstruction b;
  private final KaptureComparison.Options options;
  private final Sink sink;

  ReconstructionComparison(
      Reconstruction a, Reconstruction b, KaptureComparison.Options options, Sink sink) {
    this.a = a;
    this.b = b;
    this.options = options;
    this.sink = sink;
  }

  void compare() {
    for (FeatureKind kind : FeatureKind.values()) {
      var ofA = a.features(kind);
      var ofB = b.features(kind);
      for (String type : KaptureComparison.common(kind.label(), ofA.keySet(), ofB.keySet(), sink)) {
        features(kind.label() + " " + type, ofA.get(type), ofB.get(type));
      }
    }
    for (String type :
        KaptureComparison.common("matches", a.matches().keySet(), b.matches().keySet(), sink)) {
      matches("matches " + type, a.matches().get(type), b.matches().get(type));
    }
    points();
    observations();
  }

  private void features(String what, FeatureSet x, FeatureSet y) {
    if (!x.config().equals(y.config())) {
      sink.tell(what + ": " + x.config().row() + " and " + y.config().row());
      return;
    }
    walk(
        what + ": image",
        x.images(),
        y.images(),
        image -> image,
        image -> arrays(what + ": image '" + image + "'", x.read(image), y.read(image)));
  }

  private void matches(String what, MatchSet x, MatchSet y) {
    walk(
        what + ": pair",
        x.pairs(),
        y.pairs(),
        ImagePair::path,
        pair -> arrays(what + ": pair '" + pair.path() + "'", x.read(pair), y.read(pair)));
  }

  /** Goes through two lists side by side, both sorted by name; tells of what only one has. */
  private <T> void walk(
      String what, List<T> x, List<T> y, Function<T, String> name, Consumer<T> inBoth) {
    int i = 0;
    int j = 0;
    while (i < x.size() || j < y.size()) {
      int order =
          i == x.size()
              ? 1
              : j == y.size()
                  ? -1
                  : KaptureText.compareCodePoints(name.apply(x.get(i)), name.apply(y.get(j)));
      if (order < 0) {
        sink.tell(what + " '" + name.apply(x.get(i++)) + "' is only in the first");
      } else if (order > 0) {
        sink.tell(what + " '" + name.apply(y.get(j++)) + "' is only in the second");
      } else {
        inBoth.accept(x.get(i++));
        j++;
      }
    }
  }

  private void arrays(String what, Optional<FeatureArray> x, Optional<FeatureArray> y) {
    if (x.equals(y)) {
      return;
    }
    int rowsX = x.map(FeatureArray::rows).orElse(0);
    int rowsY = y.map(FeatureArray::rows).orElse(0);
    if (rowsX != rowsY) {
      sink.tell(what + ": " + rowsX + " and " + rowsY + " rows");
      return;
    }
    for (int row = 0; row < rowsX; row++) {
      for (int column = 0; column < x.orElseThrow().columns(); column++) {
        double p = x.orElseThrow().get(row, column);
        double q = y.orElseThrow().get(row, column);
        // Exactly means the bits: a file that differs in the sign of a zero or a NaN differs.
        boolean same =
            options.featureTolerance() == 0
                ? Double.doubleToRawLongBits(p) == Double.doubleToRawLongBits(q)
                : KaptureComparison.near(p, q, options.featureTolerance());
        if (!same) {
          sink.tell(what + ": row " + row + ", column " + column + ": " + p + " and " + q);
          return;
        }
      }
    }
    if (options.featureTolerance() == 0) {
      sink.tell(what + ": the bytes differ");
    }
  }

  private void points() {
    Optional<Points3d> x = a.points3d();
    Optional<Points3d> y = b.points3d();
    int sizeX = x.map(Points3d::size).orElse(0);
    int sizeY = y.map(Points3d::size).orElse(0);
    if (sizeX != sizeY) {
      sink.tell("points3d.txt has " + sizeX + " and " + sizeY + " points");
      return;
    }
    if (sizeX > 0 && x.orElseThrow().hasColors() != y.orElseThrow().hasColors()) {
      sink.tell("points3d.txt has colours in one only");
      return;
    }
    for (int i = 0; i < sizeX; i++) {
      double[] p = x.orElseThrow().row(i);
      double[] q = y.orElseThrow().row(i);
      for (int column = 0; column < p.length; column++) {
        if (!KaptureComparison.near(p[column], q[column], options.tolerance())) {
          sink.tell("point " + i + ", column " + column + ": " + p[column] + " and " + q[column]);
        }
      }
    }
  }

  private void observations() {
    List<Observations.Track> x = a.observations().map(Observations::tracks).orElse(List.of());
    List<Observations.Track> y = b.observations().map(Observations::tracks).orElse(List.of());
    int i = 0;
    int j = 0;
    while (i < x.size() || j < y.size()) {
      int order = i == x.size() ? 1 : j == y.size() ? -1 : compare(x.get(i), y.get(j));
      if (order < 0) {
        sink.tell("the observations of " + name(x.get(i++)) + " are only in the first");
      } else if (order > 0) {
        sink.tell("the observations of " + name(y.get(j++)) + " are only in the second");
      } else if (!new HashSet<>(x.get(i++).sightings())
          .equals(new HashSet<>(y.get(j++).sightings()))) {
        sink.tell("the observations of " + name(x.get(i - 1)) + " differ");
      }
    }
  }

  private static int compare(Observations.Track x, Observations.Track y) {
    int byPoint = Integer.compare(x.point(), y.point());
    return byPoint != 0 ? byPoint : x.keypointsType().compareTo(y.keypointsType());
  }

  private static String name(Observations.Track track) {
    return "point " + track.point() + " by " + track.keypointsType();
  }
}
