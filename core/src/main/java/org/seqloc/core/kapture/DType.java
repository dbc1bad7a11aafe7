package org.seqloc.core.kapture;

import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The type of the numbers in a feature file. The name in a feature's table is looked up in this
 * list and nothing else is done with it: kapture's own reader evaluates it as code.
 */
public enum DType {
  FLOAT32(4),
  FLOAT64(8),
  INT8(1),
  INT16(2),
  INT32(4),
  INT64(8),
  UINT8(1),
  UINT16(2),
  UINT32(4),
  /** Python's name of {@link #FLOAT64}: kapture takes the two for different types. */
  FLOAT(8),
  /** Python's name of {@link #INT64}. */
  INT(8);

  /** What numpy calls some of them too. */
  private static final Map<String, DType> ALIASES = Map.of("double", FLOAT64, "single", FLOAT32);

  private final int bytes;

  DType(int bytes) {
    this.bytes = bytes;
  }

  /** Bytes of a number; in the file little endian. */
  public int bytes() {
    return bytes;
  }

  /** Whether numbers of both types have the same bytes. */
  boolean isSameAs(DType other) {
    return numpy() == other.numpy();
  }

  private DType numpy() {
    return this == FLOAT ? FLOAT64 : this == INT ? INT64 : this;
  }

  /** The name in kapture's tables, which is numpy's: {@code float32}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Finds numpy's name, with or without {@code np.} or {@code numpy.} before it. */
  public static Optional<DType> ofLabel(String label) {
    String plain = label.startsWith("np.") ? label.substring(3) : label;
    plain = plain.startsWith("numpy.") ? plain.substring(6) : plain;
    if (ALIASES.containsKey(plain)) {
      return Optional.of(ALIASES.get(plain));
    }
    for (DType type : values()) {
      if (type.label().equals(plain)) {
        return Optional.of(type);
      }
    }
    return Optional.empty();
  }

  /** The number at a byte; of 64-bit integers those beyond 2^53 are rounded. */
  double get(ByteBuffer littleEndian, int at) {
    return switch (this) {
      case FLOAT32 -> littleEndian.getFloat(at);
      case FLOAT64, FLOAT -> littleEndian.getDouble(at);
      case INT8 -> littleEndian.get(at);
      case INT16 -> littleEndian.getShort(at);
      case INT32 -> littleEndian.getInt(at);
      case INT64, INT -> littleEndian.getLong(at);
      case UINT8 -> Byte.toUnsignedInt(littleEndian.get(at));
      case UINT16 -> Short.toUnsignedInt(littleEndian.getShort(at));
      case UINT32 -> Integer.toUnsignedLong(littleEndian.getInt(at));
    };
  }
}
