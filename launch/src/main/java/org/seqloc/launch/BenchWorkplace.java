package org.seqloc.launch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.seqloc.core.FileTree;
import org.seqloc.core.SeqlocException;

/**
 * The folder of a benchmark and the processes that it runs. Both end with it, also when the program
 * is interrupted.
 */
final class BenchWorkplace implements AutoCloseable {

  /**
   * A process that ended well.
   *
   * @param seconds from its start to its end
   * @param ownBytes the most memory it had that is not of files; 0 where the system does not tell
   */
  record Ended(String output, double seconds, long ownBytes) {}

  private static final Pattern OWN_MEMORY = Pattern.compile("RssAnon:\\s+(\\d+) kB");
  private static final int LOOK_MILLIS = 20;

  private final Path folder;
  private final Set<Process> running = ConcurrentHashMap.newKeySet();
  private final Thread cleaner = new Thread(this::clean, "seqloc-bench-cleaner");

  BenchWorkplace(Path parent) throws IOException {
    folder = Files.createTempDirectory(parent, "seqloc-bench");
    Runtime.getRuntime().addShutdownHook(cleaner);
  }

  Path folder() {
    return folder;
  }

  /** A path within, where nothing is. */
  Path fresh(String name) throws IOException {
    Path path = folder.resolve(name);
    FileTree.delete(path);
    return path;
  }

  /**
   * Runs a program to its end.
   *
   * @throws SeqlocException when it fails; with its last words
   */
  Ended run(String name, List<String> command) throws IOException, InterruptedException {
    Path output = folder.resolve("out.txt");
    Path errors = folder.resolve("err.txt");
    long begin = System.nanoTime();
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(output.toFile())
            .redirectError(errors.toFile())
            .start();
    running.add(process);
    try {
      long ownBytes = 0;
      do {
        ownBytes = Math.max(ownBytes, ownBytes(process));
      } while (!process.waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS));
      double seconds = 1e-9 * (System.nanoTime() - begin);
      if (process.exitValue() != 0) {
        throw new SeqlocException(
            String.format(
                "%s: ends with code %d: %s", name, process.exitValue(), lastLine(errors)));
      }
      return new Ended(Files.readString(output), seconds, ownBytes);
    } finally {
      process.destroyForcibly();
      running.remove(process);
    }
  }

  private static long ownBytes(Process process) {
    try {
      Matcher own =
          OWN_MEMORY.matcher(Files.readString(Path.of("/proc/" + process.pid() + "/status")));
      return own.find() ? 1024 * Long.parseLong(own.group(1)) : 0;
    } catch (IOException e) {
      // It has just ended, or this is no Linux.
      return 0;
    }
  }

  private static String lastLine(Path file) throws IOException {
    List<String> lines = Files.readAllLines(file);
    return lines.isEmpty() ? "no word why" : lines.get(lines.size() - 1);
  }

  private void clean() {
    for (Process process : running) {
      process.destroyForcibly().onExit().join();
    }
    try {
      FileTree.delete(folder);
    } catch (IOException e) {
      throw new SeqlocException(folder + ": cannot be deleted: " + e + "; delete it", e);
    }
  }

  @Override
  public void close() {
    try {
      clean();
    } finally {
      Runtime.getRuntime().removeShutdownHook(cleaner);
    }
  }
}
