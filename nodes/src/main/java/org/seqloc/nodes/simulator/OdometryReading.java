package org.seqloc.nodes.simulator;

import org.seqloc.core.geometry.Pose;

/**
 * What the wheels report.
 *
 * @param stampNanos nanoseconds since 1970
 * @param odomFromBody integrated, level, drifting; identity at the first reading
 * @param speed forward, m/s
 * @param yawRate rad/s
 * @param travelled metres since the first reading, as measured
 */
public record OdometryReading(
    long stampNanos, Pose odomFromBody, double speed, double yawRate, double travelled) {}
