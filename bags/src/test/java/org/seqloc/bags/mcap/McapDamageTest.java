package org.seqloc.bags.mcap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.seqloc.bags.Bag;
import org.seqloc.bags.Compression;
import org.seqloc.bags.Connection;
import org.seqloc.bags.mcap.McapSamples.Sample;
import org.seqloc.bags.mcap.McapWriter.Profile;
import org.seqloc.core.SeqlocException;

/** Files that are not whole: read up to the damage, which is told in one line that says where. */
@Timeout(120)
class McapDamageTest extends McapDamage {

  @Test
  void saysWhatAFileIs() throws IOException {
    assertEquals(
        List.of(file + ": cut off within its first bytes, after 5; nothing of it can be saved"),
        read(Arrays.copyOf(sample(Compression.NONE), 5)).complaints());
    byte[] otherVersion = sample(Compression.NONE);
    otherVersion[5] = '1';
    read(otherVersion).assertComplains("an MCAP file of version 0x31");
    read("\u0089PNG\r\n".getBytes(StandardCharsets.ISO_8859_1))
        .assertComplains("neither a rosbag v2.0 nor an MCAP file");
    read(Arrays.copyOf(sample(Compression.NONE), 20)).assertComplains("byte 8:");
  }

  @ParameterizedTest
  @EnumSource(
      value = Compression.class,
      names = {"NONE", "LZ4", "ZSTD"})
  void givesNothingFalseWhereAByteIsFlipped(Compression compression) throws IOException {
    byte[] bytes = sample(compression);
    SplittableRandom random = new SplittableRandom(1);
    int silent = 0;
    int step = 12;
    for (int at = 0; at < bytes.length; at += 1 + random.nextInt(2 * step)) {
      byte[] damaged = bytes.clone();
      damaged[at] ^= (byte) (1 + random.nextInt(255));
      Outcome outcome = read(damaged);
      assertTrue(isSubsequence(outcome.lines(), LINES), "byte " + at);
      if (outcome.complaints().isEmpty()) {
        assertEquals(LINES, outcome.lines(), "byte " + at);
        silent++;
      }
    }
    // The message indexes tell nothing that the chunks do not; the profile and the like nothing.
    assertTrue(silent < bytes.length / step / 3, silent + " of " + bytes.length / step);
  }

  @Test
  void asManyChannelsAsThereCanBeAreNoTrouble() throws IOException {
    int count = McapFormat.MAX_IDS - 1;
    List<Connection> connections = McapSamples.ros2(count);
    List<Sample> samples = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      samples.add(new Sample(i, 1_000_000_000L + i, Unpooled.wrappedBuffer(new byte[8])));
    }
    McapSamples.write(file, Profile.ROS2, Compression.LZ4, 1 << 20, connections, samples);
    byte[] bytes = Files.readAllBytes(file);
    for (int cut : new int[] {0, 1}) {
      Files.write(file, Arrays.copyOf(bytes, bytes.length - cut));
      try (Bag bag = Bag.open(file)) {
        assertEquals(count, bag.connections().size());
        assertEquals(count, bag.info().topics().size());
        assertEquals(count, McapSamples.lines(bag.messages()).size());
        assertEquals(cut, bag.warnings().size());
      }
    }
  }

  @Test
  void unknownRecordsAndSchemasAreLeftOut() throws IOException {
    ByteBuf out = Unpooled.buffer();
    start(out);
    RecordWriter writer = new RecordWriter(out);
    writer.begin(0x42).text("from the future").end();
    writer.begin(McapFormat.OP_SCHEMA).u16(0).text("none").text("").text("").end();
    writer.begin(0x99).text("private").end();
    appendUnchunked(out);
    Outcome outcome = read(ByteBufUtil.getBytes(out));
    assertEquals(LINES, outcome.lines());
    assertEquals(List.of(), outcome.complaints());
  }

  @Test
  void aMessageOfNoChannelEndsTheFile() throws IOException {
    ByteBuf out = Unpooled.buffer();
    start(out);
    int at = out.writerIndex();
    new RecordWriter(out).begin(McapFormat.OP_MESSAGE).u16(9).u32(0).u64(1).u64(1).end();
    Outcome outcome = read(ByteBufUtil.getBytes(out));
    outcome.assertComplains(
        "damaged at byte " + at + ": a message of channel 9, which is not declared");
  }

  @Test
  void aChannelDeclaredTwiceMustBeTheSame() throws IOException {
    ByteBuf out = Unpooled.buffer();
    start(out);
    RecordWriter writer = new RecordWriter(out);
    writer.schema(1, CONNECTIONS.get(0));
    writer.channel(CONNECTIONS.get(0), 1);
    writer.channel(CONNECTIONS.get(0), 1);
    int at = out.writerIndex();
    writer.channel(CONNECTIONS.get(1).withId(0), 1);
    Outcome outcome = read(ByteBufUtil.getBytes(out));
    outcome.assertComplains("damaged at byte " + at + ": channel 0 is declared a");
  }

  @Test
  void refusesToReadAFolderAndWhatIsNotThere() {
    assertTrue(
        assertThrows(SeqlocException.class, () -> McapReader.open(folder))
            .getMessage()
            .contains("a folder"));
    assertTrue(
        assertThrows(SeqlocException.class, () -> McapReader.open(file))
            .getMessage()
            .contains("no such file"));
  }
}
