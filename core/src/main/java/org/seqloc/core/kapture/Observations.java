package org.seqloc.core.kapture;

import java.io.IOException;
import java.nio.file.Path;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.StringJoiner;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * The tracks of observations.txt: which keypoints see which point; ordered by point, then type of
 * keypoints. An observation takes 8 bytes, a track 12, an image its name and about 100.
 */
public final class Observations {

  /** A track of a point seen by a thousand images is a long line. */
  private static final int MAX_LINE_CHARS = 1 << 24;

  private static final String COLUMNS = "point3d_id, keypoints_type, [image_path, feature_id]*";
  private static final String COLUMNS_10 = "point3d_id, [image_path, feature_id]*";

  /**
   * @param keypoint its row in the image's keypoints, from 0
   */
  public record Sighting(String image, int keypoint) {}

  /**
   * The keypoints that see a point.
   *
   * @param point its row in points3d.txt, from 0
   * @param sightings in the file's order
   */
  public record Track(int point, String keypointsType, List<Sighting> sightings) {
    public Track {
      sightings = List.copyOf(sightings);
    }
  }

  private final Builder columns;

  private Observations(Builder columns) {
    this.columns = columns;
  }

  /** All tracks; made as they are looked at. */
  public List<Track> tracks() {
    return new AbstractList<>() {
      @Override
      public Track get(int index) {
        return columns.track(Objects.checkIndex(index, size()));
      }

      @Override
      public int size() {
        return columns.points.size();
      }
    };
  }

  /** The number of observations in all tracks. */
  public long sightings() {
    return columns.images.size();
  }

  static String header() {
    return COLUMNS;
  }

  /** Tells of each row and its line. */
  interface TrackSink {
    void track(int line, Track track);
  }

  /**
   * @param type10 of version 1.0 the type of all keypoints, which has no column there; else empty
   * @throws org.seqloc.core.SeqlocException naming file and line of a row that does not fit
   */
  static Observations read(Path file, String type10) {
    Builder builder = new Builder();
    forEach(
        file,
        type10,
        (line, track) -> builder.add(track),
        damage -> {
          throw damage;
        });
    return builder.build();
  }

  /**
   * @param onDamage hears of a row that cannot be read, which is left out
   */
  static void forEach(Path file, String type10, TrackSink sink, Consumer<RowException> onDamage) {
    KaptureText.readLines(
        file,
        MAX_LINE_CHARS,
        (line, text) -> {
          if (KaptureText.isComment(text)) {
            return;
          }
          try {
            sink.track(line, track(KaptureText.split(text.strip()), type10));
          } catch (IllegalArgumentException e) {
            onDamage.accept(new RowException("observations.txt", line, e.getMessage()));
          }
        });
  }

  private static Track track(List<String> row, String type10) {
    int before = type10.isEmpty() ? 2 : 1;
    if (row.size() < before || (row.size() - before) % 2 != 0) {
      throw new IllegalArgumentException(
          "the row has "
              + row.size()
              + " columns, expected "
              + (before == 2 ? COLUMNS : COLUMNS_10));
    }
    List<Sighting> sightings = new ArrayList<>();
    for (int i = before; i < row.size(); i += 2) {
      sightings.add(new Sighting(row.get(i), index(row.get(i + 1), "feature_id")));
    }
    return new Track(index(row.get(0), "point3d_id"), before == 2 ? row.get(1) : type10, sightings);
  }

  private static int index(String text, String what) {
    long index = KaptureText.whole(text, "the " + what);
    if (index < 0 || index > Integer.MAX_VALUE) {
      throw new IllegalArgumentException("the " + what + " " + text + " is no row's number");
    }
    return (int) index;
  }

  void write(Path file) throws IOException {
    try (TableWriter table = new TableWriter(file, header())) {
      for (Track track : tracks()) {
        StringJoiner row = new StringJoiner(", ");
        row.add(Integer.toString(track.point())).add(track.keypointsType());
        track.sightings().forEach(s -> row.add(s.image()).add(Integer.toString(s.keypoint())));
        table.row(row.toString());
      }
    }
  }

  /** Collects tracks in any order; rows of the same point and type become one. */
  public static final class Builder {
    private final IntList points = new IntList();
    private final IntList types = new IntList();
    private final IntList starts = new IntList();
    private final IntList images = new IntList();
    private final IntList keypoints = new IntList();
    private final Numbered typeNames = new Numbered();
    private final Numbered imageNames = new Numbered();

    /**
     * @throws IllegalArgumentException when a name cannot stand in the table
     */
    public Builder add(Track track) {
      FeatureConfig.checkType(track.keypointsType());
      if (track.point() < 0) {
        throw new IllegalArgumentException("a point's number is not negative");
      }
      points.add(track.point());
      types.add(typeNames.number(track.keypointsType()));
      starts.add(images.size());
      sightings(track.sightings());
      return this;
    }

    private void sightings(List<Sighting> sightings) {
      for (Sighting sighting : sightings) {
        images.add(imageNames.number(KaptureImages.checkPath(sighting.image())));
        keypoints.add(sighting.keypoint());
      }
    }

    private Track track(int row) {
      int end = row + 1 < starts.size() ? starts.get(row + 1) : images.size();
      List<Sighting> sightings = new ArrayList<>(end - starts.get(row));
      for (int i = starts.get(row); i < end; i++) {
        sightings.add(new Sighting(imageNames.name(images.get(i)), keypoints.get(i)));
      }
      return new Track(points.get(row), typeNames.name(types.get(row)), sightings);
    }

    public Observations build() {
      int[] rank = typeNames.ranks();
      RowOrder.RowComparator byKey =
          (a, b) -> {
            int byPoint = Integer.compare(points.get(a), points.get(b));
            return byPoint != 0 ? byPoint : Integer.compare(rank[types.get(a)], rank[types.get(b)]);
          };
      int[] order = RowOrder.sort(points.size(), byKey);
      Builder sorted = new Builder();
      for (int i = 0; i < order.length; i++) {
        Track track = track(order[i]);
        if (i > 0 && byKey.compare(order[i - 1], order[i]) == 0) {
          sorted.sightings(track.sightings());
        } else {
          sorted.add(track);
        }
      }
      return new Observations(sorted);
    }
  }

  /** Names, numbered as they come. */
  private static final class Numbered {
    private final List<String> names = new ArrayList<>();
    private final Map<String, Integer> numbers = new HashMap<>();

    int number(String name) {
      Integer known = numbers.putIfAbsent(name, names.size());
      if (known == null) {
        names.add(name);
        return names.size() - 1;
      }
      return known;
    }

    String name(int number) {
      return names.get(number);
    }

    /** The place of each in the order of names. */
    int[] ranks() {
      int[] ranks = new int[names.size()];
      int rank = 0;
      for (String name : new TreeSet<>(names)) {
        ranks[numbers.get(name)] = rank++;
      }
      return ranks;
    }
  }
}
