package org.seqloc.msgs.definition;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The sums and full texts of real types are compared with Noetic's by NoeticTypesTest. */
class DefinitionsTest {

  private static final String SEPARATOR = "=".repeat(80);
  private static final TypeName A = new TypeName("p", "A");
  private static final TypeName B = new TypeName("p", "B");
  private static final TypeName HEADER = TypeName.HEADER;

  private static MessageDefinition definition(TypeName name, String text) {
    return DefinitionParser.parseMessage(name.rosName(), name, text);
  }

  private static String refusal(MessageDefinition... definitions) {
    List<MessageDefinition> all = List.of(definitions);
    return assertThrows(DefinitionException.class, () -> new Definitions(all)).getMessage();
  }

  @Test
  void aMissingTypeIsNamedWithItsField() {
    assertEquals("p/A.b: there is no definition of p/B", refusal(definition(A, "B[] b")));
  }

  @Test
  void aTypeIsDefinedOnce() {
    assertEquals("p/A is defined twice", refusal(definition(A, ""), definition(A, "int8 a")));
  }

  @Test
  void aTypeThatContainsItselfIsRefused() {
    assertEquals("p/A contains itself", refusal(definition(A, "A[] a")));
    assertEquals(
        "p/A contains itself", refusal(definition(A, "B b"), definition(B, "int8 x\nA[] a")));
  }

  @Test
  void nestingHasALimit() {
    List<MessageDefinition> chain = new ArrayList<>();
    for (int level = 0; level < Definitions.MAX_DEPTH - 1; level++) {
      chain.add(definition(new TypeName("p", "L" + level), "L" + (level + 1) + " next"));
    }
    TypeName last = new TypeName("p", "L" + (Definitions.MAX_DEPTH - 1));
    chain.add(definition(last, ""));
    assertEquals(Definitions.MAX_DEPTH, new Definitions(chain).all().size());

    chain.add(definition(A, "L0 first"));
    String tooDeep = " is nested deeper than 64 levels";
    MessageDefinition[] fromBelow = chain.toArray(MessageDefinition[]::new);
    assertEquals("p/A" + tooDeep, refusal(fromBelow));
    chain.add(0, chain.remove(chain.size() - 1));
    MessageDefinition[] fromAbove = chain.toArray(MessageDefinition[]::new);
    assertEquals(last + tooDeep, refusal(fromAbove));
  }

  @Test
  void anEmptyMessageMustNotTakeAllMemory() {
    assertTrue(refusal(definition(A, "uint8[999999999] a")).startsWith("p/A.a: an empty message"));
    // 1000 * 1000 * 1000 elements, none of them on the wire.
    MessageDefinition c = definition(new TypeName("p", "C"), "D[1000] a");
    MessageDefinition d = definition(new TypeName("p", "D"), "std_msgs/Empty[1000] a");
    MessageDefinition empty = definition(new TypeName("std_msgs", "Empty"), "");
    assertTrue(refusal(definition(A, "C[1000] a"), c, d, empty).startsWith("p/A.a: an empty"));
  }

  @Test
  void theFewestBytesAreCounted() {
    MessageDefinition b = definition(B, "string s\ntime t\nbool f\nint16[] many");
    MessageDefinition a = definition(A, "B[3] b\nfloat64[9] r\nB[] more\nint8 MAX=5");
    Definitions both = new Definitions(List.of(a, b));
    assertEquals(4 + 8 + 1 + 4, both.minWireBytes(b));
    assertEquals(3 * 17 + 72 + 4, both.minWireBytes(a));
  }

  @Test
  void theFullTextOfABagIsTakenApart() {
    String text =
        "Header header\nB[] b\n\n"
            + (SEPARATOR + "\nMSG: std_msgs/Header\nuint32 seq\ntime stamp\nstring frame_id\n\n")
            + (SEPARATOR + "\nMSG: p/B\nHeader header\n");
    Definitions definitions = Definitions.fromFullText(A, text);
    assertEquals("Header header\nB[] b\n", definitions.get(A).text());
    assertEquals("Header header\n", definitions.get(B).text());
    assertEquals(text, definitions.fullText(definitions.get(A)));
    assertEquals("2176decaecbce78abc3b96ef049fabed", definitions.md5(definitions.get(HEADER)));
  }

  @Test
  void aTypeMayBeGivenOnceForEachUse() {
    String b = "\n" + SEPARATOR + "\nMSG: p/B\nint8 x";
    assertEquals(2, Definitions.fromFullText(A, "B b\nB c" + b + b).all().size());
  }

  @Test
  void theHeaderOfOldRecordingsIsFound() {
    String text =
        "Header header\n\n"
            + (SEPARATOR + "\nMSG: roslib/Header\nuint32 seq\ntime stamp\nstring frame_id\n");
    Definitions definitions = Definitions.fromFullText(A, text);
    assertEquals(3, definitions.get(HEADER).fields().size());
    // The sum of std_msgs/Header's text is that of the old one.
    assertEquals("2176decaecbce78abc3b96ef049fabed", definitions.md5(definitions.get(HEADER)));
  }

  @ParameterizedTest
  @CsvSource({
    "int8 a~S~int8 b,p/A: 'MSG: package/Type' expected behind a line of '='",
    "int8 a~S,p/A: nothing follows the last line of '='",
    "int8 a~S~MSG: x/y/z~int8 b,'x/y/z' is not a type name such as std_msgs/Header",
    "int8 a~S~MSG: p/B~int8,p/B:1: 'int8' is not 'type name'",
    "B b,p/A.b: there is no definition of p/B",
  })
  void aBrokenFullTextIsRefused(String text, String message) {
    String full = text.replace("~S", "\n" + SEPARATOR).replace('~', '\n');
    DefinitionException e =
        assertThrows(DefinitionException.class, () -> Definitions.fromFullText(A, full));
    assertEquals(message, e.getMessage());
  }
}
