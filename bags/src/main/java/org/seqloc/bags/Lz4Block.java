package org.seqloc.bags;

import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import net.jpountz.lz4.LZ4Exception;
import net.jpountz.lz4.LZ4Factory;
import net.jpountz.xxhash.XXHashFactory;

/**
 * A compressed block of an LZ4 frame, which native code decompresses outside of Java's heap: the
 * garbage collector would have to wait for native code that works on arrays, and when several
 * threads do so all would wait for each other.
 */
final class Lz4Block implements AutoCloseable {

  // Memory that was used before. All together takes no more than a quarter of the heap.
  private static final Queue<ByteBuffer> SPARE =
      new ArrayBlockingQueue<>(
          (int)
              Math.max(
                  1,
                  Math.min(
                      1 + Runtime.getRuntime().availableProcessors(),
                      Runtime.getRuntime().maxMemory() / (8L * Lz4Frame.MAX_BLOCK))));

  private final int capacity;
  // The block, and behind its capacity what it comes to.
  private final ByteBuffer memory;
  private int length;

  /**
   * Takes memory for blocks.
   *
   * @param capacity what one comes to at most, compressed and decompressed, bytes
   */
  Lz4Block(int capacity) {
    this.capacity = capacity;
    ByteBuffer spare = SPARE.poll();
    this.memory =
        spare != null && spare.capacity() >= 2 * capacity
            ? spare
            : ByteBuffer.allocateDirect(2 * capacity);
  }

  /** Reads the next block. */
  void read(ByteBuf in, int length) {
    this.length = length;
    in.readBytes(memory.clear().limit(length));
    memory.clear();
  }

  /** The block's bytes. */
  byte[] bytes() {
    byte[] bytes = new byte[length];
    memory.get(0, bytes);
    return bytes;
  }

  /** The checksum of the block's bytes. */
  int checksum() {
    return XXHashFactory.fastestInstance().hash32().hash(memory, 0, length, 0);
  }

  /**
   * Decompresses the block.
   *
   * @param room how many bytes there is room for
   * @return how many it came to
   * @throws LZ4Exception when it is damaged or comes to more
   */
  int decompress(byte[] out, int at, int room) {
    int unpacked =
        LZ4Factory.fastestInstance()
            .safeDecompressor()
            .decompress(memory, 0, length, memory, capacity, Math.min(room, capacity));
    memory.get(capacity, out, at, unpacked);
    return unpacked;
  }

  /** Gives the memory back. */
  @Override
  public void close() {
    SPARE.offer(memory);
  }
}
