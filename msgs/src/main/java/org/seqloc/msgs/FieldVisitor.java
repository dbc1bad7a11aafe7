package org.seqloc.msgs;

/** Takes the fields of a message one by one, in the order of its definition. */
@FunctionalInterface
public interface FieldVisitor {

  /**
   * @param name as in the definition, {@code frame_id}
   * @param type as in the definition, packages included: {@code uint8[]}, {@code std_msgs/Header}
   * @param value in the Java type of the generated classes' getters, numbers boxed: unsigned
   *     numbers in the signed type of their width, {@code uint8[]} and its like as ByteBuf, other
   *     arrays of numbers as Java arrays, all other arrays as lists
   */
  void field(String name, String type, Object value);
}
