package org.seqloc.launch;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.seqloc.core.SeqlocException;

/** Times on the command line. */
final class BagTime {

  /** How a time is given, for help texts. */
  static final String FORM =
      "seconds from the bag's start (12.5), from its end (-3), since 1970 (1700000000.25), or a"
          + " date (2024-05-01T12:00:00Z)";

  // Seconds since 1970 that no recording is long: 1973.
  private static final BigDecimal FIRST_ABSOLUTE = BigDecimal.valueOf(100_000_000L);

  private BagTime() {}

  /**
   * Nanoseconds since the epoch, at least 0.
   *
   * @param option for the error
   */
  static long parse(String option, String text, long startNanos, long endNanos) {
    try {
      if (text.indexOf('T') > 0) {
        Instant date = OffsetDateTime.parse(text).toInstant();
        return Math.max(
            0,
            Math.addExact(
                Math.multiplyExact(date.getEpochSecond(), 1_000_000_000L), date.getNano()));
      }
      BigDecimal seconds = new BigDecimal(text);
      // Before the shift, so that 1e999999999 is refused at once.
      if (seconds.precision() - seconds.scale() > 12 || seconds.scale() > 30) {
        throw new ArithmeticException();
      }
      long nanos = seconds.movePointRight(9).toBigInteger().longValueExact();
      if (seconds.signum() < 0 || text.startsWith("-")) {
        return Math.max(0, Math.addExact(endNanos, nanos));
      }
      return seconds.compareTo(FIRST_ABSOLUTE) >= 0 ? nanos : Math.addExact(startNanos, nanos);
    } catch (NumberFormatException | ArithmeticException | DateTimeException e) {
      throw new SeqlocException(option + " " + text + ": not a time; give " + FORM, e);
    }
  }

  /** A duration in seconds, such as 60 or 0.5, or as in 90s, 5m and 2h, in nanoseconds. */
  static long duration(String option, String text) {
    try {
      int unitAt = text.length() - (text.matches(".*[smh]") ? 1 : 0);
      BigDecimal unit =
          BigDecimal.valueOf(
              switch (text.substring(unitAt)) {
                case "m" -> 60;
                case "h" -> 3600;
                default -> 1;
              });
      BigDecimal seconds = new BigDecimal(text.substring(0, unitAt)).multiply(unit);
      if (seconds.precision() - seconds.scale() > 9 || seconds.scale() > 30) {
        throw new ArithmeticException();
      }
      long nanos = seconds.movePointRight(9).toBigInteger().longValueExact();
      if (nanos > 0) {
        return nanos;
      }
    } catch (NumberFormatException | ArithmeticException e) {
      // Told below.
    }
    throw new SeqlocException(
        option + " " + text + ": not a duration; give seconds, as 60 or 0.5, or as in 5m or 2h");
  }
}
