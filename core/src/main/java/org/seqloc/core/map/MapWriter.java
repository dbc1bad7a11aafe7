package org.seqloc.core.map;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;
import org.seqloc.core.map.MapFormat.Section;

/**
 * Writes a map file section by section, in the order of {@link Section}, to a temporary name; the
 * file appears under its own name when it is whole.
 */
final class MapWriter implements Closeable {

  private final Path file;
  private final Path temporary;
  private final FileChannel channel;
  private final long[] offsets = new long[Section.values().length + 1];
  private final int[] checksums = new int[Section.values().length];
  private final CRC32C crc = new CRC32C();
  private int next;
  private boolean finished;

  MapWriter(Path file) throws IOException {
    this.file = file.toAbsolutePath();
    temporary = this.file.resolveSibling("." + file.getFileName() + ".part");
    channel =
        FileChannel.open(
            temporary,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE);
    offsets[0] = MapFormat.headerLength(Section.values().length);
    channel.position(offsets[0]);
  }

  /** Appends to the section under way. */
  void append(ByteBuffer bytes) throws IOException {
    crc.update(bytes.duplicate());
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  /** Ends the section under way, which must be this one. */
  void end(Section section) throws IOException {
    if (section.index() != next) {
      throw new IllegalStateException("section " + section + " out of order");
    }
    checksums[next] = (int) crc.getValue();
    crc.reset();
    offsets[++next] = channel.position();
  }

  /** Writes the header and gives the file its name. */
  void finish() throws IOException {
    Section[] sections = Section.values();
    if (next != sections.length) {
      throw new IllegalStateException("section " + sections[next] + " is missing");
    }
    ByteBuffer header = MapFormat.littleEndian(MapFormat.headerLength(sections.length));
    header.put(MapFormat.MAGIC).putInt(MapFormat.VERSION).putInt(sections.length);
    header.putLong(offsets[next]);
    for (Section section : sections) {
      int i = section.index();
      header.putInt(section.tag()).putInt(checksums[i]);
      header.putLong(offsets[i]).putLong(offsets[i + 1] - offsets[i]);
    }
    header.putInt(MapFormat.checksum(header.slice(0, header.position()))).flip();
    channel.position(0);
    while (header.hasRemaining()) {
      channel.write(header);
    }
    channel.force(true);
    channel.close();
    Files.move(
        temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    finished = true;
  }

  @Override
  public void close() throws IOException {
    channel.close();
    if (!finished) {
      Files.deleteIfExists(temporary);
    }
  }
}
