package org.ros.message;

/** Knows who makes the messages of a type. */
public interface MessageFactoryProvider {

  MessageFactory get(MessageIdentifier messageIdentifier);

  boolean has(MessageIdentifier messageIdentifier);
}
