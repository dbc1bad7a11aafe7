package org.seqloc.core.kapture.exchange;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Map;
import java.util.SortedMap;
import org.seqloc.core.geometry.Camera;
import org.seqloc.core.geometry.Quaternion;
import org.seqloc.core.geometry.Vector3;

/** cameras.bin, images.bin and points3D.bin. */
final class ColmapBinaryWriter implements ColmapModelWriter {

  private final Path dir;

  ColmapBinaryWriter(Path dir) {
    this.dir = dir;
  }

  @Override
  public void cameras(SortedMap<Integer, Camera> cameras) throws IOException {
    try (BinaryOutput out = new BinaryOutput(dir.resolve("cameras.bin"))) {
      out.int64(cameras.size());
      for (Map.Entry<Integer, Camera> entry : cameras.entrySet()) {
        Camera camera = entry.getValue();
        out.int32(entry.getKey());
        out.int32(ColmapModel.CAMERA_MODELS.indexOf(camera.model()));
        out.int64(camera.width());
        out.int64(camera.height());
        out.float64(camera.parameters());
      }
    }
  }

  @Override
  public void images(int count, Iterator<ColmapImage> images) throws IOException {
    try (BinaryOutput out = new BinaryOutput(dir.resolve("images.bin"))) {
      out.int64(count);
      while (images.hasNext()) {
        ColmapImage image = images.next();
        Quaternion q = image.cameraFromWorld().rotation();
        Vector3 t = image.cameraFromWorld().translation();
        out.int32(image.id());
        out.float64(q.w(), q.x(), q.y(), q.z(), t.x(), t.y(), t.z());
        out.int32(image.camera());
        out.name(image.name());
        ColmapKeypoints keypoints = image.keypoints();
        out.int64(keypoints.size());
        for (int i = 0; i < keypoints.size(); i++) {
          out.float64(keypoints.x(i), keypoints.y(i));
          out.int64(keypoints.point(i));
        }
      }
    }
  }

  @Override
  public void points(int count, Iterator<ColmapPoint> points) throws IOException {
    try (BinaryOutput out = new BinaryOutput(dir.resolve("points3D.bin"))) {
      out.int64(count);
      while (points.hasNext()) {
        ColmapPoint point = points.next();
        Vector3 p = point.position();
        out.int64(point.id());
        out.float64(p.x(), p.y(), p.z());
        out.uint8(point.red());
        out.uint8(point.green());
        out.uint8(point.blue());
        out.float64(point.error());
        out.int64(point.track().size());
        for (ColmapPoint.Element element : point.track()) {
          out.int32(element.image());
          out.int32(element.keypoint());
        }
      }
    }
  }
}
