/** Records topics of a running graph into bags. */
package org.seqloc.nodes.recorder;
