package org.seqloc.bags.sensor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class StampSetTest {

  @Test
  void holdsWhatASetHolds() {
    SplittableRandom random = new SplittableRandom(5);
    StampSet stamps = new StampSet();
    Set<Long> expected = new HashSet<>();
    int late = 0;
    long greatest = Long.MIN_VALUE;
    for (int i = 0; i < 100_000; i++) {
      long stamp = (i / 3 + random.nextInt(-2000, 2000)) * 1_000_000L;
      boolean added = expected.add(stamp);
      assertEquals(added, stamps.add(stamp));
      late += added && stamp < greatest ? 1 : 0;
      greatest = Math.max(greatest, stamp);
    }
    assertEquals(late, stamps.lateCount());
  }

  @Test
  void descendingStampsAreAsQuickAsOthers() {
    StampSet stamps = new StampSet();
    for (long i = 2_000_000; i > 0; i--) {
      assertEquals(true, stamps.add(i << 20));
    }
    assertEquals(1_999_999, stamps.lateCount());
    assertEquals(false, stamps.add(7L << 20));
  }
}
