package org.seqloc.msgs.dynamic;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.seqloc.msgs.MessageType;
import org.seqloc.msgs.MessageTypes;
import org.seqloc.msgs.ServiceType;
import org.seqloc.msgs.definition.DefinitionException;
import org.seqloc.msgs.definition.DefinitionFile;
import org.seqloc.msgs.definition.Definitions;
import org.seqloc.msgs.definition.MessageDefinition;
import org.seqloc.msgs.definition.ServiceDefinition;
import org.seqloc.msgs.definition.TypeName;

/**
 * Finds types by name: in folders of ROS packages, then among those with a generated class. The
 * folders are not looked at before a type is asked for. Not safe for several threads.
 */
public final class TypeFinder {

  private final List<Path> folders;
  private Map<String, DefinitionFile> messages;
  private Map<String, DefinitionFile> services;

  /**
   * @param folders searched at any depth; of two files of one type the first counts
   */
  public TypeFinder(List<Path> folders) {
    this.folders = List.copyOf(folders);
  }

  /**
   * @param rosName {@code sensor_msgs/Image}
   * @throws DefinitionException when the definition or one that it uses cannot be used
   */
  public Optional<MessageType<DynamicMessage>> message(String rosName) {
    search();
    if (!messages.containsKey(rosName)) {
      return MessageTypes.find(rosName).map(DynamicTypes::of);
    }
    MessageDefinition definition = messages.get(rosName).parseMessage();
    return Optional.of(new DynamicTypes(closed(definition)).message(definition));
  }

  /**
   * @param rosName {@code std_srvs/Trigger}
   * @throws DefinitionException when the definition or one that it uses cannot be used
   */
  public Optional<ServiceType<DynamicMessage, DynamicMessage>> service(String rosName) {
    search();
    if (!services.containsKey(rosName)) {
      return MessageTypes.findService(rosName).map(DynamicTypes::of);
    }
    ServiceDefinition definition = services.get(rosName).parseService();
    return Optional.of(
        new DynamicTypes(closed(definition.request(), definition.response())).service(definition));
  }

  private Definitions closed(MessageDefinition... own) {
    return Definitions.closed(List.of(own), this::part);
  }

  private Optional<MessageDefinition> part(TypeName name) {
    DefinitionFile file = messages.get(name.rosName());
    if (file != null) {
      return Optional.of(file.parseMessage());
    }
    return MessageTypes.find(name.rosName())
        .map(type -> Definitions.fromFullText(name, type.definition()).get(name));
  }

  private void search() {
    if (messages != null) {
      return;
    }
    messages = new HashMap<>();
    services = new HashMap<>();
    for (DefinitionFile file : DefinitionFile.find(folders)) {
      (file.isService() ? services : messages).putIfAbsent(file.rosName(), file);
    }
  }
}
