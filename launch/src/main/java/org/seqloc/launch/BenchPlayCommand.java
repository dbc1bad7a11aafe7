package org.seqloc.launch;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.ros.RosCore;
import org.seqloc.bags.BagWriter;
import org.seqloc.bags.RosbagWriter;
import org.seqloc.core.SeqlocException;
import org.seqloc.msgs.Message;
import org.seqloc.msgs.MessageType;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import sensor_msgs.CompressedImage;
import sensor_msgs.Image;

/** How evenly recorded images are published, beside {@code rosbag play}. */
@Command(
    name = "play",
    mixinStandardHelpOptions = true,
    description = "Measure how evenly four cameras' images are played, beside rosbag play.")
final class BenchPlayCommand implements Callable<Integer> {

  private static final int CAMERAS = 4;
  private static final long INTERVAL_NANOS = 33_333_333;
  private static final long START_NANOS = 1_700_000_000_000_000_000L;
  private static final int COMPRESSED_BYTES = 200_000;
  private static final int SLACK_SECONDS = 20;
  private static final Path ROSBAG = Path.of("/usr/bin/rosbag");
  private static final String THEIRS = "rosbag play";

  private static final Pattern OWN_REPORT =
      Pattern.compile("published (\\S+) ms .*\\(median\\), (\\S+) ms \\(99th");

  /** What is played. */
  private enum Kind {
    RAW("images 1280x720 rgb8") {
      @Override
      MessageType<?> type() {
        return Image.TYPE;
      }

      @Override
      Message image(int frame, ByteBuf bytes) {
        Message image = BenchPayload.IMAGE.create(bytes);
        BenchPayload.IMAGE.header(image).setSeq(frame);
        return image;
      }
    },
    COMPRESSED("images of 200 kB") {
      @Override
      MessageType<?> type() {
        return CompressedImage.TYPE;
      }

      @Override
      Message image(int frame, ByteBuf bytes) {
        CompressedImage image = new CompressedImage();
        image.getHeader().setSeq(frame);
        image.setFormat("jpeg");
        image.setData(bytes.slice(0, COMPRESSED_BYTES));
        return image;
      }
    };

    private final String title;

    Kind(String title) {
      this.title = title;
    }

    abstract MessageType<?> type();

    abstract Message image(int frame, ByteBuf bytes);
  }

  @Option(
      names = "--seconds",
      paramLabel = "SEC",
      defaultValue = "10",
      description =
          "How long the recording is; one of raw images takes 330 MB a second (default:"
              + " ${DEFAULT-VALUE}).")
  private int seconds;

  @Mixin private final BenchOutput output = new BenchOutput("play");

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (output.rounds() < 1 || seconds < 1 || seconds > 600) {
      throw new SeqlocException("--rounds must be positive, --seconds 1 to 600");
    }
    RosCore core = RosCore.newPrivate();
    core.start();
    try (BenchWorkplace workplace =
        new BenchWorkplace(Path.of(System.getProperty("java.io.tmpdir")))) {
      Path bag = workplace.folder().resolve("images.bag");
      for (Kind kind : Kind.values()) {
        write(kind, bag);
        measure(kind, core.getUri(), bag, workplace);
      }
      output.write();
    } finally {
      core.shutdown();
    }
    return 0;
  }

  private int frames() {
    return (int) (seconds * 1_000_000_000L / INTERVAL_NANOS);
  }

  private static List<String> topics() {
    return IntStream.range(0, CAMERAS).mapToObj(i -> "/bench/camera" + i).toList();
  }

  /** All cameras are due at the same moment, which is the hardest. */
  private void write(Kind kind, Path bag) {
    ByteBuf bytes = BenchPayload.IMAGE.newBytes();
    try (BagWriter writer = new RosbagWriter(bag)) {
      List<Integer> ids = topics().stream().map(t -> writer.connect(t, kind.type())).toList();
      for (int frame = 0; frame < frames(); frame++) {
        ByteBuf image = Unpooled.buffer();
        kind.image(frame, bytes).writeTo(image);
        for (int id : ids) {
          writer.write(id, START_NANOS + frame * INTERVAL_NANOS, image);
        }
      }
    }
  }

  private void measure(Kind kind, URI master, Path bag, BenchWorkplace workplace)
      throws IOException, InterruptedException {
    Path log = log(workplace);
    Map<String, List<String>> players = players(bag);
    Map<String, List<BenchFigures>> measured = new LinkedHashMap<>();
    TerminalProgress progress = output.progress();
    progress.begin("playing " + kind.title, (long) output.rounds() * players.size());
    String own = "";
    for (int round = 0; round < output.rounds(); round++) {
      for (Map.Entry<String, List<String>> player : players.entrySet()) {
        measured
            .computeIfAbsent(player.getKey(), name -> new ArrayList<>())
            .add(play(player.getValue(), master, workplace));
        Matcher printed = OWN_REPORT.matcher(Files.readString(log, StandardCharsets.UTF_8));
        if (printed.find()) {
          own += String.format(" %s/%s", printed.group(1), printed.group(2));
        }
        progress.advance(1);
      }
    }
    progress.end();
    BenchReport.Table table =
        new BenchReport.Table(
            "4 x " + kind.title + " at 30 Hz, intervals between arrivals, off by", "ms", THEIRS);
    measured.forEach(
        (player, runs) -> {
          BenchFigures figures = BenchFigures.median(runs);
          table.add(player, "p50 ms", 1e3 * figures.p50Seconds());
          table.add(player, "p99 ms", 1e3 * figures.p99Seconds());
          table.add(player, "max ms", 1e3 * figures.maxSeconds());
        });
    output.show(table);
    output.note(
        "%s: seqloc play published them after their time by, p50/p99 of each round, ms:%s",
        kind.title, own);
  }

  private static Path log(BenchWorkplace workplace) {
    return workplace.folder().resolve("player.log");
  }

  private Map<String, List<String>> players(Path bag) throws IOException, InterruptedException {
    Map<String, List<String>> players = new LinkedHashMap<>();
    players.put(
        "seqloc play",
        BenchPrograms.ours(List.of(), "play", "--wait-for-subscribers=*", bag.toString()));
    output.addIfThere(() -> players.put(THEIRS, rosbagPlay(bag)));
    return players;
  }

  private static List<String> rosbagPlay(Path bag) {
    if (!Files.isExecutable(ROSBAG)) {
      throw new SeqlocException("rosbag play; on Debian: apt install python3-rosbag rosbag");
    }
    return List.of(ROSBAG.toString(), "play", "-q", "--wait-for-subscribers", bag.toString());
  }

  /** Plays in another process to a node of this one. */
  private BenchFigures play(List<String> player, URI master, BenchWorkplace workplace)
      throws IOException, InterruptedException {
    BenchPlaySink sink = new BenchPlaySink(topics(), frames());
    List<BenchFigures> figures = new ArrayList<>();
    GraphNode.run(
        sink,
        GraphNode.configuration(List.of("__master:=" + master)),
        () -> figures.add(playTo(sink, player, master, workplace)));
    if (sink.missing() > 0) {
      throw new SeqlocException(
          sink.missing()
              + " messages did not come from "
              + player
              + ": "
              + Files.readString(log(workplace)));
    }
    return figures.get(0);
  }

  private BenchFigures playTo(
      BenchPlaySink sink, List<String> player, URI master, BenchWorkplace workplace)
      throws InterruptedException {
    sink.awaitSubscribed();
    ProcessBuilder builder =
        new ProcessBuilder(player)
            .redirectErrorStream(true)
            .redirectOutput(log(workplace).toFile());
    builder.environment().put("ROS_MASTER_URI", master.toString());
    builder.environment().put("ROS_HOSTNAME", "localhost");
    Process process;
    try {
      process = workplace.start(builder);
    } catch (IOException e) {
      throw new SeqlocException("cannot start " + player + ": " + e.getMessage(), e);
    }
    try {
      BenchFigures figures = sink.awaitFigures(seconds + SLACK_SECONDS, INTERVAL_NANOS);
      process.waitFor(SLACK_SECONDS, TimeUnit.SECONDS);
      return figures;
    } finally {
      workplace.end(process);
    }
  }
}
