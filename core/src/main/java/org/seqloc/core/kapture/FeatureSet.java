package org.seqloc.core.kapture;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.seqloc.core.SeqlocException;

/**
 * The features of one type: keypoints, descriptors or global features of many images. Nothing of
 * them is loaded; each image's file is opened when it is asked for.
 */
public final class FeatureSet {

  private final FeatureConfig config;
  private final MemberFiles files;

  FeatureSet(FeatureConfig config, MemberFiles files) {
    this.config = config;
    this.files = files;
  }

  public FeatureConfig config() {
    return config;
  }

  /** Tells of what is left out. */
  void remark(Consumer<String> sink) {
    files.remark().ifPresent(sink);
    files.remarkBeside(config.kind().extension()).ifPresent(sink);
  }

  /** Whether the files lie in a tar archive. */
  public boolean isTar() {
    return files instanceof TarFiles;
  }

  /** The images that have features, by path; looked up anew each time. */
  public List<String> images() {
    return files.names(config.kind().extension());
  }

  /** The size of an image's file in bytes; empty when it has none. */
  public OptionalLong bytes(String image) {
    return files.size(image + config.kind().extension());
  }

  /**
   * The number of features of an image; empty when it has no file.
   *
   * @throws SeqlocException when the file's size does not fit the type
   */
  public OptionalInt rows(String image) {
    OptionalLong bytes = bytes(image);
    return bytes.isEmpty()
        ? OptionalInt.empty()
        : OptionalInt.of(config.rows(bytes.getAsLong(), describe(image)));
  }

  /**
   * The features of an image, of shape rows x {@link FeatureConfig#dsize}; empty when it has no
   * file.
   *
   * @throws SeqlocException when the file's size does not fit the type
   */
  public Optional<FeatureArray> read(String image) {
    if (rows(image).isEmpty()) {
      return Optional.empty();
    }
    byte[] bytes = files.read(image + config.kind().extension());
    config.rows(bytes.length, describe(image));
    return Optional.of(FeatureArray.over(config.dtype(), config.dsize(), bytes));
  }

  /** The file of an image, for messages. */
  public String describe(String image) {
    return files.describe(image + config.kind().extension());
  }
}
