package org.seqloc.msgs;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.seqloc.msgs.definition.DefinitionException;
import org.seqloc.msgs.definition.DefinitionFile;
import org.seqloc.msgs.generate.Generator;

/**
 * Makes classes of users' own message and service definitions, which may use all types of this
 * module. {@code seqloc msgs generate} does the same, this class is for builds:
 *
 * <pre>{@code java -cp ... org.seqloc.msgs.MessageGenerator OUT DIR...}</pre>
 */
public final class MessageGenerator {

  private static final String INDEX = ".GeneratedTypes";

  private MessageGenerator() {}

  /**
   * Makes the classes.
   *
   * @param folders searched for {@code .msg} and {@code .srv} files at any depth
   * @param javaFolder takes the classes; those that an earlier run made and this one does not are
   *     deleted
   * @param resourceFolder takes the file by which {@link MessageTypes} finds the types; it must be
   *     on the class path
   * @param indexClass qualified name of the class that lists them; when empty it is called {@code
   *     GeneratedTypes} and is of the first package by name
   * @throws DefinitionException naming the file or type that cannot be used
   */
  public static Generator.Result generate(
      List<Path> folders, Path javaFolder, Path resourceFolder, Optional<String> indexClass) {
    String index = indexClass.orElseGet(() -> firstPackage(folders) + INDEX);
    // Not what an earlier run of this build left on the class path: it may be out of date.
    List<TypeIndex> known = MessageTypes.load(index);
    return Generator.generate(
        new Generator.Request(
            folders,
            name ->
                known.stream()
                    .flatMap(types -> types.message(name).stream())
                    .findFirst()
                    .map(MessageType::definition),
            javaFolder,
            Optional.of(resourceFolder),
            index));
  }

  private static String firstPackage(List<Path> folders) {
    return DefinitionFile.find(folders).stream()
        .map(file -> file.rosName().substring(0, file.rosName().indexOf('/')))
        .min(String::compareTo)
        .orElseThrow(() -> new DefinitionException(folders + ": no .msg or .srv file found"));
  }

  /**
   * @param args the folder for classes and resources, then the folders of definitions
   */
  public static void main(String[] args) {
    if (args.length < 2) {
      throw new IllegalArgumentException("usage: <out folder> <definition folder>...");
    }
    List<Path> folders = new ArrayList<>();
    for (int i = 1; i < args.length; i++) {
      folders.add(Path.of(args[i]));
    }
    Path out = Path.of(args[0]);
    generate(folders, out, out, Optional.empty());
  }
}
