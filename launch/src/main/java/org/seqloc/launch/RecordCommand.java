package org.seqloc.launch;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.seqloc.bags.Compression;
import org.seqloc.bags.tool.BagFormat;
import org.seqloc.core.SeqlocException;
import org.seqloc.nodes.recorder.BagRecorder;
import org.seqloc.nodes.recorder.RecorderOptions;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Records topics. */
@Command(
    name = "record",
    mixinStandardHelpOptions = true,
    description = "Record topics into a bag, as rosbag record does; Ctrl-C ends it.",
    footer = {
      "",
      "While it is written the file is called NAME.active. A crash costs its last second at most:",
      "what is left can be used; seqloc bag reindex gives it its index and name."
    })
final class RecordCommand implements Callable<Integer> {

  private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("yyyy-MM-dd-HH-mm-ss");
  private static final long MEGABYTE = 1L << 20;

  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "TOPIC",
      arity = "0..*",
      description = "The topics (and FROM:=TO remappings).")
  private List<String> arguments = new ArrayList<>();

  @Option(
      names = {"-a", "--all"},
      description = "Record all topics, those that come later too.")
  private boolean all;

  @Option(
      names = {"-e", "--regex"},
      description = "The topics are regular expressions.")
  private boolean regex;

  @Option(
      names = {"-x", "--exclude"},
      paramLabel = "REGEX",
      description = "Leave out topics that match.")
  private String exclude;

  @Option(
      names = {"-O", "--output-name", "--out"},
      paramLabel = "FILE",
      description = "The bag's name; .mcap at its end makes it an MCAP file.")
  private Path name;

  @Option(
      names = {"-o", "--output-prefix"},
      paramLabel = "PREFIX",
      description =
          "What comes before the date in the bag's name; with .mcap at its end, of an MCAP file.")
  private String prefix = "";

  @Option(names = "--split", description = "Begin another bag at the --size or --duration.")
  private boolean split;

  @Option(
      names = "--size",
      paramLabel = "MB",
      description = "The size of a bag, with --split: 500 (MiB), 500MB, 2GiB.")
  private String size;

  @Option(
      names = "--duration",
      paramLabel = "TIME",
      description = "How long to record, or how long a bag is with --split: 30, 5m, 2h.")
  private String duration;

  @Option(
      names = "--repeat-latched",
      negatable = true,
      defaultValue = "true",
      fallbackValue = "true",
      description =
          "With --split, begin each further bag with what is latched, such as /tf_static (default:"
              + " ${DEFAULT-VALUE}).")
  private boolean repeatLatched;

  @Option(
      names = {"-l", "--limit"},
      paramLabel = "N",
      description = "Record at most so many messages of each topic.")
  private long limit = Long.MAX_VALUE;

  @Option(
      names = {"-b", "--buffsize"},
      paramLabel = "MB",
      defaultValue = "256",
      description = "How much may wait for the disk (default: ${DEFAULT-VALUE}).")
  private long bufferMegabytes;

  @ArgGroup private Chunks chunks = new Chunks();

  /** How chunks are compressed: one of the three. */
  static final class Chunks {
    @Option(
        names = "--compression",
        paramLabel = "none|bz2|lz4|zstd",
        description =
            "Of the chunks: .bag files have bz2 and lz4, .mcap files lz4 and zstd (default: none).")
    private String compression = "none";

    @Option(
        names = {"-j", "--bz2"},
        description = "The same as --compression bz2.")
    private boolean bz2;

    @Option(names = "--lz4", description = "The same as --compression lz4.")
    private boolean lz4;

    String name() {
      return bz2 ? "bz2" : lz4 ? "lz4" : compression;
    }
  }

  @Option(
      names = {"-q", "--quiet"},
      description = "Print nothing but the sum at the end.")
  private boolean quiet;

  @Override
  public Integer call() throws InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    RecorderOptions options = options();
    BagFormat format = BagFormat.require(options.file());
    Compression compression = format.compression(Optional.of(chunks.name()));
    BagRecorder recorder =
        new BagRecorder(
            options,
            path -> format.start(path, compression),
            news -> {
              if (!quiet) {
                out.println(news);
                out.flush();
              }
            });
    List<String> remappings = arguments.stream().filter(a -> a.contains(":=")).toList();
    // Ctrl-C ends the program when its hooks are done, and the bag has an index to be written.
    CountDownLatch finished = new CountDownLatch(1);
    Thread hook = new Thread(() -> GraphNode.awaitQuietly(finished), "recording's end");
    Runtime.getRuntime().addShutdownHook(hook);
    try {
      long begun = System.nanoTime();
      GraphNode.run(
          recorder,
          GraphNode.configuration(remappings),
          () -> {
            if (duration == null || split) {
              recorder.awaitEnd();
            } else {
              recorder.awaitEnd(nanos(duration), TimeUnit.NANOSECONDS);
            }
          });
      BagRecorder.Result result = recorder.result();
      out.printf(
          Locale.ROOT,
          "%d messages of %d topics in %.1f s, %d dropped%n",
          result.messages(),
          result.topics(),
          (System.nanoTime() - begun) / 1e9,
          result.dropped());
      out.flush();
      return 0;
    } finally {
      finished.countDown();
      GraphNode.removeHook(hook);
    }
  }

  private RecorderOptions options() {
    List<String> topics = arguments.stream().filter(a -> !a.contains(":=")).toList();
    if (split && size == null && duration == null) {
      throw new SeqlocException("--split needs a --size or a --duration");
    }
    if (size != null && !split) {
      throw new SeqlocException("--size is the size of a bag with --split; add --split");
    }
    Set<String> named = new LinkedHashSet<>();
    Optional<Pattern> wanted = all ? Optional.of(Pattern.compile(".*")) : Optional.empty();
    if (regex && !all && !topics.isEmpty()) {
      wanted = Optional.of(pattern(String.join("|", topics)));
    } else if (!regex) {
      topics.forEach(topic -> named.add(GraphNode.global(topic)));
    }
    try {
      return new RecorderOptions(
          named,
          wanted,
          Optional.ofNullable(exclude).map(RecordCommand::pattern),
          file(),
          split && size != null ? bytes(size) : Long.MAX_VALUE,
          split && duration != null ? nanos(duration) : Long.MAX_VALUE,
          repeatLatched,
          limit,
          bufferMegabytes * MEGABYTE);
    } catch (IllegalArgumentException e) {
      throw new SeqlocException(e.getMessage() + "; see seqloc record --help", e);
    }
  }

  private Path file() {
    if (name != null) {
      return BagFormat.of(name).isPresent() ? name : Path.of(name + BagFormat.ROSBAG.ending());
    }
    String date = LocalDateTime.now(ZoneId.systemDefault()).format(DATE);
    if (prefix.isEmpty()) {
      return Path.of(date + BagFormat.ROSBAG.ending());
    }
    boolean mcap = prefix.endsWith(BagFormat.MCAP.ending());
    BagFormat format = mcap ? BagFormat.MCAP : BagFormat.ROSBAG;
    String bare = mcap ? prefix.substring(0, prefix.length() - format.ending().length()) : prefix;
    return Path.of(bare + "_" + date + format.ending());
  }

  private static Pattern pattern(String text) {
    try {
      return Pattern.compile(text);
    } catch (PatternSyntaxException e) {
      throw new SeqlocException(
          "'" + text + "' is no regular expression: " + e.getDescription(), e);
    }
  }

  private static long nanos(String duration) {
    return BagTime.duration("--duration", duration);
  }

  /** Of a bag, in bytes: as {@code rosbag record} takes it, in MiB, or with a unit. */
  private static long bytes(String size) {
    return ByteSize.parse("--size", size.matches("\\d+") ? size + "MiB" : size);
  }
}
