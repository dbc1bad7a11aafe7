package org.seqloc.bags.tool;

import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collection;
import java.util.Optional;
import org.seqloc.bags.BagWriter;
import org.seqloc.bags.Compression;
import org.seqloc.bags.Connection;
import org.seqloc.bags.Encoding;
import org.seqloc.bags.RosbagWriter;
import org.seqloc.bags.mcap.McapWriter;
import org.seqloc.core.SeqlocException;
import org.seqloc.msgs.Message;

/**
 * A bag that is made of others: under a temporary name beside its own until {@link #commit}, so
 * that whatever ends the program leaves nothing half done under the name. What an earlier run left
 * under the temporary name is replaced.
 */
public final class OutputBag implements BagWriter {

  private final Path target;
  private final Path temporary;
  private final BagWriter writer;
  private boolean closed;

  private OutputBag(Path target, Path temporary, BagWriter writer) {
    this.target = target;
    this.temporary = temporary;
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
    String name = target.getFileName().toString();
    boolean mcap = name.endsWith(".mcap");
    if (!mcap && !name.endsWith(".bag")) {
      throw new SeqlocException(
          target
              + ": cannot tell the format from the name; name a file that ends in .bag or .mcap");
    }
    Compression chunks = compression(compression.orElse(mcap ? "zstd" : "none"));
    if (chunks == (mcap ? Compression.BZ2 : Compression.ZSTD)) {
      throw new SeqlocException(
          String.format(
              "--compression %s: a %s file has none, %s; choose one",
              chunks.rosName(), mcap ? ".mcap" : ".bag", mcap ? "lz4 or zstd" : "bz2 or lz4"));
    }
    Path temporary = target.resolveSibling("." + name + ".partial");
    prepare(target, temporary);
    return new OutputBag(
        target,
        temporary,
        mcap
            ? new McapWriter(
                temporary, profile(connections), chunks, McapWriter.DEFAULT_CHUNK_BYTES)
            : new RosbagWriter(temporary, chunks));
  }

  private static void prepare(Path target, Path temporary) {
    try {
      Path folder = target.toAbsolutePath().getParent();
      if (folder != null) {
        Files.createDirectories(folder);
      }
      Files.deleteIfExists(temporary.resolveSibling(temporary.getFileName() + ".active"));
      Files.deleteIfExists(temporary);
    } catch (IOException e) {
      throw new SeqlocException(target + ": cannot be written: " + e, e);
    }
  }

  private static McapWriter.Profile profile(Collection<Connection> connections) {
    if (connections.stream().allMatch(c -> c.encoding().equals(Encoding.ROS1))) {
      return McapWriter.Profile.ROS1;
    }
    return connections.stream()
            .map(Connection::encoding)
            .allMatch(e -> e.equals(Encoding.CDR_MSG) || e.equals(Encoding.CDR_IDL))
        ? McapWriter.Profile.ROS2
        : McapWriter.Profile.NONE;
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
    return target;
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
    closed = true;
  }

  /** Ends the file if that is not done yet and gives it its name. */
  public void commit() {
    finish();
    try {
      Files.move(
          temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new SeqlocException(target + ": cannot be written: " + e, e);
    }
  }

  @Override
  public void abort() {
    writer.abort();
    if (closed) {
      try {
        Files.deleteIfExists(temporary);
      } catch (IOException e) {
        throw new SeqlocException(temporary + ": cannot be deleted: " + e, e);
      }
    }
    closed = true;
  }

  /** Deletes the file unless it is committed. */
  @Override
  public void close() {
    abort();
  }

  private static Compression compression(String name) {
    return switch (name) {
      case "none" -> Compression.NONE;
      case "bz2" -> Compression.BZ2;
      case "lz4" -> Compression.LZ4;
      case "zstd" -> Compression.ZSTD;
      default ->
          throw new SeqlocException("--compression " + name + ": must be none, bz2, lz4 or zstd");
    };
  }
}
