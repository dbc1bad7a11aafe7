package org.seqloc.nodes.recorder;

import io.netty.buffer.ByteBuf;
import org.seqloc.bags.Connection;

/**
 * A message on its way to the file.
 *
 * @param connection its stream; the number in it means nothing
 * @param payload owned by whoever has this; released when written or dropped
 */
record Recorded(Connection connection, long receiptNanos, ByteBuf payload) {}
