package org.seqloc.core.evaluate;

/**
 * What plots are drawn on: an SVG for the page, an image for a README. Coordinates in pixels, x to
 * the right and y down.
 */
interface Canvas {

  /** Which point of a text its coordinates are. */
  enum Anchor {
    START,
    MIDDLE,
    END
  }

  /**
   * A line through points.
   *
   * @param xy x0, y0, x1, y1, ...
   */
  void line(double[] xy, Ink ink, double width);

  void dot(double x, double y, double radius, Ink ink);

  /** A filled rectangle. */
  void box(double x, double y, double width, double height, Ink ink);

  /** A line of text on its baseline. */
  void text(double x, double y, String text, Anchor anchor, Ink ink, double size);

  /** Draws what {@code drawing} draws, inside the area only. */
  void clipped(Area area, Runnable drawing);

  default void cross(double x, double y, double radius, Ink ink) {
    line(new double[] {x - radius, y - radius, x + radius, y + radius}, ink, 1.8);
    line(new double[] {x - radius, y + radius, x + radius, y - radius}, ink, 1.8);
  }

  /** A rectangle of the canvas. */
  record Area(double left, double top, double width, double height) {
    double right() {
      return left + width;
    }

    double bottom() {
      return top + height;
    }
  }
}
