package org.seqloc.msgs.generate;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import javax.lang.model.SourceVersion;
import org.seqloc.msgs.definition.Constant;
import org.seqloc.msgs.definition.DefinitionException;
import org.seqloc.msgs.definition.Field;
import org.seqloc.msgs.definition.MessageDefinition;
import org.seqloc.msgs.definition.TypeName;

/**
 * The Java names of the parts of one message. Accessors are named as rosjava names them; what would
 * be a keyword, clash with another name or hide a package gets an underscore behind it.
 */
final class JavaNames {

  /** What Java takes for a word of its own only where a type's name stands. */
  private static final Set<String> NO_TYPE_NAMES =
      Set.of("var", "yield", "record", "sealed", "permits");

  /** The first parts of all qualified names in generated classes, ROS packages aside. */
  private static final Set<String> ROOT_PACKAGES = Set.of("java", "org", "io");

  private final Map<String, String> constants = new HashMap<>();
  private final Map<String, String> variables = new HashMap<>();
  private final Map<String, String> accessors = new HashMap<>();
  private final String type;

  JavaNames(MessageDefinition definition) {
    Set<String> taken = new HashSet<>(ROOT_PACKAGES);
    for (Field field : definition.fields()) {
      if (field.type().element() instanceof TypeName name) {
        taken.add(name.packageName());
      }
    }
    for (Constant constant : definition.constants()) {
      constants.put(constant.name(), free(constant.name(), taken));
    }
    type = free("TYPE", taken);
    // Object.getClass() cannot be overridden.
    Set<String> takenAccessors = new HashSet<>(List.of("Class"));
    for (Field field : definition.fields()) {
      variables.put(field.name(), free(field.name(), taken));
      accessors.put(field.name(), free(camelCase(field.name()), takenAccessors));
    }
  }

  private static String free(String wanted, Set<String> taken) {
    String name = wanted;
    while (isKeyword(name) || !taken.add(name)) {
      name += "_";
    }
    return name;
  }

  // Of one version of Java: the same definitions give the same classes whichever JDK builds them.
  private static boolean isKeyword(String name) {
    return SourceVersion.isKeyword(name, SourceVersion.RELEASE_17);
  }

  private static String camelCase(String rosName) {
    StringBuilder name = new StringBuilder();
    for (String part : rosName.split("_+")) {
      name.append(part.substring(0, 1).toUpperCase(Locale.ROOT)).append(part.substring(1));
    }
    return name.toString();
  }

  String constant(Constant constant) {
    return constants.get(constant.name());
  }

  /** The private variable of a field. */
  String variable(Field field) {
    return variables.get(field.name());
  }

  String getter(Field field) {
    return "get" + accessors.get(field.name());
  }

  String setter(Field field) {
    return "set" + accessors.get(field.name());
  }

  /** The constant that holds the message's or service's type. */
  String typeConstant() {
    return type;
  }

  /** The class of a type with its package. */
  static String qualified(TypeName name) {
    checkUsable(name);
    return name.packageName() + "." + name.name();
  }

  static void checkUsable(TypeName name) {
    boolean usable =
        !isKeyword(name.packageName())
            && !isKeyword(name.name())
            && !NO_TYPE_NAMES.contains(name.name())
            && !ROOT_PACKAGES.contains(name.packageName())
            && !ROOT_PACKAGES.contains(name.name());
    if (!usable) {
      throw new DefinitionException(name + ": not usable as a name in Java");
    }
  }
}
