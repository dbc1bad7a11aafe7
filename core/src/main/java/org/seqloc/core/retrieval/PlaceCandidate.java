package org.seqloc.core.retrieval;

/**
 * An image of the map that may show the same place.
 *
 * @param image its number in the index
 * @param score dot product of the global descriptors, 1 for equal ones
 */
public record PlaceCandidate(int image, float score) {}
