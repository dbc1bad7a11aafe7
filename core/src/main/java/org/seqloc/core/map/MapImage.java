package org.seqloc.core.map;

import java.util.function.Supplier;
import org.seqloc.core.geometry.Camera;
import org.seqloc.core.geometry.Pose;
import org.seqloc.core.image.Image;

/**
 * One image of a mapping drive, its pose known.
 *
 * @param name unique; the path within the dataset
 * @param stampNanos capture time
 * @param exposure images of one exposure of a rig share this number; ascending along the drive
 * @param mapFromCamera the camera's pose in the map
 * @param pixels decodes the image when it is needed
 */
public record MapImage(
    String name,
    long stampNanos,
    int exposure,
    Camera camera,
    Pose mapFromCamera,
    Supplier<Image> pixels) {}
