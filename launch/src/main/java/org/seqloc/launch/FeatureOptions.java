package org.seqloc.launch;

import java.nio.file.Path;
import org.seqloc.core.SeqlocException;
import org.seqloc.core.feature.FeatureSpec;
import org.seqloc.core.feature.FeatureSpecs;
import org.seqloc.core.feature.LocalFeatureExtractor;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which local features a map is made of, and where they are computed. */
final class FeatureOptions {

  /** Enough for one camera of a rig; SIFT's are cheap but repeat less often than a network's. */
  private static final String DEFAULT_KEYPOINTS = "2000";

  private static final int MAX_KEYPOINTS = 100_000;

  @Option(
      names = "--features",
      paramLabel = "sift|FILE.onnx",
      defaultValue = "sift",
      description =
          "Local features: sift, or a network of R2D2's kind as an ONNX file; the map keeps it"
              + " (default: ${DEFAULT-VALUE}).")
  private String features;

  @Option(
      names = "--keypoints",
      paramLabel = "N",
      defaultValue = DEFAULT_KEYPOINTS,
      description = "Keep the best N keypoints of an image (default: ${DEFAULT-VALUE}).")
  private int keypoints;

  @Mixin private DeviceOption device;

  LocalFeatureExtractor open() {
    if (keypoints < 1 || keypoints > MAX_KEYPOINTS) {
      throw new SeqlocException("--keypoints " + keypoints + ": must be 1 to " + MAX_KEYPOINTS);
    }
    FeatureSpec spec =
        features.equals(FeatureSpecs.SIFT)
            ? FeatureSpecs.sift(keypoints)
            : FeatureSpecs.ofOnnx(Path.of(features), keypoints);
    return device.open(spec);
  }
}
