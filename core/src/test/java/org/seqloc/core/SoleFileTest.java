package org.seqloc.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SoleFileTest {

  @TempDir Path dir;

  @Test
  void oneAtATimeHasIt() throws Exception {
    Path file = dir.resolve("new/folder/lock");
    try (FileChannel first = SoleFile.open(file).orElseThrow()) {
      assertTrue(first.isOpen());
      assertEquals(Optional.empty(), SoleFile.open(file));
    }
    try (FileChannel second = SoleFile.open(file).orElseThrow()) {
      assertTrue(second.isOpen());
    }
  }

  @Test
  void whatIsInItStays() throws Exception {
    Path file = Files.writeString(dir.resolve("lock"), "left by a run that was killed");
    try (FileChannel channel = SoleFile.open(file).orElseThrow()) {
      assertEquals(Files.size(file), channel.size());
    }
  }

  /**
   * Who comes while the file is deleted has a file of that name in the end, not the deleted one.
   */
  @Test
  void aFileThatItsOwnerDeletesIsMadeAnew() throws Exception {
    Path file = dir.resolve("folder/lock");
    AtomicInteger inside = new AtomicInteger();
    AtomicInteger turns = new AtomicInteger();
    Callable<Void> run =
        () -> {
          while (turns.get() < 300) {
            Optional<FileChannel> opened = SoleFile.open(file);
            if (opened.isPresent()) {
              try (FileChannel channel = opened.get()) {
                assertEquals(1, inside.incrementAndGet());
                assertTrue(channel.isOpen());
                turns.incrementAndGet();
                inside.decrementAndGet();
                Files.delete(file);
                FileTree.deleteIfEmpty(file.getParent());
              }
            }
          }
          return null;
        };
    ExecutorService pool = Executors.newFixedThreadPool(4);
    try {
      List<Future<Void>> runs = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        runs.add(pool.submit(run));
      }
      for (Future<Void> done : runs) {
        done.get();
      }
    } finally {
      pool.shutdownNow();
    }
  }
}
