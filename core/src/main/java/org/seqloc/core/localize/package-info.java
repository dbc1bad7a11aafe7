/**
 * The one way from the images of a rig to its pose in the map; the live node, the offline replay,
 * the benchmarks and the tests all take it.
 */
package org.seqloc.core.localize;
