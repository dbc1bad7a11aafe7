/** Recordings played back onto a graph. */
package org.seqloc.nodes.player;
