package org.seqloc.bags;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.Unpooled;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.seqloc.bags.Samples.Sample;
import org.seqloc.core.SeqlocException;

class MergedBagTest {

  @TempDir private Path folder;

  @Property(tries = 40)
  void givesTheMessagesOfAllFilesInTimeOrder(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 5) int files,
      @ForAll @IntRange(max = 60) int count,
      @ForAll @IntRange(max = 40) int jitterMillis)
      throws Exception {
    Path temporary = Files.createTempDirectory("bags");
    List<Sample> all = Samples.random(count, 3, 50, jitterMillis * 1_000_000L, seed);
    List<Path> paths = new ArrayList<>();
    List<Sample> inFileOrder = new ArrayList<>();
    for (int i = 0; i < files; i++) {
      // Every n-th: the files overlap in time.
      int file = i;
      List<Sample> some = all.stream().filter(s -> all.indexOf(s) % files == file).toList();
      Path path = temporary.resolve(i + ".bag");
      Samples.write(path, Compression.LZ4, 300, 3, some);
      paths.add(path);
      inFileOrder.addAll(some);
    }
    List<Sample> expected =
        inFileOrder.stream().sorted(Comparator.comparingLong(Sample::nanos)).toList();
    try (Bag bag = Bag.open(paths)) {
      assertEquals(count, bag.messageCount());
      assertEquals(3, bag.connections().size());
      assertSame(expected, bag.messages());
      if (count > 0) {
        assertEquals(expected.get(0).nanos(), bag.startNanos());
        assertEquals(expected.get(count - 1).nanos(), bag.endNanos());
        long from = expected.get(count / 3).nanos();
        long to = expected.get(2 * count / 3).nanos();
        assertSame(
            expected.stream()
                .filter(s -> s.connection() == 1 && s.nanos() >= from && s.nanos() <= to)
                .toList(),
            bag.messages(c -> c.topic().equals("/topic1"), from, to));
      }
    } finally {
      for (Path path : paths) {
        Files.delete(path);
      }
      Files.delete(temporary);
    }
  }

  private static void assertSame(List<Sample> expected, BagCursor messages) {
    for (Sample sample : expected) {
      BagMessage message = messages.next();
      assertEquals("/topic" + sample.connection(), message.connection().topic());
      assertEquals(sample.nanos(), message.receiptNanos());
      assertEquals(sample.payload(), message.payload());
    }
    assertFalse(messages.hasNext());
  }

  @Test
  void connectionsThatAreTheSameInSeveralFilesAreOne() {
    Connection shared = Samples.connection(0, "/shared");
    Connection own = Samples.connection(0, "/own");
    Path a = folder.resolve("a.bag");
    Path b = folder.resolve("b.bag");
    try (RosbagWriter writer = new RosbagWriter(a)) {
      writer.connect(shared);
      // Two publishers that cannot be told apart.
      writer.connect(shared);
      write(writer, 0, 5);
      write(writer, 1, 6);
    }
    try (RosbagWriter writer = new RosbagWriter(b)) {
      writer.connect(own);
      writer.connect(shared);
      write(writer, 1, 4);
      write(writer, 0, 7);
    }
    try (Bag bag = Bag.open(List.of(a, b))) {
      assertEquals(List.of(shared.withId(0), shared.withId(1), own.withId(2)), bag.connections());
      assertEquals(2, bag.messageCount(bag.connections().get(0)));
      assertEquals(1, bag.messageCount(bag.connections().get(1)));
      assertEquals(3, bag.messageCount("/shared"));
      List<Integer> ids = new ArrayList<>();
      bag.messages().forEachRemaining(m -> ids.add(m.connection().id()));
      assertEquals(List.of(0, 0, 1, 2), ids);
      assertEquals(4, bag.info().messageCount());
      assertEquals(a, bag.path());
      assertThrows(
          IllegalArgumentException.class, () -> bag.messageCount(Samples.connection(7, "/x")));
    }
  }

  @Test
  void tellsTheWarningsOfAllFiles() throws Exception {
    List<Path> files = List.of(folder.resolve("a.bag"), folder.resolve("b.bag"));
    for (Path file : files) {
      Samples.write(file, Compression.NONE, 1000, 1, Samples.random(5, 1, 10, 0, 1));
      byte[] bytes = Files.readAllBytes(file);
      Files.write(file, Arrays.copyOf(bytes, bytes.length - 1));
    }
    try (Bag bag = Bag.open(files)) {
      assertEquals(10, bag.messageCount());
      assertTrue(bag.warnings().get(0).startsWith(files.get(0) + ": "));
      assertTrue(bag.warnings().get(bag.warnings().size() - 1).startsWith(files.get(1) + ": "));
    }
    SeqlocException e =
        assertThrows(
            SeqlocException.class, () -> Bag.open(List.of(files.get(0), folder.resolve("c.bag"))));
    assertTrue(e.getMessage().startsWith(folder.resolve("c.bag") + ": no such file"));
  }

  private static void write(RosbagWriter writer, int connection, long nanos) {
    writer.write(connection, nanos, Unpooled.EMPTY_BUFFER);
  }

  @Test
  void damageBehindAMessageCostsOnlyWhatIsBehind() {
    BagMessage only = new BagMessage(Samples.connection(0, "/a"), 5, Unpooled.EMPTY_BUFFER);
    BagCursor damaged =
        new BagCursor() {
          private boolean given;

          @Override
          public boolean hasNext() {
            if (given) {
              throw new SeqlocException("damaged behind it");
            }
            return true;
          }

          @Override
          public BagMessage next() {
            given = true;
            return only;
          }

          @Override
          public void close() {}
        };
    Map<Connection, Connection> same = Map.of(only.connection(), only.connection());
    try (MergedCursor cursor =
        new MergedCursor(List.of(new MergedCursor.Source(0, same, () -> damaged)))) {
      assertEquals(5, cursor.next().receiptNanos());
      assertThrows(SeqlocException.class, cursor::hasNext);
    }
  }
}
