package org.seqloc.bags.cdr;

/** The type of a single value: a primitive one or a struct. */
public sealed interface CdrElement permits CdrPrimitive, StructName {

  /** As in a .msg file with its package: {@code uint8}, {@code std_msgs/Header}. */
  String rosName();
}
