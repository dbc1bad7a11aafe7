package org.ros.message;

/** Gets the messages of a topic. */
public interface MessageListener<T> {
  void onNewMessage(T message);
}
