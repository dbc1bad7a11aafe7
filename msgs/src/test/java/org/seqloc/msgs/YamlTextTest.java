package org.seqloc.msgs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class YamlTextTest {

  /** A string, that as a field's value, a list of it indented by four blanks; all in base64. */
  static List<String> strings() {
    return Noetic.lines("noetic-strings.txt");
  }

  @ParameterizedTest
  @MethodSource("strings")
  void stringsArePrintedAsNoeticDoes(String line) {
    String[] forms = line.split(" ", -1);
    String text = decoded(forms[0]);
    assertEquals(decoded(forms[1]), YamlText.quoted(text));
    assertEquals(decoded(forms[2]), "\n" + YamlText.listItem(text, "    "));
  }

  private static String decoded(String base64) {
    return base64.equals("-") ? "" : new String(Base64.getDecoder().decode(base64), UTF_8);
  }

  @Test
  void bytesThatWereNotUtf8AreShown() {
    assertEquals("\"caf\\uDCE9\"", YamlText.quoted("caf\uDCE9"));
  }
}
