package org.seqloc.msgs.generate;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Runs the generator within the build of this module. */
public final class GeneratorMain {

  private GeneratorMain() {}

  /**
   * @param args the folder for the classes, the index class, then the folders of the definitions
   */
  public static void main(String[] args) {
    if (args.length < 3) {
      throw new IllegalArgumentException("usage: <java folder> <index class> <source folder>...");
    }
    List<Path> sources = List.of(args).subList(2, args.length).stream().map(Path::of).toList();
    Generator.generate(
        new Generator.Request(
            sources, name -> Optional.empty(), Path.of(args[0]), Optional.empty(), args[1]));
  }
}
