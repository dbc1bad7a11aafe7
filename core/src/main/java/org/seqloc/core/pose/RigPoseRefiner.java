package org.seqloc.core.pose;

import java.util.Arrays;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.LinearSolverFactory_DDRM;
import org.ejml.interfaces.linsol.LinearSolverDense;
import org.seqloc.core.geometry.Camera;
import org.seqloc.core.geometry.Covariance6;
import org.seqloc.core.geometry.Pose;
import org.seqloc.core.geometry.Quaternion;
import org.seqloc.core.geometry.Vector3;

/**
 * Minimizes the reprojection error of a rig's pose over some of its matches, robustly:
 * Levenberg-Marquardt with Cauchy's loss, rho(e) = s^2 log(1 + e^2 / s^2), by iteratively
 * reweighted least squares (weight 1 / (1 + e^2 / s^2)).
 *
 * <p>The pose is perturbed from the left as {@link Covariance6} says: mapFromBody becomes (exp(dw)
 * R, t + dt). A map point p seen by a camera of pose cameraFromBody = (Rc, tc) is q = Rc R^T (p -
 * t) + tc in the camera, so dq/dt = -Rc R^T and, since (exp(dw) R)^T (p - t) = R^T (p - t) - R^T
 * (dw x (p - t)) to first order, dq/dw = Rc R^T [p - t]_x.
 */
final class RigPoseRefiner {

  /** Cauchy's scale: errors above it count less and less, pixels. */
  private static final double LOSS_SCALE_PX = 1.5;

  private final Observations observations;
  private final double[] errors;

  RigPoseRefiner(Observations observations) {
    this.observations = observations;
    errors = new double[observations.count];
  }

  /** The refined pose; the start where no step lowers the cost. */
  Pose refine(Pose start, int[] inliers, int maxSteps) {
    Pose pose = start;
    double cost = cost(pose, inliers);
    double lambda = 1e-4;
    double[] h = new double[36];
    double[] g = new double[6];
    for (int step = 0; step < maxSteps; step++) {
      normalEquations(pose, inliers, h, g);
      boolean improved = false;
      double gain = 0;
      for (int attempt = 0; attempt < 6 && !improved; attempt++) {
        double[] d = solveDamped(h, g, lambda);
        if (d != null) {
          Pose candidate = perturbed(pose, d);
          double candidateCost = cost(candidate, inliers);
          if (candidateCost < cost) {
            gain = (cost - candidateCost) / cost;
            pose = candidate;
            cost = candidateCost;
            improved = true;
          }
        }
        lambda = improved ? Math.max(1e-10, lambda * 0.1) : lambda * 10;
      }
      if (!improved || gain < 1e-10) {
        break;
      }
    }
    return pose;
  }

  /**
   * The covariance of a pose from the matches' robust errors: sigma^2 (J^T W J)^-1.
   *
   * @param minSigmaPx the standard deviation of a pixel coordinate is taken to be at least this
   * @return null where the matches do not determine the pose
   */
  Covariance6 covariance(Pose pose, int[] inliers, double minSigmaPx) {
    double[] h = new double[36];
    normalEquations(pose, inliers, h, new double[6]);
    DMatrixRMaj a = new DMatrixRMaj(6, 6, true, h);
    LinearSolverDense<DMatrixRMaj> solver = LinearSolverFactory_DDRM.symmPosDef(6);
    if (!solver.setA(a.copy()) || solver.quality() < 1e-16) {
      return null;
    }
    DMatrixRMaj inverse = new DMatrixRMaj(6, 6);
    solver.invert(inverse);
    double variance = Math.max(minSigmaPx * minSigmaPx, variancePx2(pose, inliers));
    double[] c = new double[36];
    for (int i = 0; i < 36; i++) {
      c[i] = variance * inverse.data[i];
      if (!Double.isFinite(c[i])) {
        return null;
      }
    }
    return new Covariance6(c);
  }

  /**
   * The variance of one pixel coordinate: from the median squared error, which for two normal
   * coordinates is 2 ln 2 times it, so that the tail does not count.
   */
  private double variancePx2(Pose pose, int[] inliers) {
    observations.squaredErrors(pose, errors);
    double[] squared = Arrays.stream(inliers).mapToDouble(i -> errors[i]).sorted().toArray();
    return squared[squared.length / 2] / (2 * Math.log(2));
  }

  private double cost(Pose pose, int[] inliers) {
    observations.squaredErrors(pose, errors);
    double cost = 0;
    for (int i : inliers) {
      cost += Math.log1p(errors[i] / (LOSS_SCALE_PX * LOSS_SCALE_PX));
    }
    return cost;
  }

  /**
   * H = sum of w J^T J, row-major 6 x 6, and g = sum of w J^T e, columns (dt, dw), e = observed -
   * projected.
   */
  private void normalEquations(Pose mapFromBody, int[] inliers, double[] h, double[] g) {
    Arrays.fill(h, 0);
    Arrays.fill(g, 0);
    Pose[] poses = new Pose[observations.cameraCount()];
    double[][] rotations = new double[observations.cameraCount()][];
    double[] pixel = new double[2];
    double[] j = new double[6];
    double[] row = new double[6];
    Pose bodyFromMap = mapFromBody.inverse();
    for (int i : inliers) {
      int c = observations.camera[i];
      if (poses[c] == null) {
        poses[c] = observations.cameraFromBody(i).times(bodyFromMap);
        rotations[c] = poses[c].rotation().toMatrix();
      }
      double[] r = rotations[c];
      Vector3 q = poses[c].transform(observations.point[i]);
      Camera camera = observations.camera(i);
      if (!camera.projectWithJacobian(q.x(), q.y(), q.z(), pixel, j)) {
        continue;
      }
      double ex = observations.x[i] - pixel[0];
      double ey = observations.y[i] - pixel[1];
      double weight = 1 / (1 + (ex * ex + ey * ey) / (LOSS_SCALE_PX * LOSS_SCALE_PX));
      Vector3 lever = observations.point[i].minus(mapFromBody.translation());
      for (int k = 0; k < 2; k++) {
        double e = k == 0 ? ex : ey;
        // a = row of d(pixel)/dq times Rc R^T; then d/dt = -a and d/dw = a [lever]_x = a x lever.
        double ax = j[3 * k] * r[0] + j[3 * k + 1] * r[3] + j[3 * k + 2] * r[6];
        double ay = j[3 * k] * r[1] + j[3 * k + 1] * r[4] + j[3 * k + 2] * r[7];
        double az = j[3 * k] * r[2] + j[3 * k + 1] * r[5] + j[3 * k + 2] * r[8];
        row[0] = -ax;
        row[1] = -ay;
        row[2] = -az;
        row[3] = ay * lever.z() - az * lever.y();
        row[4] = az * lever.x() - ax * lever.z();
        row[5] = ax * lever.y() - ay * lever.x();
        for (int a = 0; a < 6; a++) {
          g[a] += weight * row[a] * e;
          for (int b = 0; b < 6; b++) {
            h[6 * a + b] += weight * row[a] * row[b];
          }
        }
      }
    }
  }

  private static double[] solveDamped(double[] h, double[] g, double lambda) {
    DMatrixRMaj a = new DMatrixRMaj(6, 6, true, h.clone());
    for (int i = 0; i < 6; i++) {
      a.data[7 * i] += lambda * a.data[7 * i] + 1e-12;
    }
    LinearSolverDense<DMatrixRMaj> solver = LinearSolverFactory_DDRM.symmPosDef(6);
    if (!solver.setA(a)) {
      return null;
    }
    DMatrixRMaj d = new DMatrixRMaj(6, 1);
    solver.solve(new DMatrixRMaj(6, 1, true, g.clone()), d);
    return d.data;
  }

  private static Pose perturbed(Pose pose, double[] d) {
    return new Pose(
        Quaternion.exp(new Vector3(d[3], d[4], d[5])).times(pose.rotation()),
        pose.translation().plus(new Vector3(d[0], d[1], d[2])));
  }
}
