/** Local features of images: keypoints and descriptors, and what extracts them. */
package org.seqloc.core.feature;
