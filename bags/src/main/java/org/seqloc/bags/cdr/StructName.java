package org.seqloc.bags.cdr;

import java.util.regex.Pattern;
import org.seqloc.msgs.definition.DefinitionException;

/**
 * The full name of a struct, without the {@code msg} that ROS 2 puts into the names of message
 * types: {@code std_msgs/Header}. Parts of services and actions keep theirs: {@code
 * nav_msgs/srv/GetPlan_Request}.
 */
public record StructName(String rosName) implements CdrElement {

  private static final Pattern NAME =
      Pattern.compile("[A-Za-z][A-Za-z0-9_]*(/[A-Za-z][A-Za-z0-9_]*){1,3}");

  static final StructName TIME = new StructName("builtin_interfaces/Time");
  static final StructName DURATION = new StructName("builtin_interfaces/Duration");

  public StructName {
    if (!NAME.matcher(rosName).matches()) {
      throw new DefinitionException(
          "'" + rosName + "' is not a full type name such as std_msgs/msg/Header");
    }
    rosName = rosName.replaceFirst("/msg/", "/");
  }

  /** Reads a name as it stands in a definition of the given package. */
  static StructName resolve(String name, String packageName) {
    return new StructName(name.indexOf('/') < 0 ? packageName + "/" + name : name);
  }

  String packageName() {
    return rosName.substring(0, rosName.indexOf('/'));
  }

  @Override
  public String toString() {
    return rosName;
  }
}
