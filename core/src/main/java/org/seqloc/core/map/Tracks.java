package org.seqloc.core.map;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Joins pairwise matches to tracks: sets of keypoints, at most one an image, that show the same
 * point.
 *
 * <p>Matches are to be added best first: one that would give a track two keypoints of the same
 * image is refused, so that the weaker of two contradicting matches loses.
 */
final class Tracks {

  /** Keypoint k of image i has the node number firstNode[i] + k. */
  private final int[] firstNode;

  private final int[] parent;

  /**
   * The images of the track whose root this node is, ascending; null stands for the node's own
   * image only.
   */
  private final int[][] imagesOfRoot;

  /**
   * @param keypointCounts the number of keypoints of each image
   */
  Tracks(int[] keypointCounts) {
    firstNode = new int[keypointCounts.length + 1];
    for (int i = 0; i < keypointCounts.length; i++) {
      firstNode[i + 1] = Math.addExact(firstNode[i], keypointCounts[i]);
    }
    parent = new int[firstNode[keypointCounts.length]];
    Arrays.setAll(parent, i -> i);
    imagesOfRoot = new int[parent.length][];
  }

  /** Joins the tracks of two keypoints unless they contradict each other. */
  void join(int imageA, int keypointA, int imageB, int keypointB) {
    int a = root(firstNode[imageA] + keypointA);
    int b = root(firstNode[imageB] + keypointB);
    if (a == b) {
      return;
    }
    int[] merged = union(images(a), images(b));
    if (merged.length == 0) {
      return;
    }
    int root = Math.min(a, b);
    parent[Math.max(a, b)] = root;
    imagesOfRoot[root] = merged;
    imagesOfRoot[Math.max(a, b)] = null;
  }

  /**
   * All tracks of at least two keypoints, each as (image, keypoint) pairs ascending by image, in a
   * fixed order.
   */
  List<int[][]> all() {
    int[] slot = new int[parent.length];
    Arrays.fill(slot, -1);
    List<List<int[]>> tracks = new ArrayList<>();
    for (int image = 0; image + 1 < firstNode.length; image++) {
      for (int node = firstNode[image]; node < firstNode[image + 1]; node++) {
        int root = root(node);
        if (imagesOfRoot[root] == null) {
          continue;
        }
        if (slot[root] < 0) {
          slot[root] = tracks.size();
          tracks.add(new ArrayList<>());
        }
        tracks.get(slot[root]).add(new int[] {image, node - firstNode[image]});
      }
    }
    return tracks.stream().map(track -> track.toArray(int[][]::new)).toList();
  }

  private int[] images(int root) {
    if (imagesOfRoot[root] != null) {
      return imagesOfRoot[root];
    }
    int image = Arrays.binarySearch(firstNode, root);
    // Images without keypoints share their first node with the next image: the last of equals owns
    // it.
    if (image < 0) {
      image = -image - 2;
    } else {
      while (firstNode[image + 1] == root) {
        image++;
      }
    }
    return new int[] {image};
  }

  /** The union of two ascending sets; empty when they share an element. */
  private static int[] union(int[] a, int[] b) {
    int[] merged = new int[a.length + b.length];
    int i = 0;
    int j = 0;
    for (int k = 0; k < merged.length; k++) {
      if (i < a.length && j < b.length && a[i] == b[j]) {
        return new int[0];
      }
      merged[k] = j == b.length || (i < a.length && a[i] < b[j]) ? a[i++] : b[j++];
    }
    return merged;
  }

  private int root(int node) {
    while (parent[node] != node) {
      parent[node] = parent[parent[node]];
      node = parent[node];
    }
    return node;
  }
}
