package org.seqloc.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class TerminalProgressTest {

  private static final long SECOND = 1_000_000_000L;

  private final StringWriter text = new StringWriter();
  private final AtomicLong clock = new AtomicLong();

  @Test
  void writesALineEveryFewSecondsIntoALog() {
    TerminalProgress progress = new TerminalProgress(new PrintWriter(text), false, clock::get);
    progress.begin("extracting features", 100);
    for (int i = 0; i < 100; i++) {
      clock.addAndGet(SECOND / 10);
      progress.advance(1);
    }
    progress.end();
    assertEquals(
        """
        extracting features 50/100 (50 %), 5.0 s left
        extracting features 100/100 (100 %)
        extracting features: 100 in 10 s
        """,
        text.toString());
  }

  @Test
  void rewritesOneLineOnATerminal() {
    TerminalProgress progress = new TerminalProgress(new PrintWriter(text), true, clock::get);
    progress.begin("reading", 4);
    clock.addAndGet(60 * SECOND);
    progress.advance(1);
    assertTrue(
        text.toString()
            .endsWith("\rreading [######                  ] 1/4 (25 %), 3 min left\033[K"),
        text.toString());
    progress.end();
    assertTrue(text.toString().endsWith("\r\033[Kreading: 1 in 1 min\n"), text.toString());
    assertEquals(1, text.toString().chars().filter(c -> c == '\n').count());
  }

  @Test
  void countsWhereTheTotalIsUnknown() {
    TerminalProgress progress = new TerminalProgress(new PrintWriter(text), false, clock::get);
    progress.begin("reading", 0);
    clock.addAndGet(7 * SECOND);
    progress.advance(3);
    assertEquals("reading 3\n", text.toString());
  }
}
