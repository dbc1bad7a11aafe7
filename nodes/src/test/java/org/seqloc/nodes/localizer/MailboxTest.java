package org.seqloc.nodes.localizer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class MailboxTest {

  @Test
  void theNewestWinsAndTheRestIsCounted() throws InterruptedException {
    AtomicInteger dropped = new AtomicInteger();
    Mailbox<String> mailbox = new Mailbox<>(dropped::incrementAndGet);
    assertEquals(Optional.empty(), mailbox.take(1));
    mailbox.put("a");
    mailbox.put("b");
    mailbox.put("c");
    assertEquals(Optional.of("c"), mailbox.take(1));
    assertEquals(Optional.empty(), mailbox.take(1));
    assertEquals(2, dropped.get());
  }

  @Test
  void wakesWhoWaits() throws Exception {
    Mailbox<String> mailbox = new Mailbox<>(() -> {});
    CompletableFuture<Optional<String>> taken =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return mailbox.take(20_000);
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
            });
    mailbox.put("x");
    assertEquals(Optional.of("x"), taken.get());
  }
}
