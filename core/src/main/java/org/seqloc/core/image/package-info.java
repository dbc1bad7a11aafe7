/** Pixels with their camera and stamp: decoding, and one exposure of a whole rig. */
package org.seqloc.core.image;
