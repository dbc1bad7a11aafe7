package org.ros.internal.node;

import org.ros.message.MessageDeserializer;
import org.ros.message.MessageSerializationFactory;
import org.ros.message.MessageSerializer;
import org.seqloc.msgs.Message;
import org.seqloc.msgs.MessageType;

/**
 * Writes and reads messages as the connections do. The byte arrays of what is read are slices of
 * the buffer and live as long as it does.
 */
@SuppressWarnings("TypeParameterUnusedInFormals") // as in rosjava
record Serialization(NodeTypes types) implements MessageSerializationFactory {

  @Override
  public <T> MessageSerializer<T> newMessageSerializer(String messageType) {
    return writer(types.message(messageType));
  }

  @Override
  public <T> MessageDeserializer<T> newMessageDeserializer(String messageType) {
    return reader(types.message(messageType));
  }

  @Override
  public <T> MessageSerializer<T> newServiceRequestSerializer(String serviceType) {
    return writer(types.service(serviceType).requestType());
  }

  @Override
  public <T> MessageDeserializer<T> newServiceRequestDeserializer(String serviceType) {
    return reader(types.service(serviceType).requestType());
  }

  @Override
  public <T> MessageSerializer<T> newServiceResponseSerializer(String serviceType) {
    return writer(types.service(serviceType).responseType());
  }

  @Override
  public <T> MessageDeserializer<T> newServiceResponseDeserializer(String serviceType) {
    return reader(types.service(serviceType).responseType());
  }

  private static <T> MessageSerializer<T> writer(MessageType<?> type) {
    return (message, buffer) -> {
      if (!(message instanceof Message written) || written.type() != type) {
        throw new IllegalArgumentException("not a " + type + ": " + message);
      }
      written.writeTo(buffer);
    };
  }

  @SuppressWarnings("unchecked") // the caller names T, as rosjava has it
  private static <T> MessageDeserializer<T> reader(MessageType<?> type) {
    return buffer -> (T) type.read(buffer);
  }
}
