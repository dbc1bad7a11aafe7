package org.seqloc.bags;

import java.io.Closeable;
import java.io.IOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.seqloc.core.SeqlocException;

/**
 * A file of any length, mapped read-only by windows. Window i covers [i * STRIDE, i * STRIDE + 2 *
 * STRIDE), so that any range of up to STRIDE lies within one; longer ranges get a mapping of their
 * own. Mappings live until nothing refers to them, beyond {@link #close}.
 */
public final class MappedFile implements Closeable {

  private static final long STRIDE = 1L << 29;

  private final Path path;
  private final String mend;
  private final FileChannel channel;
  private final long size;
  private final MappedByteBuffer[] windows;

  private MappedFile(Path path, String mend) throws IOException {
    this.path = path;
    this.mend = mend;
    this.channel = FileChannel.open(path, StandardOpenOption.READ);
    this.size = channel.size();
    this.windows = new MappedByteBuffer[Math.toIntExact(size / STRIDE + 1)];
  }

  /**
   * Opens a file.
   *
   * @param mend the command that saves what is left of a damaged file of this format, for errors;
   *     {@code %s} stands for the file
   * @throws SeqlocException when it is not a file or cannot be read
   */
  public static MappedFile open(Path path, String mend) {
    if (Files.isDirectory(path)) {
      throw new SeqlocException(path + ": a folder, not a bag; name a file within");
    }
    try {
      return new MappedFile(path, mend);
    } catch (NoSuchFileException e) {
      throw new SeqlocException(path + ": no such file; check the path", e);
    } catch (IOException e) {
      throw new SeqlocException(path + ": cannot be read: " + e.getMessage(), e);
    }
  }

  /** The file as it was named on opening. */
  public Path path() {
    return path;
  }

  /** Its length on opening, in bytes. */
  public long size() {
    return size;
  }

  /**
   * The bytes [from, to).
   *
   * @throws SeqlocException when they do not lie within the file or are 2 GiB or more
   */
  public Section section(long from, long to) {
    if (from < 0 || to < from || to > size) {
      throw damaged(from, "what should be there ends beyond the file, at byte " + to);
    }
    long length = to - from;
    if (length > Integer.MAX_VALUE) {
      throw new SeqlocException(
          String.format(
              "%s: byte %d: a chunk or index of %d bytes, more than the 2 GiB that are supported;"
                  + " record with smaller chunks",
              path, from, length));
    }
    int index = (int) (from / STRIDE);
    try {
      if (length > STRIDE) {
        return new Section(this, map(from, length), from, -1);
      }
      long start = index * STRIDE;
      return new Section(this, window(index).slice((int) (from - start), (int) length), from, -1);
    } catch (IOException e) {
      throw new SeqlocException(path + ": cannot be read: " + e.getMessage(), e);
    }
  }

  /** An error at a byte of the file: one line with what mends it. */
  public SeqlocException damaged(long offset, String what) {
    return new SeqlocException(
        String.format(
            "%s: damaged at byte %d: %s; `%s` may save the rest",
            path, offset, what, String.format(mend, path)));
  }

  @Override
  public synchronized void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new SeqlocException(path + ": cannot be closed: " + e.getMessage(), e);
    }
  }

  private synchronized MappedByteBuffer window(int index) throws IOException {
    if (windows[index] == null) {
      long start = index * STRIDE;
      windows[index] = map(start, Math.min(2 * STRIDE, size - start));
    }
    return windows[index];
  }

  private synchronized MappedByteBuffer map(long from, long length) throws IOException {
    if (!channel.isOpen()) {
      throw new IllegalStateException(path + " is closed");
    }
    return channel.map(FileChannel.MapMode.READ_ONLY, from, length);
  }
}
