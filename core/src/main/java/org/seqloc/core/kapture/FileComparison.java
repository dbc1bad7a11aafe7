package org.seqloc.core.kapture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.seqloc.core.SeqlocException;
import org.seqloc.core.image.ImageDecoder;
import org.seqloc.core.image.Raster;

/** Compares the files of records: their names where these matter, their bytes or pixels. */
final class FileComparison {

  private final KaptureDataset a;
  private final KaptureDataset b;
  private final boolean contents;
  private final Consumer<String> differences;

  /** Whether something refers to images by their names. */
  private final boolean names;

  private final Note renamed = new Note();
  private final Note reencoded = new Note();

  /** Something that counts as equal: how often it was met, and where first. */
  private static final class Note {
    private long count;
    private String first = "";

    void add(String where) {
      first = count++ == 0 ? where : first;
    }
  }

  /**
   * @param contents whether the files are looked at
   * @param differences hears of what differs
   */
  FileComparison(
      KaptureDataset a, KaptureDataset b, boolean contents, Consumer<String> differences) {
    this.a = a;
    this.b = b;
    this.contents = contents;
    this.differences = differences;
    names = a.reconstruction().namesImages() || b.reconstruction().namesImages();
  }

  /**
   * Compares the file of a record.
   *
   * @param key whose record it is
   * @param x its path in the first dataset
   * @param y its path in the second
   */
  void compare(RecordKind kind, String key, String x, String y) {
    if (!x.equals(y)) {
      if (names) {
        differences.accept(kind.label() + " record of " + key + ": " + x + " and " + y);
        return;
      }
      renamed.add(x + " and " + y);
    }
    try {
      if (contents && !same(kind, x, y)) {
        differences.accept("file " + x + " differs" + (x.equals(y) ? "" : " from " + y));
      }
    } catch (SeqlocException e) {
      differences.accept(e.getMessage());
    }
  }

  private boolean same(RecordKind kind, String x, String y) {
    Path ofA = a.files().file(kind, x);
    Path ofB = b.files().file(kind, y);
    try {
      if (Files.mismatch(ofA, ofB) < 0) {
        return true;
      }
    } catch (IOException e) {
      throw new SeqlocException("cannot compare " + ofA + " and " + ofB + ": " + e, e);
    }
    if (kind != RecordKind.CAMERA || !samePixels(ofA, ofB)) {
      return false;
    }
    reencoded.add(x);
    return true;
  }

  private static boolean samePixels(Path x, Path y) {
    try {
      Raster p = ImageDecoder.decodeRaster(KaptureImages.read(x), x.toString());
      Raster q = ImageDecoder.decodeRaster(KaptureImages.read(y), y.toString());
      return p.width() == q.width()
          && p.channels() == q.channels()
          && p.bitDepth() == q.bitDepth()
          && Arrays.equals(p.samples(), q.samples());
    } catch (SeqlocException e) {
      return false; // not images that can be read: their bytes count
    }
  }

  /** What is not the same but counts as equal, one line each. */
  List<String> notes() {
    List<String> notes = new ArrayList<>();
    if (renamed.count > 0) {
      notes.add(renamed.count + " files have other names; the first: " + renamed.first);
    }
    if (reencoded.count > 0) {
      notes.add(
          reencoded.count
              + " images have other bytes but the same pixels; the first: "
              + reencoded.first);
    }
    return notes;
  }
}
