package org.seqloc.core.pose;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.seqloc.core.geometry.Camera;
import org.seqloc.core.geometry.CameraModel;
import org.seqloc.core.geometry.Pose;
import org.seqloc.core.geometry.Quaternion;
import org.seqloc.core.geometry.Rig;
import org.seqloc.core.geometry.Vector2;
import org.seqloc.core.geometry.Vector3;
import org.seqloc.core.match.Correspondence;

/** A surround rig among random points, with matches of known truth. */
record SyntheticRigScene(
    Rig rig, Pose mapFromBody, List<Correspondence> correspondences, TreeSet<Integer> inliers) {

  static Rig surroundRig(int cameras) {
    List<Rig.RigCamera> list = new ArrayList<>();
    for (int i = 0; i < cameras; i++) {
      double yaw = 2 * Math.PI * i / cameras;
      // Optical axes (right, down, forward) from body axes (forward, left, up), then turned.
      Quaternion bodyFromCamera =
          Quaternion.ofAxisAngle(new Vector3(0, 0, 1), yaw)
              .times(new Quaternion(0.5, -0.5, 0.5, -0.5));
      Pose pose =
          new Pose(bodyFromCamera, new Vector3(0.8 * Math.cos(yaw), 0.8 * Math.sin(yaw), 1.5));
      list.add(
          new Rig.RigCamera(
              "cam" + i,
              new Camera(CameraModel.OPENCV, 640, 400, 350, 352, 319, 201, -0.05, 0.01, 1e-3, 0),
              pose.inverse()));
    }
    return new Rig(list);
  }

  /**
   * @param noisePx standard deviation of each pixel coordinate of right matches
   */
  static SyntheticRigScene of(
      int cameras, int matches, double outlierRatio, double noisePx, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    java.util.Random normal = new java.util.Random(seed);
    Rig rig = surroundRig(cameras);
    Pose mapFromBody =
        new Pose(
            Quaternion.ofRollPitchYaw(
                random.nextDouble(-0.1, 0.1),
                random.nextDouble(-0.1, 0.1),
                random.nextDouble(-3, 3)),
            new Vector3(random.nextDouble(-50, 50), random.nextDouble(-50, 50), 0.5));
    List<Correspondence> correspondences = new ArrayList<>();
    TreeSet<Integer> inliers = new TreeSet<>();
    for (int i = 0; i < matches; i++) {
      int c = random.nextInt(cameras);
      Camera camera = rig.camera(c).camera();
      double x = random.nextDouble(0, 639);
      double y = random.nextDouble(0, 399);
      Vector3 inCamera = camera.ray(x, y).times(random.nextDouble(4, 40));
      Vector3 inMap =
          mapFromBody.transform(rig.camera(c).cameraFromBody().inverse().transform(inCamera));
      if (i < matches * outlierRatio) {
        inMap =
            mapFromBody.transform(
                new Vector3(
                    random.nextDouble(-40, 40),
                    random.nextDouble(-40, 40),
                    random.nextDouble(-2, 15)));
      } else {
        inliers.add(i);
        x += noisePx * normal.nextGaussian();
        y += noisePx * normal.nextGaussian();
      }
      correspondences.add(new Correspondence(c, new Vector2(x, y), i, inMap, 0.9f));
    }
    return new SyntheticRigScene(rig, mapFromBody, correspondences, inliers);
  }
}
