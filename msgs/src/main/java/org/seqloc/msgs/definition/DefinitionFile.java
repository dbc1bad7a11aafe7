package org.seqloc.msgs.definition;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A {@code .msg} or {@code .srv} file. Its package is the name of its folder, or of the folder
 * above where that is {@code msg} or {@code srv}, as in ROS packages.
 *
 * @param rosName package and type as the path has them, whether or not they are a usable name
 */
public record DefinitionFile(String rosName, Path path) {

  private static final String MESSAGE = ".msg";
  private static final String SERVICE = ".srv";

  /**
   * All such files below some folders, at any depth: folder by folder, sorted by path.
   *
   * @throws DefinitionException when a folder cannot be read
   */
  public static List<DefinitionFile> find(List<Path> folders) {
    List<DefinitionFile> files = new ArrayList<>();
    for (Path folder : folders) {
      try (Stream<Path> found = Files.walk(folder)) {
        found
            .filter(file -> file.toString().endsWith(MESSAGE) || file.toString().endsWith(SERVICE))
            .filter(Files::isRegularFile)
            .sorted()
            .forEach(file -> files.add(new DefinitionFile(rosNameOf(file), file)));
      } catch (IOException e) {
        throw new DefinitionException(folder + ": cannot be read as a folder (" + e + ")");
      } catch (UncheckedIOException e) {
        throw new DefinitionException(folder + ": cannot be read (" + e.getCause() + ")");
      }
    }
    return files;
  }

  private static String rosNameOf(Path file) {
    Path folder = file.toAbsolutePath().normalize().getParent();
    String name = String.valueOf(folder.getFileName());
    boolean isKind = name.equals("msg") || name.equals("srv");
    String packageName = isKind ? String.valueOf(folder.getParent().getFileName()) : name;
    String fileName = file.getFileName().toString();
    return packageName + "/" + fileName.substring(0, fileName.length() - MESSAGE.length());
  }

  public boolean isService() {
    return path.toString().endsWith(SERVICE);
  }

  /**
   * @throws DefinitionException naming the file, and the line where it is no definition
   */
  public MessageDefinition parseMessage() {
    return DefinitionParser.parseMessage(path.toString(), name(), text());
  }

  /**
   * @throws DefinitionException naming the file, and the line where it is no definition
   */
  public ServiceDefinition parseService() {
    return DefinitionParser.parseService(path.toString(), name(), text());
  }

  private TypeName name() {
    try {
      return TypeName.parse(rosName);
    } catch (DefinitionException e) {
      throw new DefinitionException(path + ": " + e.getMessage());
    }
  }

  private String text() {
    try {
      return Files.readString(path);
    } catch (CharacterCodingException e) {
      throw new DefinitionException(path + ": not UTF-8");
    } catch (IOException e) {
      throw new DefinitionException(path + ": cannot be read (" + e + ")");
    }
  }
}
