package org.seqloc.core.pose;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.seqloc.core.geometry.Camera;
import org.seqloc.core.geometry.Pose;
import org.seqloc.core.geometry.Quaternion;
import org.seqloc.core.geometry.Rig;
import org.seqloc.core.geometry.Vector2;
import org.seqloc.core.geometry.Vector3;
import org.seqloc.core.match.Correspondence;

/**
 * Correspondences in arrays, as the inner loops want them: their rays in the body frame and their
 * errors under a pose.
 */
final class Observations {

  final int count;
  final int[] camera;

  /**
   * Matches of the same pixel with several map points share a number: at most one of them is right.
   */
  final int[] pixelId;

  final int pixelCount;
  final double[] x;
  final double[] y;
  final Vector3[] point;

  /** Where each match's ray starts and points to, body frame. */
  final Vector3[] origin;

  final Vector3[] direction;

  private final Camera[] cameras;
  private final Pose[] cameraFromBody;
  private final double[] pixel = new double[2];

  Observations(Rig rig, List<Correspondence> correspondences) {
    count = correspondences.size();
    camera = new int[count];
    pixelId = new int[count];
    x = new double[count];
    y = new double[count];
    point = new Vector3[count];
    origin = new Vector3[count];
    direction = new Vector3[count];
    cameras = rig.cameras().stream().map(Rig.RigCamera::camera).toArray(Camera[]::new);
    cameraFromBody = rig.cameras().stream().map(Rig.RigCamera::cameraFromBody).toArray(Pose[]::new);
    Pose[] bodyFromCamera = new Pose[cameras.length];
    for (int i = 0; i < cameras.length; i++) {
      bodyFromCamera[i] = cameraFromBody[i].inverse();
    }
    record Pixel(int camera, Vector2 position) {}
    Map<Pixel, Integer> pixels = new HashMap<>();
    for (int i = 0; i < count; i++) {
      Correspondence c = correspondences.get(i);
      camera[i] = c.camera();
      x[i] = c.pixel().x();
      y[i] = c.pixel().y();
      point[i] = c.pointInMap();
      origin[i] = bodyFromCamera[camera[i]].translation();
      direction[i] =
          bodyFromCamera[camera[i]].rotation().rotate(cameras[camera[i]].ray(x[i], y[i]));
      pixelId[i] = pixels.computeIfAbsent(new Pixel(c.camera(), c.pixel()), k -> pixels.size());
    }
    pixelCount = pixels.size();
  }

  int cameraCount() {
    return cameras.length;
  }

  Camera camera(int i) {
    return cameras[camera[i]];
  }

  Pose cameraFromBody(int i) {
    return cameraFromBody[camera[i]];
  }

  /**
   * Writes every match's squared reprojection error under a pose, pixels squared; infinite where
   * the point has no image.
   */
  void squaredErrors(Pose mapFromBody, double[] errors) {
    Pose bodyFromMap = mapFromBody.inverse();
    double[][] rotation = new double[cameras.length][];
    Vector3[] translation = new Vector3[cameras.length];
    for (int c = 0; c < cameras.length; c++) {
      Pose cameraFromMap = cameraFromBody[c].times(bodyFromMap);
      Quaternion q = cameraFromMap.rotation();
      rotation[c] = q.toMatrix();
      translation[c] = cameraFromMap.translation();
    }
    for (int i = 0; i < count; i++) {
      double[] r = rotation[camera[i]];
      Vector3 t = translation[camera[i]];
      Vector3 p = point[i];
      boolean visible =
          cameras[camera[i]].project(
              r[0] * p.x() + r[1] * p.y() + r[2] * p.z() + t.x(),
              r[3] * p.x() + r[4] * p.y() + r[5] * p.z() + t.y(),
              r[6] * p.x() + r[7] * p.y() + r[8] * p.z() + t.z(),
              pixel);
      double dx = pixel[0] - x[i];
      double dy = pixel[1] - y[i];
      errors[i] = visible ? dx * dx + dy * dy : Double.POSITIVE_INFINITY;
    }
  }
}
