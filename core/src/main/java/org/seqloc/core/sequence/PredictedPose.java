package org.seqloc.core.sequence;

import org.seqloc.core.geometry.Covariance6;
import org.seqloc.core.geometry.Pose;

/** Where the vehicle should be by the poses before and how it moved since. */
public record PredictedPose(Pose mapFromBody, Covariance6 covariance) {}
