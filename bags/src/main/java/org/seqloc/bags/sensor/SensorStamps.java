package org.seqloc.bags.sensor;

import java.util.Optional;

/** Which time of a message is that of what it tells. */
public enum SensorStamps {
  /** The header's: when the sensor measured. Messages without one are left out. */
  HEADER,
  /** When the recorder got the message: for drivers that stamp wrongly or not at all. */
  RECEIPT;

  /** A stamp of 0 is a time only in a recording that begins there. */
  private static final long MAX_START_NANOS = 1_000_000_000L;

  /** The time of a message; empty when nobody has said. */
  public Optional<Long> of(long headerNanos, long receiptNanos) {
    if (this == RECEIPT) {
      return Optional.of(receiptNanos);
    }
    return headerNanos == 0 && receiptNanos > MAX_START_NANOS
        ? Optional.empty()
        : Optional.of(headerNanos);
  }
}
