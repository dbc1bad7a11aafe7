package org.seqloc.launch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.seqloc.core.FileTree;
import org.seqloc.core.Progress;
import org.seqloc.core.SeqlocException;
import org.seqloc.core.kapture.KaptureComparison;
import org.seqloc.core.kapture.KaptureDataset;

/**
 * A bag made a kapture by us and by kapture's own converter, each in processes of its own, from
 * start to end. Its poses are the nearest ones; its images JPEG files of Pillow's quality, as
 * kapture's converter writes them, or PNG, for which that is told another file name.
 */
final class BenchConversion {

  static final String KAPTURE = "kapture (Python)";

  private static final String CAMERA = "cam0";
  // What Pillow does unless told otherwise, as kapture's converter leaves it.
  private static final String PILLOW_QUALITY = "75";
  private static final double POSE_TOLERANCE = 1e-6;

  /** What the images become. */
  enum Format {
    JPEG,
    PNG
  }

  private final BenchWorkplace workplace;
  private final Format format;
  private final Path rig;
  private final Map<String, List<String>> converters = new LinkedHashMap<>();

  /** With ours only, on all processors and on one. */
  BenchConversion(BenchWorkplace workplace, Format format) throws IOException {
    this.workplace = workplace;
    this.format = format;
    this.rig = rig(workplace.folder());
    converters.put("seqloc", ours(List.of()));
    converters.put("seqloc, one CPU", ours(List.of("-XX:ActiveProcessorCount=1")));
  }

  private List<String> ours(List<String> javaOptions) {
    List<String> command =
        new ArrayList<>(
            List.of(
                "kapture", "from-bag", "BAG", "--rig", "RIG", "--kapture-axes", "--out", "OUT"));
    if (format == Format.JPEG) {
      command.addAll(List.of("--jpeg", PILLOW_QUALITY));
    }
    return BenchPrograms.ours(javaOptions, command.toArray(String[]::new));
  }

  /**
   * Adds kapture's.
   *
   * @param pythons the first that has kapture and rosbag is taken
   * @throws SeqlocException when none has
   */
  void addKapture(List<String> pythons) throws IOException, InterruptedException {
    String python =
        BenchPrograms.python(
            KAPTURE,
            "kapture.converter.ros_tools.import_rosbag",
            pythons,
            "name one that has it, and rosbag too, by --kapture-python",
            workplace.folder());
    converters.put(
        KAPTURE,
        List.of(
            python,
            BenchPrograms.unpack("kapture_peer.py", workplace.folder()).toString(),
            "BAG",
            "RIG",
            "OUT",
            BenchBag.ODOMETRY,
            BenchBag.IMAGES,
            CAMERA,
            format.name().toLowerCase(Locale.ROOT)));
  }

  /** Whether kapture's takes part. */
  boolean hasKapture() {
    return converters.containsKey(KAPTURE);
  }

  /** How many processes {@link #measure} starts. */
  int steps(int rounds) {
    return rounds * converters.size();
  }

  /**
   * @param bag one of {@link BenchBag} with odometry
   * @return images each second and seconds, medians over the rounds
   * @throws SeqlocException when the results are not the same
   */
  BenchReport.Table measure(Path bag, int images, int rounds, Progress progress)
      throws IOException, InterruptedException {
    Map<String, List<Double>> all = new LinkedHashMap<>();
    // Deleted when all is measured: ext4 takes long to find an inode after many were given back.
    Path datasets = Files.createDirectory(workplace.fresh("datasets"));
    Path first = datasets.resolve("0");
    int count = 0;
    for (int round = 0; round < rounds; round++) {
      for (Map.Entry<String, List<String>> converter : converters.entrySet()) {
        String name = converter.getKey();
        Path out = datasets.resolve(Integer.toString(count++));
        double seconds = workplace.run(name, command(converter.getValue(), bag, out)).seconds();
        all.computeIfAbsent(name, key -> new ArrayList<>()).add(seconds);
        requireSame(first, out, name);
        progress.advance(1);
      }
    }
    FileTree.delete(datasets);
    BenchReport.Table table =
        new BenchReport.Table(
            images + " images to " + format + " files of a kapture", "whole process", KAPTURE);
    all.forEach(
        (name, seconds) -> {
          table.add(name, "images/s", images / BenchFigures.middle(seconds));
          table.add(name, "seconds", BenchFigures.middle(seconds));
        });
    return table;
  }

  private List<String> command(List<String> template, Path bag, Path out) {
    return template.stream()
        .map(
            word ->
                switch (word) {
                  case "BAG" -> bag.toString();
                  case "RIG" -> rig.toString();
                  case "OUT" -> out.toString();
                  default -> word;
                })
        .toList();
  }

  /**
   * The images too: JPEG files byte by byte, as all come of libjpeg, and others by their pixels.
   */
  private static void requireSame(Path ours, Path other, String name) {
    KaptureComparison.Result result =
        KaptureComparison.compare(
            KaptureDataset.open(ours, false),
            KaptureDataset.open(other, false),
            new KaptureComparison.Options(POSE_TOLERANCE, 0, true, 1));
    if (!result.isEqual()) {
      throw new SeqlocException(
          String.format("%s made another kapture than seqloc: %s", name, result.first().get(0)));
    }
  }

  /** What kapture's converter needs to have made by hand. */
  private static Path rig(Path folder) throws IOException {
    Path rig = folder.resolve("rig");
    Path sensors = Files.createDirectories(rig.resolve("sensors"));
    Files.writeString(
        sensors.resolve("sensors.txt"),
        String.format(
            """
            # kapture format: 1.1
            # sensor_id, name, sensor_type, [sensor_params]+
            %s, camera, camera, PINHOLE, %d, %d, 900, 900, 640, 360
            """,
            CAMERA, BenchBag.WIDTH, BenchBag.HEIGHT));
    Files.writeString(
        sensors.resolve("rigs.txt"),
        String.format(
            """
            # kapture format: 1.1
            # rig_id, sensor_id, qw, qx, qy, qz, tx, ty, tz
            vehicle, %s, 1.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0
            """,
            CAMERA));
    return rig;
  }
}
