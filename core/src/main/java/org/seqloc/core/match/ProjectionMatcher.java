package org.seqloc.core.match;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.seqloc.core.feature.CameraFeatures;
import org.seqloc.core.feature.LocalFeatures;
import org.seqloc.core.geometry.Camera;
import org.seqloc.core.geometry.Pose;
import org.seqloc.core.geometry.Rig;
import org.seqloc.core.geometry.Vector2;
import org.seqloc.core.geometry.Vector3;

/**
 * Matches map points to the keypoints of a rig whose pose is known roughly: each point is projected
 * and only keypoints around its pixel are compared. Far cheaper than comparing all with all, and
 * right where walls of equal windows would confuse a comparison without the pose.
 */
public final class ProjectionMatcher {

  private final Rig rig;
  private final ProjectionOptions options;

  public ProjectionMatcher(Rig rig, ProjectionOptions options) {
    this.rig = rig;
    this.options = options;
  }

  /**
   * The matches of one camera, at most one a keypoint, by keypoint.
   *
   * @param mapFromBody the rough pose
   * @param positionSigmaM standard deviation of its position, metres
   * @param rotationSigmaRad and of its rotation
   */
  public List<Correspondence> match(
      CameraFeatures cameraFeatures,
      MapPoints points,
      Pose mapFromBody,
      double positionSigmaM,
      double rotationSigmaRad) {
    LocalFeatures features = cameraFeatures.features();
    Camera camera = rig.camera(cameraFeatures.camera()).camera();
    Pose cameraFromMap =
        rig.camera(cameraFeatures.camera()).cameraFromBody().times(mapFromBody.inverse());
    KeypointGrid grid = new KeypointGrid(features, camera.width(), camera.height());
    int[] pointOfKeypoint = new int[features.count()];
    float[] similarityOfKeypoint = new float[features.count()];
    Arrays.fill(pointOfKeypoint, -1);
    int[] near = new int[features.count()];
    double[] pixel = new double[2];
    double squaredRatio = options.ratio() * options.ratio();
    for (int p = 0; p < points.count(); p++) {
      Vector3 inCamera = cameraFromMap.transform(points.position(p));
      if (!camera.project(inCamera.x(), inCamera.y(), inCamera.z(), pixel)
          || !camera.contains(pixel[0], pixel[1])) {
        continue;
      }
      double radius = radiusPx(camera, inCamera.norm(), positionSigmaM, rotationSigmaRad);
      int count = grid.near(pixel[0], pixel[1], radius, near);
      int best = -1;
      float bestSimilarity = -2;
      float secondSimilarity = -2;
      for (int k = 0; k < count; k++) {
        float similarity = points.similarity(p, features.descriptors(), near[k]);
        if (similarity > bestSimilarity) {
          secondSimilarity = bestSimilarity;
          bestSimilarity = similarity;
          best = near[k];
        } else if (similarity > secondSimilarity) {
          secondSimilarity = similarity;
        }
      }
      if (best >= 0
          && bestSimilarity >= options.minSimilarity()
          && DescriptorMatcher.distinct(bestSimilarity, secondSimilarity, squaredRatio)
          && (pointOfKeypoint[best] < 0 || bestSimilarity > similarityOfKeypoint[best])) {
        pointOfKeypoint[best] = p;
        similarityOfKeypoint[best] = bestSimilarity;
      }
    }
    List<Correspondence> matches = new ArrayList<>();
    for (int k = 0; k < pointOfKeypoint.length; k++) {
      int p = pointOfKeypoint[k];
      if (p >= 0) {
        matches.add(
            new Correspondence(
                cameraFeatures.camera(),
                new Vector2(features.x(k), features.y(k)),
                points.id(p),
                points.position(p),
                similarityOfKeypoint[k]));
      }
    }
    return matches;
  }

  /** Three standard deviations of where the point may appear, within the limits of the options. */
  private double radiusPx(
      Camera camera, double distanceM, double positionSigmaM, double rotationSigmaRad) {
    double sigmaRad = Math.hypot(rotationSigmaRad, positionSigmaM / distanceM);
    double radius = options.minRadiusPx() + 3 * sigmaRad * camera.focalLength();
    return Math.min(radius, options.maxRadiusPx());
  }
}
