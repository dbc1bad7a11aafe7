package org.seqloc.msgs.generate;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.seqloc.msgs.definition.DefinitionException;
import org.seqloc.msgs.definition.DefinitionParser;
import org.seqloc.msgs.definition.MessageDefinition;
import org.seqloc.msgs.definition.ServiceDefinition;
import org.seqloc.msgs.definition.TypeName;

/**
 * The {@code .msg} and {@code .srv} files below some folders. A file's package is the name of its
 * folder, or of the folder above where that is {@code msg} or {@code srv}, as in ROS packages.
 */
record DefinitionFiles(List<MessageDefinition> messages, List<ServiceDefinition> services) {

  static DefinitionFiles read(List<Path> folders) {
    List<MessageDefinition> messages = new ArrayList<>();
    List<ServiceDefinition> services = new ArrayList<>();
    for (Path file : find(folders)) {
      TypeName name = nameOf(file);
      if (file.toString().endsWith(".msg")) {
        messages.add(DefinitionParser.parseMessage(file.toString(), name, text(file)));
      } else {
        services.add(DefinitionParser.parseService(file.toString(), name, text(file)));
      }
    }
    return new DefinitionFiles(messages, services);
  }

  private static List<Path> find(List<Path> folders) {
    List<Path> files = new ArrayList<>();
    for (Path folder : folders) {
      try (Stream<Path> found = Files.walk(folder)) {
        found
            .filter(file -> file.toString().endsWith(".msg") || file.toString().endsWith(".srv"))
            .filter(Files::isRegularFile)
            .sorted()
            .forEach(files::add);
      } catch (IOException e) {
        throw new DefinitionException(folder + ": cannot be read as a folder (" + e + ")");
      } catch (UncheckedIOException e) {
        throw new DefinitionException(folder + ": cannot be read (" + e.getCause() + ")");
      }
    }
    return files;
  }

  private static TypeName nameOf(Path file) {
    String fileName = file.getFileName().toString();
    String baseName = fileName.substring(0, fileName.length() - ".msg".length());
    try {
      return new TypeName(packageOf(file), baseName);
    } catch (DefinitionException e) {
      throw new DefinitionException(file + ": " + e.getMessage());
    }
  }

  private static String packageOf(Path file) {
    Path folder = file.toAbsolutePath().normalize().getParent();
    String name = String.valueOf(folder.getFileName());
    boolean isKind = name.equals("msg") || name.equals("srv");
    return isKind ? String.valueOf(folder.getParent().getFileName()) : name;
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (CharacterCodingException e) {
      throw new DefinitionException(file + ": not UTF-8");
    } catch (IOException e) {
      throw new DefinitionException(file + ": cannot be read (" + e + ")");
    }
  }
}
