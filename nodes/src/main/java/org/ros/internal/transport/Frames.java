package org.ros.internal.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.CompositeByteBuf;
import io.netty.buffer.PooledByteBufAllocator;

/**
 * Memory for the messages on their way. Images get theirs from one block that stays: Netty's
 * ordinary pool returns a chunk to the system as soon as nothing is left in it, which with images
 * of about a chunk's size is after every message, and the system then clears the pages of the next.
 */
public final class Frames {

  /** From here on a frame is a large one. */
  private static final int LARGE_BYTES = 256 << 10;

  private static final int PAGE_BYTES = 8 << 10;

  /** So many times doubled is a page a block of 64 MiB: some dozen images at a time. */
  private static final int BLOCK_ORDER = 13;

  /** One arena: with several, each would keep a block. */
  private static final class Large {
    static final PooledByteBufAllocator ALLOCATOR =
        new PooledByteBufAllocator(true, 0, 1, PAGE_BYTES, BLOCK_ORDER, 0, 0, false);

    /** Never released: with this in it, the first block is never empty and so stays. */
    static final ByteBuf ANCHOR = ALLOCATOR.directBuffer(PAGE_BYTES);
  }

  private Frames() {}

  /**
   * A buffer that large byte arrays become parts of, instead of being copied into it; see {@link
   * org.seqloc.msgs.Wire#writeBytes}. Owned by the caller.
   *
   * @param bytes how many will be written before the first part is added, at most a few
   */
  public static CompositeByteBuf gathering(int bytes) {
    CompositeByteBuf frame = PooledByteBufAllocator.DEFAULT.compositeDirectBuffer();
    frame.capacity(bytes);
    return frame;
  }

  /** A direct buffer of at least this size, owned by the caller. It can grow. */
  public static ByteBuf allocate(int bytes) {
    return allocate(PooledByteBufAllocator.DEFAULT, bytes, Integer.MAX_VALUE);
  }

  /**
   * A direct buffer that can grow up to the maximum, owned by the caller.
   *
   * @param small where small ones come from
   */
  static ByteBuf allocate(ByteBufAllocator small, int bytes, int maxBytes) {
    ByteBufAllocator allocator = bytes < LARGE_BYTES ? small : Large.ANCHOR.alloc();
    return allocator.directBuffer(bytes, maxBytes);
  }

  /** How many bytes the large frames take that are not released yet. */
  static long largeBytes() {
    return Large.ALLOCATOR.pinnedDirectMemory() - Large.ANCHOR.capacity();
  }
}
