package org.seqloc.core.kapture.exchange;

import org.seqloc.core.geometry.Pose;

/**
 * An image of a COLMAP model with its keypoints.
 *
 * @param id from 0 to {@link ColmapModel#MAX_IMAGE_ID}
 */
record ColmapImage(
    int id, Pose cameraFromWorld, int camera, String name, ColmapKeypoints keypoints) {}
