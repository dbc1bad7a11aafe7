package org.seqloc.bags.cdr;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.seqloc.bags.cdr.CdrStruct.Constant;
import org.seqloc.msgs.definition.DefinitionException;

class CdrDefinitionsTest {

  private static final String LINE = "=".repeat(80) + "\n";

  private static CdrDefinitions msg(String text) {
    return CdrDefinitions.parse("a_msgs/msg/A", "ros2msg", text);
  }

  private static CdrDefinitions idl(String text) {
    return CdrDefinitions.parse("a_msgs/msg/A", "ros2idl", text);
  }

  private static List<String> fields(CdrDefinitions definitions) {
    return definitions.root().fields().stream()
        .map(f -> f.type().rosName() + " " + f.name())
        .toList();
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "bool a, bool a",
        "wstring<=9 a \"b = c # d\", wstring<=9 a",
        "string<=5[<=3] a, string<=5[<=3] a",
        "float64[9] a [1 2], float64[9] a",
        "B a, a_msgs/B a",
        "a_msgs/msg/B[] a, a_msgs/B[] a",
        "builtin_interfaces/Duration[2] a, builtin_interfaces/Duration[2] a",
        "uint8 a#b, uint8 a",
        "  char   a  65 # comment, char a",
      })
  void msgFields(String line, String expected) {
    String text = "# comment\n\n" + line + "\r\n" + LINE + "MSG: a_msgs/B\nint8 b\n";
    assertEquals(List.of(expected), fields(msg(text)));
  }

  @Test
  void msgConstantsAreNotFields() {
    CdrDefinitions definitions = msg("int32 X = 3\nstring NAME=\"a # b\"\nint32 x 7\n");
    assertEquals(List.of("int32 x"), fields(definitions));
    assertEquals(
        List.of(new Constant("int32", "X", "3"), new Constant("string", "NAME", "\"a # b\"")),
        definitions.root().constants());
  }

  @Test
  void sectionsMayBeginWithTheRoot() {
    String text =
        LINE
            + "MSG: b_msgs/B\nC c\n"
            + LINE
            + "MSG: a_msgs/A\nb_msgs/B b\n"
            + LINE
            + "MSG: b_msgs/msg/C\n";
    assertEquals(List.of("b_msgs/B b"), fields(msg(text)));
    assertEquals(0, msg(text).get(new StructName("b_msgs/C")).fields().size());
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "int32, a_msgs/A:1: 'int32' is not 'type name'",
        "B b, a_msgs/A.b: there is no definition of a_msgs/B",
        "A a, a_msgs/A contains itself",
        "int32<=3 a, only strings are bounded",
        "int32[<=] a, is not a type",
        "int32[0] a, an array of no elements",
        "int32[1234567890] a, is not a type",
        "a-b/C c, is not a type",
        "a/b/c/d/E c, is not a full type name",
      })
  void msgErrors(String text, String part) {
    DefinitionException e = assertThrows(DefinitionException.class, () -> msg(text));
    assertTrue(e.getMessage().contains(part), e.getMessage());
    assertEquals(1, e.getMessage().lines().count());
  }

  @Test
  void aFieldTwiceIsRefused() {
    assertThrows(DefinitionException.class, () -> msg("int8 a\nint16 a\n"));
  }

  @Test
  void deepAndWideDefinitionsEndAtOnce() {
    StringBuilder text = new StringBuilder("T0 t\n");
    for (int i = 0; i < 70; i++) {
      text.append(LINE).append("MSG: a_msgs/T").append(i).append('\n');
      for (int j = 0; j < 50; j++) {
        text.append('T').append(i + 1).append("[1000] t").append(j).append('\n');
      }
    }
    text.append(LINE).append("MSG: a_msgs/T70\nint8 a\n");
    DefinitionException e = assertThrows(DefinitionException.class, () -> msg(text.toString()));
    assertTrue(e.getMessage().contains("deeper than 64"), e.getMessage());
    // 40 levels are allowed: more bytes than there are.
    String allowed = text.toString().replaceAll("T41\\[1000]", "int8[1000]");
    CdrDefinitions definitions = msg(allowed);
    assertTrue(definitions.minBytes(definitions.root().name()) >= 1L << 40);
  }

  @Test
  void idlAsRosidlWritesIt() {
    String text =
        LINE
            + """
            IDL: a_msgs/msg/A
            // generated from rosidl_adapter/resource/msg.idl.em
            #include "b_msgs/msg/B.idl"
            #ifndef X

            module a_msgs {
              module msg {
                typedef b_msgs::msg::B b_msgs__msg__B__2[2];
                typedef double double__3[LIMIT];
                const uint32 LIMIT = 3;
                module A_Constants {
                  @verbatim (language="comment", text=
                    "of; all } that ')' " "\\n" "is")
                  const int32 ONE = 1;
                  const string NAME = "a \\" /* b";
                };
                /* a struct
                   struct X { */
                @verbatim (language="comment", text="a")
                struct A {
                  @default (value=TRUE)
                  boolean flag;
                  @key octet raw;
                  double__3 triple;
                  b_msgs__msg__B__2 two;
                  sequence<b_msgs::msg::B, LIMIT> some;
                  sequence<string<5>> texts;
                  wstring<4> wide;
                  unsigned long long large, larger;
                  long middle;
                  long long l;
                  unsigned short s;
                  char c;
                  float matrix[2][3];
                  ::b_msgs::msg::Kind kind;
                };
              };
            };
            """
            + LINE
            + """
            IDL: b_msgs/msg/B
            module b_msgs { module msg {
              enum Kind { @value(3) ONE, TWO };
              struct B { Kind kind; uint8 structure_needs_at_least_one_member; };
            }; };
            """;
    CdrDefinitions definitions = idl(text);
    assertEquals(
        List.of(
            "bool flag",
            "byte raw",
            "float64[3] triple",
            "b_msgs/B[2] two",
            "b_msgs/B[<=3] some",
            "string<=5[] texts",
            "wstring<=4 wide",
            "uint64 large",
            "uint64 larger",
            "int32 middle",
            "int64 l",
            "uint16 s",
            "char c",
            "float32[6] matrix",
            "uint32 kind"),
        fields(definitions));
    assertEquals(
        List.of(
            new Constant("int32", "ONE", "1"), new Constant("string", "NAME", "\"a \\\" /* b\"")),
        definitions.root().constants());
    assertEquals(2, definitions.get(new StructName("b_msgs/B")).fields().size());
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      value = {
        "struct A { long double a; };            | a_msgs/A:1: 'long double' is not supported",
        "struct A { @optional long a; };         | @optional is not supported",
        "struct A { sequence<sequence<long>> a; }; | sequence of sequences",
        "typedef sequence<long> S; struct A { S a[2]; }; | of each other",
        "typedef T S; typedef S T; struct A { S a; }; | refer to each other",
        "struct A { long a[N]; };                | no constant 'N'",
        "struct A { long a[99999][99999]; };     | more than 999999999",
        "struct A { B b; };                      | 'B' is not a full type name",
        "union A { };                            | 'union' is not supported",
        "struct A { long a;                      | a name expected, not ''",
        "struct A { @x(                          | ')' expected",
        "struct A { any a; };                    | 'any' is not supported",
      })
  void idlErrors(String text, String part) {
    DefinitionException e =
        assertThrows(
            DefinitionException.class,
            () -> idl("module a_msgs { module msg { " + text + " }; };"));
    assertTrue(e.getMessage().contains(part.strip()), e.getMessage());
    assertEquals(1, e.getMessage().lines().count());
  }

  @Test
  void otherLanguagesAreRefused() {
    assertThrows(DefinitionException.class, () -> CdrDefinitions.parse("a/msg/A", "protobuf", "x"));
    assertThrows(DefinitionException.class, () -> CdrDefinitions.parse("A", "ros2msg", "int8 a"));
  }
}
