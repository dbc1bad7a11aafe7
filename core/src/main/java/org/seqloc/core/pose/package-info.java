/**
 * The pose of a rig from matches of its pixels with map points: minimal solver, RANSAC, refinement
 * and covariance.
 */
package org.seqloc.core.pose;
