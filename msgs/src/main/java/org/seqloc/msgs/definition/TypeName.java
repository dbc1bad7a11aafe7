package org.seqloc.msgs.definition;

import java.util.regex.Pattern;

/**
 * The full name of a message or service type.
 *
 * @param packageName {@code std_msgs}
 * @param name {@code Header}
 */
public record TypeName(String packageName, String name)
    implements ElementType, Comparable<TypeName> {

  private static final Pattern IDENTIFIER = Pattern.compile("[A-Za-z][A-Za-z0-9_]*");

  /** What a field of the type {@code Header} holds in every package. */
  public static final TypeName HEADER = new TypeName("std_msgs", "Header");

  public TypeName {
    if (!isIdentifier(packageName) || !isIdentifier(name)) {
      throw new DefinitionException(
          "'" + packageName + "/" + name + "' is not a type name such as std_msgs/Header");
    }
  }

  /** Parses {@code package/Type}. */
  public static TypeName parse(String fullName) {
    int slash = fullName.indexOf('/');
    if (slash < 0) {
      throw new DefinitionException(
          "'" + fullName + "' is not a full type name such as std_msgs/Header");
    }
    return new TypeName(fullName.substring(0, slash), fullName.substring(slash + 1));
  }

  /** Parses a name as it stands in a definition of the given package. */
  static TypeName resolve(String name, String packageName) {
    return name.indexOf('/') < 0 ? new TypeName(packageName, name) : parse(name);
  }

  /** Whether the text is a letter followed by letters, digits and underscores (all ASCII). */
  public static boolean isIdentifier(String text) {
    return IDENTIFIER.matcher(text).matches();
  }

  @Override
  public String rosName() {
    return packageName + "/" + name;
  }

  @Override
  public int compareTo(TypeName other) {
    return rosName().compareTo(other.rosName());
  }

  @Override
  public String toString() {
    return rosName();
  }
}
