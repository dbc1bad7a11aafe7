package org.seqloc.core.evaluate;

import java.util.List;
import java.util.Locale;
import org.seqloc.core.evaluate.EvaluationSummary.Row;

/** The HTML of a report: headline, figures, sections with pictures, tables. */
final class ReportPage {

  /** Beyond this the table says how many more there are. */
  private static final int MAX_FAILURES = 200;

  private static final String STYLE =
      """
      body{margin:0;background:var(--page);color:var(--text);
        font:15px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif}
      main{max-width:880px;margin:0 auto;padding:40px 24px 64px}
      h1{font-size:28px;line-height:1.2;font-weight:650;letter-spacing:-.01em;margin:0 0 18px}
      h2{font-size:16px;font-weight:650;margin:44px 0 10px}
      dl.facts{display:grid;grid-template-columns:max-content 1fr;gap:3px 20px;margin:0;
        font-size:14px}
      dl.facts dt{color:var(--muted)}
      dl.facts dd{margin:0;overflow-wrap:anywhere}
      .key{display:flex;flex-wrap:wrap;gap:12px;margin:28px 0 0;padding:0;list-style:none}
      .key li{flex:1 1 150px;border:1px solid var(--grid);border-radius:8px;padding:12px 16px}
      .key b{display:block;font-size:22px;font-weight:600;letter-spacing:-.01em;
        font-variant-numeric:tabular-nums}
      .key span{color:var(--muted);font-size:13px}
      section{overflow-x:auto}
      svg{display:block;width:100%;min-width:600px;height:auto;font-family:inherit}
      polyline{fill:none;stroke-linejoin:round;stroke-linecap:round}
      table{border-collapse:collapse;font-size:14px;font-variant-numeric:tabular-nums}
      td,th{text-align:left;padding:5px 28px 5px 0;border-bottom:1px solid var(--grid);
        vertical-align:top;font-weight:400}
      thead th{color:var(--muted);font-size:13px}
      tbody th{color:var(--muted)}
      p{margin:10px 0;color:var(--muted);font-size:14px}
      @media print{main{max-width:none;padding:0}h2{break-after:avoid}svg{break-inside:avoid}}
      """;

  private final StringBuilder body = new StringBuilder();
  private final String title;

  ReportPage(String title) {
    this.title = title;
  }

  void headline(String text, List<Row> facts) {
    body.append("<h1>").append(SvgCanvas.escape(text)).append("</h1>\n<dl class=\"facts\">\n");
    for (Row fact : facts) {
      body.append("<dt>").append(SvgCanvas.escape(fact.name())).append("</dt><dd>");
      body.append(SvgCanvas.escape(fact.value())).append("</dd>\n");
    }
    body.append("</dl>\n");
  }

  void keyFigures(List<Row> figures) {
    body.append("<ul class=\"key\">\n");
    for (Row figure : figures) {
      body.append("<li><b>").append(SvgCanvas.escape(figure.value())).append("</b><span>");
      body.append(SvgCanvas.escape(figure.name())).append("</span></li>\n");
    }
    body.append("</ul>\n");
  }

  void section(String heading, String content) {
    body.append("<section>\n<h2>").append(SvgCanvas.escape(heading)).append("</h2>\n");
    body.append(content).append("</section>\n");
  }

  void table(String heading, List<Row> rows) {
    StringBuilder table = new StringBuilder("<table><tbody>\n");
    for (Row row : rows) {
      table.append("<tr><th scope=\"row\">").append(SvgCanvas.escape(row.name()));
      table.append("</th><td>").append(SvgCanvas.escape(row.value())).append("</td></tr>\n");
    }
    section(heading, table.append("</tbody></table>\n").toString());
  }

  void failures(List<FrameResult> frames) {
    List<FrameResult> failed = frames.stream().filter(f -> f.mapFromBody().isEmpty()).toList();
    if (failed.isEmpty()) {
      section("Frames not localized", "<p>None.</p>\n");
      return;
    }
    StringBuilder table =
        new StringBuilder("<table><thead><tr><th>after [s]</th><th>stamp [s]</th>");
    table.append("<th>state</th><th>matches</th><th>reason</th></tr></thead><tbody>\n");
    for (FrameResult frame : failed.subList(0, Math.min(MAX_FAILURES, failed.size()))) {
      double after = (frame.stampNanos() - frames.get(0).stampNanos()) / 1e9;
      table.append("<tr><td>").append(String.format(Locale.ROOT, "%.2f", after));
      table.append("</td><td>").append(TumFile.seconds(frame.stampNanos()));
      table.append("</td><td>").append(SvgCanvas.escape(frame.state()));
      table.append("</td><td>");
      frame.correspondences().ifPresent(table::append);
      table.append("</td><td>").append(SvgCanvas.escape(frame.reason())).append("</td></tr>\n");
    }
    table.append("</tbody></table>\n");
    if (failed.size() > MAX_FAILURES) {
      table.append("<p>and ").append(failed.size() - MAX_FAILURES).append(" more.</p>\n");
    }
    section("Frames not localized (" + failed.size() + ")", table.toString());
  }

  String toHtml() {
    return "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
        + "<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\n"
        + "<meta name=\"color-scheme\" content=\"light dark\">\n<title>"
        + SvgCanvas.escape(title)
        + "</title>\n<style>\n:root{--page:#ffffff;"
        + Ink.declarations(false)
        + "}\n@media(prefers-color-scheme:dark){:root{--page:#14181d;"
        + Ink.declarations(true)
        + "}}\n"
        + STYLE
        + "</style>\n</head>\n<body>\n<main>\n"
        + body
        + "</main>\n</body>\n</html>\n";
  }
}
