package org.seqloc.msgs.generate;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.seqloc.msgs.definition.DefinitionException;
import org.seqloc.msgs.definition.DefinitionFile;
import org.seqloc.msgs.definition.Definitions;
import org.seqloc.msgs.definition.MessageDefinition;
import org.seqloc.msgs.definition.ServiceDefinition;
import org.seqloc.msgs.definition.TypeName;

/** Makes Java classes of the {@code .msg} and {@code .srv} files in some folders. */
public final class Generator {

  private static final String SERVICE_FILE = "META-INF/services/org.seqloc.msgs.TypeIndex";

  private Generator() {}

  /**
   * What to make.
   *
   * @param sources folders searched for definitions, at any depth
   * @param known full definition texts of types that have a class already, by their ROS names
   * @param javaFolder takes the classes; those that an earlier run made and this one does not are
   *     deleted
   * @param resourceFolder takes the file by which {@code MessageTypes} finds the index
   * @param indexClass qualified name of the class that lists all types made
   */
  public record Request(
      List<Path> sources,
      Function<String, Optional<String>> known,
      Path javaFolder,
      Optional<Path> resourceFolder,
      String indexClass) {
    public Request {
      sources = List.copyOf(sources);
      Objects.requireNonNull(known, "known");
      Objects.requireNonNull(javaFolder, "javaFolder");
      Objects.requireNonNull(resourceFolder, "resourceFolder");
      if (!indexClass.matches("[A-Za-z_]\\w*(\\.[A-Za-z_]\\w*)+")) {
        throw new DefinitionException(
            "'" + indexClass + "' is not a class with a package, such as my.robot.Types");
      }
    }
  }

  /**
   * What was made.
   *
   * @param messages types of messages, those of services included
   * @param services types of services
   * @param changedFiles files written anew or deleted; the others were up to date
   */
  public record Result(int messages, int services, int changedFiles) {}

  /**
   * Makes the classes. The same definitions give the same bytes.
   *
   * @throws DefinitionException naming the file or type that cannot be used
   */
  public static Result generate(Request request) {
    List<MessageDefinition> messages = new ArrayList<>();
    List<ServiceDefinition> services = new ArrayList<>();
    for (DefinitionFile file : DefinitionFile.find(request.sources())) {
      if (file.isService()) {
        ServiceDefinition service = file.parseService();
        services.add(service);
        messages.add(service.request());
        messages.add(service.response());
      } else {
        messages.add(file.parseMessage());
      }
    }
    if (messages.isEmpty()) {
      throw new DefinitionException(request.sources() + ": no .msg or .srv file found");
    }
    messages.sort(Comparator.comparing(MessageDefinition::name));
    services.sort(Comparator.comparing(ServiceDefinition::name));
    Definitions definitions = Definitions.closed(messages, name -> known(name, request.known()));
    checkClassNames(messages, services);

    OutputFolder java = new OutputFolder(request.javaFolder());
    for (MessageDefinition message : messages) {
      java.write(javaFile(message.name()), MessageClassWriter.write(message, definitions));
    }
    for (ServiceDefinition service : services) {
      java.write(javaFile(service.name()), ServiceClassWriter.write(service, definitions));
    }
    java.write(
        request.indexClass().replace('.', '/') + ".java",
        IndexWriter.write(request.indexClass(), messages, services));
    java.deleteStaleClasses();
    int changed = java.changed();
    if (request.resourceFolder().isPresent()) {
      OutputFolder resources = new OutputFolder(request.resourceFolder().get());
      resources.write(SERVICE_FILE, request.indexClass() + "\n");
      changed += resources.changed();
    }
    return new Result(messages.size(), services.size(), changed);
  }

  private static Optional<MessageDefinition> known(
      TypeName name, Function<String, Optional<String>> texts) {
    return texts.apply(name.rosName()).map(text -> Definitions.fromFullText(name, text).get(name));
  }

  private static String javaFile(TypeName name) {
    return name.packageName() + "/" + name.name() + ".java";
  }

  private static void checkClassNames(
      List<MessageDefinition> messages, List<ServiceDefinition> services) {
    // File systems of some users do not tell upper from lower case.
    Map<String, TypeName> seen = new HashMap<>();
    List<TypeName> names = new ArrayList<>();
    messages.forEach(message -> names.add(message.name()));
    services.forEach(service -> names.add(service.name()));
    for (TypeName name : names) {
      TypeName other = seen.put(name.rosName().toLowerCase(Locale.ROOT), name);
      if (other != null) {
        throw new DefinitionException(
            name + ": its class would overwrite that of " + other + "; rename one");
      }
    }
  }
}
