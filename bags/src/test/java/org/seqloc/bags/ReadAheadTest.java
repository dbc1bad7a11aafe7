package org.seqloc.bags;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.seqloc.bags.Samples.Sample;
import org.seqloc.core.SeqlocException;

@Timeout(60)
class ReadAheadTest {

  private static final int LENGTH = 10;

  @TempDir private Path folder;
  private MappedFile file;
  // The chunks that were begun to be read, and the threads that did.
  private final Queue<Integer> begun = new ConcurrentLinkedQueue<>();
  private final Queue<Thread> readers = new ConcurrentLinkedQueue<>();
  private final CountDownLatch gate = new CountDownLatch(1);
  private int closedFrom = Integer.MAX_VALUE;
  // Done when another than the first was begun.
  private int second = -1;

  @BeforeEach
  void openFile() throws Exception {
    file = MappedFile.open(Files.createFile(folder.resolve("a")), "mend %s");
  }

  @AfterEach
  void openTheGate() {
    gate.countDown();
    file.close();
  }

  /** Each chunk has its number in each byte; those from {@code closedFrom} on wait at the gate. */
  private final class Chunks implements ReadAhead.Source<Integer> {

    @Override
    public long length(Integer chunk) {
      if (chunk % 10 == 7) {
        throw new SeqlocException("no chunk");
      }
      return chunk % 10 == 3 ? 0 : LENGTH;
    }

    @Override
    public Section read(Integer chunk) {
      begun.add(chunk);
      readers.add(Thread.currentThread());
      if (chunk >= closedFrom) {
        await(gate);
      }
      if (chunk == second) {
        awaitBegun(2);
      }
      if (chunk % 10 == 5) {
        throw new SeqlocException("damaged");
      }
      byte[] bytes = new byte[LENGTH];
      Arrays.fill(bytes, chunk.byteValue());
      return new Section(file, ByteBuffer.wrap(bytes), 0, 0);
    }
  }

  private ReadAhead<Integer> chunks(int count, long budget) {
    return new ReadAhead<>(IntStream.range(0, count).boxed().toList(), new Chunks(), budget);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private void awaitBegun(int count) {
    while (begun.size() < count) {
      Thread.onSpinWait();
    }
  }

  @Test
  void givesEachChunkItsOwnDataWhateverIsDropped() {
    try (ReadAhead<Integer> ahead = chunks(120, 5 * LENGTH)) {
      int given = 0;
      for (int i = 0; i < 120; i++) {
        assertTrue(ahead.hasNext());
        assertEquals(i, ahead.peek());
        assertEquals(i, ahead.next());
        if (i % 4 == 2) {
          ahead.drop(i);
          continue;
        }
        Optional<Section> data = ahead.take(i);
        if (i < 2 || i % 10 == 3 || i % 10 == 5 || i % 10 == 7) {
          assertTrue(data.isEmpty());
        } else {
          assertEquals(i, data.orElseThrow().byteAt(LENGTH - 1));
          given++;
        }
        // Only once.
        assertTrue(i < 2 || ahead.take(i).isEmpty());
      }
      assertTrue(given > 50, given + " given");
      assertFalse(ahead.hasNext());
      assertThrows(NoSuchElementException.class, ahead::peek);
      assertThrows(NoSuchElementException.class, ahead::next);
    }
    assertEquals(begun.size(), begun.stream().distinct().count(), begun::toString);
  }

  @Test
  void readsNothingForThoseWhoLookAtOnePlace() {
    try (ReadAhead<Integer> ahead = chunks(50, 1000)) {
      ahead.take(ahead.next());
      ahead.next();
      ahead.next();
    }
    assertEquals(List.of(), List.copyOf(begun));
  }

  @Test
  void readsNoFurtherThanItsBudget() {
    try (ReadAhead<Integer> ahead = chunks(50, 2 * LENGTH + LENGTH / 2)) {
      ahead.take(ahead.next());
      ahead.take(ahead.next());
      awaitBegun(2);
      ahead.next();
      // Chunk 3 costs nothing, so nothing of it is read.
      assertTrue(ahead.take(2).isPresent());
      awaitBegun(3);
      ahead.next();
      ahead.drop(ahead.next());
    }
    assertTrue(begun.size() <= 3, begun::toString);
    assertTrue(List.of(2, 4, 5).containsAll(begun), begun::toString);
  }

  @Test
  void readsAllByItselfWhereTheCommonPoolIsBusy() {
    ForkJoinPool pool = ForkJoinPool.commonPool();
    for (int i = 0; i < 4 * pool.getParallelism(); i++) {
      pool.execute(() -> await(gate));
    }
    while (!pool.hasQueuedSubmissions()) {
      Thread.onSpinWait();
    }
    try (ReadAhead<Integer> ahead = chunks(43, 1000)) {
      while (ahead.hasNext()) {
        int chunk = ahead.next();
        assertEquals(
            chunk >= 2 && chunk % 10 != 3 && chunk % 10 != 5 && chunk % 10 != 7,
            ahead.take(chunk).isPresent());
      }
    }
    assertEquals(List.of(Thread.currentThread()), readers.stream().distinct().toList());
  }

  @Test
  void readsOthersInsteadOfWaiting() {
    second = 2;
    try (ReadAhead<Integer> ahead = chunks(6, 1000)) {
      ahead.take(ahead.next());
      ahead.take(ahead.next());
      awaitBegun(1);
      // Where there is one thread in the pool, that one is at this chunk.
      assertTrue(ahead.take(ahead.next()).isPresent());
    }
  }

  @Test
  void leavesNoThreadAtWorkWhenClosed() throws InterruptedException {
    closedFrom = 0;
    ReadAhead<Integer> ahead = chunks(50, 1000);
    ahead.take(ahead.next());
    ahead.take(ahead.next());
    awaitBegun(1);
    AtomicInteger atClose = new AtomicInteger();
    Thread closing =
        new Thread(
            () -> {
              ahead.close();
              atClose.set(begun.size());
            });
    closing.start();
    while (closing.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }
    gate.countDown();
    closing.join();
    assertFalse(ahead.hasNext());
    assertTrue(ForkJoinPool.commonPool().awaitQuiescence(30, TimeUnit.SECONDS));
    assertEquals(atClose.get(), begun.size());
    assertTrue(begun.size() <= ForkJoinPool.commonPool().getParallelism(), begun::toString);
  }

  @ParameterizedTest
  @EnumSource(
      value = Compression.class,
      names = {"LZ4", "BZ2"})
  void damageIsMetAtItsPlace(Compression compression) throws Exception {
    List<Sample> samples = Samples.random(60, 1, 300, 0, 5);
    Path bag = folder.resolve("a.bag");
    // Each in a chunk of its own.
    Samples.write(bag, compression, 1, 1, samples);
    byte[] bytes = Files.readAllBytes(bag);
    int at = data(bytes, compression, 40) + 4;
    bytes[at] ^= 1;
    Files.write(bag, bytes);
    try (Bag reader = RosbagReader.openIndexed(bag);
        BagCursor messages = reader.messages()) {
      for (Sample sample : samples.subList(0, 40)) {
        assertEquals(sample.payload(), messages.next().payload());
      }
      String told = assertThrows(DamagedBagException.class, messages::next).getMessage();
      assertTrue(told.contains(compression.rosName() + " chunk of"), told);
    }
    List<Long> left = new ArrayList<>();
    try (Bag reader = Bag.open(bag);
        BagCursor messages = reader.messages()) {
      for (int i = 0; i < 40; i++) {
        left.add(messages.next().receiptNanos());
      }
      assertEquals(List.of(), reader.warnings());
      messages.forEachRemaining(message -> left.add(message.receiptNanos()));
      assertEquals(1, reader.warnings().size());
    }
    assertEquals(
        samples.stream()
            .map(Sample::nanos)
            .filter(nanos -> nanos != samples.get(40).nanos())
            .collect(Collectors.toList()),
        left);
  }

  /** Where the compressed data of a chunk start. */
  private static int data(byte[] bytes, Compression compression, int chunk) {
    String magic = compression == Compression.LZ4 ? "\u0004\"M\u0018" : "BZh";
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    int at = text.indexOf(magic);
    for (int i = 0; i < chunk; i++) {
      at = text.indexOf(magic, at + 1);
    }
    return at;
  }
}
