package org.ros.internal.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.netty.channel.DefaultEventLoopGroup;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class BurstTest {

  private final EventLoopGroup loops = new DefaultEventLoopGroup(2);
  private final EventLoop left = loops.next();
  private final EventLoop right = loops.next();
  private final ConcurrentLinkedQueue<String> run = new ConcurrentLinkedQueue<>();

  @AfterEach
  void end() {
    loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
  }

  private void execute(EventLoop loop, String task) {
    Burst.execute(
        loop, () -> run.add(task + (loop.inEventLoop() ? "" : " in the thread of another")));
  }

  /** Returns when both loops have done what they were told so far, and what that told them. */
  private void awaitIdle() {
    for (int i = 0; i < 2; i++) {
      left.submit(() -> {}).syncUninterruptibly();
      right.submit(() -> {}).syncUninterruptibly();
    }
  }

  private List<String> run(String side) {
    return run.stream().filter(task -> task.startsWith(side)).toList();
  }

  @Test
  void whatIsSentInABurstGoesWhenItEndsInOrder() {
    Burst.of(
        () -> {
          execute(left, "left 0");
          execute(right, "right 0");
          execute(left, "left 1");
          execute(right, "right 1");
          awaitIdle();
          assertEquals(List.of(), List.copyOf(run));
        });
    awaitIdle();
    assertEquals(4, run.size());
    assertEquals(List.of("left 0", "left 1"), run("left"));
    assertEquals(List.of("right 0", "right 1"), run("right"));
  }

  @Test
  void outsideOfABurstOfThisThreadItGoesAtOnce() {
    Burst.of(
        () -> {
          CompletableFuture.runAsync(() -> execute(left, "left 0"), right).join();
          awaitIdle();
          assertEquals(List.of("left 0"), List.copyOf(run));
        });
    execute(left, "left 1");
    awaitIdle();
    assertEquals(List.of("left 0", "left 1"), List.copyOf(run));
  }

  @Test
  void whatWasSentBeforeAFailureGoesToo() {
    assertThrows(
        ArithmeticException.class,
        () ->
            Burst.of(
                () -> {
                  execute(left, "left");
                  throw new ArithmeticException();
                }));
    awaitIdle();
    assertEquals(List.of("left"), List.copyOf(run));
  }

  @Test
  void aBurstWithinABurstIsRefused() {
    Burst.of(() -> assertThrows(IllegalStateException.class, () -> Burst.of(() -> {})));
    Burst.of(() -> execute(left, "left"));
    awaitIdle();
    assertEquals(List.of("left"), List.copyOf(run));
  }
}
