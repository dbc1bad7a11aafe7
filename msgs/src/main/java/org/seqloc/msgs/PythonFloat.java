package org.seqloc.msgs;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/** Floating-point numbers as Python writes them: the shortest digits that read back the same. */
final class PythonFloat {

  private PythonFloat() {}

  /** The text of {@code repr(value)}. Java's own differs in form, and before JDK 19 in digits. */
  static String repr(double value) {
    if (Double.isNaN(value)) {
      return "nan";
    }
    if (Double.isInfinite(value)) {
      return value > 0 ? "inf" : "-inf";
    }
    String sign = Double.doubleToRawLongBits(value) < 0 ? "-" : "";
    if (value == 0) {
      return sign + "0.0";
    }
    BigDecimal shortest = shortest(Math.abs(value)).stripTrailingZeros();
    return sign
        + format(shortest.unscaledValue().toString(), shortest.precision() - shortest.scale());
  }

  private static BigDecimal shortest(double value) {
    BigDecimal exact = new BigDecimal(value);
    // Of normal numbers 15 digits always come back, so that fewer are found by dropping zeros.
    int precision = value < Double.MIN_NORMAL ? 1 : 15;
    for (; precision < 17; precision++) {
      BigDecimal below = exact.round(new MathContext(precision, RoundingMode.DOWN));
      BigDecimal above = exact.round(new MathContext(precision, RoundingMode.UP));
      boolean belowReads = below.doubleValue() == value;
      boolean aboveReads = above.doubleValue() == value;
      if (belowReads && aboveReads) {
        return exact.round(new MathContext(precision, RoundingMode.HALF_EVEN));
      }
      if (belowReads || aboveReads) {
        return belowReads ? below : above;
      }
    }
    return exact.round(new MathContext(17, RoundingMode.HALF_EVEN));
  }

  /**
   * @param digits without leading and trailing zeros
   * @param pointAt how many digits stand before the decimal point; may be negative
   */
  private static String format(String digits, int pointAt) {
    if (pointAt < -3 || pointAt > 16) {
      int exponent = pointAt - 1;
      String fraction = digits.length() > 1 ? "." + digits.substring(1) : "";
      String magnitude = (Math.abs(exponent) < 10 ? "0" : "") + Math.abs(exponent);
      return digits.charAt(0) + fraction + "e" + (exponent < 0 ? "-" : "+") + magnitude;
    }
    if (pointAt <= 0) {
      return "0." + "0".repeat(-pointAt) + digits;
    }
    if (pointAt >= digits.length()) {
      return digits + "0".repeat(pointAt - digits.length()) + ".0";
    }
    return digits.substring(0, pointAt) + "." + digits.substring(pointAt);
  }
}
