package org.ros.internal.node;

import java.util.Optional;
import java.util.function.Function;
import org.ros.exception.RosRuntimeException;
import org.ros.message.MessageFactory;
import org.ros.message.MessageSerializationFactory;
import org.seqloc.msgs.Message;
import org.seqloc.msgs.MessageType;
import org.seqloc.msgs.ServiceType;

/** The types that a node can use, and factories of their messages. */
public final class NodeTypes {

  private final Function<String, Optional<MessageType<?>>> messages;
  private final Function<String, Optional<ServiceType<?, ?>>> services;

  public NodeTypes(
      Function<String, Optional<MessageType<?>>> messages,
      Function<String, Optional<ServiceType<?, ?>>> services) {
    this.messages = messages;
    this.services = services;
  }

  /**
   * @throws RosRuntimeException when no class was generated for it
   */
  MessageType<?> message(String name) {
    return messages
        .apply(name)
        .orElseThrow(
            () ->
                new RosRuntimeException(
                    "no class was generated for the message type '" + name + "'"));
  }

  /**
   * @throws RosRuntimeException when no class was generated for it
   */
  ServiceType<?, ?> service(String name) {
    return services
        .apply(name)
        .orElseThrow(
            () ->
                new RosRuntimeException(
                    "no class was generated for the service type '" + name + "'"));
  }

  public MessageFactory messages() {
    return new Factory(name -> message(name).create());
  }

  public MessageFactory requests() {
    return new Factory(name -> service(name).requestType().create());
  }

  public MessageFactory responses() {
    return new Factory(name -> service(name).responseType().create());
  }

  public MessageSerializationFactory serialization() {
    return new Serialization(this);
  }

  private record Factory(Function<String, Message> maker) implements MessageFactory {
    @Override
    // The caller names T, as rosjava has it.
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    public <T> T newFromType(String messageType) {
      return (T) maker.apply(messageType);
    }
  }
}
