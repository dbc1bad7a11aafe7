package org.seqloc.core.kapture.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.io.TempDir;
import org.seqloc.core.Progress;
import org.seqloc.core.geometry.Camera;
import org.seqloc.core.geometry.Pose;
import org.seqloc.core.geometry.Quaternion;
import org.seqloc.core.geometry.Vector3;
import org.seqloc.core.kapture.CameraRecord;
import org.seqloc.core.kapture.FeatureArray;
import org.seqloc.core.kapture.FeatureKind;
import org.seqloc.core.kapture.ImageTransfer;
import org.seqloc.core.kapture.Kapture;
import org.seqloc.core.kapture.KaptureDataset;
import org.seqloc.core.kapture.KapturePose;
import org.seqloc.core.kapture.Observations;
import org.seqloc.core.kapture.Points3d;

/**
 * Two images of four points, to be written as others write structure from motion. The oracle: every
 * point, projected by the imported pose and calibration, falls onto its imported keypoint.
 */
abstract class SyntheticStructure {

  static final int WIDTH = 640;
  static final int HEIGHT = 480;

  static final List<Pose> CAMERAS =
      List.of(
          new Pose(Quaternion.exp(new Vector3(0.1, -0.2, 0.05)), new Vector3(0.3, -0.1, 0.2)),
          new Pose(Quaternion.exp(new Vector3(-0.05, 0.25, -0.1)), new Vector3(-0.4, 0.2, 0.1)));

  static final List<Vector3> POINTS =
      List.of(
          new Vector3(-1.5, -1, 6),
          new Vector3(1.25, 0.75, 7),
          new Vector3(0.5, -1.25, 5),
          new Vector3(-1, 1.5, 8));

  @TempDir Path temp;

  Path images() throws IOException {
    Path folder = Files.createDirectories(temp.resolve("images"));
    for (int i = 0; i < CAMERAS.size(); i++) {
      ImageIO.write(
          new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_BYTE_GRAY),
          "png",
          folder.resolve(i + ".png").toFile());
    }
    return folder;
  }

  /** x/z, y/z in a camera, x right and y down. */
  static double[] normalized(Pose cameraFromWorld, Vector3 point) {
    Vector3 p = cameraFromWorld.transform(point);
    return new double[] {p.x() / p.z(), p.y() / p.z()};
  }

  static double radial(double[] xy, double k1, double k2) {
    double r2 = xy[0] * xy[0] + xy[1] * xy[1];
    return 1 + k1 * r2 + k2 * r2 * r2;
  }

  KaptureDataset written(ImportedDataset dataset) {
    dataset.write(temp.resolve("k"), false, ImageTransfer.COPY, Progress.NONE);
    return KaptureDataset.open(temp.resolve("k"), false);
  }

  /** Largest distance of a keypoint from where its point is projected to, px. */
  static double reprojection(KaptureDataset dataset, int observations) {
    Kapture kapture = dataset.kapture();
    Map<String, CameraRecord> records = new HashMap<>();
    kapture.cameraRecords().forEach(r -> records.put(r.imagePath(), r));
    Points3d points = dataset.reconstruction().points3d().orElseThrow();
    double worst = 0;
    int count = 0;
    for (Observations.Track track :
        dataset.reconstruction().observations().orElseThrow().tracks()) {
      double[] p = points.row(track.point());
      for (Observations.Sighting s : track.sightings()) {
        CameraRecord record = records.get(s.image());
        Pose pose =
            kapture
                .poses()
                .at(record.stampNanos(), record.camera())
                .flatMap(KapturePose::deviceFromWorld)
                .orElseThrow();
        Camera camera = kapture.sensors().get(record.camera()).camera().orElseThrow();
        Vector3 inCamera = pose.transform(new Vector3(p[0], p[1], p[2]));
        double[] pixel = new double[2];
        assertTrue(camera.project(inCamera.x(), inCamera.y(), inCamera.z(), pixel));
        FeatureArray keypoints =
            dataset
                .reconstruction()
                .features(FeatureKind.KEYPOINTS)
                .get(track.keypointsType())
                .read(s.image())
                .orElseThrow();
        worst =
            Math.max(
                worst,
                Math.hypot(
                    pixel[0] - keypoints.get(s.keypoint(), 0),
                    pixel[1] - keypoints.get(s.keypoint(), 1)));
        count++;
      }
    }
    assertEquals(observations, count);
    return worst;
  }
}
