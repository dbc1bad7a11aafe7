package org.seqloc.core.evaluate;

import java.util.List;
import java.util.OptionalDouble;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.SingularOps_DDRM;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.SingularValueDecomposition_F64;
import org.seqloc.core.geometry.Pose;
import org.seqloc.core.geometry.Quaternion;
import org.seqloc.core.geometry.Vector3;

/**
 * Absolute and relative trajectory errors (Sturm et al., "A Benchmark for the Evaluation of RGB-D
 * SLAM Systems", IROS 2012) over frames that all have an estimate.
 */
record TrajectoryErrors(
    OptionalDouble ateRmseM,
    OptionalDouble ateAlignedRmseM,
    OptionalDouble rpeTranslationRmseM,
    OptionalDouble rpeRotationRmseDeg) {

  static TrajectoryErrors of(List<FrameError> localized) {
    int n = localized.size();
    double[] absolute = new double[n];
    for (int i = 0; i < n; i++) {
      absolute[i] = localized.get(i).estimate().orElseThrow().translationErrorM();
    }
    double[] translations = new double[Math.max(0, n - 1)];
    double[] rotations = new double[Math.max(0, n - 1)];
    for (int i = 0; i + 1 < n; i++) {
      Pose error = stepError(localized.get(i), localized.get(i + 1));
      translations[i] = error.translation().norm();
      rotations[i] = Math.toDegrees(error.rotation().angleTo(Quaternion.IDENTITY));
    }
    return new TrajectoryErrors(
        rmse(absolute),
        n < 3 ? OptionalDouble.empty() : rmse(aligned(localized)),
        rmse(translations),
        rmse(rotations));
  }

  /** (Q_i^-1 Q_j)^-1 (P_i^-1 P_j): what the estimated step P does beyond the true step Q. */
  private static Pose stepError(FrameError from, FrameError to) {
    Pose trueStep = from.reference().inverse().times(to.reference());
    Pose estimatedStep = pose(from).inverse().times(pose(to));
    return trueStep.inverse().times(estimatedStep);
  }

  /** Distances that remain after the estimate is moved rigidly onto the reference. */
  private static double[] aligned(List<FrameError> localized) {
    Pose referenceFromEstimate = align(localized);
    return localized.stream()
        .mapToDouble(
            f ->
                referenceFromEstimate
                    .transform(pose(f).translation())
                    .distanceTo(f.reference().translation()))
        .toArray();
  }

  /**
   * The rigid motion of least squared distance, without scale (Umeyama, PAMI 1991): with the
   * covariance of both point sets about their means written U D V^T, R = U S V^T, where S turns the
   * weakest direction round if that is needed for a rotation, and t = meanReference - R
   * meanEstimate. On a straight path the turn about the path is free; what remains is the same.
   */
  private static Pose align(List<FrameError> localized) {
    Vector3 referenceMean = Vector3.ZERO;
    Vector3 estimateMean = Vector3.ZERO;
    for (FrameError f : localized) {
      referenceMean = referenceMean.plus(f.reference().translation());
      estimateMean = estimateMean.plus(pose(f).translation());
    }
    referenceMean = referenceMean.times(1.0 / localized.size());
    estimateMean = estimateMean.times(1.0 / localized.size());
    DMatrixRMaj covariance = new DMatrixRMaj(3, 3);
    for (FrameError f : localized) {
      Vector3 a = f.reference().translation().minus(referenceMean);
      Vector3 b = pose(f).translation().minus(estimateMean);
      CommonOps_DDRM.multAddTransB(column(a), column(b), covariance);
    }
    SingularValueDecomposition_F64<DMatrixRMaj> svd =
        DecompositionFactory_DDRM.svd(3, 3, true, true, false);
    if (!svd.decompose(covariance)) {
      throw new IllegalStateException("singular value decomposition failed on " + covariance);
    }
    DMatrixRMaj u = svd.getU(null, false);
    DMatrixRMaj v = svd.getV(null, false);
    SingularOps_DDRM.descendingOrder(u, false, svd.getW(null), v, false);
    if (CommonOps_DDRM.det(u) * CommonOps_DDRM.det(v) < 0) {
      for (int row = 0; row < 3; row++) {
        u.set(row, 2, -u.get(row, 2));
      }
    }
    DMatrixRMaj rotationMatrix = new DMatrixRMaj(3, 3);
    CommonOps_DDRM.multTransB(u, v, rotationMatrix);
    Quaternion rotation = Quaternion.ofMatrix(rotationMatrix.data);
    return new Pose(rotation, referenceMean.minus(rotation.rotate(estimateMean)));
  }

  private static DMatrixRMaj column(Vector3 v) {
    return new DMatrixRMaj(3, 1, true, v.x(), v.y(), v.z());
  }

  private static Pose pose(FrameError frame) {
    return frame.estimate().orElseThrow().mapFromBody();
  }

  private static OptionalDouble rmse(double[] errors) {
    if (errors.length == 0) {
      return OptionalDouble.empty();
    }
    double sum = 0;
    for (double error : errors) {
      sum += error * error;
    }
    return OptionalDouble.of(Math.sqrt(sum / errors.length));
  }
}
