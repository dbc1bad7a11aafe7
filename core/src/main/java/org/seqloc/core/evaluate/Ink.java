package org.seqloc.core.evaluate;

import java.util.Locale;

/**
 * The colours of a report. What stands for data is taken from the palette of Okabe and Ito, which
 * readers of any colour vision can tell apart, lightened where the page is dark.
 */
enum Ink {
  TEXT(0x1f2933, 0xe6e9ed),
  MUTED(0x66707c, 0x9aa4b0),
  GRID(0xe6e9ed, 0x2b323a),
  AXIS(0xb4bcc6, 0x55606c),
  KEYFRAME(0xcbd2d9, 0x4a545f),
  REFERENCE(0x9aa5b1, 0x7b8794),
  RESIDUAL(0xd9b9a3, 0x7a5238),
  ESTIMATE(0x0072b2, 0x56b4e9),
  PREDICTED(0xe69f00, 0xe69f00),
  FAILURE(0xd55e00, 0xf07f35);

  private final int light;
  private final int dark;

  Ink(int light, int dark) {
    this.light = light;
    this.dark = dark;
  }

  /** 0xRRGGBB on a white page. */
  int rgb() {
    return light;
  }

  /** The style sheet's name of this colour. */
  String variable() {
    return "--" + name().toLowerCase(Locale.ROOT);
  }

  /** Declarations of all colours for a style sheet. */
  static String declarations(boolean dark) {
    StringBuilder css = new StringBuilder();
    for (Ink ink : values()) {
      css.append(ink.variable())
          .append(String.format(Locale.ROOT, ":#%06x;", dark ? ink.dark : ink.light));
    }
    return css.toString();
  }
}
