package org.seqloc.core.kapture;

import java.util.Locale;

/** The kinds of data that kapture has per image, in folders reconstruction/KIND/TYPE. */
public enum FeatureKind {
  /** A row per keypoint: x and y in pixels (see the package on their origin), then more. */
  KEYPOINTS(".kpt", "name, dtype, dsize"),
  /** A row per keypoint of the same image, in the same order. */
  DESCRIPTORS(".desc", "name, dtype, dsize, keypoints_type, metric_type"),
  /** One row for the image. */
  GLOBAL_FEATURES(".gfeat", "name, dtype, dsize, metric_type");

  private final String extension;
  private final String columns;

  FeatureKind(String extension, String columns) {
    this.extension = extension;
    this.columns = columns;
  }

  /** kapture's name, of the folder, the table and the archive: {@code keypoints}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** What follows an image's path in the name of its feature file. */
  public String extension() {
    return extension;
  }

  String columns() {
    return columns;
  }
}
