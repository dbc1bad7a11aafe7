package org.seqloc.launch;

import org.seqloc.core.feature.FeatureSpecs;
import org.seqloc.core.feature.LocalFeatureExtractor;
import org.seqloc.core.feature.SiftExtractor;
import picocli.CommandLine.Option;

/** Which local features, and where they are computed. */
final class FeatureOptions {

  @Option(
      names = "--keypoints",
      paramLabel = "N",
      defaultValue = "2000",
      description = "Keep the best N keypoints of an image (default: ${DEFAULT-VALUE}).")
  private int keypoints;

  LocalFeatureExtractor open() {
    return new SiftExtractor(FeatureSpecs.sift(keypoints));
  }
}
