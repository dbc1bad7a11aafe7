package org.seqloc.msgs.definition;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The types that ROS 1 has built in. */
public enum Primitive implements ElementType {
  BOOL("bool", 1),
  INT8("int8", 1),
  UINT8("uint8", 1),
  /** The old name of int8; MD5 sums tell them apart. */
  BYTE("byte", 1),
  /** The old name of uint8; MD5 sums tell them apart. */
  CHAR("char", 1),
  INT16("int16", 2),
  UINT16("uint16", 2),
  INT32("int32", 4),
  UINT32("uint32", 4),
  INT64("int64", 8),
  UINT64("uint64", 8),
  FLOAT32("float32", 4),
  FLOAT64("float64", 8),
  STRING("string", 4),
  TIME("time", 8),
  DURATION("duration", 8);

  private static final Map<String, Primitive> BY_NAME =
      Arrays.stream(values()).collect(Collectors.toMap(Primitive::rosName, Function.identity()));

  private final String rosName;
  private final int wireBytes;

  Primitive(String rosName, int wireBytes) {
    this.rosName = rosName;
    this.wireBytes = wireBytes;
  }

  public static Optional<Primitive> find(String rosName) {
    return Optional.ofNullable(BY_NAME.get(rosName));
  }

  @Override
  public String rosName() {
    return rosName;
  }

  /** Bytes of a value in ROS 1 serialization; of a string, those of its length prefix. */
  public int wireBytes() {
    return wireBytes;
  }

  /** Whether this is a whole number of 8 bits, whose arrays travel as plain bytes. */
  public boolean isByteSized() {
    return this == INT8 || this == UINT8 || this == BYTE || this == CHAR;
  }

  public boolean isUnsigned() {
    return this == UINT8 || this == CHAR || this == UINT16 || this == UINT32 || this == UINT64;
  }

  public boolean isInteger() {
    return isByteSized() || isUnsigned() || this == INT16 || this == INT32 || this == INT64;
  }

  /** Whether Java holds this as a number or boolean, not as an object. */
  public boolean isNumber() {
    return this != STRING && this != TIME && this != DURATION;
  }

  /** Whether constants of this type are allowed. */
  public boolean allowsConstants() {
    return this != TIME && this != DURATION;
  }
}
