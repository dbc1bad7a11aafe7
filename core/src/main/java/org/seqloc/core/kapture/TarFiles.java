package org.seqloc.core.kapture;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.seqloc.core.SeqlocException;

/**
 * Feature files in a tar archive: an index of names and places, made once in one pass over the
 * headers; a file is read by its place. A member costs its name and 36 bytes. Of members with the
 * same name the last counts, since archives grow at their end.
 *
 * <p>Reads ustar, GNU and pax archives without compression. Members whose names lead out, links and
 * devices are no files here.
 */
final class TarFiles implements MemberFiles {

  private final Path archive;
  private final TarIndex index;

  private TarFiles(Path archive, TarIndex index) {
    this.archive = archive;
    this.index = index;
  }

  /**
   * @throws SeqlocException naming the byte at which the archive is damaged
   */
  static TarFiles open(Path archive) {
    try (FileChannel channel = FileChannel.open(archive)) {
      return new TarFiles(archive, TarIndex.read(channel, archive.toString()));
    } catch (IOException e) {
      throw new SeqlocException("cannot read " + archive + ": " + e, e);
    }
  }

  @Override
  public List<String> names(String extension) {
    StringColumn names = new StringColumn();
    for (int i = 0; i < index.size(); i++) {
      String name = index.name(i);
      if (name.endsWith(extension)) {
        names.add(name.substring(0, name.length() - extension.length()));
      }
    }
    return FolderFiles.sorted(names);
  }

  @Override
  public OptionalLong size(String name) {
    int i = index.find(name.getBytes(StandardCharsets.UTF_8));
    return i < 0 ? OptionalLong.empty() : OptionalLong.of(index.bytes(i));
  }

  @Override
  public byte[] read(String name) {
    int i = index.find(name.getBytes(StandardCharsets.UTF_8));
    if (i < 0) {
      throw new SeqlocException(describe(name) + " is missing");
    }
    ByteBuffer bytes = ByteBuffer.allocate(MemberFiles.checkSize(index.bytes(i), describe(name)));
    try (FileChannel channel = FileChannel.open(archive)) {
      while (bytes.hasRemaining()) {
        if (channel.read(bytes, index.start(i) + bytes.position()) < 0) {
          throw new EOFException("the archive has become shorter");
        }
      }
    } catch (IOException e) {
      throw new SeqlocException("cannot read " + describe(name) + ": " + e, e);
    }
    return bytes.array();
  }

  @Override
  public Optional<String> remark() {
    List<String> left = new ArrayList<>();
    if (index.links() > 0) {
      left.add(
          index.links()
              + " links are left out: pack it again with --hard-dereference --dereference");
    }
    if (index.others() > 0) {
      left.add(
          index.others()
              + " members are left out that are sparse, devices, or have names of no image");
    }
    return left.isEmpty()
        ? Optional.empty()
        : Optional.of(archive + ": " + String.join("; ", left));
  }

  @Override
  public Optional<String> remarkBeside(String extension) {
    FolderFiles beside = new FolderFiles(archive.toAbsolutePath().getParent(), false);
    return beside.names(extension).isEmpty()
        ? Optional.empty()
        : Optional.of(archive + ": there are files beside the archive, which are not read");
  }

  @Override
  public String describe(String name) {
    return archive + ": " + name;
  }
}
