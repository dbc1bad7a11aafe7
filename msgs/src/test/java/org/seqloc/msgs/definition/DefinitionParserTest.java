package org.seqloc.msgs.definition;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Base64;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.seqloc.msgs.Noetic;

class DefinitionParserTest {

  private static final TypeName SOME = new TypeName("some_msgs", "Some");

  private static MessageDefinition parse(String text) {
    return DefinitionParser.parseMessage("Some.msg", SOME, text);
  }

  /** A definition in base64 and the sum that genmsg gives it, or that genmsg refuses it. */
  static List<String> definitions() {
    return Noetic.lines("noetic-definitions.txt");
  }

  @ParameterizedTest
  @MethodSource("definitions")
  void definitionsAreReadAsByNoetic(String line) {
    String[] textAndSum = line.split(" ");
    String base64 = textAndSum[0].equals("-") ? "" : textAndSum[0];
    String text = new String(Base64.getDecoder().decode(base64), UTF_8);
    if (textAndSum[1].equals("refused")) {
      DefinitionException e = assertThrows(DefinitionException.class, () -> parse(text));
      assertTrue(e.getMessage().startsWith("Some.msg:1: "), e.getMessage());
    } else {
      MessageDefinition header =
          DefinitionParser.parseMessage(
              "Header.msg", TypeName.HEADER, "uint32 seq\ntime stamp\nstring frame_id\n");
      MessageDefinition parsed = parse(text);
      assertEquals(textAndSum[1], new Definitions(List.of(header, parsed)).md5(parsed));
    }
  }

  @Test
  void fieldsKeepTheirOrderAndTypes() {
    String text =
        """
        # A comment.
        Header header   # the usual one

          float64[36]\tcovariance
        Part[] parts
        Header[] headers
        other_msgs/Part[2] pair
        byte b
        char c
        """;
    assertEquals(
        List.of(
            "std_msgs/Header header",
            "float64[36] covariance",
            "some_msgs/Part[] parts",
            "some_msgs/Header[] headers",
            "other_msgs/Part[2] pair",
            "byte b",
            "char c"),
        parse(text).fields().stream().map(field -> field.type() + " " + field.name()).toList());
    assertEquals(text, parse(text).text());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      ignoreLeadingAndTrailingWhitespace = false,
      value = {
        "string A=#x|#x",
        "string A =  a # b = c  |a # b = c",
        "string A=|''",
        "int8 A=-128 # least|-128",
        "uint64 A=18446744073709551615|-1",
        "char A = 255|255",
        "float64 A=1e3|1000.0",
        "float32 A=+infinity|Infinity",
        "float32 A=-inf|-Infinity",
        "float64 A=nan|NaN",
        "bool A=True|true",
        "bool A=0|false",
      })
  void constantsHaveValues(String line, String value) {
    Constant constant = parse("int32 x\n" + line + "\n").constants().get(0);
    assertEquals("A", constant.name());
    assertEquals(value, constant.value().toString());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "int32|'int32' is not 'type name'",
        "int32 a b|'int32 a b' is not 'type name'",
        "int32 _a|'_a' is not a name",
        "int32 x|a second 'x'",
        "int32 x=1|a second 'x'",
        "uint8[ a|'uint8[' is not an array type such as uint8[] or uint8[4]",
        "uint8[03] a|'uint8[03]' is not an array type such as uint8[] or uint8[4]",
        "uint8[1000000000] a|'uint8[1000000000]' is not an array type such as uint8[] or uint8[4]",
        "a/b/c d|'a/b/c' is not a type name such as std_msgs/Header",
        "$ a|'some_msgs/$' is not a type name such as std_msgs/Header",
        "uint8 A=256|256 does not fit uint8",
        "int64 A=9223372036854775808|9223372036854775808 does not fit int64",
        "int32 A=1.5|'1.5' is not a whole number",
        "float32 A=1.5f|'1.5f' is not a number",
        "bool A=2|'2' is not a bool (True or False)",
        "time A=1|'time' has no constants",
        "Part A=1|'Part' has no constants",
        "int32 A B=1|'A B' is not a name",
        "string =1|'' is not a name",
      })
  void errorsNameFileAndLine(String line, String reason) {
    DefinitionException e =
        assertThrows(DefinitionException.class, () -> parse("# one\nint8 x\n" + line + "\n"));
    assertEquals("Some.msg:3: " + reason, e.getMessage());
  }

  @Test
  void aServiceHasTwoHalves() {
    ServiceDefinition service = service("# ask\nint32 a\nint32 B=1\n---\nPart[] b\n");
    assertEquals("some_msgs/SomeRequest", service.request().name().rosName());
    assertEquals("a", service.request().fields().get(0).name());
    assertEquals("B", service.request().constants().get(0).name());
    assertEquals("some_msgs/SomeResponse", service.response().name().rosName());
    assertEquals("some_msgs/Part[]", service.response().fields().get(0).type().rosName());
    assertEquals(List.of(), service("---").request().fields());
    // As map_msgs has some.
    assertEquals(1, service("int8 x").request().fields().size());
    assertEquals(List.of(), service("int8 x").response().fields());
    assertEquals("x", service("-----\nint8 x").response().fields().get(0).name());
  }

  private static ServiceDefinition service(String text) {
    return DefinitionParser.parseService("Some.srv", SOME, text);
  }

  @ParameterizedTest
  @CsvSource({
    "int32 a~---~int32,Some.srv:3: 'int32' is not 'type name'",
    "int32~---~int32,Some.srv:1: 'int32' is not 'type name'",
    "int32 a~---~---~,Some.srv:3: a second line '---'",
  })
  void errorsOfServicesNameFileAndLine(String text, String message) {
    DefinitionException e =
        assertThrows(DefinitionException.class, () -> service(text.replace('~', '\n')));
    assertEquals(message, e.getMessage());
  }

  @Test
  void anEndlessTextIsRefused() {
    String text = "#".repeat(DefinitionParser.MAX_TEXT_LENGTH + 1);
    assertThrows(DefinitionException.class, () -> parse(text));
    assertThrows(DefinitionException.class, () -> Definitions.fromFullText(SOME, text));
  }

  @Provide
  static Arbitrary<String> texts() {
    return Arbitraries.of(
            "int32",
            "string",
            "Header",
            "x",
            "y",
            " ",
            "  ",
            "\t",
            "=",
            "#",
            "[",
            "]",
            "[]",
            "[3]",
            "\n",
            "\n",
            "---",
            "1",
            "-1",
            ".",
            "/",
            "\"",
            "\u00e9",
            "\r",
            "\0",
            "MSG: a/B\n",
            "=".repeat(80) + "\n")
        .list()
        .ofMaxSize(30)
        .map(words -> String.join("", words));
  }

  @Property(tries = 3000)
  void anyTextIsADefinitionOrRefused(@ForAll("texts") String text) {
    readOrRefused(() -> parse(text));
    readOrRefused(() -> service(text));
    readOrRefused(() -> Definitions.fromFullText(SOME, text));
  }

  private static void readOrRefused(Runnable reading) {
    try {
      reading.run();
    } catch (DefinitionException e) {
      assertEquals(1, e.getMessage().lines().count(), e.getMessage());
    }
  }
}
