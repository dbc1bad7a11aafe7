package org.seqloc.core.kapture;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.seqloc.core.SeqlocException;

/**
 * The members of a tar archive by name (POSIX.1-2001 ustar and pax, and GNU's long names and large
 * sizes): where their bytes start and how many there are.
 */
final class TarIndex {

  static final int BLOCK = 512;

  /** Of a header that only holds a name or a size. */
  private static final int MAX_EXTENSION = 1 << 20;

  private final StringColumn names = new StringColumn();
  private long[] starts = new long[16];
  private long[] sizes = new long[16];
  private int[] order;
  private int links;
  private int others;

  private final SeekableByteChannel channel;
  private final String archive;
  private Optional<String> nextName = Optional.empty();
  private Optional<String> nextSize = Optional.empty();
  private boolean nextIsSparse;

  private TarIndex(SeekableByteChannel channel, String archive) {
    this.channel = channel;
    this.archive = archive;
  }

  /**
   * Reads the headers up to the end mark, or the end of the file.
   *
   * @throws SeqlocException when the archive is damaged or a member goes beyond its end
   */
  static TarIndex read(SeekableByteChannel channel, String archive) throws IOException {
    TarIndex index = new TarIndex(channel, archive);
    long at = 0;
    for (long next = index.member(at); next >= 0; next = index.member(at)) {
      at = next;
    }
    index.sort();
    return index;
  }

  int size() {
    return order.length;
  }

  /** How many members are hard or symbolic links. */
  int links() {
    return links;
  }

  /** How many other members are left out: devices, sparse files, names that no table has. */
  int others() {
    return others;
  }

  String name(int i) {
    return names.get(order[i]);
  }

  long start(int i) {
    return starts[order[i]];
  }

  long bytes(int i) {
    return sizes[order[i]];
  }

  /** The member of this name; -1 when there is none. */
  int find(byte[] name) {
    int low = 0;
    int high = order.length - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      int comparison = names.compare(order[middle], name);
      if (comparison == 0) {
        return middle;
      }
      if (comparison < 0) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return -1;
  }

  /** By name; of members with the same name only the last. */
  private void sort() {
    int[] all = RowOrder.sort(names.size(), names::compare);
    IntList last = new IntList();
    for (int i = 0; i < all.length; i++) {
      if (i + 1 == all.length || names.compare(all[i], all[i + 1]) != 0) {
        last.add(all[i]);
      }
    }
    order = new int[last.size()];
    Arrays.setAll(order, last::get);
  }

  /**
   * Takes the member whose header stands here.
   *
   * @return where the next header stands; -1 at the end
   */
  private long member(long at) throws IOException {
    long left = channel.size() - at;
    if (left == 0) {
      return -1;
    }
    if (left < BLOCK) {
      throw damaged(at, "a header is cut off");
    }
    byte[] header = bytes(at, BLOCK);
    if (isZero(header)) {
      return -1;
    }
    if (!checksumFits(header)) {
      throw damaged(at, "not a tar header");
    }
    long size = size(header, at);
    long start = at + BLOCK;
    if (size > channel.size() - start) {
      throw damaged(at, "a member of " + size + " bytes goes beyond the end of the archive");
    }
    switch (header[156]) {
      case 'L' -> nextName = Optional.of(text(extension(start, size)));
      case 'x' -> readPax(extension(start, size), start);
      case 'K', 'g' -> {} // a long link's target; attributes of the whole archive
      default -> {
        member(header[156], nextName.orElseGet(() -> name(header)), start, size);
        nextName = Optional.empty();
        nextSize = Optional.empty();
        nextIsSparse = false;
      }
    }
    long next = start + (size + BLOCK - 1) / BLOCK * BLOCK;
    return Math.min(next, channel.size());
  }

  private void member(byte type, String name, long start, long size) {
    switch (type) {
      case '0', 0, '7' -> add(name, start, size);
      case '1', '2' -> links++;
      case '5', 'D', 'V' -> {} // folders, with or without the names in them; the archive's title
      default -> others++; // devices; 'S', a sparse file of GNU
    }
  }

  private void add(String name, long start, long size) {
    String plain = name.startsWith("./") ? name.substring(2) : name;
    try {
      KaptureImages.checkPath(plain);
    } catch (IllegalArgumentException e) {
      others++; // leads out, or is no name that a kapture has
      return;
    }
    if (nextIsSparse) {
      others++; // not the file's bytes but those that are not zero
      return;
    }
    if (names.size() == starts.length) {
      starts = Arrays.copyOf(starts, names.size() + (names.size() >> 1));
      sizes = Arrays.copyOf(sizes, starts.length);
    }
    int i = names.add(plain);
    starts[i] = start;
    sizes[i] = size;
  }

  private byte[] extension(long start, long size) throws IOException {
    if (size > MAX_EXTENSION) {
      throw damaged(start - BLOCK, "an extended header of " + size + " bytes");
    }
    return bytes(start, (int) size);
  }

  private byte[] bytes(long at, int count) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(count);
    channel.position(at);
    while (buffer.hasRemaining()) {
      if (channel.read(buffer) < 0) {
        throw damaged(at, "the archive has become shorter");
      }
    }
    return buffer.array();
  }

  /** Records of "LENGTH KEY=VALUE\n"; path, size and whether it is sparse matter here. */
  private void readPax(byte[] records, long start) {
    int at = 0;
    while (at < records.length) {
      int blank = at;
      int length = 0;
      while (blank < records.length && Character.isDigit(records[blank]) && length < 1 << 24) {
        length = length * 10 + records[blank++] - '0';
      }
      int end = at + length;
      if (blank >= end || end > records.length || records[blank] != ' ') {
        throw damaged(start + at, "an extended header without a length");
      }
      String record =
          new String(records, blank + 1, end - blank - 1, StandardCharsets.UTF_8).strip();
      if (record.startsWith("path=")) {
        nextName = Optional.of(record.substring(5));
      } else if (record.startsWith("size=")) {
        nextSize = Optional.of(record.substring(5));
      }
      nextIsSparse |= record.startsWith("GNU.sparse.");
      at = end;
    }
  }

  private long size(byte[] header, long at) {
    if (nextSize.isPresent() && header[156] != 'x' && header[156] != 'L') {
      try {
        return checkSize(Long.parseLong(nextSize.get()), at);
      } catch (NumberFormatException e) {
        throw damaged(at, "the size '" + nextSize.get() + "' is no number");
      }
    }
    if ((header[124] & 0x80) != 0) {
      // GNU: big endian in the eleven bytes that follow the mark.
      long size = 0;
      for (int i = 125; i < 136; i++) {
        if (size >>> 48 != 0) {
          throw damaged(at, "a size beyond all files");
        }
        size = size << 8 | Byte.toUnsignedInt(header[i]);
      }
      return checkSize(size, at);
    }
    return checkSize(octal(header, 124, 12), at);
  }

  private long checkSize(long size, long at) {
    if (size < 0) {
      throw damaged(at, "a size that is no number");
    }
    return size;
  }

  /** -1 when it is no number. */
  private static long octal(byte[] header, int from, int length) {
    String text =
        new String(header, from, length, StandardCharsets.ISO_8859_1).replace('\0', ' ').strip();
    try {
      return text.isEmpty() ? 0 : Long.parseLong(text, 8);
    } catch (NumberFormatException e) {
      return -1;
    }
  }

  private static String name(byte[] header) {
    String name = text(Arrays.copyOfRange(header, 0, 100));
    boolean ustar = new String(header, 257, 6, StandardCharsets.ISO_8859_1).equals("ustar\0");
    String prefix = ustar ? text(Arrays.copyOfRange(header, 345, 500)) : "";
    return prefix.isEmpty() ? name : prefix + "/" + name;
  }

  private static String text(byte[] bytes) {
    int end = 0;
    while (end < bytes.length && bytes[end] != 0) {
      end++;
    }
    return new String(bytes, 0, end, StandardCharsets.UTF_8);
  }

  private static boolean isZero(byte[] header) {
    for (byte b : header) {
      if (b != 0) {
        return false;
      }
    }
    return true;
  }

  /** The sum of all bytes, the field of the sum itself taken as blanks. */
  static long checksum(byte[] header) {
    long sum = 0;
    for (int i = 0; i < BLOCK; i++) {
      sum += i >= 148 && i < 156 ? ' ' : Byte.toUnsignedInt(header[i]);
    }
    return sum;
  }

  private static boolean checksumFits(byte[] header) {
    return octal(header, 148, 8) == checksum(header);
  }

  private SeqlocException damaged(long at, String what) {
    return new SeqlocException(
        archive + " is damaged at byte " + at + ": " + what + "; pack it again");
  }
}
