package org.seqloc.bags.mcap;

import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.seqloc.bags.MappedFile;
import org.seqloc.bags.Section;
import org.seqloc.bags.Warnings;

/**
 * Reads the summary section: the fast way to open a file. It is taken only when it is complete;
 * what it may leave out is told by {@link DataScan}.
 */
final class SummaryReader {

  private static final int TAIL_LENGTH =
      McapFormat.HEAD_LENGTH + McapFormat.FOOTER_LENGTH + McapFormat.MAGIC_LENGTH;
  private static final int CRC_LENGTH = 4;

  private final MappedFile file;
  private final long dataStart;
  private final long summaryStart;
  private final Warnings warnings;
  private final Channels channels = new Channels();
  private final ChunkList chunks;
  private final Map<Integer, Long> counts = new HashMap<>();
  private Optional<Statistics> statistics = Optional.empty();
  private boolean complete = true;
  private long extraRecords;

  /** What a statistics record tells of the whole file. */
  private record Statistics(
      long messages, long channels, long chunks, long startNanos, long endNanos) {}

  private SummaryReader(MappedFile file, long dataStart, long summaryStart, Warnings warnings) {
    this.file = file;
    this.dataStart = dataStart;
    this.summaryStart = summaryStart;
    this.warnings = warnings;
    this.chunks = new ChunkList(file);
  }

  /** Whether the file ends with a footer, as every whole file does. */
  static boolean hasFooter(MappedFile file) {
    if (file.size() < TAIL_LENGTH) {
      return false;
    }
    Section tail = file.section(file.size() - TAIL_LENGTH, file.size());
    return tail.byteAt(0) == McapFormat.OP_FOOTER
        && tail.u64(1) == McapFormat.FOOTER_LENGTH
        && tail.u64(TAIL_LENGTH - McapFormat.MAGIC_LENGTH) == McapFormat.MAGIC;
  }

  /**
   * The summary of a file with a footer; empty when there is none, or none that tells all.
   *
   * @param dataStart where the data section starts
   * @param warnings hears of damage beside the chunks
   * @throws org.seqloc.core.SeqlocException when it is damaged
   */
  static Optional<McapIndex> read(MappedFile file, long dataStart, Warnings warnings) {
    long footerStart = file.size() - TAIL_LENGTH;
    Section footer = file.section(footerStart, file.size());
    Fields fields = new Fields(footer, McapFormat.HEAD_LENGTH, footer.length());
    long summaryStart = fields.u64();
    long offsetsStart = fields.u64();
    long crc = fields.u32();
    if (summaryStart == 0) {
      return Optional.empty();
    }
    if (summaryStart < dataStart || summaryStart > footerStart) {
      throw footer.damaged(
          0, "the summary is said to start at byte " + Long.toUnsignedString(summaryStart));
    }
    if (offsetsStart != 0 && (offsetsStart < summaryStart || offsetsStart > footerStart)) {
      throw footer.damaged(
          0,
          "the summary's offsets are said to start at byte " + Long.toUnsignedString(offsetsStart));
    }
    Section tail = file.section(summaryStart, file.size());
    int crcAt = tail.length() - McapFormat.MAGIC_LENGTH - CRC_LENGTH;
    if (crc != 0 && tail.crc32(0, crcAt) != crc) {
      throw tail.damaged(0, "the summary's checksum does not hold");
    }
    long end = offsetsStart == 0 ? footerStart : offsetsStart;
    return new SummaryReader(file, dataStart, summaryStart, warnings)
        .read(tail.part(0, (int) (end - summaryStart)));
  }

  private Optional<McapIndex> read(Section summary) {
    // Channels may stand before their schemas.
    for (Records records = new Records(summary); records.next(); ) {
      if (records.op() == McapFormat.OP_SCHEMA) {
        channels.addSchema(records);
      }
    }
    for (Records records = new Records(summary); records.next(); ) {
      switch (records.op()) {
        case McapFormat.OP_CHANNEL -> addChannel(records);
        case McapFormat.OP_CHUNK_INDEX -> addChunk(records);
        case McapFormat.OP_STATISTICS -> addStatistics(records);
        default -> {}
      }
    }
    return isComplete() && tellsAllMessages() && countMessages()
        ? Optional.of(index())
        : Optional.empty();
  }

  private void addChannel(Records record) {
    Fields fields = record.fields();
    fields.u16();
    if (channels.hasSchema(fields.u16())) {
      channels.addChannel(record);
    } else {
      complete = false;
    }
  }

  private void addChunk(Records record) {
    Fields fields = record.fields();
    long startNanos = fields.u63("a chunk's start time");
    long endNanos = fields.u63("a chunk's end time");
    long start = fields.u63("a chunk's offset");
    long length = fields.u63("a chunk's length");
    BitSet present = new BitSet();
    for (Fields offsets = fields.array("a list of message indexes"); offsets.hasNext(); ) {
      present.set(offsets.u16());
      offsets.u64();
    }
    long indexLength = fields.u63("a message index's length");
    if (start < dataStart
        || length < McapFormat.HEAD_LENGTH
        || length > summaryStart - start
        || indexLength > summaryStart - start - length) {
      throw record.damaged(
          String.format("a chunk of %d bytes is said to start at byte %d", length, start));
    }
    long end = start + length;
    long indexEnd = present.isEmpty() ? end : end + indexLength;
    chunks.add(ChunkInfo.chunk(start, end, indexEnd, startNanos, endNanos, present));
    complete &= present.stream().allMatch(channels::has);
  }

  private void addStatistics(Records record) {
    Fields fields = record.fields();
    long messages = fields.u63("a number of messages");
    fields.u16();
    long channelCount = fields.u32();
    fields.u32();
    fields.u32();
    long chunkCount = fields.u32();
    long startNanos = fields.u63("the start time");
    long endNanos = fields.u63("the end time");
    statistics =
        Optional.of(new Statistics(messages, channelCount, chunkCount, startNanos, endNanos));
    for (Fields entries = fields.array("the message counts"); entries.hasNext(); ) {
      int channel = entries.u16();
      counts.put(channel, entries.u63("a number of messages"));
    }
  }

  private boolean isComplete() {
    if (!complete || chunks.all().isEmpty()) {
      return false;
    }
    checkPlaces();
    if (!counts.keySet().stream().allMatch(channels::has)) {
      return false;
    }
    boolean indexed = chunks.all().stream().allMatch(ChunkInfo::hasMessageIndex);
    return statistics
        .map(
            s -> s.channels() == channels.connections().size() && s.chunks() == chunks.all().size())
        .orElse(indexed);
  }

  /** False where messages lie beside the chunks, or chunks that the summary leaves out. */
  private boolean tellsAllMessages() {
    long at = dataStart;
    for (ChunkInfo chunk : chunks.all()) {
      if (hasMessages(at, chunk.start())) {
        return false;
      }
      at = chunk.indexEnd();
    }
    return !hasMessages(at, summaryStart);
  }

  private boolean hasMessages(long from, long to) {
    for (long at = from; to - at >= McapFormat.HEAD_LENGTH; ) {
      Section head = file.section(at, at + McapFormat.HEAD_LENGTH);
      int op = head.byteAt(0) & 0xff;
      long length = head.u64(1);
      if (op == McapFormat.OP_MESSAGE || op == McapFormat.OP_CHUNK) {
        return true;
      }
      if (op == 0 || length < 0 || length > to - at - McapFormat.HEAD_LENGTH) {
        // The chunks' places are known without it.
        warnings.add(file.damaged(at, "no record between chunks").getMessage());
        return false;
      }
      long end = at + McapFormat.HEAD_LENGTH + length;
      extraRecords += McapFormat.isExtra(file, op, at, end) ? 1 : 0;
      at = end;
    }
    return false;
  }

  /** Counts by the message indexes what the statistics leave out; false when it cannot. */
  private boolean countMessages() {
    long counted = counts.values().stream().mapToLong(Long::longValue).sum();
    if (statistics.isPresent() && statistics.get().messages() == counted) {
      return true;
    }
    counts.clear();
    for (ChunkInfo chunk : chunks.all()) {
      if (!chunk.hasMessageIndex()) {
        return false;
      }
      Section section = file.section(chunk.end(), chunk.indexEnd());
      for (Records records = new Records(section); records.next(); ) {
        if (records.op() == McapFormat.OP_MESSAGE_INDEX) {
          MessageIndex index = MessageIndex.read(records);
          counts.merge(index.channel(), (long) index.count(), Long::sum);
        }
      }
    }
    return counts.keySet().stream().allMatch(channels::has);
  }

  private void checkPlaces() {
    List<ChunkInfo> all = chunks.all();
    all.sort(Comparator.comparingLong(ChunkInfo::start));
    for (int i = 1; i < all.size(); i++) {
      if (all.get(i).start() < all.get(i - 1).indexEnd()) {
        throw file.damaged(
            all.get(i).start(), "a chunk is said to start here, within the one before");
      }
    }
  }

  private McapIndex index() {
    long start =
        statistics
            .map(Statistics::startNanos)
            .orElseGet(
                () -> chunks.all().stream().mapToLong(ChunkInfo::startNanos).min().orElse(0));
    long end =
        statistics
            .map(Statistics::endNanos)
            .orElseGet(() -> chunks.all().stream().mapToLong(ChunkInfo::endNanos).max().orElse(0));
    return new McapIndex(channels.connections(), chunks.all(), counts, start, end, extraRecords);
  }
}
