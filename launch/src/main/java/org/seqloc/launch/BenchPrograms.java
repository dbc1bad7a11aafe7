package org.seqloc.launch;

import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.seqloc.core.SeqlocException;

/** The programs that benchmarks run: ours, and those for the peers, made on the user's machine. */
final class BenchPrograms {

  private static final int BUILD_MINUTES = 5;

  /** Where a python with ROS is looked for. */
  static final List<String> PYTHONS = List.of("python3", "/usr/bin/python3");

  private BenchPrograms() {}

  /**
   * Our command line, on this Java and these classes, with the options that this JVM has.
   *
   * @param javaOptions that come after them, as {@code -Xmx512m}
   */
  static List<String> ours(List<String> javaOptions, String... arguments) {
    List<String> program = new ArrayList<>();
    program.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    program.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    program.addAll(javaOptions);
    program.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    program.addAll(List.of(arguments));
    return program;
  }

  /**
   * Builds a C++ program.
   *
   * @param peer whom it is to measure
   * @param source one of the resources of this package
   * @param flags of the compiler behind the source, as a shell expands them
   * @param packages what to install where it does not build
   * @throws SeqlocException when the peer's library or a compiler is not there
   */
  static Path build(String peer, String source, String flags, String packages, Path folder)
      throws IOException, InterruptedException {
    Path code = unpack(source, folder);
    Path program = folder.resolve(source.replaceFirst("\\.cpp$", ""));
    Path log = folder.resolve(source + ".log");
    int status =
        run(
            log,
            "sh",
            "-c",
            "exec g++ -O2 -std=c++17 \"$0\" -o \"$1\" " + flags,
            code.toString(),
            program.toString());
    if (status != 0) {
      throw new SeqlocException(
          String.format(
              "%s: its program does not build (%s); on Debian: apt install %s",
              peer, firstLine(log), packages));
    }
    return program;
  }

  /**
   * The first of the pythons that has the modules.
   *
   * @param peer whose they are
   * @param mend what to do where none has them
   * @throws SeqlocException when none has
   */
  static String python(String peer, String modules, List<String> pythons, String mend, Path folder)
      throws IOException, InterruptedException {
    for (String python : pythons) {
      if (run(folder.resolve("python.log"), python, "-c", "import " + modules) == 0) {
        return python;
      }
    }
    throw new SeqlocException(
        String.format("%s: %s cannot import it; %s", peer, String.join(", ", pythons), mend));
  }

  /** Puts a resource of this package into the folder. */
  static Path unpack(String resource, Path folder) throws IOException {
    Path file = folder.resolve(resource);
    try (InputStream in = BenchPrograms.class.getResourceAsStream("bench/" + resource)) {
      Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
    }
    return file;
  }

  private static int run(Path log, String... command) throws IOException, InterruptedException {
    Process process;
    try {
      process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
    } catch (IOException e) {
      Files.writeString(log, String.valueOf(e.getMessage()));
      return 127;
    }
    try {
      if (process.waitFor(BUILD_MINUTES, TimeUnit.MINUTES)) {
        return process.exitValue();
      }
      Files.writeString(log, "it takes more than " + BUILD_MINUTES + " minutes");
      return 124;
    } finally {
      process.destroyForcibly();
    }
  }

  private static String firstLine(Path log) throws IOException {
    try (var lines = Files.lines(log)) {
      return lines.findFirst().orElse("no word why");
    }
  }
}
