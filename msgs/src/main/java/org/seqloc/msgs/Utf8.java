package org.seqloc.msgs;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;

/**
 * Strings as UTF-8 that lose no byte. ROS checks no encoding, so that any bytes may come: each that
 * is not UTF-8 becomes one of the lone surrogates U+DC80 to U+DCFF, as by Python's {@code
 * surrogateescape}, and is written as the same byte again.
 */
final class Utf8 {

  private static final char ESCAPE = 0xDC00;

  private Utf8() {}

  static String read(ByteBuf in, int length) {
    int start = in.readerIndex();
    String text = in.toString(start, length, UTF_8);
    in.skipBytes(length);
    // Java decodes fast but puts U+FFFD for what it cannot read.
    return text.indexOf('\uFFFD') < 0 ? text : escaped(ByteBufUtil.getBytes(in, start, length));
  }

  private static String escaped(byte[] bytes) {
    // Its decoder reports malformed bytes unless told otherwise.
    CharsetDecoder decoder = UTF_8.newDecoder();
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CharBuffer out = CharBuffer.allocate(bytes.length);
    CoderResult result = decoder.decode(in, out, true);
    while (result.isMalformed()) {
      for (int i = 0; i < result.length(); i++) {
        out.put((char) (ESCAPE | Byte.toUnsignedInt(in.get())));
      }
      result = decoder.decode(in, out, true);
    }
    return out.flip().toString();
  }

  /** The number of bytes that {@link #write} writes. */
  static int length(String text) {
    return hasLoneSurrogate(text) ? unescaped(text).length : ByteBufUtil.utf8Bytes(text);
  }

  static void write(ByteBuf out, String text) {
    if (hasLoneSurrogate(text)) {
      out.writeBytes(unescaped(text));
    } else {
      ByteBufUtil.writeUtf8(out, text);
    }
  }

  private static boolean hasLoneSurrogate(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        int character = text.codePointAt(i);
        if (!Character.isSupplementaryCodePoint(character)) {
          return true;
        }
        i++;
      }
    }
    return false;
  }

  /** Other lone surrogates, which stand for nothing, become question marks. */
  private static byte[] unescaped(String text) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(text.length());
    text.codePoints()
        .forEach(
            c -> {
              if (c >= (ESCAPE | 0x80) && c <= (ESCAPE | 0xFF)) {
                out.write(c);
              } else {
                out.writeBytes(Character.toString(c).getBytes(UTF_8));
              }
            });
    return out.toByteArray();
  }
}
