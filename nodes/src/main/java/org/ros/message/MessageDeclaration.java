package org.ros.message;

import java.util.Objects;

/**
 * A message type with the text of its definition.
 *
 * @param getMessageIdentifier the type's name
 * @param getDefinition as in a {@code .msg} file
 */
public record MessageDeclaration(MessageIdentifier getMessageIdentifier, String getDefinition) {

  public MessageDeclaration {
    Objects.requireNonNull(getMessageIdentifier, "messageIdentifier");
    Objects.requireNonNull(getDefinition, "definition");
  }

  /**
   * @throws IllegalArgumentException when the type is not written as {@code package/Name}
   */
  public static MessageDeclaration of(String type, String definition) {
    return new MessageDeclaration(MessageIdentifier.of(type), definition);
  }

  public String getType() {
    return getMessageIdentifier.getType();
  }

  public String getPackage() {
    return getMessageIdentifier.getPackage();
  }

  public String getName() {
    return getMessageIdentifier.getName();
  }

  @Override
  public String toString() {
    return "MessageDeclaration<" + getMessageIdentifier + ">";
  }
}
