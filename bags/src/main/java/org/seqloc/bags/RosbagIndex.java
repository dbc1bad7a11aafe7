package org.seqloc.bags;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.seqloc.bags.Fields.Name;
import org.seqloc.core.SeqlocException;

/**
 * A bag's head and tail: the header record behind the magic line and, where that points to, the
 * connection and chunk info records that {@link RosbagWriter#close} writes.
 *
 * @param connections in the order of the file
 * @param chunks by position in the file
 */
record RosbagIndex(List<Connection> connections, List<ChunkInfo> chunks) {

  static final String MAGIC = "#ROSBAG V2.0\n";

  private static final Pattern OTHER_VERSION =
      Pattern.compile("#(?:ROSBAG|ROSRECORD) V(\\d\\.\\d)\n");

  /** Where the first chunk may start. */
  static final int HEADER_AT = MAGIC.length();

  // The header record is 4096 bytes long when written by ROS; other writers may pad it otherwise.
  private static final long MAX_HEADER_LENGTH = 1 << 20;

  static RosbagIndex read(MappedFile file) {
    checkMagic(file);
    Section head = file.section(HEADER_AT, Math.min(file.size(), HEADER_AT + MAX_HEADER_LENGTH));
    BagRecord record = new BagRecord().read(head, 0, BagRecord.OP_BAG_HEADER);
    String encryptor = record.fields.optionalText(Name.ENCRYPTOR).orElse("");
    if (!encryptor.isEmpty() && !encryptor.equals("rosbag/NoEncryptor")) {
      throw new SeqlocException(
          String.format(
              "%s: encrypted by %s, which is not supported; decrypt it with `rosbag encrypt -p"
                  + " rosbag/NoEncryptor %s`",
              file.path(), encryptor, file.path()));
    }
    long firstChunk = HEADER_AT + (long) record.next();
    long indexPos = record.fields.u64(Name.INDEX_POS);
    long connectionCount = record.fields.u32(Name.CONN_COUNT);
    long chunkCount = record.fields.u32(Name.CHUNK_COUNT);
    if (indexPos == 0) {
      throw unindexed(file, HEADER_AT, "has no index, the recording did not end properly");
    }
    if (indexPos < firstChunk) {
      throw file.damaged(HEADER_AT, "the index is said to start at byte " + indexPos);
    }
    if (indexPos > file.size() || (indexPos == file.size() && connectionCount + chunkCount > 0)) {
      throw unindexed(file, file.size(), "is cut off, its index should start at byte " + indexPos);
    }
    Section tail = file.section(indexPos, file.size());
    int at = 0;
    List<Connection> connections = new ArrayList<>();
    Map<Integer, Integer> indexOfId = new HashMap<>();
    for (long i = 0; i < connectionCount; i++) {
      checkTail(file, tail, at, connectionCount - i + " connection records");
      record.read(tail, at, BagRecord.OP_CONNECTION);
      Connection connection = connection(record);
      if (indexOfId.put(connection.id(), connections.size()) != null) {
        throw record.damaged("a second connection with id " + connection.id());
      }
      connections.add(connection);
      at = record.next();
    }
    List<ChunkInfo> chunks = new ArrayList<>();
    for (long i = 0; i < chunkCount; i++) {
      checkTail(file, tail, at, chunkCount - i + " chunk info records");
      record.read(tail, at, BagRecord.OP_CHUNK_INFO);
      ChunkInfo chunk = chunkInfo(record, indexOfId);
      if (chunk.start() < firstChunk || chunk.start() >= indexPos) {
        throw record.damaged("a chunk is said to start at byte " + chunk.start());
      }
      chunks.add(chunk);
      at = record.next();
    }
    return new RosbagIndex(List.copyOf(connections), placed(file, chunks, indexPos));
  }

  private static void checkMagic(MappedFile file) {
    if (file.size() == 0) {
      throw new SeqlocException(file.path() + ": empty file, 0 bytes; name a recorded bag");
    }
    Section start = file.section(0, Math.min(file.size(), HEADER_AT));
    String text = start.text(0, start.length());
    if (text.equals(MAGIC)) {
      return;
    }
    if (MAGIC.startsWith(text)) {
      throw new SeqlocException(
          String.format(
              "%s: cut off within its first line, after %d bytes; nothing of it can be saved",
              file.path(), file.size()));
    }
    Section line = file.section(0, Math.min(file.size(), 20));
    Matcher other = OTHER_VERSION.matcher(line.text(0, line.length()));
    if (other.lookingAt()) {
      throw new SeqlocException(
          String.format(
              "%s: a bag of format version %s, 2.0 is supported; convert it with `rosbag filter %s"
                  + " out.bag True`",
              file.path(), other.group(1), file.path()));
    }
    throw new SeqlocException(
        String.format(
            "%s: not a rosbag v2.0 file: starts with %s instead of \"#ROSBAG V2.0\"",
            file.path(), quoted(start)));
  }

  private static String quoted(Section start) {
    StringBuilder text = new StringBuilder("\"");
    for (int i = 0; i < start.length(); i++) {
      int b = start.byteAt(i) & 0xff;
      if (b >= ' ' && b < 0x7f) {
        text.append((char) b);
      } else {
        text.append(String.format("\\x%02x", b));
      }
    }
    return text.append('"').toString();
  }

  private static SeqlocException unindexed(MappedFile file, long offset, String what) {
    return new SeqlocException(
        String.format(
            "%s: %s (byte %d); mend it with `rosbag reindex %s`",
            file.path(), what, offset, file.path()));
  }

  private static void checkTail(MappedFile file, Section tail, int at, String missing) {
    if (at >= tail.length()) {
      throw unindexed(file, file.size(), "is cut off, its index lacks " + missing);
    }
  }

  private static Connection connection(BagRecord record) {
    Fields data = new Fields();
    data.set(record.section(), record.dataAt(), record.next());
    return new Connection(
        record.fields.id(Name.CONN),
        record.fields.text(Name.TOPIC),
        data.text(Name.TYPE),
        data.text(Name.MD5SUM),
        data.optionalText(Name.MESSAGE_DEFINITION).orElse(""),
        data.optionalText(Name.LATCHING).orElse("0").equals("1"),
        data.optionalText(Name.CALLERID).orElse(""));
  }

  /** The chunk that the record tells of; where it ends is not known yet. */
  private static ChunkInfo chunkInfo(BagRecord record, Map<Integer, Integer> indexOfId) {
    Fields fields = record.fields;
    if (fields.u32(Name.VER) != 1) {
      throw record.damaged("a chunk info record of version " + fields.u32(Name.VER) + ", not 1");
    }
    long count = fields.u32(Name.COUNT);
    if (record.dataLength() != 8 * count) {
      throw record.damaged(
          "a chunk info record of " + count + " connections has " + record.dataLength() + " bytes");
    }
    int[] connections = new int[(int) count];
    int[] counts = new int[(int) count];
    for (int i = 0; i < count; i++) {
      int at = record.dataAt() + 8 * i;
      int id = (int) record.section().u32(at);
      Integer index = indexOfId.get(id);
      if (index == null) {
        throw record.section().damaged(at, "a chunk has messages of an unknown connection " + id);
      }
      connections[i] = index;
      counts[i] = (int) record.section().u32(at + 4);
    }
    if (Arrays.stream(connections).distinct().count() != count) {
      throw record.damaged("a chunk info record lists a connection twice");
    }
    return new ChunkInfo(
        fields.u64(Name.CHUNK_POS),
        -1,
        fields.time(Name.START_TIME),
        fields.time(Name.END_TIME),
        connections,
        counts);
  }

  private static List<ChunkInfo> placed(MappedFile file, List<ChunkInfo> chunks, long indexPos) {
    chunks.sort(Comparator.comparingLong(ChunkInfo::start));
    List<ChunkInfo> placed = new ArrayList<>(chunks.size());
    for (int i = 0; i < chunks.size(); i++) {
      ChunkInfo c = chunks.get(i);
      long end = i + 1 < chunks.size() ? chunks.get(i + 1).start() : indexPos;
      if (end == c.start()) {
        throw file.damaged(end, "two chunks are said to start here");
      }
      placed.add(c.endingAt(end));
    }
    return List.copyOf(placed);
  }

  static byte[] magicBytes() {
    return MAGIC.getBytes(StandardCharsets.US_ASCII);
  }
}
