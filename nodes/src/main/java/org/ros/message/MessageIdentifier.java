package org.ros.message;

import java.util.Objects;

/** The name of a message type, such as {@code std_msgs/String}. */
public class MessageIdentifier {

  private final String type;
  private final int slash;

  private MessageIdentifier(String type) {
    this.type = type;
    slash = type.indexOf('/');
    if (slash < 0) {
      throw new IllegalArgumentException(
          "'" + type + "' is no message type; write it as package/Name");
    }
  }

  public static MessageIdentifier of(String pkg, String name) {
    return of(Objects.requireNonNull(pkg, "pkg") + "/" + Objects.requireNonNull(name, "name"));
  }

  /**
   * @throws IllegalArgumentException when the type is not written as {@code package/Name}
   */
  public static MessageIdentifier of(String type) {
    return new MessageIdentifier(type);
  }

  public String getType() {
    return type;
  }

  public String getPackage() {
    return type.substring(0, slash);
  }

  public String getName() {
    return type.substring(slash + 1);
  }

  @Override
  public String toString() {
    return "MessageIdentifier<" + type + ">";
  }

  @Override
  public int hashCode() {
    return type.hashCode();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof MessageIdentifier that && type.equals(that.type);
  }
}
