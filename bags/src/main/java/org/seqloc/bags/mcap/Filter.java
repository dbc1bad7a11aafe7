package org.seqloc.bags.mcap;

import java.util.BitSet;
import java.util.Map;
import org.seqloc.bags.Connection;
import org.seqloc.core.SeqlocException;

/**
 * Which messages a cursor gives.
 *
 * @param connections all of the file, by channel
 * @param wanted the channels that are given
 * @param fromNanos earliest log time, inclusive
 * @param toNanos latest log time, inclusive
 */
record Filter(Map<Integer, Connection> connections, BitSet wanted, long fromNanos, long toNanos) {

  /** Whether some message of the chunk may be given. */
  boolean mayTake(ChunkInfo chunk) {
    return chunk.endNanos() >= fromNanos && chunk.startNanos() <= toNanos && chunk.mayHave(wanted);
  }

  /** Whether all messages of the chunk are given. */
  boolean takesAll(ChunkInfo chunk) {
    return chunk.startNanos() >= fromNanos
        && chunk.endNanos() <= toNanos
        && chunk.hasNoneBut(wanted);
  }

  /** Whether a message is given. */
  boolean takes(int channel, long nanos) {
    return wanted.get(channel) && nanos >= fromNanos && nanos <= toNanos;
  }

  /**
   * The connection of a message record.
   *
   * @throws SeqlocException when there is none
   */
  Connection connection(Records message) {
    Connection connection = connections.get(message.channel());
    if (connection == null) {
      throw message.damaged(
          "a message of channel " + message.channel() + ", which is not declared");
    }
    return connection;
  }
}
