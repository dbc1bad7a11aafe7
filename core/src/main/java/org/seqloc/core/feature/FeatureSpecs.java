package org.seqloc.core.feature;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeSet;
import org.seqloc.core.SeqlocException;

/** The usual settings of each feature type. */
public final class FeatureSpecs {

  /** Type name of {@link SiftExtractor}'s features. */
  public static final String SIFT = "sift";

  /** Type name of {@link R2d2Extractor}'s features. */
  public static final String R2D2 = "r2d2";

  /** SIFT's images are scaled down to this longer side, pixels; finer detail is mostly noise. */
  private static final int SIFT_MAX_IMAGE_SIDE = 1600;

  /** The bounds of R2D2's authors, pixels. */
  private static final int R2D2_MAX_IMAGE_SIDE = 1024;

  private static final int R2D2_MIN_IMAGE_SIDE = 256;

  /** Local feature networks have a few megabytes; maps carry them. */
  private static final long MAX_MODEL_BYTES = 1 << 30;

  private FeatureSpecs() {}

  /** RootSIFT of 128 dimensions on images of at most 1600 px a side. */
  public static FeatureSpec sift(int maxKeypoints) {
    return new FeatureSpec(
        SIFT,
        SiftExtractor.DIMENSION,
        maxKeypoints,
        SIFT_MAX_IMAGE_SIDE,
        SIFT_MAX_IMAGE_SIDE,
        new byte[0]);
  }

  /**
   * The features of a network; which kind they are shows in the names of its outputs. R2D2's images
   * have sides of 256 to 1024 px.
   *
   * @throws SeqlocException naming the file when it cannot be read or is no network we know
   */
  public static FeatureSpec ofOnnx(Path file, int maxKeypoints) {
    byte[] model;
    try {
      if (Files.size(file) > MAX_MODEL_BYTES) {
        throw new SeqlocException(file + ": larger than 1 GiB, too large for a feature network");
      }
      model = Files.readAllBytes(file);
    } catch (IOException e) {
      throw new SeqlocException(file + ": cannot read the network (" + e + ")", e);
    }
    try (OnnxNetwork network = OnnxNetwork.open(model, file.toString(), Device.CPU)) {
      if (R2d2Extractor.fits(network.outputNames())) {
        return new FeatureSpec(
            R2D2,
            network.channels(R2d2Extractor.DESCRIPTORS),
            maxKeypoints,
            R2D2_MAX_IMAGE_SIDE,
            R2D2_MIN_IMAGE_SIDE,
            model);
      }
      throw new SeqlocException(
          file
              + ": the network's outputs are "
              + new TreeSet<>(network.outputNames())
              + ", expected those of R2D2: descriptors, reliability and repeatability");
    }
  }
}
