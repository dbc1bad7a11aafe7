package org.seqloc.bags.cdr;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The types that ROS 2 has built in. */
public enum CdrPrimitive implements CdrElement {
  BOOL("bool", 1),
  BYTE("byte", 1),
  CHAR("char", 1),
  INT8("int8", 1),
  UINT8("uint8", 1),
  INT16("int16", 2),
  UINT16("uint16", 2),
  INT32("int32", 4),
  UINT32("uint32", 4),
  INT64("int64", 8),
  UINT64("uint64", 8),
  FLOAT32("float32", 4),
  FLOAT64("float64", 8),
  STRING("string", 4),
  /** Characters of UTF-16, each in 4 bytes, as the middlewares of ROS 2 write them. */
  WSTRING("wstring", 4);

  private static final Map<String, CdrPrimitive> BY_NAME =
      Arrays.stream(values()).collect(Collectors.toMap(CdrPrimitive::rosName, Function.identity()));

  private final String rosName;
  private final int bytes;

  CdrPrimitive(String rosName, int bytes) {
    this.rosName = rosName;
    this.bytes = bytes;
  }

  static Optional<CdrPrimitive> find(String rosName) {
    return Optional.ofNullable(BY_NAME.get(rosName));
  }

  @Override
  public String rosName() {
    return rosName;
  }

  /** Bytes and alignment of a value; of a string, those of its length. */
  int bytes() {
    return bytes;
  }

  boolean isString() {
    return this == STRING || this == WSTRING;
  }

  /** Whether this is a number of 8 bits, whose arrays are plain bytes. */
  boolean isByte() {
    return bytes == 1 && this != BOOL;
  }
}
