package org.seqloc.core.match;

import org.seqloc.core.geometry.Vector2;
import org.seqloc.core.geometry.Vector3;

/**
 * One match of an image point with a map point.
 *
 * @param camera the camera's index in the rig
 * @param pixel in the camera's distorted image, px
 * @param pointId the map point's id
 * @param pointInMap metres
 * @param similarity dot product of the two descriptors, 1 for equal ones
 */
public record Correspondence(
    int camera, Vector2 pixel, long pointId, Vector3 pointInMap, float similarity) {}
