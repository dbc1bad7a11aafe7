package org.seqloc.launch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.seqloc.core.WholeFile;

/**
 * What a benchmark measured: printed as tables, and written as JSON and as a page with bars. The
 * columns of a table stand beside those of a peer of the same run.
 */
final class BenchReport {

  /**
   * A table.
   *
   * @param unit of its values
   * @param peer whose values are the 1 of the ratios
   */
  record Table(String title, String unit, String peer, Map<String, Map<String, Double>> rows) {

    Table(String title, String unit, String peer) {
      this(title, unit, peer, new LinkedHashMap<>());
    }

    void add(String row, String column, double value) {
      rows.computeIfAbsent(row, key -> new LinkedHashMap<>()).put(column, value);
    }

    /** In the order in which they were added. */
    List<String> columns() {
      return rows.values().stream().flatMap(row -> row.keySet().stream()).distinct().toList();
    }

    /** The ratio to the peer's; NaN when there is none. */
    double ratio(String row, String column) {
      Double theirs = rows.getOrDefault(peer, Map.of()).get(column);
      return theirs == null || theirs == 0 ? Double.NaN : rows.get(row).get(column) / theirs;
    }
  }

  private static final String PAGE =
      """
      <!DOCTYPE html>
      <html lang="en"><head><meta charset="utf-8"><title>%1$s</title><style>
      body{max-width:860px;margin:40px auto;padding:0 24px;color:#1c2430;
        font:15px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif}
      h1{font-size:26px;font-weight:650}h2{font-size:16px;margin:36px 0 8px}
      table{border-collapse:collapse;width:100%%;font-variant-numeric:tabular-nums}
      td{padding:3px 12px 3px 0;white-space:nowrap}td.bar{width:55%%}
      td.n{text-align:right}div{height:14px;border-radius:3px;background:#9aa5b1}
      tr.us div{background:#2463a8}p,td.q{color:#667380}
      </style></head><body>
      <h1>%1$s</h1><p>%2$s</p>
      """;

  private final String title;
  private final List<Table> tables = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();

  BenchReport(String title) {
    this.title = title;
  }

  void add(Table table) {
    tables.add(table);
  }

  /** A line beneath the tables. */
  void note(String line) {
    notes.add(line);
  }

  static void print(Table table, PrintWriter out) {
    out.println(table.title() + ", " + table.unit() + " (ratio to " + table.peer() + ")");
    List<String> columns = table.columns();
    out.printf("  %-18s", "");
    columns.forEach(column -> out.printf(" %20s", column));
    out.println();
    table
        .rows()
        .forEach(
            (row, values) -> {
              out.printf("  %-18s", row);
              for (String column : columns) {
                out.printf(
                    " %20s",
                    values.containsKey(column)
                        ? number(values.get(column)) + ratio(table.ratio(row, column))
                        : "-");
              }
              out.println();
            });
    out.println();
    out.flush();
  }

  private static String ratio(double ratio) {
    return Double.isNaN(ratio) ? "" : String.format(Locale.ROOT, " (%.2f)", ratio);
  }

  private static String number(double value) {
    String format = value >= 1000 ? "%.0f" : value >= 10 ? "%.1f" : "%.3f";
    return String.format(Locale.ROOT, format, value);
  }

  /** Writes {@code NAME.json} and {@code NAME.html} into the folder, which is made. */
  void write(Path folder, String name) throws IOException {
    Files.createDirectories(folder);
    WholeFile.write(folder.resolve(name + ".json"), json());
    WholeFile.write(folder.resolve(name + ".html"), html());
  }

  private String json() throws JsonProcessingException {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("title", title);
    all.put("machine", machine());
    all.put("tables", tables);
    all.put("notes", notes);
    return new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValueAsString(all)
        + "\n";
  }

  private static String machine() {
    return String.format(
        Locale.ROOT,
        "%s %s, %d processors, Java %s",
        System.getProperty("os.name"),
        System.getProperty("os.arch"),
        Runtime.getRuntime().availableProcessors(),
        System.getProperty("java.version"));
  }

  private String html() {
    StringBuilder page = new StringBuilder(PAGE.formatted(escape(title), escape(machine())));
    for (Table table : tables) {
      for (String column : table.columns()) {
        page.append("<h2>").append(escape(table.title() + ": " + column + ", " + table.unit()));
        page.append("</h2>\n<table>\n");
        double most =
            table.rows().values().stream()
                .mapToDouble(row -> row.getOrDefault(column, 0.0))
                .max()
                .orElse(0);
        table.rows().forEach((row, values) -> appendBar(page, table, row, column, most));
        page.append("</table>\n");
      }
    }
    notes.forEach(note -> page.append("<p>").append(escape(note)).append("</p>\n"));
    return page.append("</body></html>\n").toString();
  }

  private static void appendBar(
      StringBuilder page, Table table, String row, String column, double most) {
    Double value = table.rows().get(row).get(column);
    if (value == null) {
      return;
    }
    page.append(row.startsWith("seqloc") ? "<tr class=\"us\">" : "<tr>");
    page.append("<td>").append(escape(row)).append("</td><td class=\"bar\"><div style=\"width:");
    page.append(String.format(Locale.ROOT, "%.1f", most == 0 ? 0 : 100 * value / most));
    page.append("%\"></div></td><td class=\"n\">").append(number(value));
    page.append("</td><td class=\"q\">").append(ratio(table.ratio(row, column)).strip());
    page.append("</td></tr>\n");
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
