package org.seqloc.bags;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.seqloc.bags.BagInfo.CompressionUse;
import org.seqloc.bags.BagInfo.TopicUse;
import org.seqloc.bags.BagInfo.TypeUse;

/** Prints a bag's summary in the layout of {@code rosbag info}. */
public final class BagInfoPrinter {

  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("MMM dd yyyy HH:mm:ss", Locale.US);
  private static final String[] SIZE_UNITS = {"KB", "MB", "GB", "TB", "PB", "EB"};

  private record Row(String label, String value) {}

  private BagInfoPrinter() {}

  /**
   * Appends the lines, each with its end.
   *
   * @param zone of the printed dates; {@code rosbag info} takes the machine's
   */
  public static void print(BagInfo info, ZoneId zone, Appendable out) {
    List<Row> rows = rows(info, zone);
    int width = rows.stream().mapToInt(row -> row.label().length()).max().orElse(0);
    try {
      for (Row row : rows) {
        out.append(padded(row.label(), width)).append(' ').append(row.value()).append('\n');
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Row> rows(BagInfo info, ZoneId zone) {
    List<Row> rows = new ArrayList<>();
    rows.add(new Row("path:", info.path().toString()));
    rows.add(new Row("version:", info.version()));
    if (info.compressions().isEmpty() && info.topics().isEmpty()) {
      rows.add(new Row("size:", size((double) info.sizeBytes())));
      return rows;
    }
    // In double, as ROS computes it, so that the last digit agrees.
    double start = seconds(info.startNanos());
    double end = seconds(info.endNanos());
    rows.add(new Row("duration:", duration(end - start)));
    rows.add(new Row("start:", date(start, zone)));
    rows.add(new Row("end:", date(end, zone)));
    rows.add(new Row("size:", size((double) info.sizeBytes())));
    rows.add(new Row("messages:", Long.toString(info.messageCount())));
    addCompression(info, end - start, rows);
    int typeWidth = info.types().stream().mapToInt(t -> t.name().length()).max().orElse(0);
    String label = "types:";
    for (TypeUse type : info.types()) {
      String sum = type.md5().isEmpty() ? "" : " [" + type.md5() + "]";
      rows.add(new Row(label, padded(type.name(), typeWidth) + sum));
      label = "";
    }
    addTopics(info.topics(), typeWidth, rows);
    return rows;
  }

  private static void addCompression(BagInfo info, double duration, List<Row> rows) {
    int chunks = info.compressions().stream().mapToInt(CompressionUse::chunks).sum();
    String uses =
        info.compressions().stream().map(use -> use(use, chunks)).collect(Collectors.joining(", "));
    rows.add(new Row("compression:", uses.isEmpty() ? "none" : uses));
    if (info.compressions().stream().allMatch(use -> use.compression() == Compression.NONE)) {
      return;
    }
    long plain = info.compressions().stream().mapToLong(CompressionUse::uncompressedBytes).sum();
    long packed = info.compressions().stream().mapToLong(CompressionUse::compressedBytes).sum();
    String plainSize = size((double) plain);
    String packedSize = size((double) packed);
    int sizeWidth = Math.max(plainSize.length(), packedSize.length());
    String plainRow = leftPadded(plainSize, sizeWidth);
    String packedRow = leftPadded(packedSize, sizeWidth);
    if (duration > 0) {
      String plainRate = size(plain / duration);
      String packedRate = size(packed / duration);
      int rateWidth = Math.max(plainRate.length(), packedRate.length());
      plainRow += " @ " + leftPadded(plainRate, rateWidth) + "/s";
      packedRow +=
          String.format(
              " @ %s/s (%s%%)", leftPadded(packedRate, rateWidth), percent(packed, plain));
    }
    rows.add(new Row("uncompressed:", plainRow));
    rows.add(new Row("compressed:", packedRow));
  }

  private static String use(CompressionUse use, int chunks) {
    String text = use.compression().rosName() + " [" + use.chunks() + "/" + chunks + " chunks";
    if (use.compression() != Compression.NONE) {
      text += "; " + percent(use.compressedBytes(), use.uncompressedBytes()) + "%";
    }
    return text + "]";
  }

  private static void addTopics(List<TopicUse> topics, int typeWidth, List<Row> rows) {
    int topicWidth = topics.stream().mapToInt(t -> t.topic().length()).max().orElse(0);
    int countWidth =
        topics.stream().mapToInt(t -> Long.toString(t.messages()).length()).max().orElse(0);
    String label = "topics:";
    for (TopicUse topic : topics) {
      String value =
          padded(topic.topic(), topicWidth)
              + "   "
              + leftPadded(Long.toString(topic.messages()), countWidth)
              + (topic.messages() > 1 ? " msgs" : " msg ")
              + "    : "
              + padded(topic.type(), typeWidth);
      if (topic.connections() > 1) {
        value += " (" + topic.connections() + " connections)";
      }
      rows.add(new Row(label, value));
      label = "";
    }
  }

  private static double seconds(long nanos) {
    long whole = nanos / 1_000_000_000L;
    return whole + (nanos % 1_000_000_000L) / 1e9;
  }

  private static String duration(double seconds) {
    long minutes = (long) (seconds / 60);
    long whole = (long) seconds;
    if (minutes >= 60) {
      return String.format(
          "%dhr %d:%02ds (%ds)", minutes / 60, minutes % 60, (long) (seconds % 60), whole);
    }
    if (minutes > 0) {
      return String.format("%d:%02ds (%ds)", minutes, (long) (seconds % 60), whole);
    }
    return fixed(seconds, 1) + "s";
  }

  private static String date(double seconds, ZoneId zone) {
    long whole = (long) seconds;
    String fraction = fixed(seconds - whole, 2).substring(1);
    return DATE.format(Instant.ofEpochSecond(whole).atZone(zone))
        + fraction
        + " ("
        + fixed(seconds, 2)
        + ")";
  }

  private static String size(double bytes) {
    double size = bytes;
    for (String unit : SIZE_UNITS) {
      size /= 1024;
      if (size < 1024) {
        return fixed(size, 1) + " " + unit;
      }
    }
    return "-";
  }

  private static String percent(long part, long whole) {
    return whole == 0 ? "-" : fixed(100.0 * part / whole, 2);
  }

  /** The exact value of the double, rounded as C's printf does; Java's formatter rounds twice. */
  private static String fixed(double value, int digits) {
    return new BigDecimal(value).setScale(digits, RoundingMode.HALF_EVEN).toPlainString();
  }

  private static String padded(String text, int width) {
    return text + " ".repeat(width - text.length());
  }

  private static String leftPadded(String text, int width) {
    return " ".repeat(width - text.length()) + text;
  }
}
