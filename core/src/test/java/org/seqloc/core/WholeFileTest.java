package org.seqloc.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WholeFileTest {

  @TempDir Path temp;

  private List<String> names() throws IOException {
    try (Stream<Path> all = Files.list(temp)) {
      return all.map(path -> path.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void aFileIsReplacedByAWholeOneOnly() throws IOException {
    Path file = temp.resolve("a.txt");
    WholeFile.write(file, "before");
    assertThrows(
        IOException.class,
        () ->
            WholeFile.write(
                file,
                aside -> {
                  Files.writeString(aside, "half");
                  throw new IOException("the disk is full");
                }));
    assertEquals("before", Files.readString(file));
    WholeFile.write(file, aside -> Files.writeString(aside, "after"));
    assertEquals("after", Files.readString(file));
    assertEquals(List.of("a.txt"), names());
  }

  @Test
  void whatIsLinkedToTheOldFileStays() throws IOException {
    Path original = Files.writeString(temp.resolve("original"), "mine");
    Path link = Files.createLink(temp.resolve("link"), original);
    WholeFile.write(link, "new");
    assertEquals("mine", Files.readString(original));
    assertEquals("new", Files.readString(link));
  }
}
