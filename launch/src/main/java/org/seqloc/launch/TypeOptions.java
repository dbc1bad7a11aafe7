package org.seqloc.launch;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.seqloc.core.SeqlocException;
import org.seqloc.msgs.MessageType;
import org.seqloc.msgs.ServiceType;
import org.seqloc.msgs.definition.DefinitionException;
import org.seqloc.msgs.dynamic.DynamicMessage;
import org.seqloc.msgs.dynamic.TypeFinder;
import picocli.CommandLine.Option;

/** Where a command finds message and service types that have no generated class. */
final class TypeOptions {

  @Option(
      names = "--path",
      paramLabel = "DIR",
      description =
          "Search the .msg and .srv files below; may be repeated. ROS_PACKAGE_PATH is searched"
              + " too.")
  private List<Path> folders = new ArrayList<>();

  private TypeFinder finder() {
    List<Path> all = new ArrayList<>(folders);
    String packages = System.getenv("ROS_PACKAGE_PATH");
    if (packages != null) {
      for (String folder : packages.split(File.pathSeparator)) {
        if (!folder.isBlank() && Files.isDirectory(Path.of(folder))) {
          all.add(Path.of(folder));
        }
      }
    }
    return new TypeFinder(all);
  }

  /**
   * @throws SeqlocException when there is no such type, or its definition cannot be used
   */
  MessageType<DynamicMessage> message(String name) {
    try {
      return finder().message(name).orElseThrow(() -> unknown("message", name, "msg"));
    } catch (DefinitionException e) {
      throw new SeqlocException(e.getMessage(), e);
    }
  }

  /** As {@link #message}, empty when there is no such type. */
  Optional<MessageType<DynamicMessage>> findMessage(String name) {
    try {
      return finder().message(name);
    } catch (DefinitionException e) {
      throw new SeqlocException(e.getMessage(), e);
    }
  }

  /**
   * @throws SeqlocException when there is no such type, or its definition cannot be used
   */
  ServiceType<DynamicMessage, DynamicMessage> service(String name) {
    try {
      return finder().service(name).orElseThrow(() -> unknown("service", name, "srv"));
    } catch (DefinitionException e) {
      throw new SeqlocException(e.getMessage(), e);
    }
  }

  private static SeqlocException unknown(String kind, String name, String ending) {
    return new SeqlocException(
        "the "
            + kind
            + " type "
            + name
            + " is not known; name the folder that holds its ."
            + ending
            + " file with --path, or set ROS_PACKAGE_PATH");
  }
}
