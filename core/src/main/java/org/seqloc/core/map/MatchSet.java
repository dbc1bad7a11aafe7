package org.seqloc.core.map;

import java.util.Arrays;
import org.seqloc.core.match.Matches;

/** All matches of all image pairs, to be gone through from the most to the least similar. */
final class MatchSet {

  /** Receives one match. */
  interface Visitor {
    void visit(int imageA, int keypointA, int imageB, int keypointB);
  }

  /** Four numbers a match: image a, keypoint a, image b, keypoint b. */
  private int[] nodes = new int[4096];

  private float[] similarities = new float[1024];
  private int count;

  void add(int imageA, int imageB, Matches matches) {
    for (int i = 0; i < matches.count(); i++) {
      if (count == similarities.length) {
        similarities = Arrays.copyOf(similarities, Math.multiplyExact(count, 2));
        nodes = Arrays.copyOf(nodes, Math.multiplyExact(count, 8));
      }
      nodes[4 * count] = imageA;
      nodes[4 * count + 1] = matches.queryIndex(i);
      nodes[4 * count + 2] = imageB;
      nodes[4 * count + 3] = matches.mapIndex(i);
      similarities[count++] = matches.similarity(i);
    }
  }

  /** Descending by similarity; equal ones in the order they were added. */
  void forEachBestFirst(Visitor visitor) {
    long[] order = new long[count];
    for (int i = 0; i < count; i++) {
      // A similarity is at most about 1 and made positive here, so that its bits order as the
      // number does.
      int bits = Float.floatToIntBits(2 - Math.min(2, Math.max(0, similarities[i])));
      order[i] = ((long) bits << 32) | i;
    }
    Arrays.parallelSort(order);
    for (long key : order) {
      int i = 4 * (int) key;
      visitor.visit(nodes[i], nodes[i + 1], nodes[i + 2], nodes[i + 3]);
    }
  }
}
