package org.seqloc.core;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * NumPy's NPZ: a zip of arrays by name, each of which is read when it is asked for. Content may be
 * anything: no more is unpacked than an array's shape says, and nothing of it is run.
 */
public final class NpzFile implements AutoCloseable {

  private static final String EXTENSION = ".npy";

  private final Path file;
  private final ZipFile zip;

  private NpzFile(Path file, ZipFile zip) {
    this.file = file;
    this.zip = zip;
  }

  /**
   * @throws SeqlocException in one line when there is no such file, or it is no zip
   */
  public static NpzFile open(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new SeqlocException(file + " is missing");
    }
    try {
      return new NpzFile(file, new ZipFile(file.toFile()));
    } catch (IOException e) {
      throw new SeqlocException(
          file + " cannot be read as NumPy's npz: " + e.getMessage() + ": write it again", e);
    }
  }

  private interface Reader<T> {
    T read(InputStream in) throws IOException;
  }

  /** What there is of an array, without its numbers; empty when there is none of this name. */
  public Optional<NpyHeader> header(String name) {
    return read(name, NpyHeader::read);
  }

  /** An array; empty when there is none of this name. */
  public Optional<NpyArray> array(String name) {
    CRC32 sum = new CRC32();
    return read(
        name,
        in -> {
          NpyArray array = NpyArray.read(new CheckedInputStream(in, sum));
          if (sum.getValue() != zip.getEntry(name + EXTENSION).getCrc()) {
            throw new IOException("damaged: its sum is another");
          }
          return array;
        });
  }

  private <T> Optional<T> read(String name, Reader<T> reader) {
    ZipEntry entry = zip.getEntry(name + EXTENSION);
    if (entry == null) {
      return Optional.empty();
    }
    try (InputStream in = new BufferedInputStream(zip.getInputStream(entry))) {
      return Optional.of(reader.read(in));
    } catch (IOException e) {
      throw new SeqlocException(
          file + ", array '" + name + "': " + e.getMessage() + ": write the file again", e);
    }
  }

  @Override
  public void close() {
    try {
      zip.close();
    } catch (IOException e) {
      throw new SeqlocException("cannot read " + file + ": " + e, e);
    }
  }
}
