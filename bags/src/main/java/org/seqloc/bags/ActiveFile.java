package org.seqloc.bags;

import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.seqloc.core.SeqlocException;
import org.seqloc.core.SoleFile;

/**
 * The file of a recording while it is written, under another name than it will have. Once it could
 * not be written nothing more is.
 */
public final class ActiveFile {

  private final Path target;
  private final Path path;
  private final boolean kept;
  // Of a copy it stays open, since it holds the lock, until the file has its name or is deleted.
  private FileChannel channel;
  private long position;
  private boolean closed;
  private boolean failed;

  private ActiveFile(Path target, Path path, boolean kept) {
    this.target = target;
    this.path = path;
    this.kept = kept;
  }

  /**
   * What is recorded is kept whatever ends it: under {@code NAME.active} until it is complete, then
   * it gets its name.
   */
  public static ActiveFile ofRecording(Path target) {
    return new ActiveFile(target, target.resolveSibling(target.getFileName() + ".active"), true);
  }

  /**
   * What can be made again is deleted if it does not become complete: it has a hidden name until
   * {@link #rename}.
   */
  public static ActiveFile ofCopy(Path target) {
    return new ActiveFile(
        target, target.resolveSibling("." + target.getFileName() + ".partial"), false);
  }

  /**
   * Creates the file. What a run that was killed left of a copy is replaced.
   *
   * @throws SeqlocException also when that of a recording exists: it may be worth mending; or
   *     another run is at work on the copy
   */
  public void create() {
    try {
      channel =
          kept
              ? FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)
              : locked();
    } catch (FileAlreadyExistsException e) {
      throw new SeqlocException(
          String.format(
              "%s: exists, from a recording that was cut off or still runs; delete it, or mend it"
                  + " with `seqloc bag reindex`",
              path),
          e);
    } catch (IOException e) {
      throw new SeqlocException(
          shown() + ": cannot be created: " + e + "; check the folder and its permissions", e);
    }
  }

  /** Opens the file of a copy, empty, with a lock on it. */
  private FileChannel locked() throws IOException {
    return SoleFile.open(path)
        .orElseThrow(
            () ->
                new SeqlocException(target + ": another run is writing it; wait for it or end it"))
        .truncate(0);
  }

  /** The name the file will have. */
  public Path target() {
    return target;
  }

  /** How many bytes were appended. */
  public long position() {
    return position;
  }

  private boolean isOpen() {
    return !closed && channel != null && channel.isOpen();
  }

  /** Throws an {@link IllegalStateException} when nothing can be written any more. */
  public void checkOpen() {
    if (!isOpen() || failed) {
      throw new IllegalStateException(
          target + (isOpen() ? ": could not be written" : " is closed"));
    }
  }

  /** Appends the buffer and clears it. */
  public void append(ByteBuf bytes) {
    int length = bytes.readableBytes();
    write(position, bytes);
    position += length;
  }

  /** Writes the buffer at a place and clears it. */
  void write(long at, ByteBuf bytes) {
    try {
      while (bytes.isReadable()) {
        at += bytes.readBytes(channel, at, bytes.readableBytes());
      }
      bytes.clear();
    } catch (IOException e) {
      throw failure(e);
    }
  }

  /**
   * Closes the file, if it is open; a recording gets its name.
   *
   * @param rest appends what is missing; left out when the file could not be written before
   */
  public void close(Runnable rest) {
    if (!isOpen()) {
      return;
    }
    boolean sound = !failed;
    try {
      try {
        if (sound) {
          rest.run();
          channel.force(true);
        }
      } finally {
        closed = true;
        if (kept) {
          channel.close();
        }
      }
      if (sound && kept) {
        move();
      }
    } catch (IOException e) {
      throw failure(e);
    }
  }

  /** Gives a copy that was closed its name. */
  public void rename() {
    try {
      move();
      channel.close();
    } catch (IOException e) {
      throw failure(e);
    }
  }

  private void move() throws IOException {
    Files.move(path, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /** Ends writing and deletes the file; no effect once it has its name. */
  public void delete() {
    try {
      if (channel != null && channel.isOpen()) {
        Files.deleteIfExists(path);
        channel.close();
      }
    } catch (IOException e) {
      throw new SeqlocException(path + ": cannot be deleted: " + e, e);
    }
  }

  private Path shown() {
    return kept ? path : target;
  }

  private SeqlocException failure(IOException e) {
    failed = true;
    // Without the hidden name of a copy.
    String why =
        e instanceof FileSystemException f && f.getReason() != null ? f.getReason() : "" + e;
    return new SeqlocException(
        String.format(
            "%s: cannot be written: %s; check the disk%s",
            shown(), why, kept ? ", `seqloc bag reindex " + path + "` saves what is there" : ""),
        e);
  }
}
