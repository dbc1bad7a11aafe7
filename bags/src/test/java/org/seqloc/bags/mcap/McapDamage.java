package org.seqloc.bags.mcap;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.seqloc.bags.Bag;
import org.seqloc.bags.BagCursor;
import org.seqloc.bags.Compression;
import org.seqloc.bags.Connection;
import org.seqloc.bags.mcap.McapSamples.Sample;
import org.seqloc.bags.mcap.McapWriter.Profile;
import org.seqloc.core.SeqlocException;

/** Sample files to be damaged, and what comes of reading them. */
abstract class McapDamage {

  private static final int TOPICS = 2;
  static final List<Connection> CONNECTIONS = McapSamples.ros1(TOPICS);
  static final List<Sample> SAMPLES = McapSamples.random(60, TOPICS, 200, 0, 8);
  static final List<String> LINES = McapSamples.lines(CONNECTIONS, SAMPLES);

  @TempDir Path folder;
  Path file;
  private int opened;

  @BeforeEach
  void nameFile() {
    file = folder.resolve("a.mcap");
  }

  /** What came of a file: the messages up to the first error, the errors and the warnings. */
  record Outcome(List<String> lines, List<String> complaints, boolean opened) {
    void assertComplains(String part) {
      assertTrue(complaints.get(0).contains(part), complaints::toString);
    }
  }

  Outcome read(byte[] bytes) throws IOException {
    Files.write(file, bytes);
    if (++opened % 500 == 0) {
      // Files stay mapped until their memory is collected; thousands of mappings are slow.
      System.gc();
    }
    List<String> lines = new ArrayList<>();
    List<String> complaints = new ArrayList<>();
    boolean opened = false;
    try (Bag bag = Bag.open(file)) {
      opened = true;
      try (BagCursor messages = bag.messages()) {
        messages.forEachRemaining(m -> lines.add(McapSamples.line(m)));
        bag.info();
      } finally {
        complaints.addAll(bag.warnings());
      }
    } catch (SeqlocException e) {
      complaints.add(e.getMessage());
    }
    for (String complaint : complaints) {
      assertTrue(complaint.startsWith(file + ": "), complaint);
      assertFalse(complaint.chars().anyMatch(c -> c < ' '), complaint);
      assertTrue(complaint.length() < 400 + 3 * file.toString().length(), complaint);
    }
    return new Outcome(lines, complaints, opened);
  }

  byte[] sample(Compression compression) throws IOException {
    McapSamples.write(file, Profile.ROS1, compression, 700, CONNECTIONS, SAMPLES);
    return Files.readAllBytes(file);
  }

  static void start(ByteBuf out) {
    out.writeLongLE(McapFormat.MAGIC);
    new RecordWriter(out).begin(McapFormat.OP_HEADER).text("ros1").text("test").end();
  }

  static void finish(ByteBuf out) {
    RecordWriter writer = new RecordWriter(out);
    writer.begin(McapFormat.OP_DATA_END).u32(0).end();
    writer.begin(McapFormat.OP_FOOTER).u64(0).u64(0).u32(0).end();
    out.writeLongLE(McapFormat.MAGIC);
  }

  static void appendUnchunked(ByteBuf out) {
    appendRecords(out);
    finish(out);
  }

  static void appendRecords(ByteBuf out) {
    RecordWriter writer = new RecordWriter(out);
    writer.schema(1, CONNECTIONS.get(0));
    CONNECTIONS.forEach(c -> writer.channel(c, 1));
    for (Sample sample : SAMPLES) {
      writer
          .begin(McapFormat.OP_MESSAGE)
          .u16(sample.connection())
          .u32(0)
          .u64(sample.nanos())
          .u64(sample.nanos());
      out.writeBytes(sample.payload().duplicate());
      writer.end();
    }
  }

  /** A file of one chunk. */
  static byte[] chunked(String compression, byte[] data, long length) {
    ByteBuf out = Unpooled.buffer();
    start(out);
    RecordWriter writer = new RecordWriter(out);
    writer
        .begin(McapFormat.OP_CHUNK)
        .u64(0)
        .u64(0)
        .u64(length)
        .u32(0)
        .text(compression)
        .u64(data.length);
    out.writeBytes(data);
    writer.end();
    finish(out);
    return ByteBufUtil.getBytes(out);
  }

  /** How many messages end before the cut: their payloads are looked for, each behind the last. */
  static int wholeMessages(byte[] bytes, int cut) {
    ByteBuf all = Unpooled.wrappedBuffer(bytes, 0, cut);
    int count = 0;
    for (Sample sample : SAMPLES) {
      ByteBuf stamped = Unpooled.buffer();
      stamped.writeLongLE(sample.nanos()).writeLongLE(sample.nanos());
      stamped.writeBytes(sample.payload().duplicate());
      int at = ByteBufUtil.indexOf(stamped, all);
      if (at < 0) {
        return count;
      }
      count++;
    }
    return count;
  }

  static boolean isSubsequence(List<String> part, List<String> whole) {
    int i = 0;
    for (String line : whole) {
      if (i < part.size() && part.get(i).equals(line)) {
        i++;
      }
    }
    return i == part.size();
  }

  /** Where the first record of a kind starts. */
  static int at(byte[] bytes, int op) {
    int at = McapFormat.MAGIC_LENGTH;
    while (bytes[at] != op) {
      at = recordEnd(bytes, at);
    }
    return at;
  }

  static int recordEnd(byte[] bytes, int at) {
    return at
        + McapFormat.HEAD_LENGTH
        + (int) ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong(at + 1);
  }

  /** Where the next chunk behind the record starts. */
  static int nextChunk(byte[] bytes, int record) {
    int at = recordEnd(bytes, record);
    return bytes[at] == McapFormat.OP_CHUNK ? at : nextChunk(bytes, at);
  }

  static byte[] edited(byte[] bytes, Consumer<ByteBuffer> edit) {
    byte[] copy = bytes.clone();
    edit.accept(ByteBuffer.wrap(copy).order(ByteOrder.LITTLE_ENDIAN));
    return copy;
  }
}
