package org.ros.internal.message.definition;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.ros.exception.RosMessageRuntimeException;
import org.ros.message.MessageDefinitionProvider;
import org.ros.message.MessageIdentifier;
import org.seqloc.msgs.MessageType;
import org.seqloc.msgs.MessageTypes;

/**
 * The definitions of the types whose classes are on the class path, and of those that were added.
 * Safe for use by several threads.
 */
public class MessageDefinitionReflectionProvider implements MessageDefinitionProvider {

  /** What follows the type's own text in its full text. */
  private static final String RULE = "\n" + "=".repeat(80) + "\n";

  private final Map<String, String> added = new ConcurrentHashMap<>();

  public void add(String messageType, String messageDefinition) {
    added.put(messageType, messageDefinition);
  }

  /**
   * The type's own text, without those of the types that it uses.
   *
   * @throws RosMessageRuntimeException when the type is unknown
   */
  @Override
  public String get(String messageType) {
    String definition = added.get(messageType);
    return definition != null
        ? definition
        : MessageTypes.find(messageType)
            .map(MessageDefinitionReflectionProvider::ownText)
            .orElseThrow(
                () ->
                    new RosMessageRuntimeException(
                        "the message type '" + messageType + "' is unknown"));
  }

  private static String ownText(MessageType<?> type) {
    String full = type.definition();
    int end = full.indexOf(RULE);
    return end < 0 ? full : full.substring(0, end);
  }

  @Override
  public boolean has(String messageType) {
    return added.containsKey(messageType) || MessageTypes.find(messageType).isPresent();
  }

  @Override
  public Collection<String> getPackages() {
    Collection<String> packages = new TreeSet<>();
    for (String type : types()) {
      packages.add(MessageIdentifier.of(type).getPackage());
    }
    return packages;
  }

  @Override
  public Collection<MessageIdentifier> getMessageIdentifiersByPackage(String pkg) {
    return types().stream()
        .map(MessageIdentifier::of)
        .filter(type -> type.getPackage().equals(pkg))
        .toList();
  }

  private Collection<String> types() {
    Collection<String> types = new TreeSet<>(MessageTypes.names());
    types.addAll(List.copyOf(added.keySet()));
    return types;
  }
}
