package org.seqloc.launch;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;

/** Single keys of the terminal, without Enter. There are none where the input is no terminal. */
final class Keyboard implements AutoCloseable {

  private static final int STTY_SECONDS = 2;

  private final Optional<String> before;
  private final Thread hook = new Thread(this::restore, "terminal");

  private Keyboard(Optional<String> before) {
    this.before = before;
  }

  /**
   * @param onKey told of each key, in a thread of its own
   */
  static Keyboard listen(IntConsumer onKey) {
    Optional<String> before = stty("-g"); // fails where the input is no terminal
    Keyboard keyboard = new Keyboard(before);
    if (before.isPresent()) {
      stty("-icanon", "-echo", "min", "1");
      Runtime.getRuntime().addShutdownHook(keyboard.hook);
      Thread reader = new Thread(() -> read(onKey), "keyboard");
      reader.setDaemon(true);
      reader.start();
    }
    return keyboard;
  }

  boolean isThere() {
    return before.isPresent();
  }

  private static void read(IntConsumer onKey) {
    try {
      for (int key = System.in.read(); key >= 0; key = System.in.read()) {
        onKey.accept(key);
      }
    } catch (IOException e) {
      return; // the terminal is gone
    }
  }

  /** What it prints; empty where there is no such program or it fails. */
  private static Optional<String> stty(String... arguments) {
    String[] command = new String[arguments.length + 1];
    command[0] = "stty";
    System.arraycopy(arguments, 0, command, 1, arguments.length);
    try {
      Process process =
          new ProcessBuilder(command).redirectInput(ProcessBuilder.Redirect.INHERIT).start();
      String printed =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      boolean done = process.waitFor(STTY_SECONDS, TimeUnit.SECONDS) && process.exitValue() == 0;
      return done ? Optional.of(printed) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  private void restore() {
    before.ifPresent(Keyboard::stty);
  }

  @Override
  public void close() {
    if (before.isPresent()) {
      restore();
      GraphNode.removeHook(hook);
    }
  }
}
