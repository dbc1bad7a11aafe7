package org.seqloc.launch;

import org.seqloc.core.SeqlocException;
import org.seqloc.core.feature.Device;
import org.seqloc.core.feature.FeatureExtractors;
import org.seqloc.core.feature.FeatureSpec;
import org.seqloc.core.feature.LocalFeatureExtractor;
import picocli.CommandLine.Option;

/** Where networks run. */
final class DeviceOption {

  @Option(
      names = "--device",
      paramLabel = "cpu|cuda[:N]",
      defaultValue = "cpu",
      description =
          "Where networks run; a GPU that is asked for and absent is an error"
              + " (default: ${DEFAULT-VALUE}).")
  private String device;

  /**
   * Makes the extractor of these features on the device.
   *
   * @throws SeqlocException when the device is not there, or a GPU is asked for features that have
   *     no network
   */
  LocalFeatureExtractor open(FeatureSpec spec) {
    Device where = Device.parse(device);
    if (where.cuda() && spec.model().length == 0) {
      throw new SeqlocException(
          "--device " + device + ": features of type " + spec.type() + " run on the CPU only");
    }
    return FeatureExtractors.open(spec, where);
  }
}
