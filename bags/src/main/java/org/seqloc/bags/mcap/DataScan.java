package org.seqloc.bags.mcap;

import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.seqloc.bags.DamagedBagException;
import org.seqloc.bags.MappedFile;
import org.seqloc.bags.Section;
import org.seqloc.bags.Warnings;
import org.seqloc.core.SeqlocException;

/**
 * Reads the data section record by record: for files without a summary that tells all, and for what
 * is left of files that were cut off or damaged. Of a chunk with message indexes only these are
 * read. What cannot be read becomes a warning; a damaged record ends the scan, since what follows
 * it cannot be found, a damaged chunk is passed over.
 */
final class DataScan {

  // Messages without chunks are listed by stretches, so that their list stays small.
  private static final long STRETCH_LENGTH = 1 << 20;
  private static final long WINDOW_LENGTH = 4 << 20;
  private static final long MAX_CHUNK_HEAD = 64 << 10;

  private final MappedFile file;
  private final Channels channels = new Channels();
  private final ChunkList chunks;
  private final long[] counts = new long[McapFormat.MAX_IDS];
  private final Warnings warnings;
  private Section window;
  private long windowStart;
  private long position;
  private Optional<PendingChunk> pending = Optional.empty();
  // Of a chunk record that goes on beyond the file, whose messages are read one by one.
  private Optional<SeqlocException> wrongLength = Optional.empty();
  private Messages stretch = new Messages();
  private long stretchStart;
  private long stretchEnd;
  private long extraRecords;

  /** Some messages: how many there are of each channel, and their times. */
  private static final class Messages {
    final Map<Integer, Long> counts = new HashMap<>();
    final BitSet channels = new BitSet();
    long startNanos = Long.MAX_VALUE;
    long endNanos;

    void add(int channel, long nanos) {
      add(channel, 1);
      startNanos = Math.min(startNanos, nanos);
      endNanos = Math.max(endNanos, nanos);
    }

    void add(int channel, int count) {
      if (count > 0) {
        channels.set(channel);
        counts.merge(channel, (long) count, Long::sum);
      }
    }

    boolean isEmpty() {
      return counts.isEmpty();
    }
  }

  /** A chunk record whose message indexes are being read. */
  private static final class PendingChunk {
    final Chunk chunk;
    final long start;
    final long end;
    final Messages indexed = new Messages();
    long indexEnd;
    boolean indexSound = true;

    PendingChunk(Chunk chunk, long start, long end) {
      this.chunk = chunk;
      this.start = start;
      this.end = end;
      this.indexEnd = end;
    }
  }

  private DataScan(MappedFile file, long dataStart, Warnings warnings) {
    this.file = file;
    this.chunks = new ChunkList(file);
    this.warnings = warnings;
    this.position = dataStart;
    this.windowStart = dataStart;
    this.window = file.section(dataStart, dataStart);
  }

  /**
   * Reads what can be read.
   *
   * @param dataStart where the data section starts
   * @param warnings hears of what is lost
   */
  static McapIndex scan(MappedFile file, long dataStart, Warnings warnings) {
    DataScan scan = new DataScan(file, dataStart, warnings);
    boolean whole = false;
    try {
      whole = scan.readRecords();
    } catch (SeqlocException e) {
      scan.warn(e);
    }
    // What is cut off may be the rest of a chunk's indexes.
    scan.finishChunk(whole);
    scan.finishStretch();
    return scan.index();
  }

  /** Reads to the end of the data section; false when the file ends before. */
  private boolean readRecords() {
    while (true) {
      long left = file.size() - position;
      if (left < McapFormat.HEAD_LENGTH) {
        throw file.damaged(position, "the file is cut off here, it has no end of data");
      }
      int at = inWindow(McapFormat.HEAD_LENGTH);
      int op = window.byteAt(at) & 0xff;
      long length = window.u64(at + 1);
      if (op == 0) {
        throw file.damaged(position, "no record, its kind is 0");
      }
      if (op == McapFormat.OP_DATA_END || op == McapFormat.OP_FOOTER) {
        checkEnd();
        return true;
      }
      if (length < 0 || length > left - McapFormat.HEAD_LENGTH) {
        readCutOff(op, length, left - McapFormat.HEAD_LENGTH);
      } else {
        readRecord(op, position + McapFormat.HEAD_LENGTH + length);
      }
    }
  }

  private void checkEnd() {
    wrongLength.ifPresent(this::warn);
    if (!SummaryReader.hasFooter(file)) {
      warn(file.damaged(position, "the file is cut off behind its data, all messages are there"));
    }
  }

  private void readRecord(int op, long end) {
    if (op != McapFormat.OP_MESSAGE_INDEX) {
      finishChunk(true);
    }
    switch (op) {
      case McapFormat.OP_MESSAGE -> readMessage(end);
      case McapFormat.OP_SCHEMA, McapFormat.OP_CHANNEL -> channels.add(record(end));
      case McapFormat.OP_CHUNK -> {
        finishStretch();
        pending = Optional.of(new PendingChunk(Chunk.read(file, position, end), position, end));
      }
      case McapFormat.OP_MESSAGE_INDEX -> pending.ifPresent(chunk -> readIndex(chunk, end));
      // Attachments, metadata, and what newer writers may add.
      default -> extraRecords += McapFormat.isExtra(file, op, position, end) ? 1 : 0;
    }
    position = end;
  }

  /** A record that goes on beyond the file: of an uncompressed chunk the messages are read. */
  private void readCutOff(int op, long length, long left) {
    SeqlocException cutOff =
        file.damaged(
            position,
            String.format(
                "a %s has a length of %s bytes, %d are left: the file is cut off, or the length is"
                    + " wrong",
                McapFormat.name(op), Long.toUnsignedString(length), left));
    if (op != McapFormat.OP_CHUNK) {
      throw cutOff;
    }
    finishChunk(true);
    finishStretch();
    OptionalLong records =
        Chunk.unfinishedRecords(file, position, Math.min(file.size(), position + MAX_CHUNK_HEAD));
    if (records.isEmpty()) {
      throw cutOff;
    }
    // Where the file is cut off, the last record tells it more exactly.
    wrongLength = Optional.of(cutOff);
    position = records.getAsLong();
  }

  private void readMessage(long end) {
    int headLength = McapFormat.HEAD_LENGTH + McapFormat.MESSAGE_HEAD_LENGTH;
    if (end - position < headLength || end - position > Integer.MAX_VALUE) {
      throw file.damaged(position, "a message record of " + (end - position) + " bytes");
    }
    int at = inWindow(headLength);
    int channel = window.u16(at + McapFormat.HEAD_LENGTH);
    long nanos = window.u64(at + McapFormat.HEAD_LENGTH + 6);
    checkMessage(channel, nanos, position);
    if (end - stretchStart > STRETCH_LENGTH) {
      finishStretch();
    }
    if (stretch.isEmpty()) {
      stretchStart = position;
    }
    stretch.add(channel, nanos);
    stretchEnd = end;
  }

  private void checkMessage(int channel, long nanos, long at) {
    if (!channels.has(channel)) {
      throw file.damaged(at, "a message of channel " + channel + ", which is not declared");
    }
    if (nanos < 0) {
      throw file.damaged(at, "a message logged at " + Long.toUnsignedString(nanos) + " ns");
    }
  }

  private void readIndex(PendingChunk chunk, long end) {
    try {
      MessageIndex index = MessageIndex.read(record(end));
      chunk.indexed.add(index.channel(), index.count());
      chunk.indexEnd = end;
    } catch (SeqlocException e) {
      // The chunk itself tells as well.
      chunk.indexSound = false;
    }
  }

  private void finishStretch() {
    if (!stretch.isEmpty()) {
      add(
          ChunkInfo.stretch(
              stretchStart, stretchEnd, stretch.startNanos, stretch.endNanos, stretch.channels),
          stretch);
      stretch = new Messages();
    }
  }

  /**
   * Lists the chunk whose message indexes were read last.
   *
   * @param whole whether all its message indexes are there
   */
  private void finishChunk(boolean whole) {
    if (pending.isEmpty()) {
      return;
    }
    PendingChunk chunk = pending.get();
    pending = Optional.empty();
    Messages indexed = chunk.indexed;
    if (whole
        && chunk.indexSound
        && !indexed.isEmpty()
        && indexed.channels.stream().allMatch(channels::has)) {
      add(
          ChunkInfo.chunk(
              chunk.start,
              chunk.end,
              chunk.indexEnd,
              chunk.chunk.startNanos(),
              chunk.chunk.endNanos(),
              indexed.channels),
          indexed);
      return;
    }
    try {
      Messages read = readContent(chunk.chunk);
      if (!read.isEmpty()) {
        add(
            ChunkInfo.chunk(
                chunk.start, chunk.end, chunk.end, read.startNanos, read.endNanos, read.channels),
            read);
      }
    } catch (SeqlocException e) {
      warn(e);
    }
  }

  private Messages readContent(Chunk chunk) {
    Messages messages = new Messages();
    Section data = chunk.records(true);
    try {
      for (Records records = new Records(data); records.next(); ) {
        if (records.op() != McapFormat.OP_MESSAGE) {
          channels.add(records);
        } else if (channels.has(records.channel())) {
          messages.add(records.channel(), records.logNanos());
        } else {
          throw records.damaged(
              "a message of channel " + records.channel() + ", which is not declared");
        }
      }
    } catch (DamagedBagException e) {
      warnings.passOver(e, ChunkRun.REST_IS_LOST);
    }
    return messages;
  }

  private void add(ChunkInfo chunk, Messages messages) {
    chunks.add(chunk);
    messages.counts.forEach((channel, count) -> counts[channel] += count);
  }

  /** The record at the position, which ends at {@code end}. */
  private Records record(long end) {
    Records record = new Records(file.section(position, end));
    record.next();
    return record;
  }

  /** Where the position is within the window, which covers that many bytes from there. */
  private int inWindow(int length) {
    if (position - windowStart > window.length() - length) {
      windowStart = position;
      window = file.section(position, Math.min(file.size(), position + WINDOW_LENGTH));
    }
    return (int) (position - windowStart);
  }

  private void warn(SeqlocException e) {
    warnings.add(e.getMessage());
  }

  private McapIndex index() {
    Map<Integer, Long> known = new HashMap<>();
    for (int channel = 0; channel < counts.length; channel++) {
      if (counts[channel] > 0) {
        known.put(channel, counts[channel]);
      }
    }
    List<ChunkInfo> all = chunks.all();
    return new McapIndex(
        channels.connections(),
        all,
        known,
        all.stream().mapToLong(ChunkInfo::startNanos).min().orElse(0),
        all.stream().mapToLong(ChunkInfo::endNanos).max().orElse(0),
        extraRecords);
  }
}
