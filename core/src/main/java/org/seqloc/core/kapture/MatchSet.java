package org.seqloc.core.kapture;

import java.util.AbstractList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.seqloc.core.SeqlocException;

/**
 * The matches between keypoints of one type, for many pairs of images. Nothing of them is loaded;
 * each pair's file is opened when it is asked for.
 */
public final class MatchSet {

  static final String EXTENSION = ".matches";

  /** Index in the first image, index in the second, score: float64 each. */
  static final int COLUMNS = 3;

  private static final int ROW_BYTES = COLUMNS * 8;

  private final String keypointsType;
  private final MemberFiles files;

  MatchSet(String keypointsType, MemberFiles files) {
    this.keypointsType = keypointsType;
    this.files = files;
  }

  public String keypointsType() {
    return keypointsType;
  }

  /** Tells of what is left out. */
  void remark(Consumer<String> sink) {
    files.remark().ifPresent(sink);
    files.remarkBeside(EXTENSION).ifPresent(sink);
  }

  /** Whether the files lie in a tar archive. */
  public boolean isTar() {
    return files instanceof TarFiles;
  }

  /** The pairs that have matches, by path; looked up anew each time. */
  public List<ImagePair> pairs() {
    List<String> names = files.names(EXTENSION);
    IntList pairs = new IntList();
    for (int i = 0; i < names.size(); i++) {
      if (ImagePair.ofPath(names.get(i)).isPresent()) {
        pairs.add(i);
      }
    }
    return new AbstractList<>() {
      @Override
      public ImagePair get(int index) {
        return ImagePair.ofPath(names.get(pairs.get(index))).orElseThrow();
      }

      @Override
      public int size() {
        return pairs.size();
      }
    };
  }

  public OptionalLong bytes(ImagePair pair) {
    return files.size(pair.path() + EXTENSION);
  }

  /**
   * The number of matches of a pair; empty when it has no file.
   *
   * @throws SeqlocException when the file is not of whole rows
   */
  public OptionalInt rows(ImagePair pair) {
    OptionalLong bytes = bytes(pair);
    return bytes.isEmpty()
        ? OptionalInt.empty()
        : OptionalInt.of(rows(bytes.getAsLong(), describe(pair)));
  }

  private static int rows(long bytes, String file) {
    if (bytes % ROW_BYTES != 0) {
      throw new SeqlocException(
          file + " has " + bytes + " bytes, no whole number of rows of 3 float64: match again");
    }
    return (int) Math.min(Integer.MAX_VALUE, bytes / ROW_BYTES);
  }

  /**
   * The matches of a pair: rows of index in the first image, index in the second, score. Empty when
   * it has no file.
   *
   * @throws SeqlocException when the file is not of whole rows
   */
  public Optional<FeatureArray> read(ImagePair pair) {
    if (rows(pair).isEmpty()) {
      return Optional.empty();
    }
    byte[] bytes = files.read(pair.path() + EXTENSION);
    rows(bytes.length, describe(pair));
    return Optional.of(FeatureArray.over(DType.FLOAT64, COLUMNS, bytes));
  }

  /** The file of a pair, for messages. */
  public String describe(ImagePair pair) {
    return files.describe(pair.path() + EXTENSION);
  }
}
