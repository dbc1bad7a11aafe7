package org.seqloc.core;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileTreeTest {

  @TempDir Path temp;

  @Test
  void aTreeIsDeletedAndNotWhatItsLinksPointAt() throws IOException {
    Path kept = Files.createDirectories(temp.resolve("kept/below"));
    Path tree = Files.createDirectories(temp.resolve("tree/a/b"));
    Files.writeString(tree.resolve("file"), "x");
    Files.createSymbolicLink(tree.resolve("to"), kept);
    Files.createSymbolicLink(tree.resolve("dangling"), temp.resolve("nowhere"));
    FileTree.delete(temp.resolve("tree"));
    FileTree.delete(temp.resolve("tree"));
    assertTrue(Files.notExists(temp.resolve("tree")));
    assertTrue(Files.isDirectory(kept));
  }
}
