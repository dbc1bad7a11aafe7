package org.seqloc.launch;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.seqloc.core.SeqlocException;
import org.seqloc.core.kapture.FeatureConfig;
import org.seqloc.core.kapture.FeatureKind;
import org.seqloc.core.kapture.FeatureSet;
import org.seqloc.core.kapture.Kapture;
import org.seqloc.core.kapture.KaptureDataset;
import org.seqloc.core.kapture.MatchSet;
import org.seqloc.core.kapture.Reconstruction;
import org.seqloc.core.kapture.RecordKind;
import org.seqloc.core.kapture.RecordTable;
import org.seqloc.core.kapture.Sensor;
import org.seqloc.core.kapture.Trajectories;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What a dataset holds. */
@Command(
    name = "info",
    mixinStandardHelpOptions = true,
    description = "Show a kapture's sensors, rigs, records, features, and their sizes.")
final class KaptureInfoCommand implements Runnable {

  private static final int MOST_SENSORS = 40;

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "KAPTURE", description = "The dataset.")
  private Path source;

  @Mixin private KaptureCommand.Links links;

  @Override
  public void run() {
    KaptureDataset dataset = links.open(source);
    PrintWriter out = spec.commandLine().getOut();
    sensors(dataset.kapture(), out);
    records(dataset, out);
    reconstruction(dataset.reconstruction(), out);
    dataset.kapture().remarks().forEach(out::println);
    dataset.reconstruction().remarks().forEach(out::println);
  }

  private static void row(PrintWriter out, String what, String text) {
    out.println(String.format(Locale.ROOT, "%-16s %s", what, text));
  }

  private static void sensors(Kapture kapture, PrintWriter out) {
    Map<String, Integer> types = new TreeMap<>();
    kapture.sensors().values().forEach(sensor -> types.merge(sensor.type(), 1, Integer::sum));
    row(
        out,
        "sensors",
        kapture.sensors().size()
            + " ("
            + String.join(
                ", ", types.entrySet().stream().map(e -> e.getValue() + " " + e.getKey()).toList())
            + ")");
    kapture.sensors().values().stream().limit(MOST_SENSORS).forEach(s -> sensor(s, out));
    if (kapture.sensors().size() > MOST_SENSORS) {
      out.println("  ... and " + (kapture.sensors().size() - MOST_SENSORS) + " more");
    }
    row(out, "rigs", Integer.toString(kapture.rigs().size()));
    kapture
        .rigs()
        .forEach(
            (rig, members) -> out.println("  " + rig + ": " + String.join(", ", members.keySet())));
    Trajectories poses = kapture.poses();
    row(
        out,
        "poses",
        poses.size() == 0
            ? "0"
            : poses.size()
                + " of "
                + poses.devices().size()
                + " devices, "
                + range(poses.stampNanos(0), poses.stampNanos(poses.size() - 1)));
  }

  private static void sensor(Sensor sensor, PrintWriter out) {
    List<String> shown = sensor.parameters().subList(0, Math.min(3, sensor.parameters().size()));
    out.println(
        "  "
            + sensor.id()
            + ": "
            + sensor.type()
            + (shown.isEmpty() ? "" : " " + String.join(" ", shown))
            + (sensor.name().isEmpty() || sensor.name().equals(sensor.id())
                ? ""
                : " (" + sensor.name() + ")"));
  }

  private static String range(long first, long last) {
    return "timestamps " + first + " to " + last;
  }

  private static void records(KaptureDataset dataset, PrintWriter out) {
    for (RecordKind kind : RecordKind.values()) {
      RecordTable records = dataset.kapture().records(kind);
      if (records.size() > 0) {
        row(
            out,
            kind.label(),
            records.size()
                + " records of "
                + records.devices().size()
                + " sensors, "
                + range(records.stampNanos(0), records.stampNanos(records.size() - 1))
                + (kind.isFiles() ? ", " + files(dataset, records) : ""));
      }
    }
    dataset
        .kapture()
        .otherRecords()
        .forEach((name, table) -> row(out, name, table.rows() + " rows"));
  }

  private static String files(KaptureDataset dataset, RecordTable records) {
    long bytes = 0;
    int missing = 0;
    for (int i = 0; i < records.size(); i++) {
      try {
        bytes += Files.size(dataset.files().file(records.kind(), records.value(i, 0)));
      } catch (SeqlocException | IOException e) {
        missing++; // 'validate' says which and why
      }
    }
    return size(bytes) + (missing > 0 ? ", " + missing + " files missing" : "");
  }

  private static void reconstruction(Reconstruction reconstruction, PrintWriter out) {
    for (FeatureKind kind : FeatureKind.values()) {
      reconstruction.features(kind).values().forEach(set -> features(set, out));
    }
    for (MatchSet set : reconstruction.matches().values()) {
      long bytes = set.pairs().stream().mapToLong(pair -> set.bytes(pair).orElse(0)).sum();
      row(
          out,
          "matches",
          set.keypointsType()
              + ": "
              + set.pairs().size()
              + " pairs, "
              + size(bytes)
              + (set.isTar() ? " in a tar archive" : ""));
    }
    reconstruction
        .points3d()
        .ifPresent(
            points ->
                row(out, "points3d", points.size() + (points.hasColors() ? " with colours" : "")));
    reconstruction
        .observations()
        .ifPresent(
            observations ->
                row(
                    out,
                    "observations",
                    observations.sightings() + " in " + observations.tracks().size() + " tracks"));
  }

  private static void features(FeatureSet set, PrintWriter out) {
    FeatureConfig config = set.config();
    List<String> images = set.images();
    long bytes = images.stream().mapToLong(image -> set.bytes(image).orElse(0)).sum();
    row(
        out,
        config.kind().label(),
        String.format(
            Locale.ROOT,
            "%s: %s, %d %s, %d images, %s%s",
            config.type(),
            config.name(),
            config.dsize(),
            config.dtype().label(),
            images.size(),
            size(bytes),
            set.isTar() ? " in a tar archive" : ""));
  }

  private static String size(long bytes) {
    return String.format(Locale.ROOT, "%,d bytes", bytes);
  }
}
