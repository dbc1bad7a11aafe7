package org.seqloc.core.evaluate;

import java.util.Locale;

/** Draws as SVG elements whose colours come from the page's style sheet. */
final class SvgCanvas implements Canvas {

  private final StringBuilder body = new StringBuilder();
  private final String name;
  private final double width;
  private final double height;
  private int clips;

  /**
   * @param name unique in the page, made of letters; the elements' ids start with it
   */
  SvgCanvas(String name, double width, double height) {
    this.name = name;
    this.width = width;
    this.height = height;
  }

  @Override
  public void line(double[] xy, Ink ink, double width) {
    body.append("<polyline points=\"");
    for (int i = 0; i + 1 < xy.length; i += 2) {
      body.append(i == 0 ? "" : " ").append(number(xy[i])).append(',').append(number(xy[i + 1]));
    }
    body.append("\" style=\"stroke:var(").append(ink.variable());
    body.append(")\" stroke-width=\"").append(number(width)).append("\"/>\n");
  }

  @Override
  public void dot(double x, double y, double radius, Ink ink) {
    body.append("<circle cx=\"").append(number(x)).append("\" cy=\"").append(number(y));
    body.append("\" r=\"").append(number(radius)).append('"').append(fill(ink)).append("/>\n");
  }

  @Override
  public void box(double x, double y, double width, double height, Ink ink) {
    body.append("<rect x=\"").append(number(x)).append("\" y=\"").append(number(y));
    body.append("\" width=\"").append(number(width)).append("\" height=\"").append(number(height));
    body.append('"').append(fill(ink)).append("/>\n");
  }

  @Override
  public void text(double x, double y, String text, Anchor anchor, Ink ink, double size) {
    body.append("<text x=\"").append(number(x)).append("\" y=\"").append(number(y));
    body.append("\" font-size=\"").append(number(size)).append("\" text-anchor=\"");
    body.append(anchor.name().toLowerCase(Locale.ROOT)).append('"').append(fill(ink)).append('>');
    body.append(escape(text)).append("</text>\n");
  }

  @Override
  public void clipped(Area area, Runnable drawing) {
    String id = name + "-clip" + clips++;
    body.append("<clipPath id=\"").append(id).append("\"><rect x=\"").append(number(area.left()));
    body.append("\" y=\"").append(number(area.top())).append("\" width=\"");
    body.append(number(area.width())).append("\" height=\"").append(number(area.height()));
    body.append("\"/></clipPath>\n<g clip-path=\"url(#").append(id).append(")\">\n");
    drawing.run();
    body.append("</g>\n");
  }

  /** The whole element. */
  String toSvg(String description) {
    return "<svg viewBox=\"0 0 "
        + number(width)
        + " "
        + number(height)
        + "\" role=\"img\" aria-label=\""
        + escape(description)
        + "\">\n"
        + body
        + "</svg>\n";
  }

  /** Text as it may stand in an element or attribute. */
  static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }

  private static String fill(Ink ink) {
    return " style=\"fill:var(" + ink.variable() + ")\"";
  }

  /** A tenth of a pixel is finer than the eye. */
  private static String number(double value) {
    long tenths = Math.round(value * 10);
    return tenths % 10 == 0
        ? Long.toString(tenths / 10)
        : String.format(Locale.ROOT, "%.1f", tenths / 10.0);
  }
}
