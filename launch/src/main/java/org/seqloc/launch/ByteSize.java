package org.seqloc.launch;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.seqloc.core.SeqlocException;

/** Sizes as users write them: {@code 500MB}, {@code 2GiB}, {@code 1000}. */
final class ByteSize {

  private static final Pattern SIZE = Pattern.compile("(\\d{1,12})\\s*([kmgt]?)(i?)b?");

  private ByteSize() {}

  /**
   * @param option that the text belongs to
   * @return in bytes, at least 1
   * @throws SeqlocException when it is no size
   */
  static long parse(String option, String text) {
    Matcher size = SIZE.matcher(text.strip().toLowerCase(Locale.ROOT));
    if (size.matches()) {
      long unit = size.group(3).isEmpty() ? 1000 : 1024;
      try {
        long bytes = Long.parseLong(size.group(1));
        for (int i = 0; i < " kmgt".indexOf((size.group(2) + " ").charAt(0)); i++) {
          bytes = Math.multiplyExact(bytes, unit);
        }
        if (bytes > 0) {
          return bytes;
        }
      } catch (ArithmeticException e) {
        // Told below.
      }
    }
    throw new SeqlocException(option + " " + text + ": not a size; give bytes, as 500MB or 2GiB");
  }
}
