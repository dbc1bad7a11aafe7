package org.seqloc.bags.tool;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.seqloc.bags.ActiveFile;
import org.seqloc.bags.BagWriter;
import org.seqloc.bags.Compression;
import org.seqloc.bags.Connection;
import org.seqloc.bags.Encoding;
import org.seqloc.bags.RosbagWriter;
import org.seqloc.bags.mcap.McapWriter;
import org.seqloc.core.SeqlocException;

/** The formats that are written. A file's ending says which. */
public enum BagFormat {
  /** rosbag 2.0. */
  ROSBAG(".bag", Compression.NONE, Compression.ZSTD, "bz2 or lz4") {
    @Override
    BagWriter start(ActiveFile file, Compression compression, Collection<Connection> connections) {
      return new RosbagWriter(file, compression, RosbagWriter.DEFAULT_CHUNK_BYTES);
    }
  },
  MCAP(".mcap", Compression.ZSTD, Compression.BZ2, "lz4 or zstd") {
    @Override
    BagWriter start(ActiveFile file, Compression compression, Collection<Connection> connections) {
      return new McapWriter(
          file, profile(connections), compression, McapWriter.DEFAULT_CHUNK_BYTES);
    }
  };

  /** Of what is recorded, written or not, but not the whole of a name. */
  private static final String NAME_END = "(?<=.)(\\.(bag|mcap|db3)(\\.zstd)?)?(\\.active)?$";

  private final String ending;
  private final Compression usual;
  private final Compression lacking;
  private final String compressions;

  BagFormat(String ending, Compression usual, Compression lacking, String compressions) {
    this.ending = ending;
    this.usual = usual;
    this.lacking = lacking;
    this.compressions = compressions;
  }

  /** Of its names: {@code .bag}, {@code .mcap}. */
  public String ending() {
    return ending;
  }

  /** A recording's name without its ending, and without what says that it is not done. */
  public static String stem(Path file) {
    return file.getFileName().toString().replaceFirst(NAME_END, "");
  }

  /** The format that the ending says; empty for another ending. */
  public static Optional<BagFormat> of(Path file) {
    String name = file.getFileName().toString();
    return Arrays.stream(values()).filter(format -> name.endsWith(format.ending)).findFirst();
  }

  /**
   * The format that the ending says.
   *
   * @throws SeqlocException for another ending
   */
  public static BagFormat require(Path file) {
    return of(file)
        .orElseThrow(
            () ->
                new SeqlocException(
                    file
                        + ": cannot tell the format from the name; name a file that ends in .bag"
                        + " or .mcap"));
  }

  /** Whether its chunks can be compressed so. */
  boolean has(Compression compression) {
    return compression != lacking;
  }

  /**
   * A compression by name; the usual one of the format's copies when none is named.
   *
   * @throws SeqlocException when there is none of that name, or not in this format
   */
  public Compression compression(Optional<String> name) {
    if (name.isEmpty()) {
      return usual;
    }
    Compression named =
        Arrays.stream(Compression.values())
            .filter(compression -> compression.rosName().equals(name.get()))
            .findFirst()
            .orElseThrow(
                () ->
                    new SeqlocException(
                        "--compression " + name.get() + ": must be none, bz2, lz4 or zstd"));
    if (!has(named)) {
      throw new SeqlocException(
          String.format(
              "--compression %s: a %s file has none, %s; choose one",
              named.rosName(), ending, compressions));
    }
    return named;
  }

  /**
   * Starts a recording of ROS 1 messages in this format, whatever the file's ending.
   *
   * @throws SeqlocException when it cannot be written
   */
  public BagWriter start(Path file, Compression compression) {
    return start(ActiveFile.ofRecording(file), compression, List.of());
  }

  /** As above, of messages as these connections have them. */
  abstract BagWriter start(
      ActiveFile file, Compression compression, Collection<Connection> connections);

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
}
