/**
 * Which features show the same point: descriptor matching, geometric verification, 2D-3D matches of
 * a rig.
 */
package org.seqloc.core.match;
