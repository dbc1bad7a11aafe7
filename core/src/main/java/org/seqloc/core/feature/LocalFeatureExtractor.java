package org.seqloc.core.feature;

import java.util.List;
import org.seqloc.core.image.Image;

/** Finds keypoints and describes them. Owns native resources; safe for one thread at a time. */
public interface LocalFeatureExtractor extends AutoCloseable {

  /**
   * What this extractor is: maps record it, since features of different specifications do not
   * match.
   */
  FeatureSpec spec();

  /**
   * The features of each image, in the images' order. The same image gives the same features, bit
   * for bit, on the same machine, however many threads work on the list.
   */
  List<LocalFeatures> extract(List<Image> images);

  @Override
  void close();
}
