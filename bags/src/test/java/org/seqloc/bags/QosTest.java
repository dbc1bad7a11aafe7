package org.seqloc.bags;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QosTest {

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      textBlock =
          """
          # As rosbag2 notes it in its versions, in either style.
          true  | `- history: 3\\n  depth: 0\\n  reliability: 1\\n  durability: 1\\n  deadline:\\n    sec: 1\\n`
          false | `- history: 3\\n  depth: 0\\n  reliability: 1\\n  durability: 2\\n`
          true  | `- {history: keep_last, durability: transient_local, depth: 1}`
          false | `- {history: keep_last, durability: volatile}`
          true  | `[{durability: 2}, {durability: "1"}]`
          true  | `- durability: 'transient_local'`
          true  | `durability: 1`
          # Another field of that name, a comment, a text.
          false | `- lifespan: {durability: 1}`
          false | `- history: 1 # durability: 1`
          false | `durability: 1: [`
          false | `[]`
          false | ``
          false | `# durability`
          """)
  void transientLocalIsLatching(boolean latching, String profiles) {
    String yaml = profiles == null ? "" : profiles.replace("\\n", "\n");
    assertEquals(latching, Qos.isLatching(yaml), yaml);
  }
}
