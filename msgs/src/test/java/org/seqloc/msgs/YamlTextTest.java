package org.seqloc.msgs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** As PyYAML 6 prints lists of strings: {@code yaml.dump([text])}. */
class YamlTextTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '^',
      value = {
        "map;map",
        "/seqloc/pose;/seqloc/pose",
        "two words;two words",
        "2 apples;2 apples",
        "a: b;'a: b'",
        "a:b;a:b",
        "it's;it's",
        "7;'7'",
        "-1.5;'-1.5'",
        "1e3;1e3",
        "yes;'yes'",
        "~;'~'",
        "- x;'- x'",
        "-x;-x",
        "# x;'# x'",
        "x #y;'x #y'",
        "2026-11-21;'2026-11-21'",
        "gr\u00fc\u00df;\"gr\\xFC\\xDF\"",
      })
  void isPrintedAsPyYamlDoes(String text, String printed) {
    assertEquals("- " + printed, YamlText.listItem(text, ""));
  }
}
