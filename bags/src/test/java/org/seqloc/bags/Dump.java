package org.seqloc.bags;

import io.netty.buffer.ByteBufUtil;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** Writes out what the reader gives, in the form of {@code dump_bag.py}. */
final class Dump {

  private Dump() {}

  static List<String> of(Path file) {
    try (Bag bag = Bag.open(file)) {
      return of(bag.messages());
    }
  }

  static List<String> of(BagCursor messages) {
    List<String> lines = new ArrayList<>();
    messages.forEachRemaining(m -> lines.add(line(m)));
    return lines;
  }

  static String line(BagMessage m) {
    Connection c = m.connection();
    return String.join(
        " ",
        c.topic(),
        c.type(),
        c.md5(),
        Long.toString(m.receiptNanos()),
        HexFormat.of().formatHex(sha1(ByteBufUtil.getBytes(m.payload()))));
  }

  private static byte[] sha1(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-1").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
