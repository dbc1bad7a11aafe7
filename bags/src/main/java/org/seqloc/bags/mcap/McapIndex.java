package org.seqloc.bags.mcap;

import java.util.List;
import java.util.Map;
import org.seqloc.bags.Connection;

/**
 * What is known of an MCAP file once it is open.
 *
 * @param connections in the order of their declaration
 * @param chunks by position in the file
 * @param counts the number of messages by channel
 * @param startNanos log time of the earliest message; 0 without messages
 * @param endNanos log time of the latest message; 0 without messages
 * @param extraRecords the number of attachments and metadata records, see {@link
 *     McapFormat#isExtra}
 */
record McapIndex(
    List<Connection> connections,
    List<ChunkInfo> chunks,
    Map<Integer, Long> counts,
    long startNanos,
    long endNanos,
    long extraRecords) {

  McapIndex {
    connections = List.copyOf(connections);
    chunks = List.copyOf(chunks);
    counts = Map.copyOf(counts);
  }
}
