package org.seqloc.core.feature;

/**
 * The features of one camera of a rig.
 *
 * @param camera the camera's index in the rig
 */
public record CameraFeatures(int camera, LocalFeatures features) {}
