package org.seqloc.nodes.player;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class RehearsalTest {

  @Test
  void sendsManyMessagesWithinAMoment() {
    long begun = System.nanoTime();
    int sent = Rehearsal.run();
    double seconds = 1e-9 * (System.nanoTime() - begun);
    assertTrue(sent >= 20, "sent only " + sent);
    assertTrue(seconds < 5, "took " + seconds + " s");
  }
}
