package org.seqloc.core.image;

/**
 * An image of one camera of a rig.
 *
 * @param camera the camera's index in the rig
 */
public record CameraImage(int camera, Image image) {}
