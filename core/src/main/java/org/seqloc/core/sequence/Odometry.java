package org.seqloc.core.sequence;

import org.seqloc.core.geometry.Pose;

/**
 * Where the vehicle is by its odometry, whose frame drifts but does not jump.
 *
 * @param stampNanos when it was there
 */
public record Odometry(long stampNanos, Pose odomFromBody) {}
