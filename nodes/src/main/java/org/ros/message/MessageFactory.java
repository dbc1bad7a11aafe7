package org.ros.message;

/** Makes messages by the name of their type. */
public interface MessageFactory {

  /**
   * A message with all fields zero, empty or false.
   *
   * @param messageType {@code geometry_msgs/Point}
   * @throws org.ros.exception.RosRuntimeException when no class was generated for the type
   */
  @SuppressWarnings("TypeParameterUnusedInFormals") // as in rosjava
  <T> T newFromType(String messageType);
}
