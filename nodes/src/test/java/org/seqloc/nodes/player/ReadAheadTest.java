package org.seqloc.nodes.player;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.NoSuchElementException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.ros.Await;
import org.seqloc.bags.BagCursor;
import org.seqloc.bags.BagMessage;
import org.seqloc.bags.Connection;
import org.seqloc.core.SeqlocException;

@Timeout(30)
class ReadAheadTest {

  private static final Connection CONNECTION =
      new Connection(0, "/image", "sensor_msgs/Image", "", "", false, "");
  private static final int MANY = 5000;
  private static final int HELD = 1000;
  private static final long LONG = TimeUnit.SECONDS.toNanos(20);

  private final AtomicInteger read = new AtomicInteger();

  /** Messages received at 1, 2 and so on; past the last it ends or is damaged. */
  private BagCursor cursor(int count, boolean damaged, ByteBuf payload) {
    return new BagCursor() {
      @Override
      public boolean hasNext() {
        return damaged || read.get() < count;
      }

      @Override
      public BagMessage next() {
        if (read.get() == count) {
          throw damaged ? new SeqlocException("damaged") : new NoSuchElementException();
        }
        return new BagMessage(CONNECTION, read.incrementAndGet(), payload.duplicate());
      }

      @Override
      public void close() {
        read.addAndGet(MANY);
      }
    };
  }

  @Test
  void readsAheadSoFarAndGoesOnWhenHalfIsTaken() throws InterruptedException {
    try (ReadAhead ahead = new ReadAhead(cursor(MANY, false, Unpooled.EMPTY_BUFFER))) {
      ahead.awaitFull(LONG);
      // One more may have been read, which waits to be held.
      assertTrue(read.get() >= HELD && read.get() <= HELD + 1, read::toString);
      for (int i = 1; i < HELD / 2; i++) {
        assertEquals(i, ahead.next().orElseThrow().receiptNanos());
      }
      assertTrue(read.get() <= HELD + 1, read::toString);
      for (int i = HELD / 2; i <= MANY; i++) {
        assertEquals(i, ahead.next().orElseThrow().receiptNanos());
      }
      assertTrue(ahead.next().isEmpty());
    }
    assertEquals(2 * MANY, read.get(), "closed once");
  }

  @Test
  void fillsUpWhenThereIsTimeForIt() throws InterruptedException {
    try (ReadAhead ahead = new ReadAhead(cursor(MANY, false, Unpooled.EMPTY_BUFFER))) {
      ahead.awaitFull(LONG);
      for (int i = 1; i <= 10; i++) {
        assertEquals(i, ahead.next().orElseThrow().receiptNanos());
      }
      assertTrue(read.get() <= HELD + 1, read::toString);
      ahead.fill();
      ahead.awaitFull(LONG);
      assertTrue(read.get() >= HELD + 10 && read.get() <= HELD + 11, read::toString);
    }
  }

  @Test
  void theNextIsTakenOnlyIfItIsThereAndFits() throws InterruptedException {
    try (ReadAhead ahead = new ReadAhead(cursor(3, false, Unpooled.EMPTY_BUFFER))) {
      ahead.awaitFull(LONG);
      assertEquals(1, ahead.nextIf(m -> m.receiptNanos() == 1).orElseThrow().receiptNanos());
      assertTrue(ahead.nextIf(m -> m.receiptNanos() == 3).isEmpty());
      assertEquals(2, ahead.next().orElseThrow().receiptNanos());
      assertEquals(3, ahead.nextIf(m -> true).orElseThrow().receiptNanos());
      assertTrue(ahead.nextIf(m -> true).isEmpty());
    }
  }

  @Test
  void theReaderGoesOnWhateverWayMessagesWereTaken() throws InterruptedException {
    try (ReadAhead ahead = new ReadAhead(cursor(MANY, false, Unpooled.EMPTY_BUFFER))) {
      ahead.awaitFull(LONG);
      int taken = 0;
      while (ahead.nextIf(m -> true).isPresent()) {
        taken++;
      }
      assertTrue(taken >= HELD && taken <= HELD + 1, "took " + taken);
      for (int i = taken + 1; i <= MANY; i++) {
        assertEquals(i, ahead.next().orElseThrow().receiptNanos());
      }
    }
  }

  @Test
  void holdsFewLargeMessages() throws InterruptedException {
    ByteBuf large = Unpooled.wrappedBuffer(new byte[20 << 20]);
    try (ReadAhead ahead = new ReadAhead(cursor(50, false, large))) {
      ahead.awaitFull(LONG);
      assertTrue(read.get() <= 5, read::toString);
      for (int i = 1; i <= 50; i++) {
        assertEquals(i, ahead.next().orElseThrow().receiptNanos());
      }
      assertTrue(ahead.next().isEmpty());
    }
  }

  @Test
  void damageComesAfterWhatIsWhole() throws InterruptedException {
    try (ReadAhead ahead = new ReadAhead(cursor(2, true, Unpooled.EMPTY_BUFFER))) {
      ahead.awaitFull(LONG);
      assertEquals(1, ahead.next().orElseThrow().receiptNanos());
      assertEquals(2, ahead.next().orElseThrow().receiptNanos());
      assertThrows(SeqlocException.class, ahead::next);
    }
  }

  @Test
  void closingEndsTheReaderThatWaits() throws InterruptedException {
    ReadAhead ahead = new ReadAhead(cursor(MANY, false, Unpooled.EMPTY_BUFFER));
    ahead.awaitFull(LONG);
    ahead.close();
    Await.until(() -> read.get() >= MANY, read::toString);
  }
}
