package org.seqloc.bags.tool;

import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Optional;
import org.seqloc.bags.ActiveFile;
import org.seqloc.bags.BagMessage;
import org.seqloc.bags.BagWriter;
import org.seqloc.bags.Compression;
import org.seqloc.bags.Connection;
import org.seqloc.core.SeqlocException;
import org.seqloc.msgs.Message;

/**
 * A bag that is made of others: under a temporary name beside its own until {@link #commit}, so
 * that whatever ends the program leaves nothing half done under the name. What an earlier run left
 * under the temporary name is replaced.
 */
public final class OutputBag implements BagWriter {

  private final ActiveFile file;
  private final BagWriter writer;

  private OutputBag(ActiveFile file, BagWriter writer) {
    this.file = file;
    this.writer = writer;
  }

  /**
   * Starts a file.
   *
   * @param target its ending says the format: {@code .bag} or {@code .mcap}
   * @param compression by name, one that the format has; empty for the format's default
   * @param connections those that will be written, of which the format may depend
   * @throws SeqlocException when the format or compression is not known, or the file cannot be
   *     written
   */
  public static OutputBag create(
      Path target, Optional<String> compression, Collection<Connection> connections) {
    BagFormat format = BagFormat.require(target);
    Compression chunks = format.compression(compression);
    ActiveFile file = ActiveFile.ofCopy(target);
    makeFolder(target);
    return new OutputBag(file, format.start(file, chunks, connections));
  }

  private static void makeFolder(Path target) {
    try {
      Files.createDirectories(target.toAbsolutePath().getParent());
    } catch (IOException e) {
      throw new SeqlocException(target + ": cannot be written: " + e, e);
    }
  }

  /**
   * @throws SeqlocException when the target is there and must not be replaced, or is the source
   */
  public static void checkTarget(Path target, boolean replace, Iterable<Path> sources) {
    try {
      for (Path source : sources) {
        if (Files.exists(target) && Files.exists(source) && Files.isSameFile(source, target)) {
          throw new SeqlocException(target + ": is the input; choose another output");
        }
      }
    } catch (IOException e) {
      throw new SeqlocException(target + ": cannot be read: " + e, e);
    }
    if (Files.exists(target) && !replace) {
      throw new SeqlocException(target + " exists: choose another output, or --replace it");
    }
  }

  @Override
  public Path path() {
    return file.target();
  }

  @Override
  public int connect(Connection connection) {
    return writer.connect(connection);
  }

  @Override
  public void write(int connection, long receiptNanos, ByteBuf payload) {
    writer.write(connection, receiptNanos, payload);
  }

  @Override
  public void write(int connection, long receiptNanos, Message message) {
    writer.write(connection, receiptNanos, message);
  }

  @Override
  public void write(int connection, BagMessage message) {
    writer.write(connection, message);
  }

  @Override
  public long messageCount() {
    return writer.messageCount();
  }

  @Override
  public void flush() {
    writer.flush();
  }

  @Override
  public long sizeBytes() {
    return writer.sizeBytes();
  }

  /** Ends the file, still under its temporary name. */
  public void finish() {
    writer.close();
  }

  /** Ends the file if that is not done yet and gives it its name. */
  public void commit() {
    finish();
    file.rename();
  }

  @Override
  public void abort() {
    writer.abort();
  }

  /** Deletes the file unless it is committed. */
  @Override
  public void close() {
    abort();
  }
}
