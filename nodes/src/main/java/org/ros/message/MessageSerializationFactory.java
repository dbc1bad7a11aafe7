package org.ros.message;

/**
 * Finds who writes and reads the messages of a type, by the name of the type or of the service's
 * type. All methods throw {@link org.ros.exception.RosRuntimeException} when no class was generated
 * for it.
 */
@SuppressWarnings("TypeParameterUnusedInFormals") // as in rosjava
public interface MessageSerializationFactory {

  <T> MessageSerializer<T> newMessageSerializer(String messageType);

  <T> MessageDeserializer<T> newMessageDeserializer(String messageType);

  <T> MessageSerializer<T> newServiceRequestSerializer(String serviceType);

  <T> MessageDeserializer<T> newServiceRequestDeserializer(String serviceType);

  <T> MessageSerializer<T> newServiceResponseSerializer(String serviceType);

  <T> MessageDeserializer<T> newServiceResponseDeserializer(String serviceType);
}
