package org.seqloc.msgs.definition;

/** The type of a single value: a primitive one or a message. */
public sealed interface ElementType permits Primitive, TypeName {

  /** As written in a definition with its package, {@code uint8} or {@code std_msgs/Header}. */
  String rosName();
}
