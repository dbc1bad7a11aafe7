package org.seqloc.core.kapture;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import org.seqloc.core.Progress;
import org.seqloc.core.SeqlocException;

/**
 * Copies the reconstruction parts of datasets into one: the features and matches file by file, the
 * points one after the other, the observations with their points' new numbers.
 */
final class ReconstructionCopier {

  private final KaptureWriter writer;
  private final Progress progress;

  ReconstructionCopier(KaptureWriter writer, Progress progress) {
    this.writer = writer;
    this.progress = progress;
  }

  /**
   * @param prefix what the names of its images get in front: empty, or a folder and '/'
   */
  record Source(Reconstruction reconstruction, String prefix) {}

  /** Copies a dataset's, of the images that are wanted. */
  void add(Reconstruction source, Predicate<String> images) {
    add(List.of(new Source(source, "")), images);
  }

  /**
   * Copies several datasets'. Of an image that has features of a type in two of them, the first
   * dataset's count, and so for matches.
   *
   * @throws SeqlocException when they have features of one type with different tables, or an image
   *     has keypoints of one type in two of them that are not the same: the matches, descriptors
   *     and observations of the later dataset would be taken for the first's
   */
  void add(List<Source> sources, Predicate<String> images) {
    for (FeatureKind kind : FeatureKind.values()) {
      Set<String> types = new TreeSet<>();
      sources.forEach(source -> types.addAll(source.reconstruction().features(kind).keySet()));
      types.forEach(type -> features(sources, kind, type, images));
    }
    Set<String> types = new TreeSet<>();
    sources.forEach(source -> types.addAll(source.reconstruction().matches().keySet()));
    types.forEach(type -> matches(sources, type, images));
    points(sources, images);
  }

  /** The features or matches of one type in one dataset. */
  private record Part<T>(T set, String prefix) {}

  private static <T> List<Part<T>> parts(List<Source> sources, Function<Reconstruction, T> find) {
    List<Part<T>> parts = new ArrayList<>();
    for (Source source : sources) {
      Optional.ofNullable(find.apply(source.reconstruction()))
          .ifPresent(set -> parts.add(new Part<>(set, source.prefix())));
    }
    return parts;
  }

  private void features(
      List<Source> sources, FeatureKind kind, String type, Predicate<String> images) {
    List<Part<FeatureSet>> parts = parts(sources, r -> r.features(kind).get(type));
    FeatureConfig config = parts.get(0).set().config();
    for (Part<FeatureSet> part : parts) {
      FeatureSet set = part.set();
      if (!set.config().equals(config)) {
        throw new SeqlocException(
            String.format(
                "the %s '%s' differ: '%s' and '%s'; rename one type",
                kind.label(), type, config.row(), set.config().row()));
      }
    }
    try (FeatureWriter out = writer.features(config, parts.get(0).set().isTar())) {
      Set<String> done = new HashSet<>();
      for (Part<FeatureSet> part : parts) {
        FeatureSet set = part.set();
        List<String> all = set.images();
        progress.begin("copying " + kind.label() + " " + type, all.size());
        for (String image : all) {
          String name = part.prefix() + image;
          if (images.test(image)) {
            if (parts.size() == 1 || done.add(name)) {
              out.add(name, set.read(image).orElseThrow());
            } else if (kind == FeatureKind.KEYPOINTS) {
              checkSame(parts, part, image);
            }
          }
          progress.advance(1);
        }
        progress.end();
      }
    }
  }

  /** Refuses keypoints of an image that are not those which the first dataset has of it. */
  private static void checkSame(
      List<Part<FeatureSet>> parts, Part<FeatureSet> later, String image) {
    // Two have the same name only under the same prefix.
    FeatureSet first =
        parts.stream()
            .filter(part -> part.prefix().equals(later.prefix()))
            .map(Part::set)
            .filter(set -> set.bytes(image).isPresent())
            .findFirst()
            .orElseThrow();
    if (!first.read(image).equals(later.set().read(image))) {
      throw new SeqlocException(
          later.set().describe(image)
              + " are other keypoints than "
              + first.describe(image)
              + ", whose numbers matches and observations would take: merge with --folders");
    }
  }

  private void matches(List<Source> sources, String type, Predicate<String> images) {
    List<Part<MatchSet>> parts = parts(sources, r -> r.matches().get(type));
    try (MatchWriter out = writer.matches(type, parts.get(0).set().isTar())) {
      Set<ImagePair> done = new HashSet<>();
      for (Part<MatchSet> part : parts) {
        MatchSet set = part.set();
        List<ImagePair> pairs = set.pairs();
        progress.begin("copying matches " + type, pairs.size());
        for (ImagePair pair : pairs) {
          boolean wanted = images.test(pair.first()) && images.test(pair.second());
          ImagePair named = pair.withPrefix(part.prefix());
          if (wanted && (parts.size() == 1 || done.add(named))) {
            out.write(named, set.read(pair).orElseThrow());
          }
          progress.advance(1);
        }
        progress.end();
      }
    }
  }

  private void points(List<Source> sources, Predicate<String> images) {
    Map<Integer, Integer> offsets = new HashMap<>();
    List<Points3d> all = new ArrayList<>();
    int count = 0;
    for (int i = 0; i < sources.size(); i++) {
      offsets.put(i, count);
      Optional<Points3d> points = sources.get(i).reconstruction().points3d();
      points.ifPresent(all::add);
      count = Math.addExact(count, points.map(Points3d::size).orElse(0));
    }
    if (all.size() == 1) {
      writer.points3d(all.get(0));
    } else if (all.size() > 1) {
      writer.points3d(joined(all));
    }
    if (sources.stream()
        .anyMatch(source -> source.reconstruction().observationsFile().isPresent())) {
      Observations.Builder joined = new Observations.Builder();
      for (int i = 0; i < sources.size(); i++) {
        int offset = offsets.get(i);
        String prefix = sources.get(i).prefix();
        sources
            .get(i)
            .reconstruction()
            .observations()
            .ifPresent(observations -> add(joined, observations, offset, images, prefix));
      }
      writer.observations(joined.build());
    }
  }

  private static void add(
      Observations.Builder joined,
      Observations from,
      int offset,
      Predicate<String> images,
      String prefix) {
    for (Observations.Track track : from.tracks()) {
      List<Observations.Sighting> kept =
          track.sightings().stream()
              .filter(s -> images.test(s.image()))
              .map(s -> new Observations.Sighting(prefix + s.image(), s.keypoint()))
              .toList();
      if (kept.size() == track.sightings().size() || !kept.isEmpty()) {
        joined.add(
            new Observations.Track(
                Math.addExact(track.point(), offset), track.keypointsType(), kept));
      }
    }
  }

  /** One after the other; when only some have colours, the others become black. */
  private static Points3d joined(List<Points3d> all) {
    boolean colors = all.stream().anyMatch(Points3d::hasColors);
    Points3d.Builder joined = new Points3d.Builder(colors);
    for (Points3d points : all) {
      for (int i = 0; i < points.size(); i++) {
        double[] row = points.row(i);
        joined.add(colors ? Arrays.copyOf(row, 6) : row);
      }
    }
    return joined.build();
  }
}
