package org.seqloc.core.sequence;

import java.util.Locale;
import java.util.Optional;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.seqloc.core.geometry.Covariance6;
import org.seqloc.core.geometry.Pose;
import org.seqloc.core.geometry.Quaternion;
import org.seqloc.core.geometry.Vector3;
import org.seqloc.core.pose.RigPose;

/**
 * Fuses measured poses with odometry, or with the assumption of constant velocity where there is
 * none: an error-state Kalman filter on the rigid transforms.
 *
 * <p>State: mapFromBody = (R, t) and the velocities v, w in the body frame. Error: (dt, dth, dv,
 * dw) with t + dt and exp(dth) R as {@link Covariance6} has it. Over a time h without odometry,
 * with M = R exp(w h / 2) halfway through the turn, so that the vehicle follows its curve,
 *
 * <pre>
 *   t' = t + M v h            dt'  = dt - [M v h]x (dth + M dw h / 2) + M h dv
 *   R' = R exp(w h)           dth' = dth + M h dw
 * </pre>
 *
 * and the velocities take up white-noise acceleration; with odometry the increment (dR, dp) takes
 * the place of (exp(w h), exp(w h / 2) v h) and its own noise that of the velocities'. A
 * measurement observes t and R directly.
 *
 * <p>Not safe for use by several threads at once.
 */
public final class PoseFilter {

  /** A clock that goes back by more than this is a new recording, not a late frame. */
  private static final long RESTART_NANOS = 1_000_000_000L;

  /**
   * A weak measurement waits no longer than this for another: later the vehicle may be anywhere,
   * and any second one would agree.
   */
  private static final long TENTATIVE_NANOS = 2_000_000_000L;

  private static final int N = 12;

  private final FilterOptions options;

  private boolean tracking;
  private long stampNanos = Long.MIN_VALUE;

  /** How long before {@link #stampNanos} the moment of the last prediction was; 0 if it was not. */
  private long lateNanos;

  private Pose mapFromBody = Pose.IDENTITY;
  private Vector3 velocity = Vector3.ZERO;
  private Vector3 turnRate = Vector3.ZERO;
  private DMatrixRMaj covariance = new DMatrixRMaj(N, N);
  private Optional<Pose> odomFromBody = Optional.empty();
  private long lastAcceptedNanos;
  private int rejections;

  /** A weak measurement that waits for a second one to agree with it. */
  private Optional<Tentative> tentative = Optional.empty();

  private record Tentative(long stampNanos, Pose mapFromBody, Optional<Pose> odomFromBody) {}

  public PoseFilter(FilterOptions options) {
    this.options = options;
  }

  /** Whether there is a pose to predict from. */
  public boolean isTracking() {
    return tracking;
  }

  /** Forgets everything: the vehicle may be anywhere. */
  public void reset() {
    tracking = false;
    stampNanos = Long.MIN_VALUE;
    lateNanos = 0;
    odomFromBody = Optional.empty();
    tentative = Optional.empty();
    rejections = 0;
  }

  /**
   * Moves on to a later moment. One that lies before the last by less than a second is that of a
   * late frame, for which nothing changes; by more, that of a new recording: all is forgotten.
   *
   * @param odometry odomFromBody at that moment, where there is one
   * @return where the vehicle should be; empty when nothing is known of it, and for a late frame
   */
  public Optional<PredictedPose> predict(long stamp, Optional<Pose> odometry) {
    if (stampNanos != Long.MIN_VALUE && stamp < stampNanos) {
      lateNanos = stampNanos - stamp;
      if (lateNanos < RESTART_NANOS) {
        return Optional.empty();
      }
      reset();
    }
    lateNanos = 0;
    if (tracking && stamp > stampNanos) {
      double seconds = (stamp - stampNanos) * 1e-9;
      if (odometry.isPresent() && odomFromBody.isPresent()) {
        moveByOdometry(odomFromBody.get().inverse().times(odometry.get()), seconds);
      } else {
        moveByVelocity(seconds);
      }
    }
    stampNanos = stamp;
    odomFromBody = odometry;
    if (tracking
        && (stamp - lastAcceptedNanos > options.maxCoastNanos()
            || poseCovariance().positionSigma() > options.maxPositionSigmaM())) {
      tracking = false;
    }
    return tracking
        ? Optional.of(new PredictedPose(mapFromBody, poseCovariance()))
        : Optional.empty();
  }

  /**
   * Takes in the pose measured at the moment of the last {@link #predict}. It is refused, without
   * any other consequence, when its frame is late or one of the same stamp was accepted before.
   *
   * @throws IllegalStateException when nothing was predicted before
   */
  public FilterOutcome update(RigPose.Found measured) {
    if (stampNanos == Long.MIN_VALUE) {
      throw new IllegalStateException("predict first");
    }
    if (lateNanos > 0) {
      return new FilterOutcome.Rejected(
          String.format(
              Locale.ROOT, "the frame is %.3g s older than the one before", lateNanos * 1e-9));
    }
    if (tracking && stampNanos == lastAcceptedNanos) {
      return new FilterOutcome.Rejected("a frame of the same stamp was used before");
    }
    return tracking ? correct(measured) : start(measured);
  }

  private FilterOutcome start(RigPose.Found measured) {
    Optional<Tentative> before = tentative;
    tentative = Optional.of(new Tentative(stampNanos, measured.mapFromBody(), odomFromBody));
    boolean strong = measured.inlierCount() >= options.strongInliers();
    if (!strong && before.filter(t -> agrees(t, measured.mapFromBody())).isEmpty()) {
      return new FilterOutcome.Rejected(
          "not yet tracking, and "
              + measured.inlierCount()
              + " inliers await a second frame that agrees");
    }
    tentative = Optional.empty();
    tracking = true;
    mapFromBody = measured.mapFromBody();
    velocity = Vector3.ZERO;
    turnRate = Vector3.ZERO;
    covariance = new DMatrixRMaj(N, N);
    CommonOps_DDRM.insert(measurementCovariance(measured), covariance, 0, 0);
    forgetVelocity(options.initialSpeedSigmaMps(), options.initialTurnRateSigmaRps());
    accepted();
    return new FilterOutcome.Accepted(mapFromBody, poseCovariance(), 0);
  }

  /** Whether the vehicle can have moved from a weak measurement to this one. */
  private boolean agrees(Tentative before, Pose now) {
    long nanos = stampNanos - before.stampNanos();
    if (nanos > TENTATIVE_NANOS) {
      return false;
    }
    double seconds = nanos * 1e-9;
    Pose moved = before.mapFromBody().inverse().times(now);
    if (before.odomFromBody().isPresent() && odomFromBody.isPresent()) {
      Pose byOdometry = before.odomFromBody().get().inverse().times(odomFromBody.get());
      return byOdometry.translation().distanceTo(moved.translation()) < 1
          && byOdometry.rotation().angleTo(moved.rotation()) < 0.1;
    }
    return moved.translation().norm() < 1 + 3 * options.initialSpeedSigmaMps() * seconds
        && moved.rotation().log().norm() < 0.1 + 3 * options.initialTurnRateSigmaRps() * seconds;
  }

  private FilterOutcome correct(RigPose.Found measured) {
    Pose pose = measured.mapFromBody();
    Vector3 dt = pose.translation().minus(mapFromBody.translation());
    Vector3 dth = pose.rotation().times(mapFromBody.rotation().inverse()).log();
    DMatrixRMaj innovation =
        new DMatrixRMaj(6, 1, true, dt.x(), dt.y(), dt.z(), dth.x(), dth.y(), dth.z());
    DMatrixRMaj noise = measurementCovariance(measured);
    DMatrixRMaj s = CommonOps_DDRM.extract(covariance, 0, 6, 0, 6);
    CommonOps_DDRM.addEquals(s, noise);
    DMatrixRMaj inverse = new DMatrixRMaj(6, 6);
    if (!CommonOps_DDRM.invert(s, inverse)) {
      throw new IllegalStateException("singular innovation covariance");
    }
    DMatrixRMaj weighted = new DMatrixRMaj(6, 1);
    CommonOps_DDRM.mult(inverse, innovation, weighted);
    double mahalanobis = Math.sqrt(Math.max(0, CommonOps_DDRM.dot(innovation, weighted)));
    if (mahalanobis > options.gateMahalanobis()) {
      if (++rejections >= options.maxRejections()) {
        tracking = false;
        rejections = 0;
      }
      return new FilterOutcome.Rejected(
          String.format(
              Locale.ROOT,
              "measured %.2f m and %.2f deg off the prediction, %.1f standard deviations",
              dt.norm(),
              Math.toDegrees(dth.norm()),
              mahalanobis));
    }
    // K = P H^T S^-1 with H = [I 0].
    DMatrixRMaj gain = new DMatrixRMaj(N, 6);
    CommonOps_DDRM.mult(CommonOps_DDRM.extract(covariance, 0, N, 0, 6), inverse, gain);
    DMatrixRMaj error = new DMatrixRMaj(N, 1);
    CommonOps_DDRM.mult(gain, innovation, error);
    mapFromBody =
        new Pose(
            Quaternion.exp(vector(error, 3)).times(mapFromBody.rotation()),
            mapFromBody.translation().plus(vector(error, 0)));
    velocity = velocity.plus(vector(error, 6));
    turnRate = turnRate.plus(vector(error, 9));
    // Joseph's form, P' = (I - K H) P (I - K H)^T + K R K^T, keeps P symmetric and positive.
    DMatrixRMaj keep = CommonOps_DDRM.identity(N);
    for (int i = 0; i < N; i++) {
      for (int j = 0; j < 6; j++) {
        keep.add(i, j, -gain.get(i, j));
      }
    }
    covariance = sandwich(keep, covariance);
    CommonOps_DDRM.addEquals(covariance, sandwich(gain, noise));
    accepted();
    return new FilterOutcome.Accepted(mapFromBody, poseCovariance(), mahalanobis);
  }

  private void accepted() {
    lastAcceptedNanos = stampNanos;
    rejections = 0;
  }

  private void moveByVelocity(double h) {
    Quaternion halfway = mapFromBody.rotation().times(Quaternion.exp(turnRate.times(h / 2)));
    double[] m = halfway.toMatrix();
    Vector3 step = halfway.rotate(velocity.times(h));
    DMatrixRMaj f = transition(step);
    for (int j = 0; j < 3; j++) {
      Vector3 axis = new Vector3(m[j], m[3 + j], m[6 + j]);
      setColumn(f, 0, 6 + j, axis.times(h));
      setColumn(f, 3, 9 + j, axis.times(h));
      setColumn(f, 0, 9 + j, axis.cross(step).times(h / 2));
    }
    covariance = sandwich(f, covariance);
    // White-noise acceleration of density q over h: q [h^3/3, h^2/2; h^2/2, h], turned into the map
    // for t and R.
    addAcceleration(0, square(options.accelerationNoise()), h, m);
    addAcceleration(3, square(options.angularAccelerationNoise()), h, m);
    mapFromBody =
        new Pose(
            mapFromBody.rotation().times(Quaternion.exp(turnRate.times(h))),
            mapFromBody.translation().plus(step));
  }

  private static void setColumn(DMatrixRMaj f, int row, int column, Vector3 value) {
    f.set(row, column, value.x());
    f.set(row + 1, column, value.y());
    f.set(row + 2, column, value.z());
  }

  private void addAcceleration(int row, double q, double h, double[] m) {
    for (int i = 0; i < 3; i++) {
      covariance.add(row + i, row + i, q * h * h * h / 3);
      covariance.add(row + 6 + i, row + 6 + i, q * h);
      for (int j = 0; j < 3; j++) {
        double cross = q * h * h / 2 * m[3 * i + j];
        covariance.add(row + i, row + 6 + j, cross);
        covariance.add(row + 6 + j, row + i, cross);
      }
    }
  }

  private void moveByOdometry(Pose previousFromBody, double h) {
    Vector3 step = mapFromBody.rotation().rotate(previousFromBody.translation());
    covariance = sandwich(transition(step), covariance);
    double distance = previousFromBody.translation().norm();
    Vector3 turn = previousFromBody.rotation().log();
    double sigmaM = options.odometryFloorM() + options.odometryTranslationNoise() * distance;
    double sigmaRad =
        options.odometryFloorRad() + options.odometryRotationNoise() * (distance + turn.norm());
    for (int i = 0; i < 3; i++) {
      covariance.add(i, i, sigmaM * sigmaM);
      covariance.add(3 + i, 3 + i, sigmaRad * sigmaRad);
    }
    mapFromBody = mapFromBody.times(previousFromBody);
    if (h > 0) {
      // So that constant velocity can take over when odometry ends.
      velocity = previousFromBody.translation().times(1 / h);
      turnRate = turn.times(1 / h);
      forgetVelocity(sigmaM / h, sigmaRad / h);
    }
  }

  /** The pose's part of the error transition; the velocities stay. */
  private static DMatrixRMaj transition(Vector3 stepInMap) {
    DMatrixRMaj f = CommonOps_DDRM.identity(N);
    f.set(0, 4, stepInMap.z());
    f.set(0, 5, -stepInMap.y());
    f.set(1, 3, -stepInMap.z());
    f.set(1, 5, stepInMap.x());
    f.set(2, 3, stepInMap.y());
    f.set(2, 4, -stepInMap.x());
    return f;
  }

  /** Makes the velocities independent of all else. */
  private void forgetVelocity(double speedSigma, double turnRateSigma) {
    for (int i = 6; i < N; i++) {
      for (int j = 0; j < N; j++) {
        covariance.set(i, j, 0);
        covariance.set(j, i, 0);
      }
      covariance.set(i, i, square(i < 9 ? speedSigma : turnRateSigma));
    }
  }

  private DMatrixRMaj measurementCovariance(RigPose.Found measured) {
    DMatrixRMaj noise = new DMatrixRMaj(6, 6, true, measured.covariance().toArray());
    for (int i = 0; i < 3; i++) {
      noise.add(i, i, square(options.mapSigmaM()));
      noise.add(3 + i, 3 + i, square(options.mapSigmaRad()));
    }
    return noise;
  }

  private Covariance6 poseCovariance() {
    return new Covariance6(CommonOps_DDRM.extract(covariance, 0, 6, 0, 6).data);
  }

  /** A P A^T, symmetric to the last bit as P is. */
  private static DMatrixRMaj sandwich(DMatrixRMaj a, DMatrixRMaj p) {
    DMatrixRMaj ap = new DMatrixRMaj(a.numRows, p.numCols);
    CommonOps_DDRM.mult(a, p, ap);
    DMatrixRMaj result = new DMatrixRMaj(a.numRows, a.numRows);
    CommonOps_DDRM.multTransB(ap, a, result);
    for (int i = 0; i < a.numRows; i++) {
      for (int j = 0; j < i; j++) {
        result.set(i, j, result.get(j, i));
      }
    }
    return result;
  }

  private static Vector3 vector(DMatrixRMaj column, int row) {
    return new Vector3(column.get(row, 0), column.get(row + 1, 0), column.get(row + 2, 0));
  }

  private static double square(double v) {
    return v * v;
  }
}
