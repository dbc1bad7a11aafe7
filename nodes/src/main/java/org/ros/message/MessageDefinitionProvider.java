package org.ros.message;

import java.util.Collection;

/** Knows the definitions of message types. */
public interface MessageDefinitionProvider {

  /** The text of the definition of a type such as {@code std_msgs/String}. */
  String get(String messageType);

  boolean has(String messageType);

  /** The packages of all types that it knows. */
  Collection<String> getPackages();

  /** The types of one package. */
  Collection<MessageIdentifier> getMessageIdentifiersByPackage(String pkg);
}
