package org.ros.internal.message;

import java.util.Objects;
import org.ros.exception.RosMessageRuntimeException;
import org.ros.message.MessageDefinitionProvider;
import org.ros.message.MessageFactory;
import org.seqloc.msgs.MessageTypes;

/** Makes messages of the types that a provider knows and that have a class on the class path. */
public class DefaultMessageFactory implements MessageFactory {

  private final MessageDefinitionProvider definitions;

  public DefaultMessageFactory(MessageDefinitionProvider messageDefinitionProvider) {
    definitions = Objects.requireNonNull(messageDefinitionProvider, "messageDefinitionProvider");
  }

  /**
   * @throws RosMessageRuntimeException when the provider does not know the type, or it has no class
   */
  @Override
  // The caller names T, as rosjava has it.
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  public <T> T newFromType(String messageType) {
    if (!definitions.has(messageType)) {
      throw new RosMessageRuntimeException("the message type '" + messageType + "' is unknown");
    }
    return (T)
        MessageTypes.find(messageType)
            .orElseThrow(
                () ->
                    new RosMessageRuntimeException(
                        "no class was generated for the message type '" + messageType + "'"))
            .create();
  }
}
