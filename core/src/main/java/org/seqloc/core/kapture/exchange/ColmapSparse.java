package org.seqloc.core.kapture.exchange;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.seqloc.core.geometry.Camera;
import org.seqloc.core.geometry.Pose;
import org.seqloc.core.geometry.Vector3;
import org.seqloc.core.kapture.FeatureArray;
import org.seqloc.core.kapture.FeatureKind;
import org.seqloc.core.kapture.FeatureSet;
import org.seqloc.core.kapture.Observations;
import org.seqloc.core.kapture.Points3d;
import org.seqloc.core.kapture.Reconstruction;

/** Makes COLMAP's sparse model of a kapture: the images that have a pose, and all points. */
final class ColmapSparse {

  /** An image to be written; without a pose only the database has it. */
  record Entry(int id, String name, int camera, Optional<Pose> cameraFromWorld) {}

  private final Optional<FeatureSet> keypoints;
  private final Optional<String> keypointsType;
  private final List<Entry> posed;
  private final Map<String, Integer> ids;
  private final double shift;
  private final int unposed;
  private final Points3d points;
  private final Observations observations;
  private final ColmapSightings sightings;

  ColmapSparse(
      Reconstruction reconstruction,
      Optional<String> keypointsType,
      List<Entry> images,
      Map<String, Integer> ids,
      double shift) {
    this.keypointsType = keypointsType;
    keypoints = keypointsType.map(type -> reconstruction.features(FeatureKind.KEYPOINTS).get(type));
    posed = images.stream().filter(image -> image.cameraFromWorld().isPresent()).toList();
    unposed = images.size() - posed.size();
    this.ids = ids;
    this.shift = shift;
    points = reconstruction.points3d().orElseGet(() -> new Points3d.Builder(true).build());
    observations =
        reconstruction.observations().orElseGet(() -> new Observations.Builder().build());
    Set<String> names = posed.stream().map(Entry::name).collect(Collectors.toUnmodifiableSet());
    sightings =
        new ColmapSightings(
            observations,
            keypointsType.orElse(""),
            image -> names.contains(image) ? rows(image) : 0,
            this::isFinite);
  }

  private int rows(String image) {
    return keypoints.map(set -> set.rows(image).orElse(0)).orElse(0);
  }

  void write(ColmapModelWriter out, SortedMap<Integer, Camera> cameras, List<String> notes)
      throws IOException {
    out.cameras(cameras);
    out.images(posed.size(), posed.stream().map(this::image).iterator());
    int[] finite = IntStream.range(0, points.size()).filter(this::isFinite).toArray();
    Counter counter = new Counter();
    Iterator<ColmapPoint> all = new PointIterator(finite, counter);
    out.points(finite.length, all);
    notes.add(
        String.format(
            "%d cameras, %d images with a pose, %d points",
            cameras.size(), posed.size(), finite.length));
    if (unposed > 0) {
      notes.add(unposed + " images without a pose are not in the model");
    }
    if (finite.length < points.size()) {
      notes.add((points.size() - finite.length) + " points are not finite and left out");
    }
    if (counter.dropped > 0) {
      notes.add(
          counter.dropped
              + " observations are left out: their image has no pose or no such keypoint, or the"
              + " keypoint sees another point too");
    }
    if (counter.otherKeypoints > 0) {
      notes.add(
          counter.otherKeypoints
              + " observations are left out: they are of keypoints that are not exported");
    }
  }

  private static final class Counter {
    private long dropped;
    private long otherKeypoints;
  }

  /** Whether a point is there and can be written. */
  private boolean isFinite(int row) {
    if (row >= points.size()) {
      return false;
    }
    double[] point = points.row(row);
    return Double.isFinite(point[0]) && Double.isFinite(point[1]) && Double.isFinite(point[2]);
  }

  private ColmapImage image(Entry entry) {
    Optional<FeatureArray> array = keypoints.flatMap(set -> set.read(entry.name()));
    ColmapKeypoints all = new ColmapKeypoints(array.map(FeatureArray::rows).orElse(0));
    for (int i = 0; array.isPresent() && i < array.get().rows(); i++) {
      all.add(
          array.get().get(i, 0) + shift,
          array.get().get(i, 1) + shift,
          sightings.point(entry.name(), i));
    }
    return new ColmapImage(
        entry.id(), entry.cameraFromWorld().orElseThrow(), entry.camera(), entry.name(), all);
  }

  /** Goes through points and tracks side by side; both are ordered by point. */
  private final class PointIterator implements Iterator<ColmapPoint> {
    private final int[] rows;
    private final Counter counter;
    private int at;
    private int track;

    PointIterator(int[] rows, Counter counter) {
      this.rows = rows;
      this.counter = counter;
    }

    @Override
    public boolean hasNext() {
      return at < rows.length;
    }

    @Override
    public ColmapPoint next() {
      int row = rows[at++];
      double[] p = points.row(row);
      boolean colors = points.hasColors();
      return new ColmapPoint(
          row,
          new Vector3(p[0], p[1], p[2]),
          colors ? color(p[3]) : 0,
          colors ? color(p[4]) : 0,
          colors ? color(p[5]) : 0,
          ColmapPoint.NO_ERROR,
          track(row));
    }

    private List<ColmapPoint.Element> track(int point) {
      List<ColmapPoint.Element> elements = new ArrayList<>();
      List<Observations.Track> tracks = observations.tracks();
      while (track < tracks.size() && tracks.get(track).point() <= point) {
        Observations.Track next = tracks.get(track++);
        if (next.point() != point) {
          continue;
        }
        if (!next.keypointsType().equals(keypointsType.orElse(""))) {
          counter.otherKeypoints += next.sightings().size();
        } else {
          for (Observations.Sighting s : next.sightings()) {
            if (sightings.point(s.image(), s.keypoint()) == point) {
              elements.add(new ColmapPoint.Element(ids.get(s.image()), s.keypoint()));
            } else {
              counter.dropped++;
            }
          }
        }
      }
      return elements;
    }

    private static int color(double value) {
      return (int) Math.max(0, Math.min(255, value)); // NaN becomes 0
    }
  }
}
