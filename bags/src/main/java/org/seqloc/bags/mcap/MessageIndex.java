package org.seqloc.bags.mcap;

import org.seqloc.bags.Section;

/** A message index record: where the messages of one channel lie within the chunk before. */
final class MessageIndex {

  private static final int ENTRY_LENGTH = 16;

  private final Section section;
  private final int channel;
  private final int entriesAt;
  private final int count;

  private MessageIndex(Section section, int channel, int entriesAt, int count) {
    this.section = section;
    this.channel = channel;
    this.entriesAt = entriesAt;
    this.count = count;
  }

  static MessageIndex read(Records record) {
    Fields fields = record.fields();
    int channel = fields.u16();
    Fields entries = fields.array("a message index");
    if (entries.remaining() % ENTRY_LENGTH != 0) {
      throw record.damaged("a message index of " + entries.remaining() + " bytes");
    }
    return new MessageIndex(
        record.section(), channel, entries.at(), entries.remaining() / ENTRY_LENGTH);
  }

  int channel() {
    return channel;
  }

  /** The number of messages. */
  int count() {
    return count;
  }

  /** Log time of a message, nanoseconds. */
  long nanos(int i) {
    return section.u64(entriesAt + i * ENTRY_LENGTH);
  }

  /** Where its record starts in the decompressed chunk. */
  long offset(int i) {
    return section.u64(entriesAt + i * ENTRY_LENGTH + 8);
  }
}
