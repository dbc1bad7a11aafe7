package org.seqloc.msgs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class Utf8Test {

  private static String read(byte... bytes) {
    return Utf8.read(Unpooled.wrappedBuffer(bytes), bytes.length);
  }

  private static byte[] written(String text) {
    ByteBuf out = Unpooled.buffer();
    Utf8.write(out, text);
    assertEquals(out.readableBytes(), Utf8.length(text), text);
    return ByteBufUtil.getBytes(out);
  }

  @Property
  void allTextIsWrittenAsJavaEncodesIt(@ForAll String text) {
    byte[] expected = text.getBytes(UTF_8);
    String unicode = new String(expected, UTF_8);
    assertArrayEquals(expected, written(unicode));
    assertEquals(unicode, read(expected));
  }

  @Property
  void anyBytesComeBack(@ForAll byte[] bytes) {
    assertArrayEquals(bytes, written(read(bytes)));
  }

  @Property
  void anyBytesAboveAsciiComeBack(@ForAll @Size(max = 12) byte[] bytes) {
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] |= (byte) 0x80;
    }
    assertArrayEquals(bytes, written(read(bytes)));
  }

  /** The escapes that Python's {@code bytes.decode("utf-8", "surrogateescape")} gives. */
  @Test
  void bytesThatAreNotUtf8BecomePythonsEscapes() {
    assertEquals("caf\uDCE9", read((byte) 'c', (byte) 'a', (byte) 'f', (byte) 0xE9));
    assertEquals("\uDCC0\uDC80", read((byte) 0xC0, (byte) 0x80));
    assertEquals("\uDCED\uDCA0\uDC80", read((byte) 0xED, (byte) 0xA0, (byte) 0x80));
    assertEquals("\uDCE2\uDC82a", read((byte) 0xE2, (byte) 0x82, (byte) 'a'));
    assertEquals("\uFFFD", read((byte) 0xEF, (byte) 0xBF, (byte) 0xBD));
  }

  @Test
  void surrogatesThatStandForNothingBecomeQuestionMarks() {
    assertArrayEquals("?\u6F22?".getBytes(UTF_8), written("\uD800\u6F22\uDFFF"));
  }
}
