package org.ros.math;

import java.util.Collection;
import java.util.List;

/** Statistics of collections. */
public final class CollectionMath {

  private CollectionMath() {}

  /**
   * The middle one of the sorted values; of an even number, the greater of the two in the middle.
   *
   * @throws IllegalArgumentException when there are none
   */
  public static <T extends Comparable<? super T>> T median(Collection<T> collection) {
    if (collection.isEmpty()) {
      throw new IllegalArgumentException("nothing has no median");
    }
    List<T> sorted = collection.stream().sorted().toList();
    return sorted.get(sorted.size() / 2);
  }
}
