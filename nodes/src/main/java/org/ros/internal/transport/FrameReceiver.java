package org.ros.internal.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.util.UncheckedBooleanSupplier;
import java.util.function.BooleanSupplier;

/**
 * Cuts a TCPROS stream into its frames (a 32-bit little-endian length, then so many bytes) and
 * passes each on as one reference-counted buffer without the length. The next handler owns it.
 *
 * <p>The first frame is the connection header and has its own limit. The bytes of a large frame are
 * not copied: while one is incomplete, this class hands the socket the rest of the frame's buffer
 * to read into, which is why it is the channel's {@link RecvByteBufAllocator} too; install it with
 * {@link #installOn}. Small frames are slices of the chunk that was read, or copies where a slice
 * would hold on to far more memory than its own size.
 *
 * <p>Large frames whose listeners keep them are put together on Java's heap instead, chunk by chunk
 * while the rest is still under way: that costs less than a copy of the whole afterwards.
 *
 * <p>The buffer of a frame grows with the bytes that arrive, so that a length prefix alone does not
 * make us allocate. A peer whose frames were as large before gets the whole buffer at once.
 */
public final class FrameReceiver extends ChannelInboundHandlerAdapter {

  /** What a peer gets for a length prefix, before it has sent as much. */
  private static final int FIRST_CAPACITY = 64 << 10;

  /** Of a frame on the heap: as much as stays in the processor's cache until it is copied. */
  private static final int CHUNK_BYTES = 256 << 10;

  private final int maxHeaderBytes;
  private int maxMessageBytes; // of the event loop
  private final BooleanSupplier kept;

  private boolean headerSeen;
  private long prefix;
  private int prefixBytes;
  private int length;
  private int largest = FIRST_CAPACITY;
  private ByteBuf frame;
  private ByteBuf landing;

  /**
   * @param maxHeaderBytes of the first frame
   * @param maxMessageBytes of all others
   */
  public FrameReceiver(int maxHeaderBytes, int maxMessageBytes) {
    this(maxHeaderBytes, maxMessageBytes, () -> false);
  }

  /**
   * @param kept whether the next large frame will be kept by those who get it, and so should be on
   *     Java's heap; asked when the frame begins
   */
  public FrameReceiver(int maxHeaderBytes, int maxMessageBytes, BooleanSupplier kept) {
    this.maxHeaderBytes = maxHeaderBytes;
    this.maxMessageBytes = maxMessageBytes;
    this.kept = kept;
  }

  /** From now on frames may be as long as messages are; to be called on the event loop. */
  public void acceptMessages() {
    maxMessageBytes = TransportLimits.get().maxMessageBytes();
  }

  /** Adds this handler at the end of the pipeline of a channel that has not read yet. */
  public void installOn(Channel channel) {
    channel.config().setRecvByteBufAllocator(new Allocator());
    channel.pipeline().addLast(this);
  }

  @SuppressWarnings("ReferenceEquality") // equal bytes are not the same buffer
  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    ByteBuf in = (ByteBuf) message;
    try {
      if (in == landing) {
        frame.writerIndex(frame.writerIndex() + in.readableBytes());
        passOnWhenComplete(context);
      } else {
        cut(context, in);
      }
    } finally {
      landing = null;
      in.release();
    }
  }

  private void cut(ChannelHandlerContext context, ByteBuf in) {
    while (in.isReadable()) {
      if (frame != null) {
        makeRoom();
        int count = Math.min(in.readableBytes(), frame.writableBytes());
        frame.writeBytes(in, count);
        passOnWhenComplete(context);
      } else if (readPrefix(in)) {
        startFrame(context, in);
      }
    }
  }

  private boolean readPrefix(ByteBuf in) {
    while (prefixBytes < 4 && in.isReadable()) {
      prefix |= (long) in.readUnsignedByte() << (8 * prefixBytes++);
    }
    if (prefixBytes < 4) {
      return false;
    }
    int limit = headerSeen ? maxMessageBytes : maxHeaderBytes;
    if (prefix > limit) {
      throw new MalformedHeaderException(
          "a %s of %d bytes exceeds the limit of %d"
              .formatted(headerSeen ? "message" : "connection header", prefix, limit));
    }
    length = (int) prefix;
    prefix = 0;
    prefixBytes = 0;
    return true;
  }

  private void startFrame(ChannelHandlerContext context, ByteBuf in) {
    if (in.readableBytes() < length) {
      int capacity = Math.min(length, largest);
      int limit = Math.max(length, 1);
      frame =
          length > FIRST_CAPACITY && kept.getAsBoolean()
              ? Unpooled.buffer(capacity, limit)
              : Frames.allocate(context.alloc(), capacity, limit);
      return;
    }
    if (length >= in.capacity() / 4) {
      passOn(context, in.readRetainedSlice(length));
    } else {
      passOn(context, context.alloc().directBuffer(Math.max(length, 1)).writeBytes(in, length));
    }
  }

  private void makeRoom() {
    if (!frame.isWritable()) {
      frame.capacity((int) Math.min(length, 2L * frame.capacity()));
    }
  }

  private void passOnWhenComplete(ChannelHandlerContext context) {
    if (frame.writerIndex() == length) {
      ByteBuf complete = frame;
      frame = null;
      passOn(context, complete);
    }
  }

  private void passOn(ChannelHandlerContext context, ByteBuf complete) {
    headerSeen = true;
    largest = Math.max(largest, length);
    context.fireChannelRead(complete);
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext context) {
    if (frame != null) {
      frame.release();
      frame = null;
    }
  }

  private final class Allocator implements RecvByteBufAllocator {
    private final AdaptiveRecvByteBufAllocator chunks =
        new AdaptiveRecvByteBufAllocator(64, 4096, 65_536);

    // Netty 4.1 demands an ExtendedHandle from an interface that returns the deprecated Handle.
    @SuppressWarnings("deprecation")
    @Override
    public Handle newHandle() {
      return new LandingHandle((RecvByteBufAllocator.ExtendedHandle) chunks.newHandle());
    }
  }

  @SuppressWarnings("deprecation")
  private final class LandingHandle extends RecvByteBufAllocator.DelegatingHandle
      implements RecvByteBufAllocator.ExtendedHandle {
    private final RecvByteBufAllocator.ExtendedHandle chunks;

    LandingHandle(RecvByteBufAllocator.ExtendedHandle chunks) {
      super(chunks);
      this.chunks = chunks;
    }

    @Override
    public ByteBuf allocate(ByteBufAllocator allocator) {
      if (frame == null) {
        return chunks.allocate(allocator);
      }
      if (!frame.isDirect()) {
        return Frames.allocate(CHUNK_BYTES);
      }
      makeRoom();
      landing = frame.retainedSlice(frame.writerIndex(), frame.writableBytes()).writerIndex(0);
      return landing;
    }

    @Override
    public boolean continueReading(UncheckedBooleanSupplier maybeMoreData) {
      return chunks.continueReading(maybeMoreData);
    }
  }
}
