package org.ros.concurrent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ListenerGroupTest {

  private final ExecutorService executor = Executors.newCachedThreadPool();
  private final ListenerGroup<BlockingQueue<String>> group = new ListenerGroup<>(executor);

  @AfterEach
  void stop() {
    group.shutdown();
    executor.shutdownNow();
  }

  @Test
  void aFullDequeDropsAtTheOtherEnd() throws InterruptedException {
    CircularBlockingDeque<Integer> deque = new CircularBlockingDeque<>(3);
    assertNull(deque.peekFirst());
    for (int i = 1; i <= 5; i++) {
      deque.addLast(i);
    }
    List<Integer> entries = new ArrayList<>();
    deque.forEach(entries::add);
    assertEquals(List.of(3, 4, 5), entries);
    deque.addFirst(9);
    assertEquals(9, deque.takeFirst());
    assertEquals(4, deque.takeLast());
    assertEquals(3, deque.peekLast());
    assertEquals(3, deque.takeFirst());
    assertTrue(deque.isEmpty());
    assertThrows(IllegalArgumentException.class, () -> new CircularBlockingDeque<>(0));
  }

  @Test
  void listenersAreToldInOrderAndAFailureIsNotTheLastEvent() throws InterruptedException {
    BlockingQueue<String> first = new LinkedBlockingQueue<>();
    BlockingQueue<String> second = new LinkedBlockingQueue<>();
    group.addAll(List.of(first, second));
    group.signal(queue -> queue.add("a"));
    group.signal(
        queue -> {
          throw new IllegalStateException("a listener's fault");
        });
    assertTrue(group.signal(queue -> queue.add("b"), 10, TimeUnit.SECONDS));
    assertEquals(List.of("a", "b"), List.copyOf(first));
    assertEquals(List.of("a", "b"), List.copyOf(second));
  }

  @Test
  void aSlowListenerHoldsUpNobodyElse() throws InterruptedException {
    CountDownLatch release = new CountDownLatch(1);
    BlockingQueue<String> slow = new LinkedBlockingQueue<>();
    BlockingQueue<String> quick = new LinkedBlockingQueue<>();
    EventDispatcher<BlockingQueue<String>> dispatcher = group.add(slow);
    dispatcher.signal(
        queue -> {
          try {
            release.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    group.add(quick);
    assertFalse(group.signal(queue -> queue.add("a"), 1, TimeUnit.MILLISECONDS));
    assertEquals("a", quick.poll(10, TimeUnit.SECONDS));
    assertTrue(slow.isEmpty());
    release.countDown();
    assertEquals("a", slow.poll(10, TimeUnit.SECONDS));
  }

  @Test
  void aRemovedListenerHearsNoMore() throws InterruptedException {
    List<String> log = new ArrayList<>();
    ListenerGroup<List<String>> lists = new ListenerGroup<>(executor);
    lists.add(log);
    assertTrue(lists.signal(list -> list.add("a"), 10, TimeUnit.SECONDS));
    assertTrue(lists.remove(log));
    assertFalse(lists.remove(log));
    assertEquals(0, lists.size());
    assertTrue(lists.signal(list -> list.add("b"), 10, TimeUnit.SECONDS));
    assertEquals(List.of("a"), log);
  }
}
