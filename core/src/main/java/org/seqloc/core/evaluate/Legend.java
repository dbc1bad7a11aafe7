package org.seqloc.core.evaluate;

import org.seqloc.core.evaluate.Canvas.Anchor;

/** Names what is drawn, from left to right on one line. */
final class Legend {

  private static final double SIZE = 12;

  private final Canvas canvas;
  private final double y;
  private double x;

  /**
   * @param y the middle of the line
   */
  Legend(Canvas canvas, double x, double y) {
    this.canvas = canvas;
    this.x = x;
    this.y = y;
  }

  void line(String name, Ink ink, double width) {
    canvas.line(new double[] {x, y, x + 18, y}, ink, width);
    name(name, 24);
  }

  void dot(String name, Ink ink) {
    canvas.dot(x + 4, y, 3, ink);
    name(name, 13);
  }

  void cross(String name, Ink ink) {
    canvas.cross(x + 5, y, 3.6, ink);
    name(name, 15);
  }

  private void name(String name, double indent) {
    canvas.text(x + indent, y + 4, name, Anchor.START, Ink.TEXT, SIZE);
    // A sans-serif letter is about 0.55 of its size wide.
    x += indent + 0.55 * SIZE * name.length() + 20;
  }
}
