package org.seqloc.bags.mcap;

import java.nio.charset.StandardCharsets;
import org.seqloc.bags.Compression;
import org.seqloc.bags.MappedFile;
import org.seqloc.bags.Section;

/** What MCAP files are made of: each record is an opcode, a length of 8 bytes, and its content. */
final class McapFormat {

  /** The first and the last bytes of a file, as a little-endian integer. */
  static final long MAGIC = 0x0a0d3050_41434d89L;

  static final int MAGIC_LENGTH = 8;

  /** Length of a record's opcode and length. */
  static final int HEAD_LENGTH = 9;

  /** Length of a message record's content before the payload. */
  static final int MESSAGE_HEAD_LENGTH = 22;

  /** Length of a footer's content. */
  static final int FOOTER_LENGTH = 20;

  static final int OP_HEADER = 0x01;
  static final int OP_FOOTER = 0x02;
  static final int OP_SCHEMA = 0x03;
  static final int OP_CHANNEL = 0x04;
  static final int OP_MESSAGE = 0x05;
  static final int OP_CHUNK = 0x06;
  static final int OP_MESSAGE_INDEX = 0x07;
  static final int OP_CHUNK_INDEX = 0x08;
  static final int OP_ATTACHMENT = 0x09;
  static final int OP_STATISTICS = 0x0b;
  static final int OP_METADATA = 0x0c;
  static final int OP_METADATA_INDEX = 0x0d;
  static final int OP_SUMMARY_OFFSET = 0x0e;
  static final int OP_DATA_END = 0x0f;

  /** How many schemas and channels a file can have: their numbers have 16 bits. */
  static final int MAX_IDS = 1 << 16;

  private static final String ROSBAG2 = "rosbag2";

  private McapFormat() {}

  /** The name of a kind of record, for errors. */
  static String name(int op) {
    return switch (op) {
      case OP_HEADER -> "header record";
      case OP_FOOTER -> "footer record";
      case OP_SCHEMA -> "schema record";
      case OP_CHANNEL -> "channel record";
      case OP_MESSAGE -> "message record";
      case OP_CHUNK -> "chunk record";
      case OP_MESSAGE_INDEX -> "message index record";
      case OP_CHUNK_INDEX -> "chunk index record";
      case OP_ATTACHMENT -> "attachment record";
      case OP_STATISTICS -> "statistics record";
      case OP_METADATA -> "metadata record";
      case OP_METADATA_INDEX -> "metadata index record";
      case OP_SUMMARY_OFFSET -> "summary offset record";
      case OP_DATA_END -> "data end record";
      default -> String.format("record of kind 0x%02x", op);
    };
  }

  /**
   * Whether a record of the data section is an attachment or metadata, but for those that ROS 2
   * writes of the file itself.
   */
  static boolean isExtra(MappedFile file, int op, long start, long end) {
    int nameAt = HEAD_LENGTH + Integer.BYTES;
    int nameEnd = nameAt + ROSBAG2.length();
    if (op != OP_METADATA || end - start < nameEnd) {
      return op == OP_ATTACHMENT || op == OP_METADATA;
    }
    Section head = file.section(start, start + nameEnd);
    return head.u32(HEAD_LENGTH) != ROSBAG2.length()
        || !head.text(nameAt, ROSBAG2.length(), StandardCharsets.US_ASCII).equals(ROSBAG2);
  }

  /** What chunk records call a compression. */
  static String chunkName(Compression compression) {
    return compression == Compression.NONE ? "" : compression.rosName();
  }
}
