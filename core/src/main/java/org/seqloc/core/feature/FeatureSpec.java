package org.seqloc.core.feature;

import java.util.Arrays;
import java.util.Objects;

/**
 * All that is needed to make the same features again: written into the map, so that a map is
 * self-contained.
 */
public final class FeatureSpec {

  private final String type;
  private final int dimension;
  private final int maxKeypoints;
  private final int maxImageSide;
  private final int minImageSide;
  private final byte[] model;

  /**
   * @param type "sift" or "r2d2"; kapture's name of the feature type
   * @param dimension length of a descriptor
   * @param maxKeypoints the best this many by score are kept
   * @param maxImageSide images whose longer side exceeds this are scaled down to it first, pixels;
   *     keypoints are given in the full-resolution image
   * @param minImageSide networks that work on a pyramid of scales stop when the longer side gets
   *     below this, pixels; equal to maxImageSide for one scale only
   * @param model the ONNX file's bytes, handed over, not copied; empty where the type needs none
   */
  public FeatureSpec(
      String type,
      int dimension,
      int maxKeypoints,
      int maxImageSide,
      int minImageSide,
      byte[] model) {
    this.type = Objects.requireNonNull(type, "type");
    this.dimension = dimension;
    this.maxKeypoints = maxKeypoints;
    this.maxImageSide = maxImageSide;
    this.minImageSide = minImageSide;
    this.model = Objects.requireNonNull(model, "model");
    if (dimension <= 0 || maxKeypoints <= 0 || minImageSide <= 0 || maxImageSide < minImageSide) {
      throw new IllegalArgumentException("feature settings out of range: " + this);
    }
  }

  public String type() {
    return type;
  }

  public int dimension() {
    return dimension;
  }

  public int maxKeypoints() {
    return maxKeypoints;
  }

  public int maxImageSide() {
    return maxImageSide;
  }

  public int minImageSide() {
    return minImageSide;
  }

  /** The ONNX file's bytes, empty where the type needs none; not to be written to. */
  public byte[] model() {
    return model;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof FeatureSpec o
        && type.equals(o.type)
        && dimension == o.dimension
        && maxKeypoints == o.maxKeypoints
        && maxImageSide == o.maxImageSide
        && minImageSide == o.minImageSide
        && Arrays.equals(model, o.model);
  }

  @Override
  public int hashCode() {
    return Objects.hash(
        type, dimension, maxKeypoints, maxImageSide, minImageSide, Arrays.hashCode(model));
  }

  @Override
  public String toString() {
    return type
        + ", dimension "
        + dimension
        + ", at most "
        + maxKeypoints
        + " keypoints, image sides "
        + minImageSide
        + " to "
        + maxImageSide
        + " px, model of "
        + model.length
        + " bytes";
  }
}
