package org.seqloc.core.kapture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.seqloc.core.SeqlocException;

/**
 * The reconstruction part of a kapture directory: features, matches, points and observations.
 * Opening reads the small tables and the indexes of tar archives; features and matches are read per
 * image, points and observations when asked for.
 *
 * <p>A dataset of version 1.0 reads as if it had been upgraded: its only type of keypoints,
 * descriptors and global features has the name that its table gives, its metric is L2.
 */
public final class Reconstruction {

  private final Path folder;
  private final Map<FeatureKind, SortedMap<String, FeatureSet>> features =
      new EnumMap<>(FeatureKind.class);
  private final SortedMap<String, MatchSet> matches = new TreeMap<>();
  private final List<String> remarks = new ArrayList<>();
  private final boolean version10;
  private final boolean followLinks;
  private final Consumer<SeqlocException> onDamage;

  private Reconstruction(
      Path folder, boolean version10, boolean followLinks, Consumer<SeqlocException> onDamage) {
    this.folder = folder;
    this.followLinks = followLinks;
    this.version10 = version10;
    this.onDamage = onDamage;
    for (FeatureKind kind : FeatureKind.values()) {
      features.put(kind, new TreeMap<>());
    }
  }

  /**
   * Opens the reconstruction part of a dataset, which may have none.
   *
   * @throws SeqlocException when the dataset is no kapture, or a table or archive is damaged
   */
  public static Reconstruction open(Path kaptureDir) {
    return open(kaptureDir, false);
  }

  /**
   * As {@link #open(Path)}.
   *
   * @param followLinks whether files of features may lie elsewhere, behind symbolic links
   */
  static Reconstruction open(Path kaptureDir, boolean followLinks) {
    return open(
        kaptureDir,
        followLinks,
        damage -> {
          throw damage;
        });
  }

  /**
   * Opens what can be opened.
   *
   * @param onDamage hears why a type is left out
   */
  static Reconstruction open(
      Path kaptureDir, boolean followLinks, Consumer<SeqlocException> onDamage) {
    Path sensors = kaptureDir.resolve("sensors").resolve("sensors.txt");
    boolean version10 = KaptureReader.version(sensors) == 0;
    Reconstruction reconstruction =
        new Reconstruction(kaptureDir.resolve("reconstruction"), version10, followLinks, onDamage);
    if (version10) {
      reconstruction.open10();
    } else {
      reconstruction.open11();
    }
    return reconstruction;
  }

  /** Whether anything refers to images by their names: all but the points. */
  boolean namesImages() {
    return features.values().stream().anyMatch(types -> !types.isEmpty())
        || !matches.isEmpty()
        || observationsFile().isPresent();
  }

  private void open11() {
    for (FeatureKind kind : FeatureKind.values()) {
      for (Path type : types(folder.resolve(kind.label()))) {
        Path table = type.resolve(kind.label() + ".txt");
        String name = type.getFileName().toString();
        if (!Files.isRegularFile(table)) {
          remarks.add(type + ": left out, since it has no " + kind.label() + ".txt");
          continue;
        }
        try {
          FeatureConfig config = FeatureConfig.read(kind, name, table);
          features.get(kind).put(name, new FeatureSet(config, files(type, kind.label() + ".tar")));
        } catch (SeqlocException e) {
          onDamage.accept(e);
        }
      }
    }
    for (Path type : types(folder.resolve("matches"))) {
      String name = type.getFileName().toString();
      try {
        matches.put(name, new MatchSet(name, files(type, "matches.tar")));
      } catch (SeqlocException e) {
        onDamage.accept(e);
      }
    }
  }

  private void open10() {
    String keypointsType = "";
    for (FeatureKind kind : FeatureKind.values()) {
      Path root = folder.resolve(kind.label());
      Path table = root.resolve(kind.label() + ".txt");
      if (Files.isRegularFile(table)) {
        try {
          if (kind == FeatureKind.DESCRIPTORS && keypointsType.isEmpty()) {
            throw new SeqlocException(
                table + ": descriptors of kapture 1.0 need keypoints/keypoints.txt beside them");
          }
          FeatureConfig config = FeatureConfig.read10(kind, table, keypointsType);
          features.get(kind).put(config.type(), new FeatureSet(config, inFolder(root)));
          keypointsType = kind == FeatureKind.KEYPOINTS ? config.type() : keypointsType;
        } catch (SeqlocException e) {
          onDamage.accept(e);
        }
      }
    }
    Path root = folder.resolve("matches");
    if (Files.isDirectory(root)) {
      try {
        String type = keypointsType10(root);
        matches.put(type, new MatchSet(type, inFolder(root)));
      } catch (SeqlocException e) {
        onDamage.accept(e);
      }
    }
  }

  private MemberFiles inFolder(Path root) {
    return new FolderFiles(root, followLinks);
  }

  /** The only type of keypoints of version 1.0. */
  private String keypointsType10(Path of) {
    SortedMap<String, FeatureSet> keypoints = features.get(FeatureKind.KEYPOINTS);
    if (keypoints.isEmpty()) {
      throw new SeqlocException(
          of + " of kapture 1.0 needs reconstruction/keypoints/keypoints.txt beside it");
    }
    return keypoints.firstKey();
  }

  private static List<Path> types(Path root) {
    if (!Files.isDirectory(root)) {
      return List.of();
    }
    try (Stream<Path> entries = Files.list(root)) {
      return entries.filter(Files::isDirectory).sorted().toList();
    } catch (IOException e) {
      throw new SeqlocException("cannot read " + root + ": " + e, e);
    }
  }

  /** An archive counts before the files beside it, as for kapture itself. */
  private MemberFiles files(Path type, String archive) {
    MemberFiles files = inFolder(type);
    return files.size(archive).isPresent() ? TarFiles.open(type.resolve(archive)) : files;
  }

  /** The features of a kind, by type. */
  public SortedMap<String, FeatureSet> features(FeatureKind kind) {
    return Collections.unmodifiableSortedMap(features.get(kind));
  }

  /** The matches, by type of keypoints. */
  public SortedMap<String, MatchSet> matches() {
    return Collections.unmodifiableSortedMap(matches);
  }

  /**
   * Reads the points; empty when there is no points3d.txt.
   *
   * @throws SeqlocException naming file and line of a row that does not fit
   */
  public Optional<Points3d> points3d() {
    return points3dFile().map(Points3d::read);
  }

  /**
   * Reads the observations; empty when there is no observations.txt.
   *
   * @throws SeqlocException naming file and line of a row that does not fit
   */
  public Optional<Observations> observations() {
    return observationsFile().map(file -> Observations.read(file, observationsType10(file)));
  }

  Optional<Path> points3dFile() {
    return Optional.of(folder.resolve("points3d.txt")).filter(Files::isRegularFile);
  }

  Optional<Path> observationsFile() {
    return Optional.of(folder.resolve("observations.txt")).filter(Files::isRegularFile);
  }

  String observationsType10(Path file) {
    return version10 ? keypointsType10(file) : "";
  }

  /** What is left out, one line each, for the user to see. Looks at the names of all files. */
  public List<String> remarks() {
    List<String> all = new ArrayList<>(remarks);
    features.values().forEach(sets -> sets.values().forEach(set -> set.remark(all::add)));
    matches.values().forEach(set -> set.remark(all::add));
    return all;
  }
}
