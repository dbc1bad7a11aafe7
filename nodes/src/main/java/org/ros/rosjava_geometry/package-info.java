/**
 * Vectors, rotations and the tree of frames that /tf describes, with the names of rosjava's
 * geometry library. For programs written against that library; Seqloc itself computes poses in
 * {@code org.seqloc.core}.
 */
package org.ros.rosjava_geometry;
