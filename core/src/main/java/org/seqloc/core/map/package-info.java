/**
 * The map that vehicles localize against: keyframes with known poses, the points triangulated from
 * them, and what is needed to recognize a keyframe's place. Built once from a recorded drive, then
 * read only.
 */
package org.seqloc.core.map;
