package org.seqloc.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The {@code seqloc} script in a checkout of its own, with a java and an mvn that only tell. */
class ScriptTest {

  @TempDir Path folder;

  private Path home;
  private Path tools;
  private Path source;

  private record Outcome(int exit, String out, String err) {}

  @BeforeEach
  void makeCheckout() throws IOException {
    assumeTrue(Files.isExecutable(Path.of("/bin/bash")), "skipped: needs bash");
    home = Files.createDirectories(folder.resolve("check out"));
    tools = Files.createDirectories(folder.resolve("tools/bin"));
    Files.copy(Path.of("../seqloc"), home.resolve("seqloc"));
    executable(home.resolve("seqloc"));
    Files.writeString(home.resolve("pom.xml"), "");
    source = Files.createDirectories(home.resolve("core/src")).resolve("A.java");
    Files.writeString(source, "");
    Files.createDirectories(home.resolve("launch/src"));
    Files.writeString(home.resolve("launch/pom.xml"), "");
    java("17.0.15");
    tool(
        "mvn",
        """
        echo built >>builds
        echo "output of maven"
        [ ! -e broken ] || exit 1
        mkdir -p launch/target/seqloc/lib
        """);
  }

  @Test
  void buildsOnceAndPassesArgumentsOn() throws IOException {
    Outcome first = run("localize", "--out", "a b");
    assertEquals(0, first.exit(), first.err());
    assertEquals("building seqloc ...\n", first.err());
    List<String> arguments = first.out().lines().toList();
    assertTrue(arguments.contains("--enable-native-access=ALL-UNNAMED"), first.out());
    assertEquals(
        List.of("org.seqloc.launch.Main", "localize", "--out", "a b"),
        arguments.subList(arguments.size() - 4, arguments.size()));
    assertTrue(arguments.contains(home.toRealPath() + "/launch/target/seqloc/lib/*"), first.out());
    assertEquals("", run("--help").err());
    assertEquals(1, builds());
  }

  @Test
  void buildsAgainWhenASourceChangedOrWentAway() throws IOException {
    run("--help");
    Instant later = Instant.now().plusSeconds(5);
    Files.setLastModifiedTime(source, FileTime.from(later));
    Files.setLastModifiedTime(home.resolve("launch/target/seqloc/built"), FileTime.from(later));
    assertEquals("", run("--help").err());
    Files.setLastModifiedTime(source, FileTime.from(later.plusSeconds(1)));
    assertEquals("building seqloc ...\n", run("--help").err());
    assertEquals(2, builds());
    Instant before = Instant.now().minusSeconds(60);
    Files.setLastModifiedTime(source, FileTime.from(before));
    Files.setLastModifiedTime(home.resolve("launch/target/seqloc/built"), FileTime.from(before));
    Files.delete(source);
    assertEquals("building seqloc ...\n", run("--help").err());
  }

  @Test
  void concurrentStartsBuildOnce() throws IOException {
    List<CompletableFuture<Outcome>> starts = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      starts.add(
          CompletableFuture.supplyAsync(
              () -> {
                try {
                  return run("--help");
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              }));
    }
    starts.forEach(start -> assertEquals(0, start.join().exit(), start.join().err()));
    assertEquals(1, builds());
  }

  @Test
  void aFailedBuildShowsItsOutputAndIsTriedAgain() throws IOException {
    Files.writeString(home.resolve("broken"), "");
    Outcome failed = run("--help");
    assertEquals(2, failed.exit());
    assertTrue(failed.err().contains("output of maven\n"), failed.err());
    assertEquals("", failed.out());
    Files.delete(home.resolve("broken"));
    assertEquals(0, run("--help").exit());
  }

  @Test
  void worksThroughSymbolicLinksFromAnywhere() throws IOException {
    Path link = Files.createSymbolicLink(folder.resolve("one"), home.resolve("seqloc"));
    Path second = Files.createSymbolicLink(tools.resolve("two"), Path.of("../../one"));
    assertEquals(0, start(link, Path.of("/")).exit());
    Outcome outcome = start(second, Path.of("/"));
    assertEquals(0, outcome.exit(), outcome.err());
    assertEquals(1, builds());
  }

  @Test
  void anOldJavaIsOneLine() throws IOException {
    java("1.8.0_402");
    Outcome outcome = run("--help");
    assertEquals(2, outcome.exit());
    assertEquals("seqloc: " + tools + "/java is Java 1; Seqloc needs 17 or newer\n", outcome.err());
  }

  @Test
  void aWrongJavaHomeIsOneLine() throws IOException {
    Outcome outcome = start(home.resolve("seqloc"), home, "JAVA_HOME=/nowhere", "--help");
    assertEquals(2, outcome.exit());
    assertEquals(1, outcome.err().lines().count(), outcome.err());
    assertTrue(outcome.err().contains("JAVA_HOME is /nowhere"), outcome.err());
  }

  @Test
  void allowsNettyItsMemoryOnNewJavas() throws IOException {
    assertTrue(!run("--help").out().contains("sun-misc-unsafe"));
    java("25.0.1");
    assertTrue(run("--help").out().contains("--sun-misc-unsafe-memory-access=allow"));
  }

  @Test
  void theClassesOfTheBuildAreStartedFrom() throws IOException {
    String option =
        "-XX:SharedArchiveFile=" + home.toRealPath() + "/launch/target/seqloc/classes.jsa";
    assertTrue(run("--help").out().lines().toList().contains(option));
    assertTrue(run("--help").out().lines().toList().contains(option));
    // A JVM that cannot keep them starts all the same.
    Files.writeString(folder.resolve("brokenjava"), "");
    Files.setLastModifiedTime(source, FileTime.from(Instant.now().plusSeconds(5)));
    Outcome without = run("--help");
    assertEquals(0, without.exit());
    assertEquals("building seqloc ...\n", without.err());
    assertTrue(!without.out().contains("SharedArchiveFile"), without.out());
    try (Stream<Path> left = Files.list(home.resolve("launch/target"))) {
      assertTrue(left.noneMatch(path -> path.toString().contains("rehearsal")));
    }
  }

  private Outcome run(String... arguments) throws IOException {
    return start(home.resolve("seqloc"), folder, arguments);
  }

  /** Arguments of the form NAME=value before all others go to the environment. */
  private Outcome start(Path script, Path directory, String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of("/bin/bash", script.toString()));
    ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
    builder.environment().keySet().removeAll(List.of("JAVA_HOME", "SEQLOC_JAVA_OPTS"));
    builder.environment().merge("PATH", tools.toString(), (path, tool) -> tool + ":" + path);
    for (String argument : arguments) {
      if (argument.startsWith("JAVA_HOME=")) {
        builder.environment().put("JAVA_HOME", argument.substring("JAVA_HOME=".length()));
      } else {
        command.add(argument);
      }
    }
    builder.command(command);
    Path err = Files.createTempFile(folder, "err", "");
    Process process = builder.redirectError(err.toFile()).start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      return new Outcome(process.waitFor(), out, Files.readString(err));
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private long builds() throws IOException {
    return Files.readAllLines(home.resolve("builds")).size();
  }

  private void java(String version) throws IOException {
    tool(
        "java",
        """
        if [ "$1" = -version ]; then
          echo 'Picked up JAVA_TOOL_OPTIONS: -Dx=y' >&2
          echo 'openjdk version "%s" 2025-04-15' >&2
          exit
        fi
        # As the JVM writes its archive of classes when it ends.
        [ -e brokenjava ] || case $1 in -XX:ArchiveClassesAtExit=*) echo >"${1#*=}" ;; esac
        printf '%%s\\n' "$@"
        """
            .formatted(version));
  }

  private void tool(String name, String body) throws IOException {
    Path file = tools.resolve(name);
    Files.writeString(file, "#!/bin/sh\n" + body);
    executable(file);
  }

  private static void executable(Path file) throws IOException {
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }
}
