package org.seqloc.bags.convert;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.seqloc.bags.Bag;
import org.seqloc.bags.RosbagWriter;
import org.seqloc.core.Progress;
import org.seqloc.core.geometry.Camera;
import org.seqloc.core.geometry.CameraModel;
import org.seqloc.core.geometry.Pose;
import org.seqloc.core.geometry.Quaternion;
import org.seqloc.core.geometry.Vector3;
import org.seqloc.core.image.Image;
import org.seqloc.core.kapture.Kapture;
import org.seqloc.core.kapture.KaptureReader;
import org.seqloc.msgs.Message;

/** A bag written by a test, and what it becomes. */
final class HandMadeBag {

  static final long START = 1_600_000_000_000_000_000L;
  static final Camera CAMERA = new Camera(CameraModel.PINHOLE, 8, 6, 5, 5, 4, 3);
  static final Image IMAGE = new Image(8, 6, 1, new byte[48]);
  private static final SplittableRandom RANDOM = new SplittableRandom(11);
  private final Path folder;
  private BagToKapture.Summary summary;

  HandMadeBag(Path folder) {
    this.folder = folder;
  }

  /** Of the last conversion. */
  BagToKapture.Summary summary() {
    return summary;
  }

  Kapture convert(Optional<Kapture> calibration, List<String> cameras, boolean axes) {
    return convert(ConversionOptions.of(cameras, calibration, Optional.empty(), axes));
  }

  Kapture convert(FromBagOptions options) {
    Path out = folder.resolve("k");
    try (Bag bag = Bag.open(path())) {
      summary = new BagToKapture(bag, options).write(out, true, Progress.NONE);
    }
    return KaptureReader.read(out);
  }

  static void write(RosbagWriter bag, String topic, Message message) {
    bag.write(bag.connect(topic, message.type()), START, message);
  }

  static Pose pose() {
    return new Pose(
        Quaternion.exp(
            new Vector3(RANDOM.nextDouble(2), RANDOM.nextDouble(2), RANDOM.nextDouble(2))),
        new Vector3(RANDOM.nextDouble(9), RANDOM.nextDouble(9), RANDOM.nextDouble(9)));
  }

  Path path() {
    return folder.resolve("drive.bag");
  }
}
