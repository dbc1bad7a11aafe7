package org.seqloc.core.map;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.seqloc.core.Progress;
import org.seqloc.core.SeqlocException;
import org.seqloc.core.feature.LocalFeatureExtractor;
import org.seqloc.core.feature.LocalFeatures;
import org.seqloc.core.geometry.Camera;
import org.seqloc.core.geometry.Vector3;
import org.seqloc.core.match.DescriptorMatcher;
import org.seqloc.core.match.MatchOptions;
import org.seqloc.core.match.Matches;
import org.seqloc.core.retrieval.PlaceIndex;
import org.seqloc.core.retrieval.VladModel;

/**
 * Makes a map of a drive whose poses are known: extracts features, learns to recognize the places,
 * matches images that may see the same, joins the matches to tracks and triangulates them from the
 * known poses, which stay as they are.
 */
public final class MapBuilder {

  /**
   * Images decoded and extracted at a time: enough to keep the cores busy, few enough to keep in
   * memory.
   */
  private static final int BATCH = 16;

  private static final int PAIR_BATCH = 64;

  private final LocalFeatureExtractor extractor;
  private final MapOptions options;
  private final Progress progress;

  public MapBuilder(LocalFeatureExtractor extractor, MapOptions options, Progress progress) {
    this.extractor = extractor;
    this.options = options;
    this.progress = progress;
  }

  /**
   * Builds the map and writes it to a file, which appears only when it is whole.
   *
   * @throws SeqlocException when the images give no map: none at all, no features, no points
   */
  public MapSummary build(List<MapImage> images, Path file) throws IOException {
    if (images.size() < 2) {
      throw new SeqlocException(
          "a map needs at least two images with poses, there "
              + (images.isEmpty() ? "is none" : "is one"));
    }
    List<LocalFeatures> features = extract(images);
    long featureCount = features.stream().mapToLong(LocalFeatures::count).sum();
    if (featureCount == 0) {
      throw new SeqlocException("no features found in any of the " + images.size() + " images");
    }
    progress.begin("learning places", 1);
    VladModel placeModel = VladModel.train(features, options.seed());
    List<float[]> places = features.parallelStream().map(placeModel::describe).toList();
    progress.advance(1);
    progress.end();

    List<Keyframe> keyframes =
        images.stream()
            .map(
                i ->
                    new Keyframe(
                        i.name(), i.stampNanos(), i.exposure(), i.camera(), i.mapFromCamera()))
            .toList();
    List<int[]> pairs =
        PairSelection.select(
            keyframes,
            places,
            new PlaceIndex(places),
            options.nearestPairs(),
            options.similarPairs());
    List<int[][]> tracks = tracks(images, features, pairs);
    List<Triangulator.View[]> views = views(tracks, features);
    List<Optional<Triangulator.Point>> points = triangulate(images, views);

    MapContent content = new MapContent(extractor.spec(), keyframes, features, placeModel, places);
    for (int i = 0; i < views.size(); i++) {
      if (points.get(i).isPresent()) {
        content.add(points.get(i).get(), tracks.get(i));
      }
    }
    if (content.pointCount() == 0) {
      throw new SeqlocException(
          "no point could be triangulated from "
              + images.size()
              + " images: are their poses and"
              + " calibration right, and do their views overlap?");
    }
    content.write(file);
    return new MapSummary(
        keyframes.size(),
        content.pointCount(),
        content.observationCount(),
        featureCount,
        (double) content.observationCount() / content.pointCount(),
        meanError(images, views, points));
  }

  private List<LocalFeatures> extract(List<MapImage> images) {
    progress.begin("extracting features", images.size());
    List<LocalFeatures> features = new ArrayList<>();
    for (int from = 0; from < images.size(); from += BATCH) {
      List<MapImage> batch = images.subList(from, Math.min(images.size(), from + BATCH));
      features.addAll(
          extractor.extract(batch.parallelStream().map(image -> image.pixels().get()).toList()));
      progress.advance(batch.size());
    }
    progress.end();
    return features;
  }

  private List<int[][]> tracks(
      List<MapImage> images, List<LocalFeatures> features, List<int[]> pairs) {
    progress.begin("matching images", pairs.size());
    MatchSet matches = new MatchSet();
    for (int from = 0; from < pairs.size(); from += PAIR_BATCH) {
      List<int[]> batch = pairs.subList(from, Math.min(pairs.size(), from + PAIR_BATCH));
      List<Matches> found =
          batch.parallelStream().map(pair -> verified(images, features, pair[0], pair[1])).toList();
      for (int i = 0; i < batch.size(); i++) {
        matches.add(batch.get(i)[0], batch.get(i)[1], found.get(i));
      }
      progress.advance(batch.size());
    }
    progress.end();
    Tracks tracks = new Tracks(features.stream().mapToInt(LocalFeatures::count).toArray());
    matches.forEachBestFirst(tracks::join);
    return tracks.all();
  }

  /** The matches of two images that agree with their known relative pose. */
  private Matches verified(List<MapImage> images, List<LocalFeatures> features, int a, int b) {
    LocalFeatures fa = features.get(a);
    LocalFeatures fb = features.get(b);
    Matches matches =
        DescriptorMatcher.match(
            fa.descriptors(),
            fa.count(),
            fb.descriptors(),
            fb.count(),
            fa.dimension(),
            MatchOptions.DEFAULT);
    MapImage ia = images.get(a);
    MapImage ib = images.get(b);
    Vector3 baseline =
        ib.mapFromCamera().translation().minus(ia.mapFromCamera().translation()).normalized();
    return matches.filter(
        (i, j) -> {
          Vector3 ra = ray(ia, fa, i);
          Vector3 rb = ray(ib, fb, j);
          return epipolarErrorPx(ra, rb, baseline, ib.camera()) <= options.maxEpipolarErrorPx()
              && epipolarErrorPx(rb, ra, baseline, ia.camera()) <= options.maxEpipolarErrorPx();
        });
  }

  private static Vector3 ray(MapImage image, LocalFeatures features, int keypoint) {
    return image
        .mapFromCamera()
        .rotation()
        .rotate(image.camera().ray(features.x(keypoint), features.y(keypoint)));
  }

  /**
   * How far {@code ray} lies from the epipolar plane of {@code other} and the baseline, in pixels
   * of its camera: the angle from the plane times the focal length. Where the other ray runs along
   * the baseline there is no plane, and any ray agrees.
   */
  private static double epipolarErrorPx(
      Vector3 other, Vector3 ray, Vector3 baseline, Camera camera) {
    Vector3 normal = baseline.cross(other);
    double length = normal.norm();
    return length < 1e-3 ? 0 : Math.abs(normal.dot(ray)) / length * camera.focalLength();
  }

  private static List<Triangulator.View[]> views(
      List<int[][]> tracks, List<LocalFeatures> features) {
    return tracks.parallelStream()
        .map(
            track ->
                Arrays.stream(track)
                    .map(
                        node ->
                            new Triangulator.View(
                                node[0],
                                features.get(node[0]).x(node[1]),
                                features.get(node[0]).y(node[1])))
                    .toArray(Triangulator.View[]::new))
        .toList();
  }

  private List<Optional<Triangulator.Point>> triangulate(
      List<MapImage> images, List<Triangulator.View[]> views) {
    progress.begin("triangulating points", views.size());
    Triangulator triangulator =
        new Triangulator(
            images,
            options.maxReprojectionErrorPx(),
            Math.toRadians(options.minTriangulationAngleDeg()));
    List<Optional<Triangulator.Point>> points =
        views.parallelStream().map(track -> triangulator.triangulate(track)).toList();
    progress.advance(views.size());
    progress.end();
    return points;
  }

  private static double meanError(
      List<MapImage> images,
      List<Triangulator.View[]> views,
      List<Optional<Triangulator.Point>> points) {
    return IntStream.range(0, views.size())
        .filter(i -> points.get(i).isPresent())
        .mapToObj(
            i ->
                points.get(i).get().inliers().stream()
                    .mapToDouble(v -> errorPx(images, views.get(i)[v], points.get(i).get())))
        .flatMapToDouble(s -> s)
        .average()
        .orElse(Double.NaN);
  }

  private static double errorPx(
      List<MapImage> images, Triangulator.View view, Triangulator.Point point) {
    MapImage image = images.get(view.image());
    Vector3 p = image.mapFromCamera().inverse().transform(point.pointInMap());
    double[] pixel = new double[2];
    return image.camera().project(p.x(), p.y(), p.z(), pixel)
        ? Math.hypot(pixel[0] - view.x(), pixel[1] - view.y())
        : Double.POSITIVE_INFINITY;
  }
}
