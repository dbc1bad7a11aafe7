package org.seqloc.core.map;

/**
 * What a map holds.
 *
 * @param keyframes the number of images
 * @param points the number of triangulated points
 * @param observations views of those points
 * @param features keypoints found in all images, in the map or not
 * @param meanTrackLength views a point
 * @param meanReprojectionErrorPx over all observations
 */
public record MapSummary(
    int keyframes,
    int points,
    long observations,
    long features,
    double meanTrackLength,
    double meanReprojectionErrorPx) {}
