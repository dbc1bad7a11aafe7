/**
 * Which images of the map show the same place as an image: one descriptor an image, and the search
 * among them.
 */
package org.seqloc.core.retrieval;
