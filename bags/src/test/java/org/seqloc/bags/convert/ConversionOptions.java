package org.seqloc.bags.convert;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.seqloc.core.kapture.Kapture;

/** Options that tests set, the others as they are by default. */
public final class ConversionOptions {

  private ConversionOptions() {}

  public static FromBagOptions of(Optional<Kapture> calibration, boolean kaptureAxes) {
    return of(List.of(), calibration, Optional.empty(), kaptureAxes);
  }

  static FromBagOptions of(
      List<String> cameras,
      Optional<Kapture> calibration,
      Optional<Path> urdf,
      boolean kaptureAxes) {
    FromBagOptions others = FromBagOptions.DEFAULT;
    return new FromBagOptions(
        cameras,
        others.images(),
        others.poses(),
        others.baseFrame(),
        calibration,
        urdf,
        others.uncalibrated(),
        kaptureAxes,
        others.stamps());
  }
}
