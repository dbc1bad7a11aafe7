package org.seqloc.core.kapture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.seqloc.core.SeqlocException;

/** What lies in a dataset's folders without being part of the format, and is not copied. */
final class UnknownFiles {

  private static final int MOST_NAMED = 3;

  private static final Set<String> TOP = Set.of("sensors", "reconstruction");
  private static final Set<String> SENSORS =
      Set.of("sensors.txt", "rigs.txt", "trajectories.txt", "records_data");
  private static final Set<String> RECONSTRUCTION =
      Stream.concat(
              Stream.of("matches", "points3d.txt", "observations.txt"),
              Stream.of(FeatureKind.values()).map(FeatureKind::label))
          .collect(Collectors.toUnmodifiableSet());

  private UnknownFiles() {}

  /** A line that tells of them; empty when there are none. */
  static Optional<String> remark(Path folder) {
    List<String> names = names(folder);
    return names.isEmpty()
        ? Optional.empty()
        : Optional.of("left out of " + folder + " what the format does not know: " + some(names));
  }

  /** Their names within the folder. */
  static List<String> names(Path folder) {
    List<String> names = new ArrayList<>();
    add(folder, "", TOP::contains, names);
    add(folder, "sensors/", name -> SENSORS.contains(name) || KaptureReader.isRecords(name), names);
    add(folder, "reconstruction/", RECONSTRUCTION::contains, names);
    return names;
  }

  /** The first names, and how many there are. */
  static String some(List<String> names) {
    return String.join(", ", names.subList(0, Math.min(MOST_NAMED, names.size())))
        + (names.size() > MOST_NAMED ? ", ... (" + names.size() + ")" : "");
  }

  private static void add(Path folder, String within, Predicate<String> known, List<String> names) {
    Path dir = folder.resolve(within);
    if (!Files.isDirectory(dir)) {
      return;
    }
    try (Stream<Path> entries = Files.list(dir)) {
      entries
          .map(entry -> entry.getFileName().toString())
          .filter(known.negate())
          .sorted()
          .forEach(name -> names.add(within + name));
    } catch (IOException e) {
      throw new SeqlocException("cannot read " + dir + ": " + e, e);
    }
  }
}
