package org.seqloc.bags.convert;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** What became of each topic of a bag: what was taken of it, what was left out and why. */
public final class ConversionReport {

  /** A topic. */
  public static final class Row {
    private final String type;
    private final long messages;
    private String became = "";
    private long taken;
    private final Map<String, Long> left = new TreeMap<>();
    private final Map<String, String> examples = new TreeMap<>();

    private Row(String type, long messages) {
      this.type = type;
      this.messages = messages;
    }

    public String type() {
      return type;
    }

    public long messages() {
      return messages;
    }

    /** What the topic is in the kapture; empty for nothing. */
    public synchronized String became() {
      return became;
    }

    public synchronized long taken() {
      return taken;
    }

    /** How many messages were left out, by reason. */
    public synchronized Map<String, Long> left() {
      return new TreeMap<>(left);
    }

    synchronized void take(long count) {
      taken += count;
    }

    synchronized void leave(String reason) {
      leave(reason, 1);
    }

    synchronized void leave(String reason, long count) {
      if (count > 0) {
        left.merge(reason, count, Long::sum);
      }
    }

    synchronized void leave(String reason, String example) {
      leave(reason, 1, example);
    }

    /** The same with an example: the first by its text, whichever comes first; empty for none. */
    synchronized void leave(String reason, long count, String example) {
      leave(reason, count);
      if (!example.isEmpty()) {
        examples.merge(reason, example, (a, b) -> a.compareTo(b) <= 0 ? a : b);
      }
    }

    /** What is not left out is taken. */
    synchronized void takeOthers() {
      long others = messages - left.values().stream().mapToLong(count -> count).sum();
      taken = Math.max(taken, others);
    }

    /** One message that was left out for the reason, where that is told. */
    public synchronized Optional<String> example(String reason) {
      return Optional.ofNullable(examples.get(reason));
    }

    synchronized void becomes(String what) {
      became = what;
    }
  }

  private final SortedMap<String, Row> rows = new TreeMap<>();

  ConversionReport() {}

  Row add(String topic, String type, long messages) {
    Row row = new Row(type, messages);
    rows.put(topic, row);
    return row;
  }

  Row row(String topic) {
    return rows.get(topic);
  }

  /** The report as a user reads it, a few lines for each topic. */
  public List<String> lines() {
    int width = rows.keySet().stream().mapToInt(String::length).max().orElse(0);
    List<String> lines = new ArrayList<>();
    rows.forEach(
        (topic, row) -> {
          String name = topic + " ".repeat(width - topic.length());
          lines.add(
              row.became().isEmpty()
                  ? name + "  none of " + row.messages() + " " + row.type()
                  : name + "  " + row.taken() + " of " + row.messages() + " -> " + row.became());
          row.left()
              .forEach(
                  (reason, count) ->
                      lines.add(
                          " ".repeat(width + 4)
                              + count
                              + " left out: "
                              + reason
                              + row.example(reason).map(e -> " (" + e + ")").orElse("")));
        });
    return lines;
  }

  /** By topic. */
  public SortedMap<String, Row> rows() {
    return Collections.unmodifiableSortedMap(rows);
  }
}
