package org.seqloc.core.feature;

import org.seqloc.core.SeqlocException;

/** Makes the extractor that a specification asks for. */
public final class FeatureExtractors {

  private FeatureExtractors() {}

  /**
   * @param device where the network runs, if the type has one
   * @throws SeqlocException when the type is not known, or its model or the device cannot be used
   */
  public static LocalFeatureExtractor open(FeatureSpec spec, Device device) {
    return switch (spec.type()) {
      case FeatureSpecs.SIFT -> new SiftExtractor(spec);
      case FeatureSpecs.R2D2 -> new R2d2Extractor(spec, device);
      default ->
          throw new SeqlocException(
              "features of type '" + spec.type() + "' cannot be extracted: only sift and r2d2 can");
    };
  }
}
