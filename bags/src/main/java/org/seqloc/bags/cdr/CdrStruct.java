package org.seqloc.bags.cdr;

import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.seqloc.msgs.definition.DefinitionException;

/**
 * One message type of ROS 2.
 *
 * @param fields in the order they are serialized; when there are none, a message takes one byte
 *     without meaning
 */
public record CdrStruct(StructName name, List<CdrField> fields, List<Constant> constants) {

  /**
   * A constant of a message type; it is not serialized.
   *
   * @param text the value as it is written
   */
  public record Constant(String type, String name, String text) {
    public Constant {
      Objects.requireNonNull(type, "type");
      Objects.requireNonNull(name, "name");
      Objects.requireNonNull(text, "text");
    }
  }

  public CdrStruct {
    Objects.requireNonNull(name, "name");
    fields = List.copyOf(fields);
    constants = List.copyOf(constants);
    Set<String> names = new HashSet<>();
    for (CdrField field : fields) {
      if (!names.add(field.name())) {
        throw new DefinitionException(name + ": a second '" + field.name() + "'");
      }
    }
  }
}
