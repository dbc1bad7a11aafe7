/** From image messages to published poses: the same code replays a bag and runs on a live graph. */
package org.seqloc.nodes.localizer;
