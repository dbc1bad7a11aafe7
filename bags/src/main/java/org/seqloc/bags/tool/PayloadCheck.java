package org.seqloc.bags.tool;

import io.netty.buffer.ByteBuf;
import java.util.Optional;
import java.util.OptionalLong;

/** Whether bytes are a message of one type. */
interface PayloadCheck {

  /**
   * What was found in a payload.
   *
   * @param complaint why the readable bytes are not exactly one message; empty when they are
   * @param stampNanos the stamp of the header that the message begins with; empty without
   */
  record Finding(Optional<String> complaint, OptionalLong stampNanos) {

    static final Finding NONE = new Finding(Optional.empty(), OptionalLong.empty());

    static Finding complaint(String complaint) {
      return new Finding(Optional.of(complaint), OptionalLong.empty());
    }

    static Finding stamped(long seconds, long nanos) {
      return new Finding(Optional.empty(), OptionalLong.of(seconds * 1_000_000_000L + nanos));
    }
  }

  /** Examines a payload, whose reader index stays. */
  Finding examine(ByteBuf payload);
}
