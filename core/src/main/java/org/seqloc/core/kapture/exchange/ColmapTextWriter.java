package org.seqloc.core.kapture.exchange;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Map;
import java.util.SortedMap;
import org.seqloc.core.geometry.Camera;
import org.seqloc.core.geometry.Quaternion;
import org.seqloc.core.geometry.Vector3;

/** cameras.txt, images.txt and points3D.txt; numbers read back as the same doubles. */
final class ColmapTextWriter implements ColmapModelWriter {

  private final Path dir;

  ColmapTextWriter(Path dir) {
    this.dir = dir;
  }

  @Override
  public void cameras(SortedMap<Integer, Camera> cameras) throws IOException {
    try (BufferedWriter out = open("cameras.txt", cameras.size(), "cameras")) {
      out.write("# CAMERA_ID, MODEL, WIDTH, HEIGHT, PARAMS[]\n");
      for (Map.Entry<Integer, Camera> entry : cameras.entrySet()) {
        Camera camera = entry.getValue();
        out.write(entry.getKey() + " " + camera.model());
        out.write(" " + camera.width() + " " + camera.height());
        for (double p : camera.parameters()) {
          out.write(" " + p);
        }
        out.write('\n');
      }
    }
  }

  @Override
  public void images(int count, Iterator<ColmapImage> images) throws IOException {
    try (BufferedWriter out = open("images.txt", count, "images")) {
      out.write("# IMAGE_ID, QW, QX, QY, QZ, TX, TY, TZ, CAMERA_ID, NAME\n");
      out.write("# POINTS2D[] as (X, Y, POINT3D_ID)\n");
      while (images.hasNext()) {
        ColmapImage image = images.next();
        Quaternion q = image.cameraFromWorld().rotation();
        Vector3 t = image.cameraFromWorld().translation();
        out.write(Integer.toString(image.id()));
        for (double v : new double[] {q.w(), q.x(), q.y(), q.z(), t.x(), t.y(), t.z()}) {
          out.write(" " + v);
        }
        out.write(" " + image.camera() + " " + image.name() + "\n");
        ColmapKeypoints keypoints = image.keypoints();
        for (int i = 0; i < keypoints.size(); i++) {
          out.write(i == 0 ? "" : " ");
          out.write(keypoints.x(i) + " " + keypoints.y(i) + " " + keypoints.point(i));
        }
        out.write('\n');
      }
    }
  }

  @Override
  public void points(int count, Iterator<ColmapPoint> points) throws IOException {
    try (BufferedWriter out = open("points3D.txt", count, "points")) {
      out.write("# POINT3D_ID, X, Y, Z, R, G, B, ERROR, TRACK[] as (IMAGE_ID, POINT2D_IDX)\n");
      while (points.hasNext()) {
        ColmapPoint point = points.next();
        Vector3 p = point.position();
        out.write(point.id() + " " + p.x() + " " + p.y() + " " + p.z());
        out.write(" " + point.red() + " " + point.green() + " " + point.blue());
        out.write(" " + point.error());
        for (ColmapPoint.Element element : point.track()) {
          out.write(" " + element.image() + " " + element.keypoint());
        }
        out.write('\n');
      }
    }
  }

  private BufferedWriter open(String name, int count, String what) throws IOException {
    BufferedWriter out = Files.newBufferedWriter(dir.resolve(name));
    out.write("# " + count + " " + what + "\n");
    return out;
  }
}
