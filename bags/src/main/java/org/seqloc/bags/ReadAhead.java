package org.seqloc.bags;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The chunks that a cursor goes through, in its order, with the data of those that come next. Once
 * it has taken the data of a few, the next ones are decompressed by the common pool, as far as they
 * fit into a budget; the cursor's thread does so too where it would have to wait. What cannot be
 * read ahead is left to the cursor, which then meets the damage itself, at its place. All but the
 * reading is for one thread.
 *
 * @param <C> what is known of a chunk; each is there once
 */
public final class ReadAhead<C> implements AutoCloseable {

  /** How chunks are read; used by several threads. */
  public interface Source<C> {

    /** What {@link #read} takes of the memory, in bytes; 0 when it takes next to nothing. */
    long length(C chunk);

    /** The data. */
    Section read(C chunk);
  }

  // Who looks at one place of a recording only shall not pay for more of it.
  private static final int TAKEN_BEFORE = 2;

  // Enough for all processors to go on while the cursor is busy.
  private static final int MOST_AHEAD = 4 + 2 * Runtime.getRuntime().availableProcessors();

  private final List<C> chunks;
  private final Source<C> source;
  private final long budget;
  private final Map<C, Task> tasks = new HashMap<>();
  // Those of the tasks that nobody has begun.
  private final Queue<Task> waiting = new ConcurrentLinkedQueue<>();
  private final AtomicInteger helpers = new AtomicInteger();
  private long taskBytes;
  private int nextChunk;
  private int nextTask;
  private int taken;

  /**
   * @param chunks in the cursor's order
   * @param budget of the data that were read ahead, bytes
   */
  public ReadAhead(List<C> chunks, Source<C> source, long budget) {
    this.chunks = new ArrayList<>(chunks);
    this.source = source;
    this.budget = budget;
  }

  /** Whether another chunk comes. */
  public boolean hasNext() {
    return nextChunk < chunks.size();
  }

  /** The chunk that comes next. */
  public C peek() {
    if (!hasNext()) {
      throw new NoSuchElementException("no more chunks");
    }
    return chunks.get(nextChunk);
  }

  /** Goes on to the next chunk. */
  public C next() {
    C chunk = peek();
    nextChunk++;
    return chunk;
  }

  /** The data of a chunk that was gone on to; empty when they were not, or cannot be, read. */
  public Optional<Section> take(C chunk) {
    taken++;
    Task task = remove(chunk);
    if (taken >= TAKEN_BEFORE) {
      readAhead();
    }
    if (task == null) {
      return Optional.empty();
    }
    if (waiting.remove(task)) {
      task.run();
    }
    while (!task.result.isDone() && help()) {
      // Another chunk was read meanwhile.
    }
    return task.result.join();
  }

  /** The cursor does not need the data of a chunk that was gone on to. */
  public void drop(C chunk) {
    Task task = remove(chunk);
    if (task != null && !waiting.remove(task)) {
      task.result.join();
    }
  }

  /** Ends the reading: when this returns no thread is at it. */
  @Override
  public void close() {
    nextChunk = chunks.size();
    List<Task> begun = tasks.values().stream().filter(task -> !waiting.remove(task)).toList();
    tasks.clear();
    taskBytes = 0;
    begun.forEach(task -> task.result.join());
  }

  private Task remove(C chunk) {
    Task task = tasks.remove(chunk);
    if (task != null) {
      taskBytes -= task.length;
    }
    return task;
  }

  private void readAhead() {
    nextTask = Math.max(nextTask, nextChunk);
    int end = Math.min(chunks.size(), nextChunk + MOST_AHEAD);
    while (nextTask < end) {
      C chunk = chunks.get(nextTask);
      long length = length(chunk);
      if (length > budget - taskBytes) {
        return;
      }
      nextTask++;
      if (length > 0) {
        add(new Task(chunk, length));
      }
    }
  }

  private void add(Task task) {
    tasks.put(task.chunk, task);
    taskBytes += task.length;
    waiting.add(task);
    // A pool that is busy with other things does not collect more and more of them.
    if (helpers.get() < MOST_AHEAD) {
      helpers.incrementAndGet();
      ForkJoinPool.commonPool()
          .execute(
              () -> {
                helpers.decrementAndGet();
                help();
              });
    }
  }

  private boolean help() {
    Task task = waiting.poll();
    if (task == null) {
      return false;
    }
    task.run();
    return true;
  }

  private long length(C chunk) {
    try {
      return source.length(chunk);
    } catch (RuntimeException e) {
      return 0;
    }
  }

  /** The reading of a chunk, for whoever takes it from those that wait. */
  private final class Task {
    private final C chunk;
    private final long length;
    private final CompletableFuture<Optional<Section>> result = new CompletableFuture<>();

    Task(C chunk, long length) {
      this.chunk = chunk;
      this.length = length;
    }

    void run() {
      Optional<Section> read = Optional.empty();
      try {
        read = Optional.of(source.read(chunk));
      } catch (RuntimeException | Error e) {
        // The cursor meets the same when it reads the chunk, or has the memory that was missing.
      } finally {
        result.complete(read);
      }
    }
  }
}
