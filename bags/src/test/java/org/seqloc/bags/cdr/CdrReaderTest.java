package org.seqloc.bags.cdr;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.seqloc.msgs.MalformedMessageException;

/** Bytes written out by hand, after the rules of CDR. */
class CdrReaderTest {

  private static CdrMessage read(String definition, String hex) {
    return new CdrReader(CdrDefinitions.parse("a/msg/A", "ros2msg", definition)).read(bytes(hex));
  }

  private static ByteBuf bytes(String hex) {
    return Unpooled.wrappedBuffer(HexFormat.of().parseHex(hex.replace(" ", "")));
  }

  @Test
  void alignsFromBehindTheHeader() {
    // A byte, 7 of padding, a double, a byte, 1 of padding, a short.
    String definition = "uint8 a\nfloat64 b\nuint8 c\nint16 d\n";
    String little = "0001 0000 01 00000000000000 000000000000f03f 02 00 0300";
    String big = "0000 0000 01 00000000000000 3ff0000000000000 02 00 0003";
    for (String hex : List.of(little, big)) {
      List<Object> values = read(definition, hex).values();
      assertEquals(List.of((byte) 1, 1.0, (byte) 2, (short) 3), values);
    }
  }

  @Test
  void noPaddingStandsBeforeElementsThatAreNotThere() {
    CdrMessage message = read("float64[] a\nuint8 b\n", "0001 0000 00000000 05");
    assertEquals(0, ((double[]) message.get("a")).length);
    assertEquals((byte) 5, message.get("b"));
    CdrMessage one =
        read("float64[] a\nuint8 b\n", "0001 0000 01000000 00000000 0000000000000040 05");
    assertArrayEquals(new double[] {2}, (double[]) one.get("a"));
  }

  @Test
  void readsStringsWithAndWithoutTheirZero() {
    String definition = "string a\nstring b\nstring c\nwstring d\n";
    CdrMessage message =
        read(
            definition,
            "0001 0000 03000000 c3a4 00 00 01000000 61 000000 00000000 02000000 61000000 e4000000");
    assertEquals(List.of("\u00e4", "a", "", "a\u00e4"), message.values());
  }

  @Test
  void messagesWithoutFieldsTakeAByte() {
    String definition = "B[] b\nuint8 c\n" + "=".repeat(80) + "\nMSG: a/B\n# nothing\n";
    CdrMessage message = read(definition, "0001 0000 02000000 00 00 07");
    assertEquals(2, ((List<?>) message.get("b")).size());
    assertEquals((byte) 7, message.get("c"));
  }

  @Test
  void showsFieldsInOrder() {
    List<String> shown = new ArrayList<>();
    read(
            "bool[2] a\nB b\n" + "=".repeat(80) + "\nMSG: a/B\nuint32 c\n",
            "0001 0000 01 00 0000 ffffffff")
        .forEachField((name, type, value) -> shown.add(type + " " + name));
    assertEquals(List.of("bool[2] a", "a/B b"), shown);
  }

  @Test
  void bytesAreNotCopied() {
    ByteBuf payload = bytes("0001 0000 03000000 010203");
    CdrReader reader = new CdrReader(CdrDefinitions.parse("a/msg/A", "ros2msg", "uint8[] a\n"));
    ByteBuf data = (ByteBuf) reader.read(payload).get("a");
    payload.setByte(9, 77);
    assertEquals(77, data.getByte(1));
    assertEquals(0, payload.readerIndex());
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "0001, int8 a, a/A: needs 4 bytes at offset 0",
        "0002 0000 01, int8 a, a/A: serialized as parameter lists",
        "0003 0000 01, int8 a, a/A: serialized as parameter lists",
        "0007 0000 01, int8 a, XCDR2",
        "0009 0000 01, int8 a, identifier 0x0009",
        "1234 0000 01, int8 a, unknown representation",
        "0001 0000, int32 a, a/A.a: needs 4 bytes at offset 4 but 0 are left",
        "0001 0000 ffffffff, uint8[] a, a/A.a: 4294967295 elements announced at offset 4",
        "0001 0000 ffffff7f 00, float64[] a, a/A.a: 2147483647 elements announced",
        "0001 0000 ffffff7f 00, string a, a/A.a: 2147483647 elements announced",
        "0001 0000 03000000 010203, uint8[<=2] a, a/A.a: has 3 elements",
        "0001 0000 04000000 61626300, string<=2 a, a/A.a: has 3 characters",
        "0001 0000 01000000 ffff1000, wstring a, a/A.a: 0x0010ffff is not a character",
        "0001 0000 01, int8[999999999] a, a/A.a: needs 999999999 bytes",
        "0001 0000 01, string[999999999] a, a/A.a: needs",
        "0001 0000 0102030405, int8 a, 4 bytes are left behind it",
      })
  void whatIsNotSuchAMessageIsRefused(String hex, String definition, String part) {
    MalformedMessageException e =
        assertThrows(MalformedMessageException.class, () -> read(definition, hex));
    assertTrue(e.getMessage().contains(part), e.getMessage());
    assertEquals(1, e.getMessage().lines().count());
  }

  @Test
  void paddingBehindTheMessageIsAllowed() {
    assertEquals((byte) 1, read("int8 a", "0001 0003 01000000").get("a"));
  }
}
